"""The lexical index against a BM25 written the slow way, and what happens to its files."""

import json
import math
import multiprocessing
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import lexical, text
from knowledge.lexical import DamagedIndex, LexicalIndex, Postings
from knowledge.query import Group
from knowledge.ranking import score
from knowledge.resemblance import resemblance

WORDS = [
    "客戶",
    "客户",
    "關係",
    "戶關",
    "拜訪",
    "a",
    "visit",
    "visits",
    "S級",
    "2026",
    "，",
    " ",
    "\n",
    "Ω",
    "客",
    "\U00020000",
]
COLLECTIONS = st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), max_size=6)
ANY_COLLECTIONS = st.lists(st.text(max_size=30), max_size=5)
ARRAYS = ["codes", "starts", "rows", "weights", "keys", "line_terms", "line_starts", "first_lines"]


def naive_scores(texts: Sequence[str], query: Sequence[str]) -> list[float]:
    """BM25 by the book: one document and one term at a time."""
    documents = [Counter(text.terms(text.fold(written))) for written in texts]
    typical = max(sum(document.total() for document in documents) / len(documents), 1.0)
    scores = []
    for document in documents:
        total = 0.0
        for term in dict.fromkeys(query):
            holders = sum(term in other for other in documents)
            rarity = math.log(1 + (len(documents) - holders + 0.5) / (holders + 0.5))
            length = 1 - lexical.B + lexical.B * document.total() / typical
            total += rarity * document[term] * (lexical.K1 + 1) / (document[term] + lexical.K1 * length)
        scores.append(total)
    return scores


def held(index: LexicalIndex, phrase: str) -> Postings:
    """What is found for a phrase; the same when it is asked again."""
    first, again = index.phrases([phrase]), index.phrases([phrase])
    assert [each.tolist() for each in first.get(phrase, ())] == [each.tolist() for each in again.get(phrase, ())]
    return first.get(phrase, (np.empty(0, np.int32), np.empty(0, np.float32)))


def single(terms: Sequence[str]) -> list[Group]:
    return [Group(1.0, ((term, 1.0),)) for term in dict.fromkeys(terms)]


@given(COLLECTIONS.filter(bool), st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join))
def test_scores_are_those_of_bm25(texts: list[str], question: str) -> None:
    query = list(text.terms(text.fold(question)))
    index = lexical.build(texts, range(len(texts)))
    assert score(index, single(query)).tolist() == pytest.approx(naive_scores(texts, query), rel=1e-5, abs=1e-6)


@given(ANY_COLLECTIONS)
def test_every_term_of_a_passage_leads_to_it(texts: list[str]) -> None:
    index = lexical.build(texts, range(len(texts)))
    held = [set(text.terms(text.fold(written))) for written in texts]
    for term in set().union(*held):
        rows, weights = index.postings(term)
        assert rows.tolist() == [row for row, terms in enumerate(held) if term in terms]
        assert all(0 < weight <= lexical.K1 + 1 for weight in weights)


def test_rarity_falls_with_how_many_use_a_term() -> None:
    index = lexical.build(["visit client", "visit boss", "visit"], range(3))
    rarities = [index.rarity_of(len(index.postings(term)[0])) for term in ("nobody", "client", "visit")]
    assert rarities == sorted(rarities, reverse=True)
    assert len(set(rarities)) == 3
    assert rarities[-1] > 0


def test_keys_come_back_with_their_rows() -> None:
    index = lexical.build(["aa", "bb", "cc"], [2**60, 7, 2**21])
    assert index.keys.tolist() == [2**60, 7, 2**21]
    assert index.keys[index.postings("bb")[0]].tolist() == [7]


class TestPhrase:
    TEXTS = ("客戶關係管理", "客戶的關係", "關係客戶", "iron triangle team", "iron ore in a triangle", "triangle")

    @pytest.fixture
    def index(self) -> LexicalIndex:
        return lexical.build(self.TEXTS, range(len(self.TEXTS)))

    @pytest.mark.parametrize(
        ("phrase", "rows"),
        [
            ("客户关系", [0]),
            ("客户", [0, 1, 2]),
            ("系", [0, 1, 2]),
            ("iron triangle", [3, 4]),
            ("iron triangle 客户", []),
            ("triangles", [3, 4, 5]),
            ("unknown", []),
            ("iron unknown", []),
            ("", []),
            ("…", []),
        ],
    )
    def test_rows_hold_all_terms(self, index: LexicalIndex, phrase: str, rows: list[int]) -> None:
        assert held(index, phrase)[0].tolist() == rows

    def test_weight_is_that_of_the_weakest_term(self, index: LexicalIndex) -> None:
        rows, weights = held(index, "iron triangle")
        for row, weight in zip(rows, weights, strict=True):
            both = [dict(zip(*map(list, index.postings(term)), strict=True))[row] for term in ("iron", "triangl")]
            assert weight == pytest.approx(min(both))


