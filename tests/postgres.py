"""A PostgreSQL of the tests' own: started when the first test wants it, in a temporary folder, reached by a socket only."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER = "postgres"
"""Whose the server is when the tests are run by root, for whom PostgreSQL refuses to work."""
SECONDS = 60
"""More than any step of starting or stopping may take."""


class NoPostgres(Exception):
    """There is no PostgreSQL that could be started here; says why."""


@contextmanager
def server() -> Iterator[str]:
    """A running server, as an address without a database's name. Raises `NoPostgres` when there are no binaries."""
    binaries, prefix = _binaries(), _as_owner()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # a socket's path may have 107 bytes, so none of pytest's long ones
    try:
        if prefix:
            shutil.chown(folder, OWNER)
        cluster = folder / "data"

        def run(program: str, *arguments: str) -> None:
            command = [*prefix, str(binaries / program), "-D", str(cluster), *arguments]
            log = (folder / "started.log").open("ab")
            with log:
                code = subprocess.run(command, cwd=folder, stdout=log, stderr=log, timeout=SECONDS).returncode
            if code:
                raise RuntimeError(f"{program}: {(folder / 'started.log').read_text(errors='replace')[-2000:]}")

        run("initdb", "--username=coach", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=60"
        run("pg_ctl", "start", "-w", "-t", str(SECONDS), "-l", str(folder / "server.log"), "-o", options)
        try:
            yield f"postgresql+psycopg://coach@/{{name}}?host={folder}"
        finally:
            run("pg_ctl", "stop", "-w", "-t", str(SECONDS), "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    """Where the newest PostgreSQL is; Debian keeps its server out of the path."""
    found = shutil.which("initdb")
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    initdb = Path(found).resolve() if found else places[-1] if places else None
    if initdb is None:
        raise NoPostgres("no PostgreSQL on this machine: its tests are left out (Debian: apt-get install postgresql)")
    return initdb.parent


def _as_owner() -> list[str]:
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam(OWNER)
    except KeyError:
        raise NoPostgres(f"PostgreSQL does not run as root, and there is no user {OWNER}") from None
    return ["runuser", "-u", OWNER, "--"]
