"""The state of the directory as a whole."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.evaluation.tables.base import Base


class DirectoryRevision(Base):
    """How often the directory was changed, in one row: what is made from the directory is good as long as this stands still.

    A row that each change locks and counts up, and not the number of the last event: of two changes at once the later event
    may be committed first, and the earlier one would then go unseen.
    """

    __tablename__ = "directory_revision"
    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]

    __table_args__ = (CheckConstraint("id = 1", "one_row"),)
