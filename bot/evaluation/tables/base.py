"""What all tables share: kinds of columns that both databases keep alike, names for constraints, and a row's version."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    MetaData,
    String,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from knowledge.language import Language


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. SQLite drops the zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment: nobody could say later when it was."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give it back aware, in UTC whatever zone the server speaks in."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Hundredths(TypeDecorator[Decimal]):
    """An amount of money, or a score, kept as a whole number of hundredths: SQLite would make a float of a decimal."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Refuse what is finer than a hundredth: rounding is for whoever enters it."""
        if value is None:
            return None
        hundredths = Decimal(value) * 100
        if hundredths != hundredths.to_integral_value():
            raise ValueError("a number has at most two decimals")
        return int(hundredths)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Give it back with its two decimals."""
        return None if value is None else (Decimal(value) / 100).quantize(Decimal("0.01"))


def _choice(kind: type[StrEnum], *, checked: bool) -> Enum:
    """A column of one of the values of an enumeration, kept as that value; `checked` by the database as well."""
    return Enum(
        kind,
        native_enum=False,
        length=32 if checked else 16,
        create_constraint=checked,
        values_callable=lambda members: [member.value for member in members],
    )


class Role(StrEnum):
    """What a person may do and see."""

    REP = "rep"
    MANAGER = "manager"
    EXECUTIVE = "executive"
    ADMIN = "admin"


class Base(DeclarativeBase):
    """All tables; constraint names are given so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime,
        Decimal: Hundredths,
        dict[str, Any]: JSON,
        StrEnum: _choice(StrEnum, checked=True),
        # As the first migration made them.
        Role: _choice(Role, checked=False),
        Language: _choice(Language, checked=False),
    }


class Versioned:
    """A row that two people may change at once: whoever comes second, from a row that has moved, is refused, not lost."""

    version: Mapped[int] = mapped_column(server_default="1", sort_order=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """The column SQLAlchemy counts in, and compares at each change."""
        return {"version_id_col": cls.version}


Key = Annotated[str, mapped_column(String(200))]
"""What the company's own files call a row: stays the same from import to import."""
Name = Annotated[str, mapped_column(String(200))]
TeamId = Annotated[int, mapped_column(ForeignKey("team.id"), index=True)]
UserId = Annotated[int, mapped_column(ForeignKey("user_account.id"))]
AccountId = Annotated[int, mapped_column(ForeignKey("account.id"), index=True)]
ContactId = Annotated[int, mapped_column(ForeignKey("contact.id"), index=True)]
InteractionId = Annotated[int, mapped_column(ForeignKey("interaction.id"), index=True)]
