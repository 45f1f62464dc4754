"""From a raw score to a confidence."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.calibration import BACKGROUND, THRESHOLD, Calibration, Chance, Evidence

UNIT = st.floats(0, 1)
SPREAD = st.floats(0.1, 3)
CHANCES = st.builds(Chance, st.floats(0, 6), SPREAD, st.floats(0, 3), SPREAD, UNIT, SPREAD)
EVIDENCES = st.builds(Evidence, st.floats(0.01, 1e6), st.floats(0, 1e3), UNIT)


@given(CHANCES, EVIDENCES, st.sampled_from(["score", "matched", "alike"]), st.floats(0, 1e6))
def test_more_evidence_never_makes_it_less_sure(chance: Chance, evidence: Evidence, of: str, more: float) -> None:
    stronger = Evidence(**asdict(evidence) | {of: getattr(evidence, of) + more})
    assert 0 <= chance.confidence(evidence) <= chance.confidence(stronger) <= 1


@given(CHANCES, EVIDENCES)
def test_no_score_is_no_confidence(chance: Chance, evidence: Evidence) -> None:
    assert chance.confidence(Evidence(0.0, evidence.matched, evidence.alike)) == 0


def test_what_chance_reaches_is_below_the_threshold_and_much_more_is_above() -> None:
    chance = Chance(score=2.0, score_spread=0.5, matched=1.0, matched_spread=0.5, alike=0.3, alike_spread=0.1)
    assert chance.confidence(Evidence(6.4, 1.7, 0.3)) < THRESHOLD < chance.confidence(Evidence(60, 6, 0.8))


class Asked:
    """Gives evidence, and counts how often it was asked."""

    def __init__(self) -> None:
        self.questions: list[str] = []

    def __call__(self, question: str) -> Evidence:
        self.questions.append(question)
        return Evidence(float(len(question) % 7), float(len(question) % 3), len(question) % 5 / 5)


def test_it_is_measured_once_with_questions_of_the_language(tmp_path: Path) -> None:
    asked, calibration = Asked(), Calibration()
    english = calibration.chance(tmp_path, 500, False, asked)
    count = len(asked.questions)
    assert count >= 20
    assert all(question.isascii() for question in asked.questions)
    assert calibration.chance(tmp_path, 500, False, asked) == english
    assert len(asked.questions) == count
    calibration.chance(tmp_path, 500, True, asked)
    assert not any(question.isascii() for question in asked.questions[count:])


def test_it_is_kept_on_disk(tmp_path: Path) -> None:
    measured = Calibration().chance(tmp_path, 500, False, Asked())
    again = Asked()
    assert Calibration().chance(tmp_path, 500, False, again) == measured
    assert again.questions == []


def test_each_folder_has_its_own(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    calibration = Calibration()
    one = calibration.chance(tmp_path, 500, False, Asked())
    other = calibration.chance(tmp_path / "other", 500, False, lambda _: Evidence(5.0, 2.0, 0.5))
    assert one != other
    assert other.score_spread > 0
    assert other.alike_spread > 0


SOUND = {field.name: 0.5 for field in fields(Chance)}
DAMAGED: dict[str, bytes] = {
    "empty": b"",
    "cut": b'{"score": 1.2, "score_spr',
    "no object": b"[1, 2]",
    "a number": b"5",
    "null": b"null",
    "no fields": b"{}",
    "too many fields": json.dumps(SOUND | {"more": 1}).encode(),
    "not utf-8": b"\xff\xfe{",
    "nothing in it": json.dumps(SOUND | {"score": None}).encode(),
    "words": json.dumps(SOUND | {"score": "high"}).encode(),
    "a list": json.dumps(SOUND | {"alike": [1]}).encode(),
    "no spread": json.dumps(SOUND | {"score_spread": 0}).encode(),
    "not a number": json.dumps(SOUND | {"matched": float("nan")}).encode(),
    "without end": json.dumps(SOUND | {"alike_spread": float("inf")}).encode(),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_file_is_measured_anew(tmp_path: Path, damage: str) -> None:
    sound = Calibration().chance(tmp_path, 500, True, Asked())
    (file,) = tmp_path.iterdir()
    file.write_bytes(DAMAGED[damage])
    again = Asked()
    assert Calibration().chance(tmp_path, 500, True, again) == sound
    assert again.questions
    third = Asked()
    assert Calibration().chance(tmp_path, 500, True, third) == sound
    assert third.questions == []


def test_a_folder_that_is_gone_does_not_matter(tmp_path: Path) -> None:
    chance = Calibration().chance(tmp_path / "gone", 500, False, Asked())
    assert chance.confidence(Evidence(5, 2, 0.5)) > 0


def test_threads_measure_it_once_together(tmp_path: Path) -> None:
    asked, calibration = Asked(), Calibration()
    with ThreadPoolExecutor(6) as pool:
        chances = list(pool.map(lambda _: calibration.chance(tmp_path, 500, False, asked), range(12)))
    assert len(set(chances)) == 1
    assert len(asked.questions) == len(set(asked.questions))


def test_the_background_questions_are_for_both_languages_and_none_twice() -> None:
    import tomllib

    questions = tomllib.loads(BACKGROUND.read_text(encoding="utf-8"))
    assert set(questions) == {"zh", "en"}
    for asked in questions.values():
        assert len(asked) == len(set(asked)) >= 30


def test_in_a_few_passages_one_shared_word_is_no_proof(tmp_path: Path) -> None:
    def nothing(_: str) -> Evidence:
        return Evidence(0.0, 0.0, 0.0)

    word = Evidence(score=1.5, matched=1.0, alike=0.14)
    few, many = (Calibration().chance(tmp_path / str(size), size, True, nothing) for size in (3, 100_000))
    assert few.confidence(word) < 0.6 < 0.9 < many.confidence(word)
    assert few.confidence(Evidence(score=16.0, matched=6.0, alike=0.6)) > 0.95
