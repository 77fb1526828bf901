"""Word documents (.docx, ECMA-376 WordprocessingML): bytes -> text with title, dates, and what was left out.

Read with zipfile and lxml alone: a package is a zip archive of XML parts, and what libraries for writing documents leave
out when they read (tracked insertions, content controls, text boxes) is text to a reader.
"""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree

from worker.errors import ExtractError
from worker.extract.assembly import FileReason, Marked, Stated, assemble, is_real_title
from worker.extract.authors import clean_author
from worker.extract.dates import moment
from worker.extract.decoding import kind_of_file
from worker.extract.lines import Line
from worker.extract.reasons import Reason
from worker.extract.text import is_title, lines_above_title
from worker.model import Extract

Tree = Any  # lxml.etree._Element; lxml has no types of its own

# Bytes of XML after unpacking: a thousand pages of text take about ten million.
_LARGEST_PART = 40_000_000
_MOST_FURNITURE = 20  # headers and footers that are listed; a part for every section would repeat the same

# What zipfile and the decompressors behind it raise for bytes that they cannot unpack.
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError, ValueError)

# ------------------------------------------------------------------ the package


def extract_docx(data: bytes) -> Extract:
    """The text of a Word document; never raises on bad content.

    Headings, paragraphs, list items and table rows in order, footnotes at the end. Tracked deletions are not text,
    insertions are. Headers, footers, comments and the table of contents are in `removed`. `published` is when the
    document was made or last saved, whichever is later, as templates keep the date when they were made, or the earlier day that
    stands over its first paragraph. `error` says what is
    wrong with a file that is damaged, locked, too large when unpacked, or no Word document.
    """
    try:
        package = _Package.of(data)
        return _extract(package)
    except ExtractError as error:
        return Extract(error=str(error))


@dataclass(frozen=True, slots=True)
class _Package:
    """An open archive. `main` is the name of the document part."""

    archive: zipfile.ZipFile
    main: str

    @classmethod
    def of(cls, data: bytes) -> _Package:
        if not data.startswith(b"PK\x03\x04"):
            raise ExtractError(_not_zip(data))
        try:
            archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
            raise ExtractError(f"the Word document is damaged: {error}; open it in Word and save it again") from error
        names = set(archive.namelist())
        main = _main(names)
        if not main:
            raise ExtractError(f"this is not a Word document but {_other_kind(names)}")
        return cls(archive, main)

    def named(self, pattern: str) -> list[str]:
        """The parts beside the document part whose file names match, in order of their names."""
        folder = self.main.rpartition("/")[0]
        return sorted(n for n in self.archive.namelist() if re.fullmatch(rf"{re.escape(folder)}/{pattern}\.xml", n))

    def tree(self, name: str) -> Tree | None:
        """The root of a part, or None when there is no such part. ExtractError when it cannot be read within the limits."""
        try:
            info = self.archive.getinfo(name)
        except KeyError:
            return None
        return _parsed(name, self._bytes(info))

    def _bytes(self, info: zipfile.ZipInfo) -> bytes:
        if info.flag_bits & 1:
            raise ExtractError("the Word document is encrypted; save it without a password")
        try:
            with self.archive.open(info) as part:
                content = part.read(_LARGEST_PART + 1)
        except _DAMAGE as error:
            raise ExtractError(
                f"the Word document is damaged in {info.filename!r}: {error}; open it in Word and save it again"
            ) from error
        if len(content) > _LARGEST_PART:
            raise ExtractError(
                f"{info.filename!r} in the Word document unpacks to more than {_LARGEST_PART:,} bytes; split the document"
            )
        return content


def _parsed(name: str, content: bytes) -> Tree:
    """A part's root. Entities are not resolved and nothing outside is opened; a document type is no part of the format."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ExtractError(f"the Word document is damaged in {name!r}: {error}; open it in Word and save it again") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ExtractError(f"{name!r} in the Word document holds a document type, which Word never writes; it is not read")
    return root


def _not_zip(data: bytes) -> str:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "this is an old .doc file or locked with a password; save it as .docx without a password"
    return f"this is not a Word document but {kind_of_file(data)}"


def _main(names: set[str]) -> str:
    """The document part: Word's usual name, else the only one of that name in another folder."""
    found = [name for name in names if re.fullmatch(r"(?:\w+/)?document\d?\.xml", name)]
    return "word/document.xml" if "word/document.xml" in names else found[0] if len(found) == 1 else ""


def _other_kind(names: set[str]) -> str:
    kinds = {"xl/": "an Excel workbook", "ppt/": "a PowerPoint presentation", "content.xml": "an OpenDocument file"}
    return next((kind for start, kind in kinds.items() if any(name.startswith(start) for name in names)), "another zip archive")


# ------------------------------------------------------------------ parts -> lines

