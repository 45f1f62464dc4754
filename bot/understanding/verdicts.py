"""Whose word counts: the rules', or that of the votes learned from examples."""

from collections.abc import Mapping

from bot.understanding.reading import Intent

RECORDS = frozenset(
    {
        Intent.LOG_VISIT,
        Intent.LOG_COMPLAINT,
        Intent.PLAN_ACTION,
        Intent.COMPLETE_ACTION,
        Intent.UPDATE_CONTACT,
        Intent.HANDOVER,
    }
)
"""What would be written down."""
_UNTOLD = frozenset({Intent.OTHER, Intent.SMALLTALK, Intent.ASK})
"""What the rules say where they found little."""
ENOUGH = 0.3
"""The share of the votes that decides where the rules found little."""
CERTAIN, ABSURD = 0.9, 0.1
"""The votes overrule a finding with so large a share for another intent and so small a one for the finding."""


def decided(found: Intent, votes: Mapping[Intent, float]) -> Intent:
    """The intent, given what the rules found and the shares of the votes."""
    voted = max(votes, key=lambda intent: votes[intent])
    share = votes[voted]
    if found in _UNTOLD:
        return voted if share > ENOUGH else found
    if found in RECORDS and voted in RECORDS:
        return found
    return voted if share > CERTAIN and votes[found] < ABSURD else found
