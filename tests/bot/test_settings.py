"""The settings: what is not right stops the start at once, names itself, and is not shown."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import CoachError
from bot.settings import PREFIX, Settings, read_settings, system_language
from knowledge.language import Language
from tests.conftest import Run

BAD = [
    ("HOME", "~no-such-user/secret-value"),
    ("CHROMA_URL", "ftp://secret-value"),
    ("CHROMA_URL", "secret-value:8000"),
    ("DENSE_WEIGHT", "secret-value"),
    ("DENSE_WEIGHT", "7.4242"),
    ("DENSE_WEIGHT", "-7.4242"),
    ("LANGUAGE", "secret-value"),
    ("LANGUAGE", "zh-hant-secret-value"),
    ("TIMEZONE", "Mars/secret-value"),
    ("TIMEZONE", "../secret-value"),
    ("NOW", "secret-value"),
    ("LOG_LEVEL", "secret-value"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_setting_stops_with_its_name_and_without_its_value(
    clean: Path, run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(CoachError) as raised:
        read_settings()
    assert raised.value.key == "setting"
    ran = run("doctor")
    assert (ran.code, ran.out) == (1, "")
    assert PREFIX + name in ran.err
    assert ran.err.count("\n") == 1, "one sentence"
    assert "secret-value" not in ran.err
    assert "7.4242" not in ran.err
    assert "Value error" not in ran.err
    assert not clean.exists()


@pytest.mark.parametrize("value", ["secret-value", "mysql+nodriver://user:secret-value@host/name"])
def test_a_bad_database_address_is_named_and_not_shown(run: Run, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SALESCOACH_DATABASE_URL", value)
    ran = run("doctor")
    assert ran.code == 1
    assert "SALESCOACH_DATABASE_URL" in ran.err
    assert "secret-value" not in ran.out + ran.err


def test_an_embedding_model_that_cannot_be_opened_is_named(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALESCOACH_EMBEDDING_MODEL", "nowhere:no-model")
    ran = run("doctor")
    assert ran.code == 1
    assert "SALESCOACH_EMBEDDING_MODEL" in ran.err
    assert "Traceback" not in ran.err


def test_every_setting_has_a_default_that_works(clean: Path) -> None:
    os.environ.pop("SALESCOACH_HOME")
    settings = read_settings()
    assert settings.home == Path.home() / ".salescoach"
    assert settings.database_url is None
    assert settings.spoken is Language.TRADITIONAL


def test_an_empty_setting_is_one_that_is_not_set(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read_settings()
    for name in set(Settings.model_fields) - {"home"}:
        monkeypatch.setenv(PREFIX + name.upper(), "")
    assert read_settings() == expected


def test_a_fixed_moment_without_a_zone_is_in_utc(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESCOACH_NOW", "2026-10-26T09:00:00")
    assert read_settings().now == datetime(2026, 10, 26, 9, tzinfo=UTC)
    monkeypatch.setenv("SALESCOACH_NOW", "2026-10-26T09:00:00+08:00")
    assert read_settings().now == datetime(2026, 10, 26, 1, tzinfo=UTC)
    now = read_settings().now
    assert now is not None
    assert now.utcoffset() == timedelta(hours=8)


def test_a_secret_does_not_show_when_the_settings_are_printed(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESCOACH_DATABASE_URL", "postgresql://user:secret-value@host/name")
    assert "secret-value" not in repr(read_settings())


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "zh-Hant"),
        ({"LANG": "C.UTF-8"}, "zh-Hant"),
        ({"LANG": "zh_TW.UTF-8"}, "zh-Hant"),
        ({"LANG": "zh_HK.UTF-8"}, "zh-Hant"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-Hans"),
        ({"LANG": "zh_SG.UTF-8"}, "zh-Hans"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_TW.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh-Hans"),
    ],
)
def test_the_systems_language(
    clean: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    monkeypatch.delenv("LANG")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert system_language() == language
