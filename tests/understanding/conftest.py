"""A small directory with every trap: namesakes, clients that begin alike, Western names, a colleague with a client's surname."""

from collections.abc import Callable
from datetime import datetime

import pytest

from bot.directory import Account, Colleague, Contact, Directory
from bot.evaluation.tables import Role
from bot.understanding.reader import Reader
from bot.understanding.reading import Frame, Reading
from bot.understanding.votes import Votes

NOW = datetime(2026, 3, 18, 16, 20)
"""A Wednesday."""

DIRECTORY = Directory(
    accounts=(
        Account("a1", "旭澄光電", ("旭澄光電", "旭澄", "Brightal Optics")),
        Account("a2", "星瀚科技", ("星瀚科技", "Starvast Technology")),
        Account("a3", "宏岳精密", ("宏岳精密", "宏岳")),
        Account("a4", "Greenisle Energy", ("Greenisle Energy", "綠嶼能源")),
        Account("a5", "衡浦電子", ("衡浦電子", "衡浦")),
        Account("a6", "衡浦化工", ("衡浦化工", "衡浦")),
    ),
    contacts=(
        Contact("c1", "a1", "林昭儀", ("林昭儀",), "處長"),
        Contact("c2", "a2", "林志遠", ("林志遠",), "處長"),
        Contact("c3", "a1", "鄭凱文", ("鄭凱文", "Kevin Cheng"), "副總經理"),
        Contact("c4", "a3", "劉家豪", ("劉家豪",), "廠長"),
        Contact("c5", "a4", "Priya Raman", ("Priya Raman", "Priya"), "CFO"),
        Contact("c6", "a1", "許雅琪", ("許雅琪",), "採購經理"),
    ),
    colleagues=(
        Colleague("r1", "黃筱婷", ("黃筱婷", "筱婷")),
        Colleague("m1", "陳建宏", ("陳建宏",), Role.MANAGER),
    ),
)

Read = Callable[..., Reading]


@pytest.fixture(scope="session")
def votes() -> Votes:
    return Votes()


@pytest.fixture(scope="session")
def read(votes: Votes) -> Read:
    reader = Reader(DIRECTORY, votes)

    def reading(text: str, pending: Frame | None = None) -> Reading:
        return reader.read(text, NOW, pending)

    return reading
