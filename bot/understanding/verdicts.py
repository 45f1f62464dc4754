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
_OF_SOMEBODY = frozenset({Intent.SHOW_ACCOUNT, Intent.PREPARE_VISIT})
_OF_MINE = frozenset({Intent.SHOW_SCORE, Intent.LIST_FOLLOWUPS})
ENOUGH = 0.3
"""The share of the votes that decides where the rules found little."""
LIKELY = 0.6
"""The share that makes another thing of a question."""
CERTAIN, ABSURD = 0.9, 0.1
"""The votes overrule a finding with so large a share for another intent and so small a one for the finding."""
DOUBTED = 0.02
"""A record with a smaller share of the votes is asked about: on messages by new authors every second one was wrong."""


def decided(found: Intent, votes: Mapping[Intent, float], named: bool, mine: bool) -> Intent:
    """The intent, given what the rules found and the shares of the votes.

    `named` says whether anybody is named, `mine` whether the sender speaks of what is their own: without them a question
    is one for the playbook, and no wish to see a client or a list.
    """
    voted = max(votes, key=lambda intent: votes[intent])
    share = votes[voted]
    if found is Intent.ASK and voted in (_OF_SOMEBODY | _OF_MINE):
        fits = named if voted in _OF_SOMEBODY else mine
        return voted if fits and share > ENOUGH else found
    if found in RECORDS and voted in RECORDS:
        return found
    if found is Intent.ASK:
        return voted if share > LIKELY else found
    if found in (Intent.OTHER, Intent.SMALLTALK):
        return voted if share > ENOUGH else found
    return voted if share > CERTAIN and votes[found] < ABSURD else found


def is_doubted(found: Intent, votes: Mapping[Intent, float]) -> bool:
    """Whether a record is so unlike the examples of its kind that it has to be asked about."""
    return found in RECORDS and votes[found] < DOUBTED
