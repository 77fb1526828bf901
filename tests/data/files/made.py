"""Files of the formats that the drop folder takes, made from a few words: small, valid, and ours."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from email.message import EmailMessage
from io import BytesIO
from xml.sax.saxutils import escape

# (left, base, size, text): a line of text on a page, in points.
PdfLine = tuple[float, float, float, str]


# ------------------------------------------------------------------ PDF


def pdf(pages: Sequence[Sequence[PdfLine]], *, info: str = "", compress: bool = False) -> bytes:
    """A PDF file with one font whose characters are all half as wide as the size; any script."""
    codes = {char: n for n, char in enumerate(sorted({c for page in pages for *_, text in page for c in text}), 33)}
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 0/LastChar 255/Widths[%s]/ToUnicode 4 0 R>>" % (b"500 " * 256),
        _stream(_cmap(codes), compress),
        f"<<{info}>>".encode("latin-1"),
    ]
    for n, page in enumerate(pages):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>" % (7 + 2 * n)
        )
        objects.append(_stream("\n".join(_shown(line, codes) for line in page).encode(), compress))
    return with_objects(objects)


def with_objects(objects: Sequence[bytes], *, trailer: bytes = b"") -> bytes:
    """A PDF file of numbered objects; the first is the catalog, the fifth the information."""
    out, places = b"%PDF-1.7\n", []
    for n, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % n + one + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R/Info 5 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def _shown(line: PdfLine, codes: Mapping[str, int]) -> str:
    left, base, size, text = line
    return f"BT /F {size} Tf {left} {base} Td <{''.join(f'{codes[c]:02x}' for c in text)}> Tj ET"


def _cmap(codes: Mapping[str, int]) -> bytes:
    rows = "\n".join(f"<{code:02x}> <{char.encode('utf-16-be').hex()}>" for char, code in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{rows}\nendbfchar endcmap end end"
    ).encode()


def _stream(content: bytes, compress: bool = False) -> bytes:
    data = zlib.compress(content) if compress else content
    return b"<</Length %d%s>>stream\n" % (len(data), b"/Filter/FlateDecode" if compress else b"") + data + b"\nendstream"


def wrapped(
    text: str, *, left: float = 60, top: float = 760, size: float = 10, columns: int = 80, gap: float = 12
) -> list[PdfLine]:
    """A paragraph broken at so many characters, as lines under one another."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= columns:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [(left, top - gap * n, size, line) for n, line in enumerate(lines)]


# ------------------------------------------------------------------ Word

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_STYLES = {
    "Tittel": "Title",
    "Overskrift1": "heading 1",
    "Bildetekst": "caption",
    "INNH1": "toc 1",
    "Listeavsnitt": "List Paragraph",
}


def docx(body: str, *, parts: Mapping[str, str] | None = None, properties: str = "") -> bytes:
    """A Word document with the paragraphs of `body` (WordprocessingML), styles with Norwegian ids, and more parts by name."""
    styles = "".join(f'<w:style w:styleId="{key}"><w:name w:val="{name}"/></w:style>' for key, name in _STYLES.items())
    contents = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t">{properties}</cp:coreProperties>',
    }
    return zipped(contents | dict(parts or {}))


def part(root: str, inside: str) -> str:
    """A part of its own, such as a header."""
    return f"<w:{root} {_W}>{inside}</w:{root}>"


def p(text: str, style: str = "") -> str:
    """A paragraph."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{named}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def table(rows: Iterable[Iterable[str]]) -> str:
    """A table of cells, each WordprocessingML."""
    return f"<w:tbl>{''.join('<w:tr>' + ''.join(f'<w:tc>{cell}</w:tc>' for cell in row) + '</w:tr>' for row in rows)}</w:tbl>"


def zipped(contents: Mapping[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return buffer.getvalue()


# ------------------------------------------------------------------ mails


def mail(text: str = "", *, html: str = "", attached: Iterable[tuple[str, str, bytes]] = (), **headers: str) -> bytes:
    """A mail with a plain part, an HTML part or both, and attachments (name, type, content); headers by name."""
    message = EmailMessage()
    stated = {"From": "Coast Desk <desk@coast.example>", "Subject": "Ice", "Date": "Mon, 12 Jan 2026 10:00:00 +0100"} | headers
    for name, value in stated.items():
        message[name] = value
    if text or not html:
        message.set_content(text)
    if html:
        (message.add_alternative if text else message.set_content)(html, subtype="html")
    for name, kind, content in attached:
        main, sub = kind.split("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()
