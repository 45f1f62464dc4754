"""What a check of the directory finds, and what it lets be."""

from typing import Any

import pytest

from bot.directory.check import findings
from bot.directory.forms import FORMS
from bot.wording import say
from knowledge.language import Language


def found(**lists: list[dict[str, Any]]) -> list[str]:
    forms = {sheet: [FORMS[sheet].model_validate(row) for row in rows] for sheet, rows in lists.items()}
    return [say(Language.ENGLISH, finding.key, **finding.values) for finding in findings(forms)]


def accounts(*names: str, **more: Any) -> list[dict[str, Any]]:
    return [{"id": f"A{n}", "name": name, "seats": {"AR": "P1"}, **more} for n, name in enumerate(names, 1)]


def contacts(*names: str, role: str | None = "user") -> list[dict[str, Any]]:
    return [{"id": f"C{n}", "account": "A1", "name": name, "chain_role": role} for n, name in enumerate(names, 1)]


@pytest.mark.parametrize(
    "names",
    [
        ("Aster", "aster"),
        ("Aster Ltd.", "ASTER, Inc."),
        ("星瀚科技股份有限公司", "星瀚科技"),
        ("臺積電", "台积电"),
    ],
)
def test_one_name_in_two_ways_is_one_name(names: tuple[str, str]) -> None:
    (said,) = found(accounts=accounts(*names))
    assert said.startswith(f"“{names[0]}” stands for several clients: {names[0]} (A1), {names[1]} (A2).")


def test_a_name_that_several_share_is_told_once() -> None:
    rows = accounts("Aster", "Birch", aliases=["the plant", "Plant"])
    assert len(found(accounts=rows)) == 1


@pytest.mark.parametrize(
    "names", [("Contoso", "Contosso"), ("Northwind", "Nortwind"), ("Kestrel Foods", "Kestral Foods")]
)
def test_names_that_differ_in_a_letter_are_asked_about(names: tuple[str, str]) -> None:
    (said,) = found(accounts=accounts(*names))
    assert said == f"These clients are written almost alike: {names[0]} (A1), {names[1]} (A2). Are they one?"


@pytest.mark.parametrize(
    "names", [("星航", "星瀚"), ("Client 1", "Client 2"), ("Aster", "Astor"), ("Kestrel", "Heron Ltd")]
)
def test_names_that_only_look_a_little_alike_are_let_be(names: tuple[str, str]) -> None:
    assert found(accounts=accounts(*names)) == []


def test_people_of_one_name_at_one_client_are_asked_about() -> None:
    (said,) = found(accounts=accounts("Aster", "Birch"), contacts=contacts("陳建宏", "陈建宏"))
    assert said.startswith("At Aster, “陳建宏” stands for several people: 陳建宏 (C1), 陈建宏 (C2).")
    apart = [*contacts("Ada"), {"id": "C2", "account": "A2", "name": "Ada", "chain_role": "user"}]
    assert found(accounts=accounts("Aster", "Birch"), contacts=apart) == []


def test_gaps_are_counted_and_the_first_of_them_named() -> None:
    rows = [{"id": f"A{n}", "name": f"Client {n}"} for n in range(12)]
    (unowned,) = found(accounts=rows)
    assert unowned.startswith("12 clients have nobody responsible (AR): Client 0 (A0), Client 1 (A1)")
    assert unowned.endswith("Client 9 (A9) and 2 more")
    (unplaced,) = found(accounts=accounts("Aster"), contacts=contacts("Ada", role=None))
    assert unplaced == "1 contacts have no part in the decision chain yet: Ada (C1)"


def test_a_directory_in_order_has_nothing_to_say() -> None:
    assert found(accounts=accounts("Aster", "Birch"), contacts=contacts("Ada", "Bo")) == []