@given(ANY_COLLECTIONS, st.data())
def test_a_phrase_is_found_where_its_terms_are(texts: list[str], data: st.DataObject) -> None:
    phrase = text.fold(data.draw(st.sampled_from(texts) if texts else st.just("")))[:8]
    rows, _ = held(lexical.build(texts, range(len(texts))), phrase)
    units = [
        unit
        for han, word in text.runs(phrase)
        for unit in ([text.stem(word)] if word else [han] if len(han) == 1 else text.pairs(han))
    ]
    terms_of = [set(text.terms(text.fold(written))) for written in texts]
    assert rows.tolist() == [row for row, terms in enumerate(terms_of) if units and set(units) <= terms]


class TestAlternatives:
    def test_ways_to_say_one_thing_count_once_by_the_best(self) -> None:
        index = lexical.build(["supporter", "sponsor", "supporter sponsor", "boss"], range(4))
        group = Group(1.0, (("support", 1.0), ("sponsor", 0.5)))
        scores = score(index, [group])
        assert scores[3] == 0
        assert scores[0] == pytest.approx(index.rarity_of(3) * index.postings("support")[1][0])
        assert scores[1] == pytest.approx(0.5 * index.rarity_of(3) * index.postings("sponsor")[1][0])
        weaker, stronger = 0.5 * index.postings("sponsor")[1][1], index.postings("support")[1][1]
        assert scores[2] == pytest.approx(index.rarity_of(3) * max(weaker, stronger))

    def test_groups_do_not_leak_into_each_other(self) -> None:
        index = lexical.build(["alpha", "beta", "gamma"], range(3))
        two = Group(1.0, (("alpha", 1.0), ("beta", 1.0)))
        once, twice = score(index, [two]), score(index, [two, two])
        assert twice.tolist() == pytest.approx((2 * once).tolist())

    def test_nothing_asked_scores_nothing(self) -> None:
        index = lexical.build(["alpha"], [0])
        assert score(index, []).tolist() == [0]
        assert score(index, [Group(1.0, ())]).tolist() == [0]


@pytest.mark.parametrize("texts", [[], [""], ["", "…", "\u200b"]])
def test_a_collection_without_words_finds_nothing(texts: list[str], tmp_path: Path) -> None:
    index = lexical.build(texts, range(len(texts)))
    lexical.save(index, tmp_path / "index")
    for each in (index, lexical.load(tmp_path / "index")[0]):
        assert each.size == len(texts)
        assert each.phrases(["客户"]) == {}
        assert score(each, single(["visit", "客户"])).tolist() == [0.0] * len(texts)
        assert math.isfinite(each.rarity_of(0))
        assert resemblance(each, range(len(texts)), ["visit"]) == [0.0] * len(texts)


def same(one: LexicalIndex, other: LexicalIndex) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ARRAYS)


def test_a_saved_index_is_the_same_when_loaded(tmp_path: Path) -> None:
    index = lexical.build(["客戶關係", "visit the client", "", "S級 客戶 2026"], [5, 6, 8, 13])
    lexical.save(index, tmp_path / "deep" / "index", {"chinese": 0.5})
    loaded, about = lexical.load(tmp_path / "deep" / "index")
    assert same(loaded, index)
    assert about == {"chinese": 0.5}
    question = single(["客户", "visit", "2026"])
    assert score(loaded, question).tolist() == score(index, question).tolist()


def test_saving_again_replaces_and_leaves_nothing_beside(tmp_path: Path) -> None:
    lexical.save(lexical.build(["old one", "old two"], [1, 2]), tmp_path / "index", {"chinese": 1})
    lexical.save(lexical.build(["new"], [3]), tmp_path / "index", {"chinese": 0})
    index, about = lexical.load(tmp_path / "index")
    assert index.keys.tolist() == [3]
    assert about == {"chinese": 0}
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_an_index_that_is_open_stays_readable_when_replaced(tmp_path: Path) -> None:
    lexical.save(lexical.build(["old"], [1]), tmp_path / "index")
    index, _ = lexical.load(tmp_path / "index")
    lexical.save(lexical.build(["new"], [2]), tmp_path / "index")
    assert index.keys.tolist() == [1]
    assert index.postings("old")[0].tolist() == [0]


def _cut(share: float) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        content = file.read_bytes()
        file.write_bytes(content[: int(len(content) * share)])

    return damage


def _resized(change: int) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        array = np.load(file)
        np.save(file, array[:change] if change < 0 else np.append(array, array[:change]))

    return damage


