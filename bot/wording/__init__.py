"""Every sentence a person reads, in the three languages, by key. The sentences stand in the TOML files beside this one."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from knowledge.language import Language


@dataclass(frozen=True)
class Phrase:
    """A sentence that is part of another one, not yet said in any language."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


def say(language: Language, key: str, **values: object) -> str:
    """The sentence `key` ("ask.nothing") in a language, its named places filled; a `Phrase` is said in that language too.

    Raises `KeyError` for an unknown key or an unfilled place: a test finds these before a person can.
    """
    said = {name: say(language, v.key, **v.values) if isinstance(v, Phrase) else v for name, v in values.items()}
    return _sentences(language)[key].format_map(said)


def keys(language: Language) -> frozenset[str]:
    """All keys of a language's catalogue."""
    return frozenset(_sentences(language))


@cache
def _sentences(language: Language) -> dict[str, str]:
    catalogue = resources.files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(catalogue), ""))


def _flat(table: dict[str, Any], prefix: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in table.items():
        pairs += _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else [(prefix + name, value)]
    return pairs
