"""The three kinds of file: they say the same, whatever encoding they came in, and what cannot be read is told why."""

import csv
import json
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.directory.files import read, write
from bot.directory.files.cells import guarded, joined, split, unguarded
from bot.directory.forms import FORMS, ROLES, AccountForm, ContactForm, Form, PersonForm, TeamForm, plain
from bot.directory.listing import Listing
from bot.directory.template import example
from bot.errors import CoachError
from bot.evaluation.tables import ChainRole, Function, Grade, Level, Market
from bot.wording import Phrase, say
from knowledge.language import Language
from tests.bot.directory.conftest import COMPANY, told

KINDS = ["directory.json", "directory.xlsx", "directory"]
HEAD = "id,name,aliases,grade\n"


def refusal(path: Path) -> CoachError:
    with pytest.raises(CoachError) as raised:
        read(path)
    return raised.value


def reason(path: Path) -> str:
    """The key of the reason a file cannot be read for."""
    said = refusal(path)
    assert said.key == "file"
    assert isinstance(said.details["problem"], Phrase)
    say(Language.ENGLISH, "error.file", **said.details)
    return said.details["problem"].key


def notices(found: Listing) -> list[str]:
    return [say(Language.ENGLISH, notice.key, **notice.values) for notice in found.notices]


def contents(found: Listing) -> dict[str, list[dict[str, Any]]]:
    assert told(found) == []
    return {sheet: [plain(form) for form in forms] for sheet, forms in found.forms.items() if forms}


def company_forms() -> dict[str, list[Form]]:
    return {sheet: [FORMS[sheet].model_validate(row) for row in rows] for sheet, rows in COMPANY.items()}


# The three say the same


@pytest.mark.parametrize("name", KINDS)
def test_what_was_written_is_read(tmp_path: Path, name: str) -> None:
    forms = company_forms()
    write(tmp_path / name, forms)
    found = read(tmp_path / name)
    assert notices(found) == []
    assert contents(found) == {sheet: [plain(form) for form in rows] for sheet, rows in forms.items()}


LINE = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
TRICKY = st.sampled_from(
    ["=1+1", "'=1", "+886 2", "-", "@me", "＝x", "a;b", "、", "a\\", "\\;", "|", '"', "a,b", "007", "1.50", "1e5"]
)
NAME = (LINE | TRICKY).filter(lambda name: _kept(name) not in (None, "") and not str(_kept(name)).startswith("#"))


def _kept(name: str) -> str | None:
    """A name as a form keeps it, when it does."""
    try:
        return TeamForm(id="x", name=name).name
    except ValueError:
        return None


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


NAMES = st.lists(NAME, max_size=3)
PERSON = st.builds(
    PersonForm,
    id=NAME,
    name=NAME,
    aliases=NAMES,
    team=maybe(NAME),
    function=maybe(st.sampled_from(Function)),
    email=maybe(st.just("a@b.cc")),
    language=maybe(st.sampled_from(Language)),
    time_zone=maybe(st.just("Asia/Taipei")),
    chat=st.dictionaries(st.sampled_from(["slack", "terminal", "Teams", "x.y"]), NAME),
)
ACCOUNT = st.builds(
    AccountForm,
    id=NAME,
    name=NAME,
    name_hans=maybe(NAME),
    name_en=maybe(NAME),
    aliases=NAMES,
    grade=maybe(st.sampled_from(Grade)),
    market=maybe(st.sampled_from(Market)),
    team=maybe(NAME),
    client_group=maybe(NAME),
    seats=st.dictionaries(st.sampled_from(Function), NAME),
)
CONTACT = st.builds(
    ContactForm,
    id=NAME,
    account=NAME,
    name=NAME,
    title=maybe(NAME),
    aliases=NAMES,
    department=maybe(NAME),
    level=maybe(st.sampled_from(Level)),
    chain_role=maybe(st.sampled_from(ChainRole)),
    phone=maybe(NAME),
    email=maybe(st.just("a@b.cc")),
)
DIRECTORY = st.fixed_dictionaries(
    {
        "teams": st.lists(st.builds(TeamForm, id=NAME, name=NAME), max_size=2),
        **{sheet: st.lists(PERSON, max_size=2) for sheet in ROLES},
        "accounts": st.lists(ACCOUNT, max_size=2),
        "contacts": st.lists(CONTACT, max_size=2),
    }
)


