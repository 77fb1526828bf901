"""PDF files: bytes -> text with title and dates. Only importer of pypdfium2.

The library is C++ and may end its process on a hostile file, so this runs in a worker process. Text comes in the order
in which the file draws it, which is the reading order of columns in what programs write; where columns were drawn row by row,
`printed` takes the rows apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pypdfium2  # type: ignore[import-untyped]  # the library has no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from worker.extract import printed
from worker.extract.assembly import FileReason, Marked, Stated, assemble, is_real_title
from worker.extract.authors import clean_author
from worker.extract.dates import FIRST_YEAR
from worker.extract.decoding import kind_of_file
from worker.extract.lines import Line, squash
from worker.extract.printed import Block, Gap, Printed
from worker.extract.text import is_title, lines_above_title
from worker.model import Extract

# Longer texts are not stored. Measured on a manual with 2,000 characters a page: 5 ms a page, so this is half of the 10 s limit.
MOST_PAGES = 1000
_NOTHING = "the PDF file holds no text"
_PICTURES = "the PDF file holds pictures only, no text: run text recognition (OCR) and save again"
_LOCKED = "the PDF file is encrypted: open it with its password and save it without one"
_DAMAGED = "the PDF file is damaged and cannot be opened; get it again, or open it in a PDF program and save it"
_BROKEN_WORD = "\ufffe"  # what the library puts for a hyphen at the end of a line; it joins the two lines


def extract_pdf(data: bytes) -> Extract:
    """The text of a PDF file, one paragraph, heading or table row a line; never raises on bad content.

    Running headers and page numbers are in `removed`. `published` is when the file was made, or the
    earlier day that stands over its first paragraph. `error` says what is wrong
    with a file that is damaged, encrypted, holds only pictures, or is no PDF file.
    """
    # The header may stand within the first 1024 bytes (PDF 1.7 reference, appendix H.3, note 13).
    if b"%PDF-" not in data[:1024]:
        return Extract(error=f"this is not a PDF file but {kind_of_file(data)}")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        return Extract(error=_LOCKED if locked else _DAMAGED)
    try:
        return _extract(document)
    finally:
        document.close()


def _extract(document: pypdfium2.PdfDocument) -> Extract:
    pages = min(len(document), MOST_PAGES)
    lines = [line for number in range(pages) for line in _page(document, number)]
    marked, blocks = printed.marked(lines)
    properties = _properties(document)
    stated = Stated(
        title=_title(properties.get("Title", ""), blocks),
        published=_moment(properties.get("CreationDate", "")),
        is_made=True,
        author=_author(properties.get("Author", "")),
    )
    empty = _NOTHING if lines else _empty(document, pages)
    return assemble([*marked, *_beyond(len(document))], stated, has_markup=False, empty=empty)


def _beyond(pages: int) -> Iterator[Marked]:
    if pages > MOST_PAGES:
        text = f"pages {MOST_PAGES + 1} to {pages}: only the first {MOST_PAGES} are read; split the file"
        yield Marked(Line(text), FileReason.PAGE_LIMIT)


def _empty(document: pypdfium2.PdfDocument, pages: int) -> str:
    """Why there is no text: pages that draw something are pictures of text."""
    if not pages:
        return _DAMAGED
    return _PICTURES if any(_draws(document, number) for number in range(min(pages, 10))) else _NOTHING


def _draws(document: pypdfium2.PdfDocument, number: int) -> bool:
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return False
    return bool(pdfium.FPDFPage_CountObjects(page) > 0)


# ------------------------------------------------------------------ pages -> lines

_PIECE = re.compile(rf"[^\r\n{_BROKEN_WORD}]+")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\xad\u200b\ufeff\uffff]")


def _page(document: pypdfium2.PdfDocument, number: int) -> Iterator[Printed]:
    """The lines of a page in the order of the file; none when the page cannot be read."""
    try:
        page = document[number]
        text_page = page.get_textpage()
        text = text_page.get_text_range(errors="replace")
        yield from _lines(text_page, text, number)
    except pypdfium2.PdfiumError:
        return
    text_page.close()
    page.close()


def _lines(page: pypdfium2.PdfTextPage, text: str, number: int) -> list[Printed]:
    """The lines of a page's text with their places, and with their gaps where some of every third have one."""
    found = list(_placed(page, text, number))
    some = any(_gap(page, *one) for one in found[::_EVERY])
    return [replace(one[0], gap=_gap(page, *one)) if some else one[0] for one in found]


