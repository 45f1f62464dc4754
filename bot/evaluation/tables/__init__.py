"""The tables, a module a noun. English names of the trade in code; the Chinese term stands in the docstring where it has one."""

from bot.evaluation.tables.accounts import (
    Account,
    AccountAlias,
    AccountFact,
    ClientGroup,
    Grade,
    Handover,
    Market,
    TriangleSeat,
)
from bot.evaluation.tables.activities import (
    ActivityType,
    Attendee,
    Commitment,
    CommitmentStatus,
    Companion,
    Interaction,
    OrgPlay,
    PlayKind,
)
from bot.evaluation.tables.base import Base, Hundredths, Role, UtcDateTime, Versioned
from bot.evaluation.tables.contacts import (
    Assessment,
    ChainRole,
    Contact,
    ContactAlias,
    Department,
    Level,
    OrganisationAssessment,
    Position,
)
from bot.evaluation.tables.conversations import InboxMessage, OpenQuestion, OutboxMessage, PendingCard, Turn
from bot.evaluation.tables.directory import DirectoryRevision
from bot.evaluation.tables.events import Event
from bot.evaluation.tables.library import Collection, Document, Passage
from bot.evaluation.tables.nudges import Nudge
from bot.evaluation.tables.people import ChatIdentity, Function, Team, User, UserAlias
from bot.evaluation.tables.plans import Layer, PlanItem, PlanStatus, RelationshipPlan
from bot.evaluation.tables.results import Case, CaseStatus, KpiFact, KpiTarget, Measure
from bot.evaluation.tables.satisfaction import Complaint, Opinion, SupportRequest, Survey

__all__ = [
    "Account",
    "AccountAlias",
    "AccountFact",
    "ActivityType",
    "Assessment",
    "Attendee",
    "Base",
    "Case",
    "CaseStatus",
    "ChainRole",
    "ChatIdentity",
    "ClientGroup",
    "Collection",
    "Commitment",
    "CommitmentStatus",
    "Companion",
    "Complaint",
    "Contact",
    "ContactAlias",
    "Department",
    "DirectoryRevision",
    "Document",
    "Event",
    "Function",
    "Grade",
    "Handover",
    "Hundredths",
    "InboxMessage",
    "Interaction",
    "KpiFact",
    "KpiTarget",
    "Layer",
    "Level",
    "Market",
    "Measure",
    "Nudge",
    "OpenQuestion",
    "Opinion",
    "OrgPlay",
    "OrganisationAssessment",
    "OutboxMessage",
    "Passage",
    "PendingCard",
    "PlanItem",
    "PlanStatus",
    "PlayKind",
    "Position",
    "RelationshipPlan",
    "Role",
    "SupportRequest",
    "Survey",
    "Team",
    "TriangleSeat",
    "Turn",
    "User",
    "UserAlias",
    "UtcDateTime",
    "Versioned",
]
