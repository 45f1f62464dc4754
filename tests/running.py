"""Runs `salescoach` in a process of its own, as a person's shell does; optionally cut off from every network."""

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
ADMIN = "mei"
"""The system's user while a test runs, and so the first administrator."""

_NO_NETWORK = """
import os, socket

def refused(self, address, *more):
    if self.family != getattr(socket, "AF_UNIX", None):
        with open(os.environ["NETWORK_LOG"], "a") as log:
            log.write(f"{address}\\n")
        raise OSError("this run has no network")
    return connect(self, address, *more)

def unknown(host, *more, **options):
    with open(os.environ["NETWORK_LOG"], "a") as log:
        log.write(f"name {host}\\n")
    raise socket.gaierror("this run has no network")

connect, socket.socket.connect, socket.socket.connect_ex = socket.socket.connect, refused, refused
socket.getaddrinfo = unknown
"""


def environment(home: Path, **settings: str) -> dict[str, str]:
    """This process's environment without anything that would reach the coach, and with these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SALESCOACH_", "LC_", "LANG"))}
    return {
        **kept,
        "LOGNAME": ADMIN,
        "LANG": "zh_TW.UTF-8",
        "PYTHONUTF8": "1",
        "SALESCOACH_HOME": str(home),
        **settings,
    }


def without_network(folder: Path) -> dict[str, str]:
    """Settings that make every Python process refuse connections, and note each attempt in `network.log` of the folder."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(_NO_NETWORK)
    return {"PYTHONPATH": str(folder), "NETWORK_LOG": str(folder / "network.log")}


def python(code: str, env: Mapping[str, str], arguments: Iterable[str] = ()) -> "subprocess.CompletedProcess[str]":
    """Run Python code in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], env=dict(env), cwd=ROOT, capture_output=True, text=True, timeout=100
    )


def salescoach(*arguments: str, env: Mapping[str, str], typed: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    """Run the installed command with something typed on its standard input."""
    command = Path(sys.executable).with_name("salescoach")
    return subprocess.run([command, *arguments], env=dict(env), input=typed, capture_output=True, timeout=100)
