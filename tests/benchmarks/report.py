"""The table: one row a measurement, with what was promised and by how much it is missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from tests.benchmarks.measure import Compared

HEADINGS = ("what", "floor", "coach", "coach : floor", "goal", "met")


@dataclass(frozen=True, slots=True)
class Goal:
    """What is promised: at most so many floors, or at most so much in the row's own unit."""

    most: float
    of: Literal["ratio", "value"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    product: float
    unit: str = ""
    goals: tuple[Goal, ...] = ()
    floor: float | None = None
    ratio: float | None = None

    def missed(self) -> list[str]:
        """Each goal that is not reached, with how many times as much it is."""
        return [
            f"{measured / goal.most:.1f} times {self._said(goal)}"
            for goal in self.goals
            for measured in [self.ratio if goal.of == "ratio" else self.product]
            if measured is not None and measured > goal.most
        ]

    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        missed = ", ".join(self.missed())
        return (
            self.what,
            "" if self.floor is None else self._amount(self.floor),
            self._amount(self.product),
            "" if self.ratio is None else f"{self.ratio:.2f}×",
            ", ".join(f"≤ {self._said(goal)}" for goal in self.goals),
            (f"no: {missed}" if missed else "yes") if self.goals else "",
        )

    def _said(self, goal: Goal) -> str:
        return f"{goal.most:g}×" if goal.of == "ratio" else f"{goal.most:g} {self.unit}"

    def _amount(self, value: float) -> str:
        return f"{value:.0f} {self.unit}".strip() if value >= 100 else f"{value:.3g} {self.unit}".strip()


def compared(what: str, times: Compared, unit: Literal["s", "ms"], *goals: Goal) -> Row:
    """The row for floor and product that took turns."""
    scale = 1000 if unit == "ms" else 1
    return Row(what, scale * median(times.product), unit, goals, scale * median(times.floor), times.ratio)


def table(rows: Sequence[Row]) -> str:
    """All rows as a markdown table."""
    lines = [HEADINGS, ("---", *["---:"] * 3, "---", "---"), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
