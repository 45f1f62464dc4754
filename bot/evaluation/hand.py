"""Writing into the books in one person's name, each change with its audit event."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.evaluation import audit
from bot.evaluation.tables import Base
from bot.messages import IncomingMessage


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes, on which message, when, and in which transaction."""

    session: Session
    user_id: int | None
    message: IncomingMessage | None
    now: datetime

    def create(self, records: Iterable[Base]) -> None:
        """Add records; they have their keys afterwards."""
        made = list(records)
        self.session.add_all(made)
        self.session.flush()
        self.note(made)

    def note(self, made: Sequence[Base]) -> None:
        """Write the events of records that were just added and have their keys."""
        audit.created_together(self.session, made, self.user_id, self.message, self.now)

    def change(self, record: Base, **values: Any) -> bool:
        """Give a record new values; whether any of them is different."""
        return audit.changed(self.session, record, values, self.user_id, self.message, self.now)

    def remove(self, record: Base) -> None:
        """Delete a record."""
        audit.removed(self.session, record, self.user_id, self.message, self.now)
        self.session.flush()
