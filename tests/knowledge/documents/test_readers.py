"""Every kind of file is read, and every bad one refused with its own reason."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from knowledge.documents import SUPPORTED, DocumentError, DocumentReader, Limits, Reason, read_document

if TYPE_CHECKING:
    from .conftest import Files

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
PARAGRAPH = "我們的產品價格雖然比同業高一點但是服務與品質都有保證所以很多客戶最後還是選擇"


def refusal(path: Path, reader: DocumentReader) -> Reason:
    with pytest.raises(DocumentError) as caught:
        reader.read(path)
    return caught.value.reason


# Text


def test_text_and_markdown_need_no_parsing_process(files: Files) -> None:
    script = (
        "import sys; from pathlib import Path; from knowledge.documents import read_document\n"
        "print(*(read_document(Path(name)).title for name in sys.argv[1:]))\n"
        "heavy = {'markitdown', 'pandas', 'bs4', 'pdfminer', 'numpy'}\n"
        "print(*sorted(heavy & set(sys.modules)))"
    )
    note = files.write("報價 筆記.txt", "價格太貴".encode("cp950"))
    manual = files.write("b.md", "# 手冊\n內容")
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script, note, manual],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert run.stdout == "報價 筆記 手冊\n\n"


def test_text_is_cleaned_and_its_lines_stay_in_place(files: Files, reader: DocumentReader) -> None:
    document = reader.read(files.write("a.TXT", "\ufeff\r\n第二行\u200b\x00\r\n"))
    assert document.text == "\n第二行\n"
    assert document.media_type == "text/plain"
    assert document.note is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: '設定的標題'\n---\n# 別的\n", "設定的標題"),
        ("\n# **標題**\n內容", "標題"),
        ("內容\n# 標題\n", "my notes"),
    ],
)
def test_titles(files: Files, reader: DocumentReader, text: str, title: str) -> None:
    assert reader.read(files.write("my_notes.md", text)).title == title


def test_damage_is_noted(files: Files, reader: DocumentReader) -> None:
    path = files.write("a.txt", "客戶說價格太貴，我們應該怎麼回答？".encode()[:-1])
    assert reader.read(path).note == "damaged_characters"


# Other kinds


def test_word(files: Files, reader: DocumentReader) -> None:
    document = reader.read(files.docx(paragraphs=["# 銷售手冊", "先問_需求*再報價。"]))
    assert document.title == "銷售手冊"
    assert document.text == "# 銷售手冊\n\n先問_需求*再報價。"
    assert document.media_type.endswith("wordprocessingml.document")


def test_powerpoint(files: Files, reader: DocumentReader) -> None:
    document = reader.read(
        files.pptx([("產品介紹", "第一點\n第二點"), ("", "異議處理\n客戶說太貴"), ("", "太貴。")], "先問需求")
    )
    lines = [line for line in document.text.split("\n") if line]
    assert lines == [
        "# 產品介紹", "第一點", "第二點", "### Notes:", "先問需求",
        "# 異議處理", "客戶說太貴", "### Notes:", "先問需求",
        "# 3", "太貴。", "### Notes:", "先問需求",
    ]  # fmt: skip


def test_excel(files: Files, reader: DocumentReader) -> None:
    long = "長" * 80
    rows: list[list[object]] = [["2024 價目表"], ["品名", "價格", "備註"], ["甲", 12000, long]]
    rows += [["乙", None, "換\n行"], [None] * 3, ["丙", 1234567.5, None]]
    document = reader.read(files.xlsx({"價目": rows, "空白": []}))
    lines = [line for line in document.text.split("\n") if line]
    assert lines == [
        "## 價目",
        "2024 價目表",
        "| 品名 | 價格 | 備註 |",
        "| --- | --- | --- |",
        f"| 甲 | 12000 | {long} |",
        "| 乙 |  | 換 行 |",
        "| 丙 | 1234567.5 |  |",
    ]


def test_pdf_paragraphs_are_put_together(files: Files, reader: DocumentReader) -> None:
    pages = [["銷售手冊", PARAGRAPH, "了我們的方案。", "1. 價格", "2. 品質"], ["第二頁 English words"]]
    document = reader.read(files.pdf("手冊.pdf", pages))
    assert document.title == "手冊"
    assert document.text == f"銷售手冊\n{PARAGRAPH}了我們的方案。\n1. 價格\n2. 品質\n\n第二頁 English words"


def test_long_pdf_is_read_without_looking_for_tables(files: Files, reader: DocumentReader) -> None:
    document = reader.read(files.pdf("a.pdf", [[f"第{n}頁。"] for n in range(70)]))
    assert document.note is None
    assert document.text.count("頁") == 70


def test_html(files: Files, reader: DocumentReader) -> None:
    page = (
        "<html><head><meta charset=big5><title>報價說明</title><style>p{}</style></head>"
        "<body><script>alert(1)</script><h1>價格</h1><p>客戶說太貴<ul><li>一<li>二</ul></body></html>"
    )
    document = reader.read(files.write("a.htm", page.encode("cp950")))
    assert document.title == "報價說明"
    assert document.text == "# 價格\n\n客戶說太貴\n\n* 一\n* 二"


def test_html_nested_without_end(files: Files, reader: DocumentReader) -> None:
    page = "<body>" + "<div>" * 3000 + "深" + "</div>" * 3000 + "<p>淺</body>"
    assert reader.read(files.write("a.html", page)).text.split() == ["深", "淺"]


def test_html_without_tags_is_text(files: Files, reader: DocumentReader) -> None:
    assert reader.read(files.write("a.html", "第一行\n第二行")).text == "第一行\n第二行"


# Names that lie


@pytest.mark.parametrize("name", ["a.docx", "a.txt", "a.xlsx"])
def test_content_counts_more_than_the_name(files: Files, reader: DocumentReader, name: str) -> None:
    document = reader.read(files.pdf(name, [["內容"]]))
    assert (document.text, document.note) == ("內容", "read_as:pdf")
    assert document.media_type == "application/pdf"


def test_office_files_with_each_others_names(files: Files, reader: DocumentReader) -> None:
    assert reader.read(files.docx("a.pptx")).note == "read_as:docx"
    assert reader.read(files.xlsx({"a": [["甲", "乙"], [1, 2]]}, "b.docx")).note == "read_as:xlsx"


def test_a_web_page_saved_as_pdf(files: Files, reader: DocumentReader) -> None:
    document = reader.read(files.write("a.pdf", "\n<!DOCTYPE html><html><body>找不到</body></html>"))
    assert (document.text, document.note) == ("找不到", "read_as:html")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", Reason.EMPTY),
        ("a.pdf", b"", Reason.EMPTY),
        ("a.md", b" \r\n\t\n", Reason.EMPTY),
        ("a.md", "\ufeff\u3000\u200b".encode(), Reason.EMPTY),
        ("a.docx", OLE, Reason.ENCRYPTED_OR_OLD_OFFICE),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), Reason.ENCRYPTED),
        ("a.xlsx", OLE + "Workbook".encode("utf-16-le"), Reason.OLD_OFFICE),
        ("a.doc", OLE, Reason.UNSUPPORTED_TYPE),
        ("a.png", b"\x89PNG", Reason.UNSUPPORTED_TYPE),
        ("noname", b"text", Reason.UNSUPPORTED_TYPE),
        ("a.docx", b"{\\rtf1 text}", Reason.UNSUPPORTED_TYPE),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", Reason.NOT_TEXT),
        ("a.txt", b"\xff\xd8\xff\xe0 jpeg", Reason.NOT_TEXT),
        ("a.md", bytes(range(256)) * 4, Reason.NOT_TEXT),
        ("a.txt", "こんにちは、これは日本語です。".encode("euc_jp"), Reason.UNKNOWN_ENCODING),
        ("a.pdf", b"just some text", Reason.TRUNCATED_OR_DAMAGED),
        ("a.pdf", b"%PDF-1.7\n" + b"\x00\x01" * 500, Reason.TRUNCATED_OR_DAMAGED),
        ("a.docx", b"PK\x03\x04" + b"\x00" * 100, Reason.TRUNCATED_OR_DAMAGED),
        ("a.xlsx", b"PK\x05\x06" + b"\x00" * 18, Reason.UNSUPPORTED_TYPE),
    ],
)
def test_refusals(files: Files, reader: DocumentReader, name: str, data: bytes, reason: Reason) -> None:
    assert refusal(files.write(name, data), reader) == reason


def test_archives_that_are_no_office_files(files: Files, reader: DocumentReader) -> None:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("photo.jpg", b"x")
    assert refusal(files.write("a.docx", archive.getvalue()), reader) == Reason.UNSUPPORTED_TYPE
    assert refusal(files.write("a.txt", archive.getvalue()), reader) == Reason.NOT_TEXT


def test_nothing_to_read_in_a_sound_file(files: Files, reader: DocumentReader) -> None:
    assert refusal(files.docx(paragraphs=[]), reader) == Reason.NO_TEXT
    assert refusal(files.pdf("scan.pdf", [[]]), reader) == Reason.NO_TEXT
    assert refusal(files.xlsx({"空白": []}), reader) == Reason.NO_TEXT


def test_encrypted_pdf(files: Files, reader: DocumentReader) -> None:
    assert refusal(files.pdf("a.pdf", [["秘密"]], encrypted=True), reader) == Reason.ENCRYPTED


@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.95])
def test_files_cut_short(files: Files, reader: DocumentReader, part: float) -> None:
    for path in (files.docx(), files.pdf("a.pdf", [["內容"]])):
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * part)])
        assert refusal(path, reader) == Reason.TRUNCATED_OR_DAMAGED


def test_a_flipped_bit_in_an_office_file(files: Files, reader: DocumentReader) -> None:
    path = files.docx()
    data = bytearray(path.read_bytes())
    data[data.find(b"word/document.xml") + 40] ^= 0xFF
    path.write_bytes(data)
    assert refusal(path, reader) == Reason.TRUNCATED_OR_DAMAGED


# What is no file, or cannot be opened


@pytest.mark.skipif(os.name == "nt", reason="POSIX only")
def test_what_is_no_file_is_never_waited_for(
    files: Files, reader: DocumentReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = files.directory
    os.mkfifo(directory / "pipe.txt")
    (directory / "device.txt").symlink_to("/dev/zero")
    (directory / "folder.md").mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(directory)  # socket paths must be short
        server.bind("socket.txt")
        for name in ("pipe.txt", "device.txt", "folder.md", "socket.txt"):
            assert refusal(directory / name, reader) == Reason.NOT_A_FILE


@pytest.mark.skipif(os.name == "nt", reason="POSIX only")
def test_what_cannot_be_opened(files: Files, reader: DocumentReader) -> None:
    directory = files.directory
    (directory / "dangling.txt").symlink_to(directory / "gone")
    (directory / "loop.txt").symlink_to(directory / "loop.txt")
    file = files.write("file", "x")
    causes = {}
    for path in (directory / "dangling.txt", directory / "loop.txt", file / "below.txt", Path("a\0b.txt")):
        with pytest.raises(DocumentError) as caught:
            reader.read(path)
        assert caught.value.reason == Reason.UNREADABLE
        causes[path.name] = caught.value.details["cause"]
    assert causes == {
        "dangling.txt": "ENOENT",
        "loop.txt": "ELOOP",
        "below.txt": "ENOTDIR",
        "a\0b.txt": "ValueError",
    }


def test_a_link_to_a_file_is_followed(files: Files, reader: DocumentReader) -> None:
    (files.directory / "link.txt").symlink_to(files.write("real.txt", "內容"))
    assert reader.read(files.directory / "link.txt").text == "內容"


# Limits


def test_size_limits(files: Files) -> None:
    limits = Limits(text_bytes=100, file_bytes=2000)
    with DocumentReader(limits) as reader:
        assert refusal(files.write("a.txt", "x" * 101), reader) == Reason.TOO_LARGE
        assert refusal(files.pdf("a.pdf", [[PARAGRAPH] * 20]), reader) == Reason.TOO_LARGE
        assert reader.read(files.write("a.txt", "x" * 100)).text == "x" * 100


@pytest.mark.parametrize(
    "limits",
    [Limits(), Limits(member_ratio=10**6, unpacked_bytes=1_000_000), Limits(members=2, member_ratio=10**6)],
)
def test_archive_bombs_are_never_unpacked(files: Files, limits: Limits) -> None:
    path = files.docx(paragraphs=["x" * 11_000_000])
    with DocumentReader(limits) as reader:
        assert refusal(path, reader) == Reason.EXPANDS_TOO_FAR


def test_a_bomb_that_lies_about_its_size(files: Files, reader: DocumentReader) -> None:
    path = files.docx(paragraphs=["x" * 5_000_000])
    with zipfile.ZipFile(path) as packed:
        true_size = packed.getinfo("word/document.xml").file_size
    data = path.read_bytes().replace(true_size.to_bytes(4, "little"), (500).to_bytes(4, "little"))
    path.write_bytes(data)
    assert refusal(path, reader) in (Reason.TRUNCATED_OR_DAMAGED, Reason.EXPANDS_TOO_FAR)


def test_entities_that_grow(files: Files, reader: DocumentReader) -> None:
    entities = "".join(f'<!ENTITY {new} "{f"&{old};" * 50}">' for old, new in zip("abcdef", "bcdefg", strict=True))
    document = f'<!DOCTYPE x [<!ENTITY a "haha">{entities}]><x>&g;</x>'
    path = files.docx(document=document)
    assert refusal(path, reader) in (Reason.TRUNCATED_OR_DAMAGED, Reason.EXPANDS_TOO_FAR)


def test_more_text_than_allowed(files: Files) -> None:
    with DocumentReader(Limits(text_chars=50)) as reader:
        assert refusal(files.write("a.txt", "價" * 51), reader) == Reason.EXPANDS_TOO_FAR
        assert refusal(files.docx(paragraphs=["價" * 51]), reader) == Reason.EXPANDS_TOO_FAR


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the memory limit holds on Linux")
def test_memory_limit(files: Files) -> None:
    limits = Limits(memory_bytes=20 * 2**20, member_ratio=10**6)
    with DocumentReader(limits) as reader:
        assert refusal(files.docx("big.docx", ["價格。" * 2_000_000]), reader) == Reason.EXPANDS_TOO_FAR
        assert reader.read(files.docx()).text == "內容"


def test_time_limit_and_a_fresh_start_after_it(files: Files) -> None:
    with DocumentReader(Limits(seconds=1)) as reader:
        assert refusal(files.pdf("a.pdf", [[PARAGRAPH] * 50] * 50), reader) == Reason.TOO_SLOW
        assert reader.read(files.docx()).text == "內容"


# The parsing process


def test_a_reading_process_that_died_is_replaced(files: Files, reader: DocumentReader) -> None:
    path = files.docx()
    reader.read(path)
    process = reader._worker._process
    assert process is not None
    os.kill(process.pid, signal.SIGTERM)
    process.wait()
    assert reader.read(path).text == "內容"


def test_one_process_reads_many_files_for_many_threads(files: Files, reader: DocumentReader) -> None:
    paths = [files.docx(f"{n}.docx", [f"內容{n}"]) for n in range(20)]
    reader.read(paths[0])
    before = reader._worker._process
    with ThreadPoolExecutor(4) as pool:
        documents = list(pool.map(reader.read, paths))
    assert [document.text for document in documents] == [f"內容{n}" for n in range(20)]
    assert reader._worker._process is before


def test_a_missing_library_is_not_the_files_fault(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = files.directory / "markitdown"
    broken.mkdir()
    (broken / "__init__.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(files.directory))
    with DocumentReader() as reader:
        assert refusal(files.docx(), reader) == Reason.READER_FAILED


def test_reading_one_file(files: Files) -> None:
    assert read_document(files.docx()).text == "內容"
    assert read_document(files.write("a.txt", "內容")).text == "內容"


def test_every_supported_suffix_is_known_in_lower_case() -> None:
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in SUPPORTED)
    assert len(SUPPORTED) == 9
