"""Real homes: a folder with a real database, real indexes and a real vector store, wired as the application wires them."""

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from langchain_core.embeddings import Embeddings

from bot.bootstrap import Application
from bot.settings import Settings
from knowledge import calibration
from knowledge.documents import DocumentReader
from knowledge.glossary import Glossary, load_glossary
from knowledge.ingest import Progress, Report
from knowledge.language import Language
from knowledge.library import Audiences, Collection, StoredPassage
from knowledge.retrieval import Findings
from knowledge.store import VectorStore

# Converters and stemmers are loaded by the first example, and machines are busy.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADMIN = None
EVERYONE = frozenset({"everyone"})


@cache
def shipped_glossary() -> Glossary:
    return load_glossary()


def _silent(_done: int, _whole: int) -> None:
    """Nobody watches."""


class Home:
    """An application on a folder of its own, which can be left and opened again as another process would."""

    def __init__(
        self, folder: Path, embeddings: Embeddings | None = None, model: str = "", dense_weight: float = 0.5
    ) -> None:
        self.folder = folder
        self.said: list[tuple[str, dict[str, object]]] = []
        """What was announced: wording keys and values."""
        self._embeddings, self._model, self._dense_weight = embeddings, model, dense_weight
        self.application = self._opened()

    def _opened(self) -> Application:
        settings = Settings(
            home=self.folder,
            database_url=None,
            chroma_url=None,
            embedding_model=self._model or None,
            dense_weight=self._dense_weight,
            language=Language.TRADITIONAL,
            now=NOW,
        )
        application = Application(settings, lambda key, values: self.said.append((key, values)))
        application.glossary = shipped_glossary()  # it takes a while to read, and every home has the same
        if self._embeddings is not None:  # a model nobody can install: handed over ready-made
            application.vectors = VectorStore(self.folder / "index" / "vectors", None, self._embeddings, self._model)
        return application

    def close(self) -> None:
        parts = vars(self.application)
        if "vectors" in parts:
            with suppress(Exception):  # its folder may be what a test has damaged
                parts["vectors"].close()
        if "database" in parts:
            parts["database"].close()

    def reopen(self, embeddings: Embeddings | None = None, model: str = "") -> "Home":
        """Leave, and come back as a new process."""
        self.close()
        self.said.clear()
        if embeddings is not None:
            self._embeddings, self._model = embeddings, model
        self.application = self._opened()
        return self

    @property
    def rebuilt(self) -> list[str]:
        """Names of the collections whose index was said to be made again."""
        return [str(values["name"]) for key, values in self.said if key == "search.rebuilt"]

    def take(
        self, *paths: Path, into: str = "company", readers: str | None = None, progress: Progress = _silent
    ) -> Report:
        """Read files into a collection."""
        with DocumentReader() as reader:
            return self.application.ingest.files(paths, into, readers, reader, progress)

    def collection(self, name: str = "company") -> Collection:
        return next(held for held in self.application.library.collections(None) if held.name == name)

    def passages(self, name: str = "company") -> list[StoredPassage]:
        return list(self.application.library.passages(self.collection(name).id))

    def find(
        self,
        question: str,
        audiences: Audiences = ADMIN,
        language: Language = Language.ENGLISH,
        k: int = 10,
        collection: str | None = None,
    ) -> Findings:
        return self.application.retriever.search(question, audiences, language, k, collection)

    def found(self, question: str, audiences: Audiences = ADMIN, collection: str | None = None) -> list[str]:
        """The texts found, best first."""
        return [hit.passage.text for hit in self.find(question, audiences, collection=collection).hits]

    def assert_consistent(self, *names: str) -> None:
        """Library, lexical index and vector store hold exactly the same passages, and each is found by its own vector."""
        store = self.application.vectors
        for name in names or [held.name for held in self.application.library.collections(None)]:
            collection = self.collection(name)
            stored = {passage.key: passage for passage in self.passages(name)}
            shelf = self.application.indexes.open(collection)
            assert [int(key) for key in shelf.index.keys] == sorted(stored)
            assert store.is_current(collection, len(stored))
            near = dict(store.nearest(collection, "anything at all", len(stored) + 5)) if stored else {}
            assert set(near) == set(stored)
            for key, passage in list(stored.items())[-2:]:
                best = dict(store.nearest(collection, f"{passage.heading}\n{passage.text}", 3))
                assert best[key] == pytest.approx(1, abs=1e-3)
                assert max(best.values()) == pytest.approx(best[key], abs=1e-3)


