"""The rules of the house that no single test would notice being broken."""

import ast
import json
import os
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from importlinter.cli import lint_imports
from opencc import OpenCC

import bot.wording
from bot.wording import keys, say
from knowledge.documents import Reason
from knowledge.language import Language
from knowledge.pages import Section
from tests.running import ROOT, environment, python

JOINS = ("ask.and", "card.list_comma", "card.list_semicolon", "card.short_on")
"""What stands between words, and may begin or end with a blank."""
PACKAGES = ("bot", "knowledge", "adapters")
HEAVY = ("sqlalchemy", "numpy", "pydantic", "pydantic_settings", "chromadb", "langchain", "markitdown", "alembic")

MAINLAND_ONLY = (
    "軟件 硬件 信息 視頻 音頻 質量 項目 用戶 默認 服務器 數據 網絡 硬盤 鼠標 打印 屏幕 短信 登錄 設置 搜索 程序 "
    "文檔 導入 導出 字符 創建 添加 激活 鏈接 運行 內存 緩存 文件夾 加載 接口 博客 渠道 營銷 裏 爲 衆 "
    "賬號 賬戶 屏蔽 卸載 剪貼板 在線 回車 兼容"
)
TAIWAN_ONLY = (
    "软体 硬体 资讯 影片 影音 品质 专案 使用者 预设 伺服器 资料库 网路 硬碟 滑鼠 列印 萤幕 简讯 登入 设定 搜寻 "
    "程式 汇入 汇出 字元 连结 快取 记忆体 档案 资料夹 载入 介面 部落格 通路 行销 教战 帐号 位址 行事历 笔电 客诉 "
    "线上 自订 透过 纪录"
)


