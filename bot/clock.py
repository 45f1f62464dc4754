"""The clock, passed in wherever time matters, so that a run can be repeated and a test can say what day it is."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Says what time it is."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still at one moment (`SALESCOACH_NOW`)."""

    def __init__(self, moment: datetime) -> None:
        """`moment` must be aware; it is kept in UTC."""
        self._moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        """The moment it stands at."""
        return self._moment
