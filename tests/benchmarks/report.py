"""The table: one row a promise, with what was promised and by how much it is missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from tests.benchmarks.measure import Compared

HEADINGS = ("what", "floor", "coach", "coach : floor", "goal", "met")


@dataclass(frozen=True, slots=True)
class Goal:
    """What is promised: at most so many floors, or at most so much of the row's own unit."""

    most: float
    of: Literal["ratio", "value"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    product: float
    unit: str
    goal: Goal | None = None
    floor: float | None = None
    ratio: float | None = None

    @property
    def missed_by(self) -> float:
        """How many times the goal it is, when it is missed, else 0."""
        if self.goal is None:
            return 0.0
        measured = self.ratio if self.goal.of == "ratio" else self.product
        return measured / self.goal.most if measured and measured > self.goal.most else 0.0

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        return (
            self.what,
            "" if self.floor is None else f"{_number(self.floor)} {self.unit}",
            f"{_number(self.product)} {self.unit}",
            "" if self.ratio is None else f"{self.ratio:.2f}×",
            self._goal(),
            "" if self.goal is None else f"no, {self.missed_by:.1f} times the goal" if self.missed_by else "yes",
        )

    def _goal(self) -> str:
        if self.goal is None:
            return ""
        return f"≤ {self.goal.most:g}×" if self.goal.of == "ratio" else f"≤ {self.goal.most:g} {self.unit}"


def compared(what: str, times: Compared, unit: Literal["s", "ms"], goal: Goal | None = None) -> Row:
    """The row for floor and product that took turns."""
    scale = 1000 if unit == "ms" else 1
    return Row(what, scale * median(times.product), unit, goal, scale * median(times.floor), times.ratio)


def table(rows: Sequence[Row]) -> str:
    """All rows as a markdown table."""
    lines = [HEADINGS, ("---", *["---:"] * 3, "---", "---"), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
