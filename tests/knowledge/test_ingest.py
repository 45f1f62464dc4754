"""Taking material in, with a real database, real indexes and a real vector store."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.access import Person, audience_for, audiences_of
from bot.evaluation.tables import Role
from knowledge.documents import DocumentReader, Reason
from knowledge.language import Language
from knowledge.pages import Playbook
from knowledge.retrieval import Findings
from tests.knowledge.conftest import ADMIN, EVERYONE, Home, OpenHome

PUMP = "# Pump\n\nThe Albatross pump is warranted for thirty-one months.\n"
VALVE = "# Valve\n\nThe Pelican valve opens counter-clockwise.\n"
CRANE = "# 起重機\n\n蒼鷺起重機每天早上要先做吊鉤檢查。\n"


pytestmark = pytest.mark.usefixtures("few_background_questions")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A company's material: two English files and a Chinese one."""
    folder = tmp_path / "material"
    (folder / "deep").mkdir(parents=True)
    (folder / "pump.md").write_text(PUMP, encoding="utf-8")
    (folder / "valve.txt").write_text(VALVE, encoding="utf-8")
    (folder / "deep" / "crane.md").write_text(CRANE, encoding="utf-8")
    return folder


def sources(home: Home, name: str = "company") -> list[str]:
    return sorted({Path(passage.source).name for passage in home.passages(name)})


def test_the_first_time_everything_is_read(bare: Home, folder: Path) -> None:
    report = bare.take(folder)
    assert report.read == [folder / "deep" / "crane.md", folder / "pump.md", folder / "valve.txt"]
    assert (report.unchanged, report.removed, report.failed, report.passages) == (0, [], [], 3)
    assert not report.rebuilt
    (pump,) = [passage for passage in bare.passages() if passage.source.endswith("pump.md")]
    assert (pump.document, pump.heading, pump.first_line, pump.last_line) == ("Pump", "Pump", 3, 3)
    assert pump.text == "The Albatross pump is warranted for thirty-one months."
    assert bare.found("albatross warranty")[0] == pump.text
    assert bare.rebuilt == []
    bare.assert_consistent("company")


def test_what_did_not_change_is_not_read_again(bare: Home, folder: Path) -> None:
    bare.take(folder)
    before = bare.collection()
    bare.reopen()
    os.utime(folder / "pump.md")
    report = bare.take(folder)
    assert (report.read, report.unchanged, report.passages) == ([], 3, 0)
    assert bare.collection() == before
    assert "vectors" not in vars(bare.application)  # so nothing slow was loaded


def test_a_changed_file_takes_the_place_of_its_former_self(bare: Home, folder: Path) -> None:
    bare.take(folder)
    keys = {passage.key for passage in bare.passages()}
    (folder / "pump.md").write_text(PUMP.replace("thirty-one", "ninety-nine"), encoding="utf-8")
    report = bare.take(folder)
    assert (report.read, report.unchanged, report.removed) == ([folder / "pump.md"], 2, [])
    assert not report.rebuilt
    assert bare.found("albatross warranted months")[0].endswith("ninety-nine months.")
    assert not any("thirty-one" in text for text in bare.found("thirty-one"))
    assert len({passage.key for passage in bare.passages()} & keys) == 2
    bare.assert_consistent("company")


def test_a_deleted_file_is_removed(bare: Home, folder: Path) -> None:
    bare.take(folder)
    (folder / "valve.txt").unlink()
    report = bare.take(folder)
    assert (report.read, report.unchanged, report.removed) == ([], 2, [str(folder / "valve.txt")])
    assert sources(bare) == ["crane.md", "pump.md"]
    assert not any("Pelican" in text for text in bare.found("pelican valve"))
    bare.assert_consistent("company")


def test_a_renamed_file_is_read_under_its_new_name(bare: Home, folder: Path) -> None:
    bare.take(folder)
    (folder / "pump.md").rename(folder / "deep" / "pumps.md")
    report = bare.take(folder)
    assert (report.read, report.removed) == ([folder / "deep" / "pumps.md"], [str(folder / "pump.md")])
    assert sources(bare) == ["crane.md", "pumps.md", "valve.txt"]
    assert len(bare.found("albatross pump warranted", collection="company")) >= 1
    bare.assert_consistent("company")