def _overwritten(content: bytes) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(content)


def _a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "empty": _overwritten(b""),
    "half": _cut(0.5),
    "without its last bytes": _cut(0.97),
    "garbage": _overwritten(b"\x93NUMPY\x01\x00garbage"),
    "words": _overwritten(b"not an array at all"),
    "shorter": _resized(-1),
    "longer": _resized(1),
    "pickled": lambda file: np.save(file, np.array([{"no": "thanks"}], dtype=object), allow_pickle=True),
    "one number": lambda file: np.save(file, np.float32(1)),
    "a folder": _a_folder,
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "index"
    lexical.save(lexical.build(["客戶關係 visit", "visit the client", "boss"], [1, 2, 3]), folder, {"chinese": 0.3})
    return folder


@pytest.mark.parametrize("name", ARRAYS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_array_is_noticed(sound: Path, tmp_path: Path, name: str, damage: str) -> None:
    folder = Path(shutil.copytree(sound, tmp_path / "index"))
    DAMAGES[damage](folder / f"{name}.npy")
    with pytest.raises(DamagedIndex):
        lexical.load(folder)


def test_a_changed_number_is_noticed_when_it_is_read_through(sound: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(sound, tmp_path / "index"))
    lexical.verify(folder)
    for name in ARRAYS:
        file = folder / f"{name}.npy"
        content = file.read_bytes()
        file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        with pytest.raises(DamagedIndex):
            lexical.verify(folder)
        file.write_bytes(content)
    lexical.verify(folder)


@pytest.mark.parametrize(
    "state",
    [
        b"", b"{", b"null", b"[]", b"3", b'"state"', b"{}", b"\xff\xfe\x00", b'{"format": 1}', b'{"format": null, "lengths": {}}',
        b'{"lengths": {"codes": 1}}', b"[" * 50,
    ],
)  # fmt: skip
def test_a_damaged_state_is_noticed(sound: Path, tmp_path: Path, state: bytes) -> None:
    folder = Path(shutil.copytree(sound, tmp_path / "index"))
    (folder / "state.json").write_bytes(state)
    with pytest.raises(DamagedIndex):
        lexical.load(folder)


@pytest.mark.parametrize("number", [0, 99, "2", None])
def test_another_format_is_not_read(sound: Path, tmp_path: Path, number: object) -> None:
    folder = Path(shutil.copytree(sound, tmp_path / "index"))
    state = json.loads((folder / "state.json").read_text())
    (folder / "state.json").write_text(json.dumps(state | {"format": number}))
    with pytest.raises(DamagedIndex):
        lexical.load(folder)


@pytest.mark.parametrize("about", [None, [], "x", {"chinese": "much"}, {"chinese": None}])
def test_what_is_kept_beside_it_is_checked_too(sound: Path, tmp_path: Path, about: object) -> None:
    folder = Path(shutil.copytree(sound, tmp_path / "index"))
    state = json.loads((folder / "state.json").read_text())
    (folder / "state.json").write_text(json.dumps(state | {"about": about}))
    with pytest.raises(DamagedIndex):
        lexical.load(folder)


def test_an_index_that_is_nowhere_or_no_folder_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "nowhere", tmp_path / "file", tmp_path):
        with pytest.raises(DamagedIndex):
            lexical.load(place)


def test_readers_see_a_whole_index_or_none_while_it_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    versions = {size: lexical.build([f"visit {n}" for n in range(size)], range(size)) for size in range(1, 61)}
    lexical.save(versions[1], folder)
    done, wrong, loaded = threading.Event(), [], Counter()

    def read() -> None:
        while not done.is_set():
            try:
                index, _ = lexical.load(folder)
            except DamagedIndex:
                loaded["none"] += 1
                continue
            loaded["whole"] += 1
            if not same(index, versions[index.size]):
                wrong.append(index)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for index in versions.values():
        lexical.save(index, folder)
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert loaded["whole"] > 0
    assert same(lexical.load(folder)[0], versions[60])


def _save_one(folder: Path, started: object) -> None:
    index = lexical.build([f"visit {n}" for n in range(50)], range(50))
    started.wait()  # type: ignore[attr-defined]
    lexical.save(index, folder)


def test_two_processes_may_save_the_same_index(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    for turn in range(8):
        started = context.Barrier(2)
        folder = tmp_path / str(turn) / "index"
        writers = [context.Process(target=_save_one, args=(folder, started)) for _ in range(2)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join(30)
        assert [writer.exitcode for writer in writers] == [0, 0]
        assert lexical.load(folder)[0].size == 50
        assert [path.name for path in folder.parent.iterdir()] == ["index"]