OpenHome = Callable[..., Home]


@pytest.fixture(scope="session")
def dictionary_file(prepared_home: Path) -> Path:
    """The whole bilingual dictionary, laid out once."""
    return prepared_home / "index" / "dictionary.sqlite"


@pytest.fixture
def open_home(tmp_path: Path, dictionary_file: Path, empty_database: Path) -> Iterator[OpenHome]:
    """Opens bare homes (no playbook is taken in), and leaves them in the end."""
    homes: list[Home] = []

    def opened(name: str = "home", **options: Any) -> Home:
        folder = tmp_path / name
        if not folder.exists():
            (folder / "index").mkdir(parents=True)
            # A home need not lay the dictionary out again, and finds its tables made.
            (folder / "index" / "dictionary.sqlite").symlink_to(dictionary_file)
            shutil.copy2(empty_database, folder / "salescoach.db")
        homes.append(Home(folder, **options))
        return homes[-1]

    yield opened
    for home in homes:
        home.close()


@pytest.fixture
def few_background_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """For tests where it does not matter how sure a find is: finding that out for a new collection takes a second."""
    file = tmp_path / "background.toml"
    file.write_text(
        'zh = ["明天會下雨嗎", "貓吃什麼"]\nen = ["will it rain tomorrow", "what do cats eat"]', encoding="utf-8"
    )
    monkeypatch.setattr(calibration, "BACKGROUND", file)
    calibration._background.cache_clear()
    yield
    calibration._background.cache_clear()


class NetworkUsed(AssertionError):
    """Something tried to reach the network."""


def block_network(patch: pytest.MonkeyPatch) -> list[str]:
    """Let every connection and name lookup fail; gives the list of what was tried."""
    tried: list[str] = []

    def refuse(*arguments: object, **_: object) -> None:
        tried.append(repr(arguments[-1]))
        raise NetworkUsed(tried[-1])

    for name in ("connect", "connect_ex", "sendto"):
        patch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        patch.setattr(socket, name, refuse)
    return tried


@pytest.fixture
def bare(open_home: OpenHome) -> Home:
    """A home without any material."""
    return open_home()


@pytest.fixture(scope="session")
def with_playbook(prepared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home with the shipped playbook taken in. Tests read it and change nothing."""
    home = Home(_copied(prepared_home, tmp_path_factory.mktemp("playbook") / "home"))
    yield home
    home.close()


@pytest.fixture(scope="session")
def furnished(prepared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The playbook and a company's own documents, one of them for a team only. Tests read it and change nothing."""
    home = Home(_copied(prepared_home, tmp_path_factory.mktemp("furnished") / "home"))
    material = tmp_path_factory.mktemp("material")
    (material / "service.md").write_text(SERVICE, encoding="utf-8")
    (material / "canteen.md").write_text(CANTEEN, encoding="utf-8")
    secret = tmp_path_factory.mktemp("secret") / "north.md"
    secret.write_text(NORTH, encoding="utf-8")
    home.take(material)
    home.take(secret, into="north", readers="team:North")
    yield home
    home.close()


def _copied(prepared: Path, folder: Path) -> Path:
    shutil.copytree(prepared, folder, ignore=shutil.ignore_patterns("dictionary.sqlite"))
    (folder / "index" / "dictionary.sqlite").symlink_to(prepared / "index" / "dictionary.sqlite")
    return folder


SERVICE = """# Service handbook

## Warranty of pumps

The warranty of every Albatross pump runs for thirty-one months from commissioning.
Seals and filters are wear parts and are not covered by it.

## Spare parts

Spare parts for Albatross pumps leave the Zwolle warehouse within two working days.

## 幫浦的清洗

信天翁幫浦每四百小時要用檸檬酸清洗一次，清洗前先把濾網拆下來。
"""

CANTEEN = "# Canteen\n\n" + "\n\n".join(
    f"On day {day} of the cycle the canteen serves {dish} with bread and a salad of the season, from half past eleven on."
    for day, dish in enumerate(
        ["lentil stew", "potato soup", "baked cod", "mushroom rice", "bean goulash", "leek tart"]
    )
)

NORTH = "# Account Quokkasoft\n\nQuokkasoft's purchasing director Ms Ferreira wants a discount ladder of 7, 11 and 13 per cent.\n"