def test_everything_deleted_leaves_an_empty_collection_that_can_be_filled_again(bare: Home, folder: Path) -> None:
    bare.take(folder)
    for file in folder.rglob("*.*"):
        file.unlink()
    assert len(bare.take(folder).removed) == 3
    assert bare.passages() == []
    assert bare.find("albatross") == Findings()
    bare.assert_consistent("company")
    (folder / "pump.md").write_text(PUMP, encoding="utf-8")
    assert bare.take(folder).read == [folder / "pump.md"]
    assert bare.found("albatross") != []
    bare.assert_consistent("company")


def test_only_what_was_under_the_given_paths_is_removed(bare: Home, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "material-2"
    other.mkdir()
    (other / "boat.md").write_text("# Boat\n\nThe Gannet boat floats.\n")
    bare.take(folder, other)
    (other / "boat.md").unlink()
    (folder / "pump.md").unlink()
    assert bare.take(folder).removed == [str(folder / "pump.md")]
    assert "boat.md" in sources(bare)
    assert bare.take(other).removed == [str(other / "boat.md")]
    assert sources(bare) == ["crane.md", "valve.txt"]


def test_a_single_file_that_is_gone_is_named_and_removed(bare: Home, folder: Path) -> None:
    bare.take(folder)
    (folder / "pump.md").unlink()
    report = bare.take(folder / "pump.md")
    assert [(path, error.reason) for path, error in report.failed] == [(folder / "pump.md", Reason.MISSING)]
    assert report.removed == [str(folder / "pump.md")]
    assert sources(bare) == ["crane.md", "valve.txt"]


def test_a_file_given_twice_is_read_once(bare: Home, folder: Path) -> None:
    report = bare.take(folder, folder / "pump.md", folder / "deep" / ".." / "pump.md", folder)
    assert len(report.read) in (3, 4)  # the third is another way to write a path, and may count as another file
    assert len([path for path in report.read if path == folder / "pump.md"]) == 1


def test_hidden_files_and_unknown_kinds_in_folders_are_passed_over(bare: Home, folder: Path) -> None:
    (folder / ".git").mkdir()
    for name in (".hidden.md", "~$open.docx", "picture.png", ".git/notes.md", "no-suffix"):
        (folder / name).write_text("# Secret\n\nxylophone", encoding="utf-8")
    report = bare.take(folder)
    assert len(report.read) == 3
    assert report.failed == []
    assert not any("xylophone" in text for text in bare.found("xylophone"))


class TestUnreadable:
    @pytest.fixture(autouse=True)
    def bad(self, folder: Path) -> None:
        (folder / "empty.md").write_bytes(b"")
        (folder / "blank.txt").write_bytes(b" \n\n ")
        (folder / "binary.md").write_bytes(bytes(range(256)) * 20)
        (folder / "broken.docx").write_bytes(b"PK\x03\x04 this is no archive")
        (folder / "dangling.md").symlink_to(folder / "nowhere.md")
        (folder / "loop.md").symlink_to(folder / "loop.md")

    def test_bad_files_are_named_and_the_good_ones_read(self, bare: Home, folder: Path) -> None:
        report = bare.take(folder)
        assert {path.name for path in report.read} == {"pump.md", "valve.txt", "crane.md"}
        failed = {path.name: error.reason for path, error in report.failed}
        assert set(failed) == {"empty.md", "blank.txt", "binary.md", "broken.docx", "dangling.md", "loop.md"}
        assert failed["empty.md"] == failed["blank.txt"] == Reason.EMPTY
        assert failed["dangling.md"] == failed["loop.md"] == Reason.UNREADABLE
        assert bare.found("albatross warranty")
        bare.assert_consistent("company")

    def test_they_are_tried_again_each_time(self, bare: Home, folder: Path) -> None:
        bare.take(folder)
        (folder / "empty.md").write_text("# Osprey\n\nThe osprey hook is new.\n")
        report = bare.take(folder)
        assert report.read == [folder / "empty.md"]
        assert len(report.failed) == 5
        assert bare.found("osprey hook")


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff" * 400, None], ids=["emptied", "binary", "a folder now"])
def test_a_file_that_becomes_unreadable_keeps_what_was_read_from_it(
    bare: Home, folder: Path, content: bytes | None
) -> None:
    bare.take(folder)
    (folder / "pump.md").unlink()
    if content is None:
        (folder / "pump.md").symlink_to(folder / "nowhere")
    else:
        (folder / "pump.md").write_bytes(content)
    report = bare.take(folder)
    assert [path for path, _ in report.failed] == [folder / "pump.md"]
    assert report.removed == []
    assert bare.found("albatross warranty")[0].endswith("thirty-one months.")
    bare.assert_consistent("company")


@pytest.mark.parametrize(
    "name",
    [
        b"with space.md", "客戶資料.md".encode(), "e\u0301.md".encode(), b"new\nline.md", b"\xff\xfe.md", b"100%#?.md",
        b"'; DROP TABLE document; --.md",
    ],
)  # fmt: skip
def test_any_file_name_is_read_once_and_removed_when_gone(bare: Home, tmp_path: Path, name: bytes) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    file = Path(os.fsdecode(os.path.join(os.fsencode(folder), name)))
    file.write_text(PUMP, encoding="utf-8")
    assert bare.take(folder).read == [file]
    for _ in range(2):
        again = bare.take(folder)
        assert (again.read, again.unchanged, again.removed) == ([], 1, [])
        assert len(bare.passages()) == 1
    file.unlink()
    assert len(bare.take(folder).removed) == 1
    assert bare.passages() == []


class TestInterrupted:
    """Ended between the library, where all is stored, and the indexes."""

    class Ended(BaseException):
        """As a closed terminal ends it."""

    @staticmethod
    def stop_before_the_indexes(done: int, whole: int) -> None:
        if done == whole:
            raise TestInterrupted.Ended

    def take_and_stop(self, home: Home, folder: Path) -> None:
        with pytest.raises(self.Ended):
            home.take(folder, progress=self.stop_before_the_indexes)

    def test_the_first_time_the_index_is_made_when_it_is_asked_for_and_that_is_said(
        self, bare: Home, folder: Path
    ) -> None:
        self.take_and_stop(bare, folder)
        assert len(bare.passages()) == 3
        bare.reopen()
        assert bare.found("albatross warranty")[0].endswith("thirty-one months.")
        assert bare.rebuilt == ["company"]
        bare.found("pelican valve")
        assert bare.rebuilt == ["company"]

    def test_later_the_new_state_is_found_and_never_the_old(self, bare: Home, folder: Path) -> None:
        bare.take(folder)
        (folder / "pump.md").write_text(PUMP.replace("thirty-one", "ninety-nine"), encoding="utf-8")
        (folder / "valve.txt").unlink()
        self.take_and_stop(bare, folder)
        bare.reopen()
        assert bare.found("albatross warranty")[0].endswith("ninety-nine months.")
        assert not any("Pelican" in text for text in bare.found("pelican valve"))

    def test_taking_in_again_makes_all_of_it_whole(self, bare: Home, folder: Path) -> None:
        bare.take(folder)
        (folder / "pump.md").write_text(PUMP.replace("thirty-one", "ninety-nine"), encoding="utf-8")
        self.take_and_stop(bare, folder)
        report = bare.reopen().take(folder)
        assert (report.read, report.unchanged, report.rebuilt) == ([], 3, True)
        bare.assert_consistent("company")
        assert not bare.take(folder).rebuilt

    def test_repairing_makes_it_whole_even_when_it_was_asked_meanwhile(self, bare: Home, folder: Path) -> None:
        bare.take(folder)
        (folder / "pump.md").write_text(PUMP.replace("thirty-one", "ninety-nine"), encoding="utf-8")
        self.take_and_stop(bare, folder)
        bare.reopen().found("albatross")
        assert bare.application.ingest.repair(bare.collection())
        bare.assert_consistent("company")
        assert not bare.application.ingest.repair(bare.collection())

    def test_the_next_change_makes_it_whole_too(self, bare: Home, folder: Path) -> None:
        bare.take(folder)
        (folder / "valve.txt").unlink()
        self.take_and_stop(bare, folder)
        bare.reopen()
        (folder / "pump.md").write_text(PUMP.replace("thirty-one", "ninety-nine"), encoding="utf-8")
        report = bare.take(folder)
        assert report.rebuilt
        bare.assert_consistent("company")

    def test_nothing_of_a_batch_is_stored_when_it_ends_before(self, bare: Home, folder: Path) -> None:
        def stop_at_the_last_file(done: int, whole: int) -> None:
            if done == whole - 1:
                raise self.Ended

        with pytest.raises(self.Ended):
            bare.take(folder, progress=stop_at_the_last_file)
        assert bare.passages() == []
        assert len(bare.take(folder).read) == 3


class TestReaders:
    """Whose a collection is stands in the query itself."""

    NORTH = Person(1, "Nora", Role.REP, "North")
    SOUTH = Person(2, "Sam", Role.REP, "South")
    BOSS = Person(3, "Bea", Role.MANAGER, "South")
    CHIEF = Person(4, "Ada", Role.ADMIN)
    STRANGER = Person(None, "?", None)
    QUESTIONS = ("Quokkasoft discount ladder", "Ms Ferreira", "what does Quokkasoft want?", "albatross pump warranted")

    @pytest.fixture
    def plain(self, open_home: OpenHome, folder: Path) -> Home:
        """A home in which the secret never was."""
        home = open_home("plain")
        home.take(folder)
        return home

    @pytest.fixture
    def shared(self, bare: Home, folder: Path, tmp_path: Path) -> Home:
        secret = tmp_path / "secret.md"
        secret.write_text(
            "# Quokkasoft\n\nMs Ferreira of Quokkasoft wants a discount ladder on every albatross pump.\n"
        )
        bare.take(folder)
        bare.take(secret, into="north", readers=audience_for("North"))
        return bare

    def test_those_it_is_for_find_it(self, shared: Home) -> None:
        for person in (self.NORTH, self.CHIEF):
            assert "Ferreira" in shared.found("Quokkasoft discount ladder", audiences_of(person))[0]

    def test_others_find_nothing_and_cannot_tell_that_it_exists(self, shared: Home, plain: Home) -> None:
        def seen(home: Home, person: Person, question: str, collection: str | None) -> list[tuple[str, str, float]]:
            findings = home.find(question, audiences_of(person), collection=collection)
            return [(hit.collection, hit.passage.text, round(hit.score, 9)) for hit in findings.hits]

        for person in (self.SOUTH, self.BOSS, self.STRANGER):
            for question in self.QUESTIONS:
                for name in (None, "company", "north", "never-was"):
                    assert seen(shared, person, question, name) == seen(plain, person, question, name)
            assert shared.find("Quokkasoft", audiences_of(person), collection="north") == Findings()

    def test_a_stranger_finds_nothing_at_all(self, shared: Home) -> None:
        assert shared.find("albatross pump", audiences_of(self.STRANGER)) == Findings()

    def test_answers_do_not_betray_it_either(self, shared: Home, plain: Home) -> None:
        for question in self.QUESTIONS:
            seen, unknown = (
                home.application.answers.answer(question, audiences_of(self.SOUTH), Language.ENGLISH)
                for home in (shared, plain)
            )
            assert seen == unknown

    def test_it_can_be_given_to_others_later(self, shared: Home, tmp_path: Path) -> None:
        secret = tmp_path / "secret.md"
        shared.take(secret, into="north")
        assert shared.found("Quokkasoft", EVERYONE, "north") == []
        shared.take(secret, into="north", readers=audience_for("managers"))
        assert shared.found("Quokkasoft", audiences_of(self.BOSS), "north") != []
        assert shared.found("Quokkasoft", audiences_of(self.NORTH), "north") == []
        shared.take(secret, into="north", readers=audience_for("everyone"))
        assert shared.found("Quokkasoft", audiences_of(self.SOUTH), "north") != []

    def test_a_team_named_like_an_audience_gains_nothing(self, shared: Home) -> None:
        for team in ("managers", "everyone", "team:North", "north", "North ", "North' OR '1'='1"):
            person = Person(9, "Eve", Role.REP, team)
            assert shared.find("Quokkasoft", audiences_of(person), collection="north") == Findings()


class TestTwoCollections:
    def test_each_holds_its_own(self, bare: Home, folder: Path) -> None:
        bare.take(folder / "pump.md", into="one")
        bare.take(folder / "valve.txt", into="two")
        assert bare.found("pump valve opens warranted", collection="one") == [bare.passages("one")[0].text]
        assert bare.found("pump valve opens warranted", collection="two") == [bare.passages("two")[0].text]
        both = bare.find("pump valve opens warranted")
        assert {hit.collection for hit in both.hits} == {"one", "two"}
        bare.assert_consistent("one", "two")

    def test_one_file_may_be_in_both_and_leaves_only_one(self, bare: Home, folder: Path) -> None:
        bare.take(folder, into="one")
        bare.take(folder, into="two")
        (folder / "pump.md").unlink()
        bare.take(folder, into="one")
        assert sources(bare, "one") == ["crane.md", "valve.txt"]
        assert sources(bare, "two") == ["crane.md", "pump.md", "valve.txt"]
        bare.assert_consistent("one", "two")

    def test_names_that_look_alike_are_two(self, bare: Home, folder: Path) -> None:
        bare.take(folder / "pump.md", into="1")
        bare.take(folder / "valve.txt", into="1-2")
        bare.take(folder / "deep", into="11")
        bare.reopen()
        (folder / "pump.md").write_text(PUMP + "\nMore.\n")
        bare.take(folder / "pump.md", into="1")
        assert [sources(bare, name) for name in ("1", "1-2", "11")] == [["pump.md"], ["valve.txt"], ["crane.md"]]
        bare.assert_consistent("1", "1-2", "11")
        assert bare.rebuilt == []


def test_ids_are_never_used_again_so_passages_never_mix(bare: Home, folder: Path) -> None:
    """The last document goes and another comes: were its id used again, an old index would name the new one's passages."""
    seen: dict[int, str] = {}
    for turn in range(4):
        (folder / f"turn-{turn}.md").write_text(f"# Turn {turn}\n\nOnly turn {turn} speaks of number {turn * 1111}.\n")
        bare.take(folder)
        for passage in bare.passages():
            assert seen.setdefault(passage.key, passage.text) == passage.text
        bare.assert_consistent("company")
        (folder / f"turn-{turn}.md").unlink()
        bare.take(folder)
        bare.assert_consistent("company")
    assert len(seen) == 3 + 4


def test_an_index_that_was_open_before_names_no_wrong_passage(open_home: OpenHome, folder: Path) -> None:
    serving, taking = open_home(), open_home()
    taking.take(folder)
    assert serving.found("albatross warranty")[0].endswith("thirty-one months.")
    (folder / "pump.md").write_text("# Pump\n\nThe Cormorant pump has no paper at all.\n", encoding="utf-8")
    taking.take(folder)
    assert serving.found("cormorant paper")[0] == "The Cormorant pump has no paper at all."
    assert not any("Albatross" in text for text in serving.found("albatross warranty"))
    assert serving.rebuilt == []


# The vector store, damaged


def _generation(store: Path) -> Path:
    return store / (store / "current").read_text()


def _emptied(store: Path) -> None:
    for path in _generation(store).iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _sqlite(content: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def damage(store: Path) -> None:
        file = _generation(store) / "chroma.sqlite3"
        for beside in file.parent.glob("chroma.sqlite3-*"):
            beside.unlink()
        file.write_bytes(content(file.read_bytes()))

    return damage


def _vector_files(change: Callable[[Path], object]) -> Callable[[Path], None]:
    def damage(store: Path) -> None:
        files = [file for file in _generation(store).rglob("*") if file.suffix in (".bin", ".pickle")]
        assert files
        for file in files:
            change(file)

    return damage


def _halved(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "folder deleted": shutil.rmtree,
    "folder emptied": _emptied,
    "generation deleted": lambda store: shutil.rmtree(_generation(store)),
    "pointer deleted": lambda store: (store / "current").unlink(),
    "pointer garbage": lambda store: (store / "current").write_bytes(b"\xff../../x"),
    "pointer to nowhere": lambda store: (store / "current").write_text("77"),
    "sqlite halved": _sqlite(lambda content: content[: len(content) // 2]),
    "sqlite emptied": _sqlite(lambda content: b""),
    "sqlite garbage": _sqlite(lambda content: b"no database " * 500),
    "sqlite first page lost": _sqlite(lambda content: b"\0" * 4096 + content[4096:]),
    "sqlite deleted": lambda store: (_generation(store) / "chroma.sqlite3").unlink(),
}


@pytest.fixture
def filled(bare: Home, folder: Path) -> Home:
    """Two collections taken in, and left."""
    bare.take(folder)
    bare.take(folder / "deep", into="cranes")
    bare.close()
    return bare


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_is_repaired(filled: Home, damage: str) -> None:
    DAMAGES[damage](filled.folder / "index" / "vectors")
    filled.reopen()
    ingest = filled.application.ingest
    assert [ingest.repair(filled.collection(name)) for name in ("company", "cranes")] == [True, True]
    filled.assert_consistent("company", "cranes")
    assert [ingest.repair(filled.collection(name)) for name in ("company", "cranes")] == [False, False]
    filled.reopen().assert_consistent("company", "cranes")


@pytest.mark.parametrize("damage", ["folder deleted", "sqlite halved", "sqlite garbage", "pointer to nowhere"])
def test_a_damaged_store_is_made_again_when_material_is_taken_in(filled: Home, folder: Path, damage: str) -> None:
    DAMAGES[damage](filled.folder / "index" / "vectors")
    filled.reopen()
    (folder / "pump.md").write_text(PUMP.replace("thirty-one", "ninety-nine"), encoding="utf-8")
    report = filled.take(folder)
    assert report.read == [folder / "pump.md"]
    assert report.rebuilt
    filled.assert_consistent("company")
    assert filled.application.ingest.repair(filled.collection("cranes"))
    filled.assert_consistent("company", "cranes")


def test_a_passage_that_is_missing_from_the_store_is_noticed(filled: Home) -> None:
    filled.reopen()
    store, collection = filled.application.vectors, filled.collection()
    store.replace(collection, [], [filled.passages()[0].key], lambda _: None)
    assert not store.is_current(collection, 3)
    assert filled.application.ingest.repair(collection)
    filled.assert_consistent("company", "cranes")


def test_a_store_of_another_model_is_made_again(filled: Home) -> None:
    from langchain_core.embeddings import DeterministicFakeEmbedding

    filled.reopen(DeterministicFakeEmbedding(size=17), "another:model")
    assert [filled.application.ingest.repair(filled.collection(name)) for name in ("company", "cranes")] == [True, True]
    filled.assert_consistent("company", "cranes")
    # The same size of vectors, and still others.
    filled.reopen(DeterministicFakeEmbedding(size=17), "third:model")
    assert filled.application.ingest.repair(filled.collection())
    filled.reopen().assert_consistent("company")


@pytest.fixture(scope="module")
def many(
    tmp_path_factory: pytest.TempPathFactory, dictionary_file: Path, empty_database: Path
) -> Path:  # fmt: skip
    """A home with so many passages that Chroma writes its vector files."""
    folder = tmp_path_factory.mktemp("many")
    (folder / "home" / "index").mkdir(parents=True)
    shutil.copy2(empty_database, folder / "home" / "salescoach.db")
    parts = (f"# Part {n}\n\nItem {n} of the catalogue weighs {n * 3} kilograms.\n\n" for n in range(1100))
    (folder / "many.md").write_text("".join(parts), encoding="utf-8")
    home = Home(folder / "home")
    assert home.take(folder / "many.md").passages == 1100
    home.close()
    return folder / "home"


@pytest.mark.parametrize(
    "change", [_halved, Path.unlink, lambda file: file.write_bytes(b"")], ids=["halved", "deleted", "emptied"]
)
def test_damaged_vector_files_are_repaired(
    open_home: OpenHome, many: Path, tmp_path: Path, change: Callable[[Path], object]
) -> None:
    shutil.copytree(many, tmp_path / "copy")
    _vector_files(change)(tmp_path / "copy" / "index" / "vectors")
    home = open_home("copy")
    assert home.application.ingest.repair(home.collection())
    home.assert_consistent("company")
    assert not home.application.ingest.repair(home.collection())


@pytest.mark.parametrize("damage", ["deleted", "halved", "state lost", "numbers changed"])
def test_a_damaged_lexical_index_is_repaired(filled: Home, damage: str) -> None:
    filled.reopen()
    (folder,) = (filled.folder / "index" / "lexical").glob(f"{filled.collection('company').uid}-*")
    match damage:
        case "deleted":
            shutil.rmtree(folder)
        case "halved":
            _halved(folder / "weights.npy")
        case "state lost":
            (folder / "state.json").unlink()
        case "numbers changed":
            content = (folder / "rows.npy").read_bytes()
            (folder / "rows.npy").write_bytes(content[:-4] + b"\x7f\x00\x00\x00")
    assert filled.application.ingest.repair(filled.collection())
    assert not filled.application.ingest.repair(filled.collection())
    assert filled.found("albatross warranty")[0].endswith("thirty-one months.")
    filled.assert_consistent("company", "cranes")


@pytest.mark.parametrize("name", ["codes", "keys", "state"])
def test_a_lexical_index_that_is_found_damaged_is_made_again_and_that_is_said(filled: Home, name: str) -> None:
    filled.reopen()
    for file in (filled.folder / "index" / "lexical").glob(f"{filled.collection().uid}-*/{name}.*"):
        _halved(file)
    assert filled.found("albatross warranty")[0].endswith("thirty-one months.")
    assert filled.rebuilt == ["company"]
    assert filled.reopen().found("albatross warranty")
    assert filled.rebuilt == []


def test_pages_are_taken_in_changed_and_removed(bare: Home) -> None:
    own = bare.folder / "playbook" / "en" / "trade-fairs.md"
    own.parent.mkdir(parents=True)
    written = (Path(__file__).parents[2] / "knowledge/playbook/en/client-reception.md").read_text(encoding="utf-8")
    own.write_text(written.replace("id: client-reception", "id: trade-fairs"), encoding="utf-8")

    def follow() -> tuple[int, int, list[str]]:
        report = bare.application.ingest.playbook(Playbook(bare.folder / "playbook"))
        bare.assert_consistent("playbook.en")
        return report.passages, report.unchanged, report.removed

    assert follow() == (1, 0, [])
    assert [hit.passage.source for hit in bare.find("how do we receive a client?").hits] == ["page:trade-fairs"]
    assert follow() == (0, 1, [])
    own.write_text(
        own.read_text(encoding="utf-8").replace("questions:\n", "questions:\n  - wombat?\n"), encoding="utf-8"
    )
    assert follow() == (1, 0, [])
    assert bare.found("wombat", ADMIN) != []
    assert "wombat" not in bare.found("wombat", ADMIN)[0]  # it is found by its hints, which are never shown
    own.unlink()
    assert follow() == (0, 0, ["page:trade-fairs"])
    assert bare.find("wombat") == Findings()


def test_batches_make_no_difference(bare: Home, tmp_path: Path) -> None:
    """More passages than one batch holds, over several files; then a few of them change."""
    folder = tmp_path / "batches"
    folder.mkdir()
    for number in range(3):
        parts = (f"# Part {n}\n\nShelf {n} in hall {number} holds {n * number} boxes.\n\n" for n in range(700))
        (folder / f"{number}.md").write_text("".join(parts), encoding="utf-8")
    assert bare.take(folder).passages == 2100
    (folder / "1.md").write_text("# Hall\n\nNothing is left in hall one but a cassowary.\n", encoding="utf-8")
    report = bare.take(folder)
    assert (report.read, report.unchanged, report.passages, report.rebuilt) == ([folder / "1.md"], 2, 1, False)
    assert bare.found("cassowary")[0] == "Nothing is left in hall one but a cassowary."
    bare.assert_consistent("company")


def test_progress_is_told_and_ends_at_the_whole(bare: Home, folder: Path) -> None:
    told: list[tuple[int, int]] = []
    with DocumentReader() as reader:
        bare.application.ingest.files([folder], "company", None, reader, lambda done, whole: told.append((done, whole)))
    assert told[:4] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert told[-1] == (3, 3)
    assert all(0 <= done <= whole for done, whole in told)