_SKIPPED = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "rubyPr", "rt", "pPrChange", "rPrChange"})
_DELETED = frozenset({"del", "moveFrom"})
_BREAKS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "ptab": " "}


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being collected. `linked` are the characters that stand in links. `goes_on`: its mark was deleted (ECMA-376
    part 1, section 17.13.5.15), so that the next one belongs to it."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    style: str = ""
    listed: bool = False
    level: int = 9
    goes_on: bool = False

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())


@dataclass(slots=True)
class _Row:
    """A table row being collected: the paragraphs of each of its cells."""

    cells: list[list[_Paragraph]] = field(default_factory=list)


def _name(element: Tree) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(element: Tree, name: str = "val") -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _is_hidden(run: Tree) -> bool:
    """Whether a run is formatted as hidden text (ECMA-376 part 1, section 17.3.2.41), which no reader sees or prints."""
    marks = (mark for child in run if _name(child) == "rPr" for mark in child if _name(mark) == "vanish")
    return any(_value(mark) not in ("0", "false", "off") for mark in marks)


class _Reader:
    """One pass over a part without recursion. Text boxes stand inside paragraphs and tables inside cells, hence the stacks."""

    def __init__(self) -> None:
        self._paragraphs: list[_Paragraph] = []
        self._rows: list[_Row] = []
        self._links = 0

    def read(self, root: Tree) -> Iterator[_Paragraph | _Row]:
        """Paragraphs and table rows in document order; those of tables inside a cell belong to that cell."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = _name(element)
            if event == "start" and name in _DELETED and self._paragraphs and _name(element.getparent()) == "rPr":
                self._paragraphs[-1].goes_on = True
            if event == "start" and (name in _SKIPPED or not name or (name == "r" and _is_hidden(element))):
                walk.skip_subtree()
            elif event == "start":
                self._start(name, element)
            else:
                yield from self._end(name)

    def _start(self, name: str, element: Tree) -> None:
        if name == "p":
            self._paragraphs.append(_Paragraph())
        elif name == "tr":
            self._rows.append(_Row())
        elif name == "tc" and self._rows:
            self._rows[-1].cells.append([])
        elif name == "hyperlink":
            self._links += 1
        elif self._paragraphs:
            self._inside(name, element, self._paragraphs[-1])

    def _inside(self, name: str, element: Tree, paragraph: _Paragraph) -> None:
        if name == "t" and element.text:
            paragraph.pieces.append(element.text)
            paragraph.linked += len("".join(element.text.split())) if self._links else 0
        elif name in _BREAKS:
            paragraph.pieces.append(_BREAKS[name])
        elif name == "pStyle":
            paragraph.style = _value(element)
        elif name == "numPr":
            paragraph.listed = True
        elif name == "outlineLvl" and _value(element).isdecimal():
            paragraph.level = int(_value(element)[:2])

    def _end(self, name: str) -> Iterator[_Paragraph | _Row]:
        if name == "hyperlink":
            self._links = max(0, self._links - 1)
        elif name == "p" and self._paragraphs:
            paragraph = self._paragraphs.pop()
            if self._rows and self._rows[-1].cells:
                self._rows[-1].cells[-1].append(paragraph)
            else:
                yield paragraph
        elif name == "tr" and self._rows:
            row = self._rows.pop()
            if self._rows and self._rows[-1].cells:
                self._rows[-1].cells[-1] += [paragraph for cell in row.cells for paragraph in cell]
            else:
                yield row


def _whole(blocks: Iterable[_Paragraph | _Row]) -> Iterator[_Paragraph | _Row]:
    """The blocks with each paragraph whose mark was deleted and the one behind it as one, in the style of the latter."""
    open_pieces: list[_Paragraph] = []
    for block in blocks:
        if isinstance(block, _Row):
            yield from open_pieces
            open_pieces = []
            yield _Row([[one for one in _whole(cell) if isinstance(one, _Paragraph)] for cell in block.cells])
            continue
        if open_pieces:
            before = open_pieces.pop()
            block.pieces, block.linked = [*before.pieces, *block.pieces], before.linked + block.linked
        if block.goes_on:
            open_pieces = [block]
        else:
            yield block
    yield from open_pieces


def _lines(root: Tree, styles: Mapping[str, str]) -> Iterator[Marked]:
    for block in _whole(_Reader().read(root)):
        if isinstance(block, _Row):
            yield from _row_lines(block, styles)
        elif block.text:
            yield _line(block, styles)


def _row_lines(row: _Row, styles: Mapping[str, str]) -> Iterator[Marked]:
    """A row as one line, its cells between bars as pages have them; a table that only places whole paragraphs is none."""
    cells = [[paragraph for paragraph in cell if paragraph.text] for cell in row.cells]
    filled = [cell for cell in cells if cell]
    if len(filled) == 1 or any(len(cell) > 1 and sum(len(p.text) > 200 for p in cell) > 1 for cell in filled):
        yield from (_line(paragraph, styles) for cell in filled for paragraph in cell)
    elif filled:
        shown = " | ".join(" ".join(paragraph.text for paragraph in cell) for cell in cells)
        yield Marked(Line(f"| {shown} |", kind="cell"))


def _line(paragraph: _Paragraph, styles: Mapping[str, str]) -> Marked:
    text, style = paragraph.text, styles.get(paragraph.style, paragraph.style).lower()
    if re.match(r"toc \d|toc heading", style):
        return Marked(Line(text), FileReason.CONTENTS)
    link = min(1.0, paragraph.linked / len(text.replace(" ", "")))
    return Marked(Line(text, link, kind=_kind(paragraph, style)))


def _kind(paragraph: _Paragraph, style: str) -> str:
    if style == "caption":
        return "caption"
    if re.match(r"(?:heading|title|subtitle)\b", style) or paragraph.level < 9:
        return "heading"
    return "item" if paragraph.listed or style.startswith("list ") else ""


# ------------------------------------------------------------------ the document


def _extract(package: _Package) -> Extract:
    root = package.tree(package.main)
    styles = _styles(package)
    body = list(_lines(root, styles))
    notes = [line for name in package.named("(?:foot|end)notes") for line in _notes(package.tree(name), styles)]
    stated = _stated(package, root, styles)
    furniture = [*_furniture(package, styles), *_comments(package, styles)]
    return assemble([*body, *notes, *furniture], stated, has_markup=True, empty=_empty(package))


def _empty(package: _Package) -> str:
    if any("/media/" in name for name in package.archive.namelist()):
        return "the Word document holds pictures only, no text: run text recognition (OCR) and save the text"
    return "the Word document holds no text"


def _styles(package: _Package) -> dict[str, str]:
    """Names of styles by their id: ids are translated by Word ("Tittel"), names of built-in styles are English."""
    names = package.named("styles")
    root = package.tree(names[0]) if names else None
    found: dict[str, str] = {}
    for style in root.iter("{*}style") if root is not None else ():
        found[_value(style, "styleId")] = next((_value(child) for child in style if _name(child) == "name"), "")
    return found


def _notes(root: Tree, styles: Mapping[str, str]) -> Iterator[Marked]:
    """Footnotes, without the rules that separate them from the text."""
    for note in root if root is not None else ():
        if not _value(note, "type"):
            yield from _lines(note, styles)


def _furniture(package: _Package, styles: Mapping[str, str]) -> Iterator[Marked]:
    """Headers and footers, each text once."""
    names = package.named(r"(?:header|footer)\d*")[:_MOST_FURNITURE]
    texts = dict.fromkeys(one.line.text for name in names for one in _lines(package.tree(name), styles))
    return (Marked(Line(text), FileReason.PAGE_HEADER) for text in texts)


def _comments(package: _Package, styles: Mapping[str, str]) -> Iterator[Marked]:
    for name in package.named("comments"):
        yield from (Marked(one.line, Reason.COMMENTS) for one in _lines(package.tree(name), styles))


def _stated(package: _Package, root: Tree, styles: Mapping[str, str]) -> Stated:
    """Title, date and author: of the styled title, the document's properties, or its first heading."""
    properties = _properties(package)
    found = [block for block in _whole(_Reader().read(root)) if isinstance(block, _Paragraph) and block.text]
    dates = [date for name in ("created", "modified") if (date := moment(properties.get(name, "")))]
    return Stated(
        title=_title(found, properties.get("title", ""), styles),
        published=max(dates, default=None),
        is_made=True,
        author=_author(properties.get("creator", "")),
        language=properties.get("language"),
    )


