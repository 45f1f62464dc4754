"""Paragraphs that have nothing to do with selling, to measure whether a document is found among many others.

They are put together from written sentences (`unrelated.toml`), the same ones each time: what is measured can be measured again.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random

SENTENCES = (4, 8)
"""The least and the most sentences of a paragraph; so they are as long as the passages of a document."""


def paragraphs(count: int, seed: int = 1) -> list[str]:
    """So many different paragraphs, each on one subject."""
    subjects = list(tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).values())
    random = Random(seed)  # noqa: S311 - the same every time, on purpose
    made: dict[str, None] = {}
    while len(made) < count:
        made["".join(_sentences(subjects[len(made) % len(subjects)], random))] = None
    return list(made)


def _sentences(subject: dict[str, list[str]], random: Random) -> Iterator[str]:
    for sentence in random.sample(subject["sentences"], random.randint(*SENTENCES)):
        yield sentence.format(
            **{name: random.choice(choices) for name, choices in subject.items() if name != "sentences"}
        )