def sources(*packages: str) -> Iterator[tuple[Path, ast.Module]]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def calls(function: str, *packages: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a function of that name, with where it stands."""
    for path, tree in sources(*packages):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


@cache
def strings(*packages: str) -> frozenset[str]:
    """Every string written in the code."""
    return frozenset(
        node.value
        for _, tree in sources(*packages)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def catalogue(language: Language) -> dict[str, str]:
    file = Path(bot.wording.__file__).with_name(f"{language}.toml")
    return dict(flat(tomllib.loads(file.read_text(encoding="utf-8"))))


def flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """The entries of nested tables, by their dotted keys."""
    for name, entry in table.items():
        yield from flat(entry, f"{prefix}{name}.") if isinstance(entry, dict) else [(prefix + name, entry)]


def places(sentence: str) -> set[str]:
    """The named places of a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def loaded(modules: str) -> list[str]:
    """Which heavy packages are among the modules a process had loaded, which it printed last."""
    return [name for name in json.loads(modules.splitlines()[-1]) if name.startswith(HEAVY)]


# Imports


def test_the_import_contracts_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    said = capsys.readouterr().out
    assert code == 0, said
    assert "0 broken" in said


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    code = """
import json, sys
from bot.cli import main
try:
    main(["--help"])
except SystemExit:
    print(json.dumps(sorted(sys.modules)))
"""
    ran = python(code, environment(tmp_path / "home"))
    assert "doctor" in ran.stdout, ran.stderr
    assert loaded(ran.stdout) == []
    assert not (tmp_path / "home").exists()


def test_an_answer_loads_neither_the_vector_store_nor_a_model_nor_readers(home: Path) -> None:
    code = """
import json, sys
from bot.cli import main
codes = [main(["ask", question]) for question in sys.argv[1:]]
print()
print(json.dumps(sorted(sys.modules)))
sys.exit(max(codes))
"""
    ran = python(code, environment(home), ["什麼是鐵三角？", "what do I say when the client wants a lower price?"])
    assert ran.returncode == 0, ran.stderr
    assert "〈鐵三角團隊〉" in ran.stdout
    assert "Source: playbook" in ran.stdout
    slow = ("chromadb", "langchain", "markitdown", "alembic")
    assert [name for name in loaded(ran.stdout) if name.startswith(slow)] == []


def test_every_command_is_offered() -> None:
    from bot.cli import COMMANDS

    written = {
        path.stem
        for path, tree in sources("bot/cli")
        if {"add_arguments", "run"} <= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    }
    assert written == set(COMMANDS)


# Transactions


def test_only_the_database_commits() -> None:
    found = {
        str(path.relative_to(ROOT))
        for path, tree in sources(*PACKAGES)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    }
    assert found == {"bot/evaluation/database.py"}


# Wording


def test_the_catalogues_have_the_same_keys() -> None:
    for language in Language:
        assert set(catalogue(language)) == set(catalogue(Language.ENGLISH)) == keys(language), language


@pytest.mark.parametrize("key", sorted(catalogue(Language.ENGLISH)))
def test_a_sentence_has_the_same_places_in_every_language(key: str) -> None:
    wanted = places(catalogue(Language.ENGLISH)[key])
    for language in Language:
        assert places(catalogue(language)[key]) == wanted, language
        said = say(language, key, **{name: f"<{name}>" for name in wanted})
        assert said.strip() == said != "" or key in JOINS
        assert all(f"<{name}>" in said for name in wanted)


def test_every_key_in_the_code_is_in_the_catalogues() -> None:
    tables = {key.split(".")[0] for key in keys(Language.ENGLISH)}
    written = {text for text in strings("bot", "adapters") if re.fullmatch(r"[a-z]+\.[a-z0-9_]*[a-z0-9]", text)}
    assert {text for text in written if text.split(".")[0] in tables} <= keys(Language.ENGLISH)


def test_every_key_of_the_catalogues_is_in_the_code() -> None:
    said = {node.values[0].value for _, call in [*calls("say", "bot"), *calls("Phrase", "bot")] for node in begun(call)}
    used = strings("bot", "adapters")
    unused = {
        key for key in keys(Language.ENGLISH) if key not in used and not any(key.startswith(start) for start in said)
    }
    assert unused == set()


def begun(call: ast.Call) -> Iterator[ast.JoinedStr]:
    """The keys of a call of `say` or `Phrase` that are put together: f"section.{…}"."""
    key = next((arg for arg in call.args[:2] if isinstance(arg, ast.JoinedStr)), None)
    if isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
        yield key


def literal_keys(key: ast.expr) -> list[str]:
    if isinstance(key, ast.IfExp):
        return [*literal_keys(key.body), *literal_keys(key.orelse)]
    return [key.value] if isinstance(key, ast.Constant) and isinstance(key.value, str) else []


def test_every_place_of_a_sentence_is_filled_where_it_is_said() -> None:
    checked = 0
    for where, call in calls("say", "bot"):
        given = {keyword.arg for keyword in call.keywords}
        for key in literal_keys(call.args[1]):
            assert places(catalogue(Language.ENGLISH)[key]) <= given, f"{where}: {key}"
            checked += 1
    assert checked > 20


def test_every_error_has_its_sentence_and_fills_it() -> None:
    raised = {"error.fault"}  # said by the coach itself, of what it did not expect
    for where, call in calls("CoachError", "bot", "adapters"):
        (key,) = literal_keys(call.args[0])
        raised.add(f"error.{key}")
        given = {keyword.arg for keyword in call.keywords}
        assert places(catalogue(Language.ENGLISH)[f"error.{key}"]) <= given, f"{where}: {key}"
    assert raised == {key for key in keys(Language.ENGLISH) if key.startswith("error.")}


def test_what_documents_and_pages_can_say_has_its_words() -> None:
    def of(table: str) -> set[str]:
        return {key.removeprefix(f"{table}.") for key in keys(Language.ENGLISH) if key.startswith(f"{table}.")}

    problems = {literal_keys(call.args[1])[0] for _, call in calls("PageError", "knowledge")}
    assert of("page") == problems
    assert of("section") == set(Section)
    assert of("reason") == set(Reason)
    assert of("note") <= {text.rstrip(":") for text in strings("knowledge")}


def test_simplified_wording_has_no_traditional_character() -> None:
    to_simplified = OpenCC("t2s")
    for key, sentence in catalogue(Language.SIMPLIFIED).items():
        assert to_simplified.convert(sentence) == sentence, key


def test_traditional_wording_has_no_simplified_character() -> None:
    to_traditional, to_simplified = OpenCC("s2tw"), OpenCC("t2s")
    for key, sentence in catalogue(Language.TRADITIONAL).items():
        only_simplified = {
            c for c in set(sentence) - {"台"} if to_traditional.convert(c) != c and to_simplified.convert(c) == c
        }
        assert only_simplified == set(), key


@pytest.mark.parametrize(
    ("language", "foreign"), [(Language.TRADITIONAL, MAINLAND_ONLY), (Language.SIMPLIFIED, TAIWAN_ONLY)]
)
def test_each_chinese_keeps_to_its_own_terms(language: Language, foreign: str) -> None:
    found = {
        (key, term) for key, sentence in catalogue(language).items() for term in foreign.split() if term in sentence
    }
    assert found == set()


@pytest.mark.parametrize(("language", "foreign"), [(Language.TRADITIONAL, "“”《》"), (Language.SIMPLIFIED, "「」〈〉")])
def test_each_chinese_keeps_to_its_own_quotation_marks(language: Language, foreign: str) -> None:
    # A key of a file format is quoted as it is typed.
    found = {
        key
        for key, sentence in catalogue(language).items()
        if set(foreign) & set(sentence) and key != "error.not_jsonl"
    }
    assert found == set()


# The repository


def files() -> Iterator[Path]:
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [n for n in inner if n not in (".venv", ".git", ".hypothesis", "__pycache__", "build")]
        inner[:] = [n for n in inner if not n.endswith((".egg-info", "_cache"))]
        yield from (Path(folder, name) for name in names)


def test_no_file_names_a_folder_of_this_machine() -> None:
    machine = {str(ROOT), str(Path.home())}
    if ROOT.parent.name and str(ROOT.parent) not in ("/home", "/Users", "/tmp", "/opt", "/srv", "/usr", "/app"):
        machine.add(str(ROOT.parent))
    pattern = re.compile("|".join(rf"(?<![\w.~:/-]){re.escape(folder)}/" for folder in machine).encode())
    assert [str(path.relative_to(ROOT)) for path in files() if pattern.search(path.read_bytes())] == []
