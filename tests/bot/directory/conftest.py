"""What tests of the directory share: a small company, as the JSON form has it, and ways to take it in."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.directory import Directory
from bot.directory.files import read
from bot.directory.listing import Listing
from bot.evaluation import audit
from bot.evaluation.database import Database
from bot.evaluation.directory import Imported, import_directory, snapshot
from bot.evaluation.tables import Base, Event
from bot.messages import IncomingMessage
from bot.wording import say
from knowledge.language import Language

NOW = datetime(2026, 10, 26, 9, tzinfo=UTC)
COMPANY: dict[str, list[dict[str, Any]]] = {
    "teams": [{"id": "T1", "name": "北區"}, {"id": "T2", "name": "South"}],
    "reps": [
        {
            "id": "P1",
            "name": "林雅婷",
            "aliases": ["Tina", "雅婷"],
            "team": "T1",
            "function": "AR",
            "email": "tina@example.com",
            "language": "zh-Hant",
            "time_zone": "Asia/Taipei",
            "chat": {"slack": "U1", "terminal": "tina"},
        },
        {"id": "P2", "name": "Raj Patel", "team": "South", "function": "SR"},
    ],
    "managers": [{"id": "P3", "name": "王大明", "team": "T1", "chat": {"telegram": "4711"}}],
    "executives": [{"id": "P4", "name": "Vera"}],
    "admins": [{"id": "P5", "name": "Mei", "chat": {"slack": "U5"}}],
    "accounts": [
        {
            "id": "A1",
            "name": "星瀚科技（股）公司",
            "name_hans": "星瀚科技",
            "name_en": "Xinghan Tech, Inc.",
            "aliases": ["星瀚", "XH; XT"],
            "grade": "S",
            "market": "mature",
            "team": "T1",
            "client_group": "semiconductor",
            "seats": {"AR": "P1", "SR": "P2"},
        },
        {"id": "A2", "name": "=HYPERLINK(1)"},
    ],
    "contacts": [
        {
            "id": "C1",
            "account": "A1",
            "name": "陳建宏",
            "title": "技術長",
            "aliases": ["Ken"],
            "department": "研發部",
            "level": "high",
            "chain_role": "decider",
            "phone": "+886 2 2345",
            "email": "ken@example.com",
        },
        {"id": "C2", "account": "A2", "name": "Ada"},
    ],
}


def company(**lists: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The company, some lists put in place of its own."""
    return deepcopy(COMPANY) | lists


def listing(folder: Path, content: object) -> Listing:
    """What a JSON file with this content says."""
    file = folder / "directory.json"
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return read(file)


def message(number: int) -> IncomingMessage:
    """A message of the administrator's."""
    return IncomingMessage("paper", f"import {number}", "mei's", "mei", NOW)


def imported(database: Database, file: Listing, number: int = 1) -> Imported:
    """Take a file in, on a message of that number."""
    with database.writing() as session:
        return import_directory(session, file, None, message(number), NOW)


def spoken_of(database: Database) -> Directory:
    """The directory as it is now."""
    with database.reading() as session:
        return snapshot(session)


def told(found: Listing | Imported, language: Language = Language.ENGLISH) -> list[str]:
    """The problems as sentences."""
    return [
        say(language, "directory.problem", place=problem.place, reason=problem.reason) for problem in found.problems
    ]


def everything(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that the audit speaks of, without versions; and without the audit itself."""
    with database.reading() as session:
        return {
            mapper.class_.__tablename__: sorted(map(audit.fields, session.scalars(select(mapper.class_))), key=repr)
            for mapper in Base.registry.mappers
            if mapper.class_.__tablename__ not in (Event.__tablename__, "directory_revision")
        }


@pytest.fixture
def company_file(tmp_path: Path) -> Listing:
    """The company's file."""
    return listing(tmp_path, COMPANY)


@pytest.fixture
def company_database(database: Database, company_file: Listing) -> Database:
    """A database that has taken the company's file in."""
    assert imported(database, company_file, 0).problems == ()
    return database
