"""Timing that survives a noisy machine: floor and product take turns, and their medians are compared."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PAIRS = 5
_LAUNCHER = Path(__file__).with_name("launcher.py")


@dataclass(frozen=True, slots=True)
class Compared:
    """What floor and product took in each pair, in seconds."""

    floor: tuple[float, ...]
    product: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The product's median in floors."""
        return median(self.product) / median(self.floor)


Timed = Callable[[int], float]
"""Does its work for the pair of that number, from 0, and gives the seconds it counts."""


def alternate(floor: Timed, product: Timed, pairs: int = PAIRS) -> Compared:
    """Floor, product, floor, product …; each pair begins with the other one."""
    times: dict[Timed, list[float]] = {floor: [], product: []}
    for pair in range(pairs):
        for timed in (floor, product) if pair % 2 == 0 else (product, floor):
            times[timed].append(timed(pair))
    return Compared(tuple(times[floor]), tuple(times[product]))


@dataclass(frozen=True, slots=True)
class Run:
    """A whole process, from its start to its end."""

    seconds: float
    megabytes: float
    """The most memory it held at once (`ru_maxrss`)."""


def run(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end. Raises `RuntimeError` with what it wrote when it fails.

    A small process of its own starts it: what a child is said to have held at most begins with what its parent held.
    """
    launched = subprocess.run(
        [sys.executable, "-I", "-S", _LAUNCHER, *command],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if launched.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: {launched.stdout}{launched.stderr}")
    told = json.loads(launched.stdout)
    return Run(told["seconds"], told["kilobytes"] / 1024)
