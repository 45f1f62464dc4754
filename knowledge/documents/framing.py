"""How the reader and its parsing process talk: a JSON object and some bytes, each with its length.

JSON and not pickle, because after a hostile file the other side may no longer be ours.
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

_HEADER = struct.Struct(">QQ")


def send(stream: BinaryIO, message: dict[str, Any], data: bytes = b"") -> None:
    """Write one message."""
    # Parsers hand back lone surrogates now and then; plain UTF-8 would refuse them.
    body = json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")
    stream.write(_HEADER.pack(len(body), len(data)))
    stream.write(body)
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO, most: int) -> tuple[dict[str, Any], bytes]:
    """Read one message; EOFError when the other side is gone or sends more than `most` bytes."""
    body_size, data_size = _HEADER.unpack(_exactly(stream, _HEADER.size))
    if body_size + data_size > most:
        raise EOFError
    message = json.loads(_exactly(stream, body_size).decode("utf-8", "surrogatepass"))
    if not isinstance(message, dict):
        raise EOFError
    return message, _exactly(stream, data_size)


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
