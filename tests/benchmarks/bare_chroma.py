"""The floor of the ingest: passages and their vectors, ready made, into Chroma. Started by `ingest`."""

import json
import sys
from pathlib import Path

import chromadb
import numpy as np
from chromadb.config import Settings

source, folder = map(Path, sys.argv[1:])
texts = json.loads(source.read_text(encoding="utf-8"))
vectors = np.load(source.with_suffix(".npy"))
client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
held = client.create_collection("passages", embedding_function=None, configuration={"hnsw": {"space": "cosine"}})
most = client.get_max_batch_size()
for start in range(0, len(texts), most):
    end = min(start + most, len(texts))
    held.add(
        ids=[str(number) for number in range(start, end)], embeddings=vectors[start:end], documents=texts[start:end]
    )
