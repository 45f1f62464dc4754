"""Everything a laptop does, in a process that has no network and notes every attempt to reach one."""

from pathlib import Path

from tests.running import environment, python, without_network

A_DAY = """
import io, sys
from bot.cli import main

assert main(["ingest", sys.argv[1]]) == 0
typed = "什麼是鐵三角？\\n客戶幾天內可以退貨？\\nwhat do I say when they want a discount?\\n1\\n"
sys.stdin = io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8")
assert main(["chat"]) == 0
assert main(["doctor"]) == 0
"""


def test_a_whole_day_needs_no_network(home: Path, tmp_path: Path) -> None:
    (tmp_path / "returns.md").write_text("# 退貨辦法\n\n客戶收到貨品後三十天內可以退貨。\n", encoding="utf-8")
    env = environment(home, **without_network(tmp_path / "cut-off"))
    ran = python(A_DAY, env, [str(tmp_path / "returns.md")])
    assert (ran.returncode, ran.stderr) == (0, "")
    for part in ("客戶負責人（AR）", "三十天", "price war", "一切正常"):
        assert part in ran.stdout
    attempts = tmp_path / "cut-off" / "network.log"
    assert not attempts.exists(), attempts.read_text()


def test_an_attempt_would_be_noted(tmp_path: Path) -> None:
    """The guard itself, so that the test above cannot pass by watching nothing."""
    env = environment(tmp_path / "home", **without_network(tmp_path / "cut-off"))
    ran = python("import urllib.request as web; web.urlopen('http://127.0.0.1:9/')", env)
    assert "this run has no network" in ran.stderr
    assert (tmp_path / "cut-off" / "network.log").exists()
