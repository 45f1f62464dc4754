"""Logging for an application whose messages are confidential: what happened and where, never what a person wrote."""

import logging
import sys
from typing import TextIO

LOG = logging.getLogger("salescoach")


def set_up(level: str = "WARNING", stream: TextIO | None = None) -> None:
    """Send the project's log lines to `stream` (standard error by default), at `level` and above; others' only warnings."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    LOG.setLevel(level.upper())