_EVERY = 3  # looking at all lines takes as long as reading them


def _placed(page: pypdfium2.PdfTextPage, text: str, number: int) -> Iterator[tuple[Printed, str, int]]:
    """Each line with its text as it stands on the page and the number of its first character."""
    units = position = 0
    for found in _PIECE.finditer(text):
        piece = found[0].rstrip()
        start = found.end() - len(found[0].lstrip())
        if not piece.strip():
            continue
        # The library counts UTF-16 units: a letter beyond the first plane counts twice.
        units, position = units + _units(text[position:start]), start
        words = " ".join(_UNSEEN.sub("", piece).split())
        if words:
            broken = text[found.end() : found.end() + 1] == _BROKEN_WORD
            shown = text[start : found.start() + len(piece)]
            yield Printed(words, number, *_place(page, units, units + _units(shown) - 1), broken), shown, units


_GUTTER = 1.0  # of the size; justified text has blanks of half of it


def _gap(page: pypdfium2.PdfTextPage, line: Printed, text: str, first: int) -> Gap | None:
    """The widest gap between two words of a line, if it is as wide as a gutter; None for letters that count twice as well."""
    if _units(text) != len(text) or "\x00" in text or _UNSEEN.search(text):
        return None
    found = []
    for blank in re.finditer(r"(?<=\S)\s+(?=\S)", text):
        left, right = _box(page, first + blank.start() - 1)[2], _box(page, first + blank.end())[0]
        found.append(Gap(len(text[: blank.start()].split()), left, right))
    widest = max(found, key=lambda gap: gap.right - gap.left, default=None)
    return widest if widest and widest.right - widest.left > _GUTTER * line.size else None


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _place(page: pypdfium2.PdfTextPage, first: int, last: int) -> tuple[float, float, float, float]:
    """Left and right end, base line and height of the line between two positions in the page's text.

    The height is the middle one of three characters: the first may be a bullet or initial, the last a footnote's mark.
    """
    boxes = [_box(page, position) for position in (first, (first + last) // 2, last)]
    heights = sorted(top - bottom for _, bottom, _, top in boxes)
    return boxes[0][0], boxes[2][2], boxes[1][1], max(heights[1], 1.0)


def _box(page: pypdfium2.PdfTextPage, position: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a character, at least as high as its font; zeros for one that the library made up."""
    index = pdfium.FPDFText_GetCharIndexFromTextIndex(page, position)
    return page.get_charbox(index, loose=True) if 0 <= index < page.count_chars() else (0.0, 0.0, 0.0, 0.0)


# ------------------------------------------------------------------ what the file says of itself


def _properties(document: pypdfium2.PdfDocument) -> Mapping[str, str]:
    return {name: " ".join(value.replace("\x00", "").split()) for name, value in document.get_metadata_dict().items()}


def _title(stated: str, blocks: Sequence[Block]) -> str:
    """The stated title when the first page shows it too, else the largest text there, else the stated one, else a first line
    of that shape.

    A title that stands nowhere on the first page is often that of the file which served as a template.
    """
    opening = squash(" ".join(block.text for block in blocks if block.page == blocks[0].page))
    real = stated if is_real_title(stated) else ""
    if real and squash(real) in opening:
        return real
    opening_lines = [block.text for block in blocks[:6]]
    lines = opening_lines[lines_above_title(opening_lines) :]
    return printed.biggest(blocks) or real or (lines[0] if lines and is_title(lines) else "")


def _author(name: str) -> str:
    """The author, unless a program put an account or its own name there."""
    return clean_author(name) if " " in name.strip() and not re.search(r"microsoft|office|anonymous", name, re.IGNORECASE) else ""


# D:YYYYMMDDHHmmSSOHH'mm', everything behind the year left out at will (PDF 1.7 reference, section 3.8.3).
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+-])(\d\d)'?(\d\d)?)?")


def _moment(text: str) -> datetime | None:
    """The moment of a PDF date, UTC where no offset stands, or None; as old as the web at most."""
    found = _DATE.match(text.strip())
    if not found:
        return None
    year, month, day, hour, minute, second = (
        int(found[n] or default) for n, default in zip(range(1, 7), (0, 1, 1, 0, 0, 0), strict=True)
    )
    away = timedelta(hours=int(found[8] or 0), minutes=int(found[9] or 0)) * (-1 if found[7] == "-" else 1)
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=timezone(away)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year >= FIRST_YEAR else None