def _title(found: Sequence[_Paragraph], stated: str, styles: Mapping[str, str]) -> str:
    """The text in the style for titles, else the stated title, else a first line that is a heading or has the shape of one."""
    names = (styles.get(paragraph.style, paragraph.style).lower() for paragraph in found)
    styled = next((p.text for name, p in zip(names, found, strict=False) if name == "title"), "")
    if styled or is_real_title(stated):
        return styled or " ".join(stated.split())
    count = lines_above_title([paragraph.text for paragraph in found[:_OPENING]])
    lines = [paragraph.text for paragraph in found[count:_OPENING]]
    return lines[0] if lines and (_is_heading(found[count], styles) or is_title(lines)) else ""


_OPENING = 10  # paragraphs among which a title is looked for


def _is_heading(paragraph: _Paragraph, styles: Mapping[str, str]) -> bool:
    style = styles.get(paragraph.style, paragraph.style).lower()
    return len(paragraph.text) <= 200 and _kind(paragraph, style) == "heading"


def _author(creator: str) -> str:
    """The creator, unless a program put its own name there."""
    return (
        ""
        if re.search(r"python-docx|microsoft|office|user|admin|owner|unknown", creator, re.IGNORECASE)
        else clean_author(creator)
    )


def _properties(package: _Package) -> dict[str, str]:
    """The core properties (ECMA-376 part 2, section 11) by their local names."""
    root = package.tree("docProps/core.xml")
    return {_name(child): " ".join((child.text or "").split()) for child in root} if root is not None else {}
