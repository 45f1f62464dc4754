"""Real files of every kind, made by hand where no library is at hand to make them."""

from __future__ import annotations

import importlib
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from knowledge.documents import DocumentReader

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT_TYPES = (
    f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELATIONS = (
    f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)


class Files:
    """Makes files in one directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def write(self, name: str, data: bytes | str) -> Path:
        path = self.directory / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def docx(self, name: str = "a.docx", paragraphs: Sequence[str] = ("內容",), document: str = "") -> Path:
        """A Word file; a paragraph beginning with '# ' is a heading."""
        body = "".join(map(_word_paragraph, paragraphs))
        path = self.directory / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", _CONTENT_TYPES)
            archive.writestr("_rels/.rels", _RELATIONS)
            archive.writestr(
                "word/document.xml",
                document or f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
            )
        return path

    def pptx(self, slides: Sequence[tuple[str, str]], notes: str = "") -> Path:
        """A deck; a slide without a title has its text in a free box."""
        pptx: Any = importlib.import_module("pptx")
        deck = pptx.Presentation()
        for title, text in slides:
            slide = deck.slides.add_slide(deck.slide_layouts[1 if title else 6])
            if title:
                slide.shapes.title.text = title
                slide.placeholders[1].text = text
            else:
                slide.shapes.add_textbox(0, 0, 100, 100).text_frame.text = text
            if notes:
                slide.notes_slide.notes_text_frame.text = notes
        path = self.directory / "a.pptx"
        deck.save(path)
        return path

    def xlsx(self, sheets: dict[str, list[list[object]]], name: str = "a.xlsx") -> Path:
        openpyxl: Any = importlib.import_module("openpyxl")
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        path = self.directory / name
        book.save(path)
        return path

    def pdf(self, name: str, pages: Sequence[Sequence[str]], *, encrypted: bool = False) -> Path:
        """A PDF with one string per line, as Chinese PDFs without embedded fonts have it."""
        return self.write(name, _pdf_bytes(pages, encrypted=encrypted))


def _pdf_bytes(pages: Sequence[Sequence[str]], *, encrypted: bool = False) -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type0/BaseFont/MSung-Light/Encoding/UniCNS-UCS2-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/MSung-Light/DW 1000/FontDescriptor 5 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(CNS1)/Supplement 0>>>>",
        b"<</Type/FontDescriptor/FontName/MSung-Light/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0"
        b"/Ascent 800/Descent -200/CapHeight 700/StemV 80>>",
    ]
    kids = []
    for lines in pages:
        shown = b"".join(b"<" + line.encode("utf-16-be").hex().encode() + b"> Tj T*\n" for line in lines)
        stream = b"BT /F1 12 Tf 14 TL 60 760 Td\n" + shown + b"ET"
        kids.append(f"{len(objects) + 1} 0 R".encode())
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            b"/Contents %d 0 R>>" % (len(objects) + 2)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    extra = b""
    if encrypted:
        # Check values that fit no password are just what a file with an unknown one has.
        objects.append(b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>")
        extra = b"/Encrypt %d 0 R/ID[<00><00>]" % len(objects)
    result, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(result))
        result += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return result + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, extra, len(result))
    )


def _word_paragraph(text: str) -> str:
    style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' if text.startswith("# ") else ""
    return f"<w:p>{style}<w:r><w:t>{text.removeprefix('# ')}</w:t></w:r></w:p>"


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


@pytest.fixture(scope="session")
def reader() -> Iterator[DocumentReader]:
    """One reader for all tests: what it is made for, and its process takes seconds to start."""
    with DocumentReader() as shared:
        yield shared
