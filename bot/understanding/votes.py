"""A second opinion on what a message wants, learned from the example messages in `examples/`.

It may say which kind a message is where the rules found nothing, and it may hold a record back for a question. It never
authorises a write: a record that it alone suggests is asked about. Logistic regression over words, neighbouring
words, and the cues that the rules use; measured in `docs/understanding.md`.
"""

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np

from bot.understanding import cues
from bot.understanding.clauses import Clause
from bot.understanding.mentions import ACCOUNT, AMOUNT, COLLEAGUE, DATE, PERSON, TIME, Mentions
from bot.understanding.reading import Intent
from bot.understanding.written import written

EXAMPLES = Path(__file__).parent / "examples"
_PLACES = {"account": ACCOUNT, "contact": PERSON, "rep": COLLEAGUE, "date": DATE, "time": TIME, "amount": AMOUNT}
_TOKEN = re.compile("[a-z0-9']+|[\u3400-\u9fff\ue000-\ue006]|[?!]")
_REPEATED = re.compile("([\ue000-\ue006])\\1+")
_SECTIONS = tuple(
    "tense mode activity complaint stance person completed update handover case goal score followups account prepare "
    "undo question help smalltalk".split()
)
_ROUNDS, _RATE, _DECAY = 60, 0.5, 1e-4
_LABELS = tuple(Intent)


class Votes:
    """How likely each intent is. Learns on first use, or reads what was learned from the cache file."""

    def __init__(self, cache: Path | None = None) -> None:
        """`cache` is a file of the home folder; without it everything is learned anew in each process (about a second)."""
        self._cache = cache

    def of(self, mentions: Mentions, clauses: Sequence[Clause]) -> Mapping[Intent, float]:
        """The share of each intent, in all 1."""
        names, weights = self._learned
        known = [names[each] for each in _features(mentions.masked, any(c.question for c in clauses)) if each in names]
        scores = weights[known].sum(0) / max(1.0, len(known)) ** 0.5
        shares = np.exp(scores - scores.max())
        return dict(zip(_LABELS, (shares / shares.sum()).tolist(), strict=True))

    @cached_property
    def _learned(self) -> tuple[dict[str, int], np.ndarray]:
        mark = _fingerprint()
        if self._cache and self._cache.exists():
            try:
                with np.load(self._cache) as kept:
                    if kept["mark"] == mark:
                        return {str(name): n for n, name in enumerate(kept["names"])}, kept["weights"]
            except (OSError, ValueError, KeyError):
                pass  # damaged: learned and written anew
        names, weights = _learn(list(_examples()))
        if self._cache:
            self._cache.parent.mkdir(parents=True, exist_ok=True)
            kept_as = self._cache.with_suffix(".new.npz")
            np.savez(kept_as, mark=mark, names=np.array(list(names)), weights=weights)
            kept_as.replace(self._cache)
        return names, weights


def _features(masked: str, question: bool) -> set[str]:
    tokens = ["^", *_TOKEN.findall(_REPEATED.sub(r"\1", masked)), "$"]
    pairs = zip(tokens, tokens[1:], strict=False)
    triples = zip(tokens, tokens[1:], tokens[2:], strict=False)
    found = {*tokens, *map(" ".join, pairs), *map(" ".join, triples)}
    found |= {
        f"={section}.{name}" for section in _SECTIONS for name in cues.names(section) if cues.has(section, name, masked)
    }
    return found | {"=question" if question else "=told", f"=length{min(5, len(masked) // 12)}"}


def _examples() -> Iterator[tuple[str, Intent]]:
    """The masked examples of every language with their intents."""
    for file in sorted(EXAMPLES.glob("*.toml")):
        for intent, messages in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for message in messages:
                for place, mark in _PLACES.items():
                    message = message.replace(f"{{{place}}}", mark)
                yield written(message).folded, Intent(intent)


def _learn(examples: Sequence[tuple[str, Intent]]) -> tuple[dict[str, int], np.ndarray]:
    """Weights by feature and intent: multinomial logistic regression with AdaGrad over all examples at once."""
    featured = [_features(masked, "?" in masked) for masked, _ in examples]
    seen = Counter(feature for features in featured for feature in features)
    names = {feature: n for n, feature in enumerate(sorted(f for f, times in seen.items() if times > 1))}
    table = np.zeros((len(examples), len(names)), np.float32)
    for row, features in enumerate(featured):
        known = [names[feature] for feature in features if feature in names]
        table[row, known] = 1 / max(1.0, len(known)) ** 0.5
    wanted = np.zeros((len(examples), len(_LABELS)), np.float32)
    wanted[range(len(examples)), [_LABELS.index(intent) for _, intent in examples]] = 1
    weights = np.zeros((len(names), len(_LABELS)), np.float32)
    squares = np.full_like(weights, 1e-8)
    for _ in range(_ROUNDS):
        scores = table @ weights
        shares = np.exp(scores - scores.max(1, keepdims=True))
        shares /= shares.sum(1, keepdims=True)
        slope = table.T @ (shares - wanted) + _DECAY * weights
        squares += slope * slope
        weights -= _RATE * slope / np.sqrt(squares)
    return names, weights


def _fingerprint() -> str:
    """Changes with whatever is learned from."""
    files = [*sorted(EXAMPLES.glob("*.toml")), Path(cues.__file__).with_suffix(".toml"), Path(__file__)]
    return hashlib.blake2b(b"".join(file.read_bytes() for file in files), digest_size=16).hexdigest()