@pytest.mark.parametrize("name", KINDS)
@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(forms=DIRECTORY)
def test_whatever_is_written_is_read(tmp_path: Path, name: str, forms: dict[str, list[Form]]) -> None:
    write(tmp_path / name, forms)
    assert {sheet: list(rows) for sheet, rows in read(tmp_path / name).forms.items()} == forms


@given(st.lists(NAME.map(lambda name: str(_kept(name)))))
def test_names_in_one_cell_come_apart_again(names: list[str]) -> None:
    assert split(joined(names)) == names


@given(st.text())
def test_guarded_text_is_no_formula_and_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("cell", ["a; b", "a；b", "a、b", "a | b", " a ;; b; "])
def test_names_are_separated_as_people_do(cell: str) -> None:
    assert split(cell) == ["a", "b"]


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    write(tmp_path / "directory", company_forms())
    write(tmp_path / "directory.xlsx", company_forms())
    text = (tmp_path / "directory" / "accounts.csv").read_text(encoding="utf-8-sig")
    assert list(csv.reader(StringIO(text)))[2][1] == "'=HYPERLINK(1)"
    book = openpyxl.load_workbook(tmp_path / "directory.xlsx")
    assert "f" not in {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}


# What people save


@pytest.mark.parametrize(
    ("encoding", "separator", "end"),
    [
        ("utf-8", ",", "\n"),
        ("utf-8-sig", ",", "\r\n"),
        ("cp950", ",", "\r\n"),
        ("gb18030", ",", "\r\n"),
        ("utf-16", "\t", "\r\n"),
        ("utf-8-sig", ";", "\n"),
    ],
)
def test_csv_as_programs_save_it(tmp_path: Path, encoding: str, separator: str, end: str) -> None:
    mainland = encoding == "gb18030"
    names = ["上海汽车集团", "中国建设银行", "美的集团"] if mainland else ["台中精密工業", "中國信託", "統一企業"]
    others = "客户; 老客户" if mainland else "客戶; 老客戶"
    lines = [["id", "name", "aliases", "grade", ""]]
    lines += [[f"A{number}", name, others, "a", ""] for number, name in enumerate(names)]
    quoted = [[f'"{cell}"' if separator in cell else cell for cell in line] for line in lines]
    text = end.join(separator.join(line) for line in quoted) + end
    (tmp_path / "Accounts.CSV").write_bytes(text.encode(encoding))
    found = contents(read(tmp_path))["accounts"]
    assert [row["name"] for row in found] == names
    assert [row["grade"] for row in found] == ["A", "A", "A"]
    assert [len(row["aliases"]) for row in found] == [2, 2, 2]


