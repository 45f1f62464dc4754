"""Everything a laptop does, in a process that has no network and notes every attempt to reach one."""

from pathlib import Path

from tests.running import environment, salescoach, without_network


def test_a_whole_day_needs_no_network(home: Path, tmp_path: Path) -> None:
    env = environment(home, **without_network(tmp_path / "cut-off"))
    (tmp_path / "returns.md").write_text("# 退貨辦法\n\n客戶收到貨品後三十天內可以退貨。\n", encoding="utf-8")
    taken_in = salescoach("ingest", str(tmp_path / "returns.md"), env=env)
    assert taken_in.returncode == 0, taken_in.stderr.decode()
    typed = "什麼是鐵三角？\n退貨期限是幾天？\nwhat do I say when they want a discount?\n1\n"
    talked = salescoach("chat", env=env, typed=typed.encode())
    assert (talked.returncode, talked.stderr) == (0, b"")
    for part in ("客戶負責人（AR）", "三十天", "price war"):
        assert part in talked.stdout.decode()
    checked = salescoach("doctor", env=env)
    assert (checked.returncode, checked.stderr) == (0, b"")
    attempts = tmp_path / "cut-off" / "network.log"
    assert not attempts.exists(), attempts.read_text()
