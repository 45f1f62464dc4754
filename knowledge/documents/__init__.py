"""Turns one file into clean text and passages, without trusting the file."""

from __future__ import annotations

from knowledge.documents.models import Document, DocumentError, Limits, Passage, Reason
from knowledge.documents.passages import split_passages
from knowledge.documents.readers import DocumentReader, read_document
from knowledge.documents.sniff import SUPPORTED

__all__ = [
    "SUPPORTED",
    "Document",
    "DocumentError",
    "DocumentReader",
    "Limits",
    "Passage",
    "Reason",
    "read_document",
    "split_passages",
]