def test_csv_that_names_its_separator_and_has_remarks(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text(
        "sep=;\n# ours;\nid;name\n\n#A1;an example\nA2;Aster, Inc.\n", encoding="utf-8"
    )
    found = read(tmp_path / "accounts.csv")
    assert contents(found) == {"accounts": [{"id": "A2", "name": "Aster, Inc."}]}
    assert notices(found) == ["accounts.csv, row 5: passed over, since its id begins with #"]


def test_numbers_and_formulas_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Accounts "
    for line in (["ID", "Name", "Aliases"], [1001, "Aster", 42], [1002.0, True, None], [], ["A3", 1.5, "x; y"]):
        book.active.append(line)
    book.create_sheet("Notes")
    book.save(tmp_path / "directory.xlsx")
    found = read(tmp_path / "directory.xlsx")
    assert contents(found)["accounts"] == [
        {"id": "1001", "name": "Aster", "aliases": ["42"]},
        {"id": "1002", "name": "True"},
        {"id": "A3", "name": "1.5", "aliases": ["x", "y"]},
    ]
    assert notices(found) == ["I do not know the list “Notes” and left it out."]


def test_json_with_numbers_blanks_and_invisible_characters(tmp_path: Path) -> None:
    rows = [{"id": 7, "name": " Aster\u200b \n Ltd ", "aliases": "Ast", "grade": None, "market": " ", "seats": {}}]
    (tmp_path / "d.json").write_text(json.dumps({"accounts": rows, "contacts": None}), encoding="utf-8-sig")
    assert contents(read(tmp_path / "d.json")) == {"accounts": [{"id": "7", "name": "Aster Ltd", "aliases": ["Ast"]}]}


def test_what_is_not_known_is_named_and_left_out(tmp_path: Path) -> None:
    rows = [{"id": "A1", "name": "x", "colour": "red", "size": 1}, {"id": "A2", "name": "y", "colour": ""}]
    content = {"accounts": rows, "rivals": []}
    (tmp_path / "d.json").write_text(json.dumps(content))
    assert notices(read(tmp_path / "d.json")) == [
        "I do not know the list “rivals” and left it out.",
        "“accounts”: I do not know the field “colour” and left it out.",
        "“accounts”: I do not know the field “size” and left it out.",
    ]


# What is wrong


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        ("name,grade\nx,A\n", ["accounts.csv, row 1: there is no column “id”"]),
        ("id,name,Name\n1,x,y\n", ["accounts.csv, row 1: the column “name” stands twice"]),
        (
            "id,name\n1,Aster, Inc.\n",
            [
                "accounts.csv, row 2: there is text beyond the named columns; a comma in a name needs quotation marks "
                "around the name"
            ],
        ),
        (
            "id,name,seats.XR\n1,x,P1\n",
            ["accounts.csv, row 2: “XR” cannot stand under “seats.XR”; choose one of: AR, SR, FR"],
        ),
        ('id,name\n1,"two\nlines"\n,x\n', ["accounts.csv, row 3: “id” is missing"]),
    ],
)
def test_a_table_that_is_wrong_says_where(tmp_path: Path, content: str, problems: list[str]) -> None:
    (tmp_path / "accounts.csv").write_text(content, encoding="utf-8")
    assert told(read(tmp_path)) == problems


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("d.json", b"", "reason.empty"),
        ("d.json", b"\xef\xbb\xbf \n", "reason.empty"),
        ("accounts.csv", b"\n\n", "reason.empty"),
        ("d.xlsx", b"", "reason.empty"),
        ("d.xlsx", b"id,name\n1,x\n", "reason.truncated_or_damaged"),
        ("d.xlsx", b"PK\x03\x04 cut off", "reason.truncated_or_damaged"),
        (
            "d.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Workbook".join([b"\0"] * 9),
            "reason.encrypted_or_old_office",
        ),
        ("d.json", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "reason.not_text"),
        ("accounts.csv", b'id,name\n1,"' + b"x" * 200_000, "reason.truncated_or_damaged"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert reason(tmp_path / name) == why


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("d.json", '{"accounts": [\n{"id": 1,}]}', "directory_json"),
        ("d.json", "[" * 100_000, "directory_shape"),
        ("d.json", "[]", "directory_shape"),
        ("d.json", '{"Clients": []}', "directory_shape"),
        ("d.pdf", "%PDF-", "directory_kind"),
        ("clients.csv", "id,name\n", "directory_nothing"),
    ],
)
def test_a_file_of_another_shape_says_what_is_wanted(tmp_path: Path, name: str, content: str, key: str) -> None:
    (tmp_path / name).write_text(content)
    said = refusal(tmp_path / name)
    assert said.key == key
    say(Language.ENGLISH, f"error.{key}", **said.details)


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    assert reason(tmp_path / "nowhere.json") == "reason.missing"
    (tmp_path / "empty").mkdir()
    assert refusal(tmp_path / "empty").key == "directory_nothing"


def test_a_section_that_is_no_list_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text('{"accounts": {"id": 1}, "contacts": []}')
    assert told(read(tmp_path / "d.json")) == ["d.json, “accounts”, entry 1: this should be a list"]


def test_a_workbook_that_unpacks_to_far_too_much_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b" " * 20_000_000)
    assert reason(tmp_path / "bomb.xlsx") == "reason.expands_too_far"


def test_more_rows_than_a_directory_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.directory.listing.MOST_ROWS", 10)
    (tmp_path / "accounts.csv").write_text("id,name\n" + "".join(f"{n},x\n" for n in range(10)))
    assert read(tmp_path).problems == []
    (tmp_path / "accounts.csv").write_text("id,name\n" + "".join(f"{n},x\n" for n in range(11)))
    assert reason(tmp_path) == "reason.too_large"


def test_a_file_that_is_written_takes_the_place_of_the_older_one_only_when_it_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "d.json"
    file.write_text("before")
    with pytest.raises(AttributeError):
        write(file, {"accounts": ["no form"]})  # type: ignore[list-item]
    assert file.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["d.json"]


# The template


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", KINDS)
def test_a_template_is_a_form_that_says_nothing_yet(tmp_path: Path, language: Language, name: str) -> None:
    write(tmp_path / name, example(language))
    found = read(tmp_path / name)
    assert (list(found.entries), list(found.problems), len(found.notices)) == ([], [], len(FORMS))


def test_the_example_has_every_field() -> None:
    for sheet, (form,) in example(Language.ENGLISH).items():
        assert plain(form).keys() == FORMS[sheet].model_fields.keys()
