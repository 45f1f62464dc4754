"""Homes of the coach to measure in: prepared, and with documents taken in."""

import shutil
from pathlib import Path

from adapters.terminal import NAME, system_user
from bot.bootstrap import Application
from bot.settings import Settings
from knowledge.documents import DocumentReader
from tests.benchmarks import corpus

COLLECTION = "company"


class Homes:
    """Made when they are first asked for, inside one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def documents(self, count: int) -> Path:
        """A folder with documents of `count` passages."""
        folder = self.folder / f"documents-{count}"
        if not folder.exists():
            corpus.write_files(folder, count)
        return folder

    def prepared(self) -> Path:
        """A home with the playbook and an administrator, and nothing else."""
        home = self.folder / "home"
        if not home.exists():
            application = open_home(home)
            application.first_admin(system_user(), None, {NAME: system_user()})
            application.prepare()
        return home

    def filled(self, count: int) -> Path:
        """A home that has just taken in documents of `count` passages, and was never asked anything."""
        home = self.folder / f"home-{count}"
        if not home.exists():
            shutil.copytree(self.prepared(), home)
            application = open_home(home)
            with DocumentReader() as reader:
                ingest = application.ingest
                report = ingest.files([self.documents(count)], COLLECTION, None, reader, lambda _done, _whole: None)
            if report.passages != count:
                raise RuntimeError(f"{report.passages} passages were taken in instead of {count}")
        return home

    def copied(self, home: Path, name: str) -> Path:
        """A copy of a home, in place of the last one of that name."""
        copy = self.folder / name
        shutil.rmtree(copy, ignore_errors=True)
        return shutil.copytree(home, copy)


def open_home(home: Path) -> Application:
    """The application on a home, with no setting of this machine's."""
    return Application(Settings(home=home))
