"""Logging for an application whose messages are confidential: what happened and where, never what a person wrote."""

import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

LOG = logging.getLogger("salescoach")


class Discreet(logging.Formatter):
    """Writes where an error happened and of what kind it is, without its own words: those may quote a message."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  the base class calls it so
        """The traceback of the error and of those that led to it."""
        told: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            place = "".join(traceback.format_tb(error.__traceback__))
            told.insert(0, place + type(error).__name__)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(told)


def set_up(level: str = "WARNING", file: Path | None = None) -> None:
    """Send the log lines to a file, or to standard error, at `level` and above; other packages' only from warnings on.

    A log that cannot be written stops nothing.
    """
    logging.raiseExceptions = False
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if file:
        handler = RotatingFileHandler(file, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    kind = logging.Formatter if level.upper() == "DEBUG" else Discreet
    handler.setFormatter(kind("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    LOG.setLevel(level.upper())
