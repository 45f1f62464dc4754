"""The directory in the evaluation database: read as values, imported, exported, and put right where one thing stood twice."""

from bot.evaluation.directory.exporting import export_directory
from bot.evaluation.directory.importing import Imported, import_directory, problems_of
from bot.evaluation.directory.lookup import find_account, find_contact, find_user
from bot.evaluation.directory.merging import Merged, merge_accounts, merge_contacts
from bot.evaluation.directory.snapshot import revision, snapshot

__all__ = [
    "Imported",
    "Merged",
    "export_directory",
    "find_account",
    "find_contact",
    "find_user",
    "import_directory",
    "merge_accounts",
    "merge_contacts",
    "problems_of",
    "revision",
    "snapshot",
]
