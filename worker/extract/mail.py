"""Mails (.eml, RFC 5322 with MIME): bytes -> text of the message or of the mail that it forwards, and what was left out.

Nothing of a mail is executed or fetched. Headers are read in the old policy of `email`, whose parser takes any fault.
"""

from __future__ import annotations

import email
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any, TypeAlias

from lxml import etree, html

from worker.extract.assembly import FileReason, Stated, assemble
from worker.extract.authors import clean_author
from worker.extract.dates import moment
from worker.extract.decoding import codec_of, decode_page, undeclared
from worker.extract.html import extract_fragment
from worker.extract.language import detect_language
from worker.extract.letter import Letter, paragraphs, plain_subject, read_letter, shown_date, without_addresses
from worker.extract.lines import WORD
from worker.model import Extract, Removed

Mail: TypeAlias = "Message[Any, Any]"
Reader = Callable[[str, bytes], Extract]

_NOTHING = "the mail holds no text"
_ENCRYPTED = "the mail is encrypted: open it in a mail program and save its text"
# A mail with fewer words of its own than this, and one attachment that can be read, is the envelope of the attachment.
ENVELOPE_WORDS = 25
_LONGEST_HEADER = 2000  # decoding a header takes quadratic time
_MOST_PARTS = 500
_NESTING = 3  # mails in mails
_READABLE = {
    "text/html": ".html", "text/plain": ".txt", "text/markdown": ".md", "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip


def extract_mail(data: bytes, read: Reader) -> Extract:
    """The message of a mail, or the mail that it forwards; never raises on bad content.

    Title is the subject, `published` the date, author the sender's name; those of the inner mail when it is a forward.
    `read` gives the text of an attachment by its name: it is used when the mail itself says next to nothing and has
    exactly one attachment that can be read. Every other attachment is named in `removed`.
    """
    parsed = _parsed(data)
    return Extract(error=parsed) if isinstance(parsed, str) else _opened(parsed, read, 0)


def _opened(mail: Mail, read: Reader, depth: int) -> Extract:
    """The extract of a parsed mail; `depth` counts the mails around it."""
    parts = _Parts.of(mail)
    found = _message(mail, parts)
    if depth < _NESTING and parts.digest:
        found = _gathered(found, [_opened(inner, read, depth + 1) for inner in parts.digest])
    attached = [_attachment(part) for part in parts.attachments]
    readable = [one for one in attached if one.ending]
    if depth < _NESTING and len(readable) == 1 and len(WORD.findall(found.text)) < ENVELOPE_WORDS:
        only = readable[0]
        inside = _opened(only.mail, read, depth + 1) if only.mail else _read(only, read)
        if inside.text:
            return _enveloped(found, inside, [one for one in attached if one is not only])
    return replace(found, removed=(*found.removed, *map(_named, attached), *_beyond(parts)))


def _parsed(data: bytes) -> Mail | str:
    """The mail, or a sentence that says why the bytes are none."""
    if not re.match(rb"(?:>?From [^\n]*\n)?\s*[!-9;-~]{1,70}[ \t]*:", data[:2000].removeprefix(b"\xef\xbb\xbf")):
        return "this is not a mail: it does not begin with header lines such as 'From: ...'"
    try:
        return email.message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip())
    except RecursionError:
        return "the parts of this mail are nested too deeply to be a message that a person sent"


# ------------------------------------------------------------------ headers


def _header(mail: Mail, name: str) -> str:
    """A header's text on one line, decoded (RFC 2047); raw 8-bit text counts as UTF-8, else windows-1252. "" without one."""
    raw = next((str(value) for key, value in mail.raw_items() if key.lower() == name), "")[:_LONGEST_HEADER]
    line = _as_text(raw.encode("ascii", "surrogateescape") if _is_raw(raw) else raw.encode("utf-8", "replace"), None)
    return " ".join(_decoded_words(line).split())


_LIST_TAG = re.compile(r"(?:^|(?<=:\s))\[[^\[\]]{1,40}\]\s*")


def _subject(mail: Mail) -> str:
    """The subject with its prefixes, without the name that a list server puts into it (RFC 2919 says which mails are such)."""
    subject = _header(mail, "subject")
    return _LIST_TAG.sub("", subject) if _header(mail, "list-id") else subject


def _is_raw(text: str) -> bool:
    return all(char < "\x80" or "\udc80" <= char <= "\udcff" for char in text)


def _decoded_words(line: str) -> str:
    if "=?" not in line:
        return line
    try:
        pieces = decode_header(line)
    except (HeaderParseError, ValueError):
        return line
    return "".join(_as_text(piece, label) if isinstance(piece, bytes) else piece for piece, label in pieces)


def _as_text(data: bytes, label: str | None) -> str:
    """Text of a declared character set; valid UTF-8 goes first, as many mails are UTF-8 whatever they declare. Never fails."""
    if re.search(rb"[\x80-\xff]", data) or label is None:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return data.decode(codec_of(label) or undeclared(data), "replace")


def _sender(value: str) -> str:
    """The display name of an address, or "" when there is only the address."""
    name = value.split("<")[0] if "<" in value else re.sub(r"[^\s@]+@\S+", "", value)
    return clean_author(re.sub(r"\[[^\]]*\]|mailto:\S*", "", name).strip(" \"'()"))


def _date(value: str) -> datetime | None:
    return moment(_without_comment(value))


def _received(mail: Mail) -> datetime | None:
    """When the first server had the mail, for those without a date (RFC 5321, section 4.4: servers add their line on top)."""
    stamps = [str(value) for key, value in mail.raw_items() if key.lower() == "received"]
    return _date(" ".join(stamps[-1][-200:].rpartition(";")[2].split())) if stamps else None


def _without_comment(value: str) -> str:
    return re.sub(r"\s*\([^)]{0,40}\)\s*$", "", value)


def _zone(value: str) -> tzinfo:
    """The offset of a Date header: the clock by which the sender's program shows the dates of other mails; else UTC."""
    try:
        return parsedate_to_datetime(_without_comment(value)).tzinfo or UTC
    except (ValueError, TypeError, IndexError, OverflowError):
        return UTC


# ------------------------------------------------------------------ parts


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a mail that are its message, each as its alternatives (plain, HTML), and its attachments.

    `unread` is the number of parts beyond the most that are looked at. `digest`: the mails of a list that came as one.
    """

    bodies: Sequence[Sequence[Mail]]
    attachments: Sequence[Mail]
    unread: int = 0
    digest: Sequence[Mail] = ()

    @classmethod
    def of(cls, mail: Mail) -> _Parts:
        bodies: list[list[Mail]] = []
        attachments: list[Mail] = []
        digest: list[Mail] = []
        waiting: list[tuple[Mail, list[Mail] | None]] = [(mail, None)]
        for _ in range(_MOST_PARTS):
            if not waiting:
                break
            part, alternatives = waiting.pop()
            _shorten(part)
            if part.get_content_type() == "multipart/digest":  # RFC 2046, section 5.1.5
                digest += [inner for child in _inside(part) for inner in _inside(child)]
            elif part.get_content_maintype() == "multipart":
                waiting += _children(part, bodies, alternatives)
            elif _is_attachment(part):
                attachments.append(part)
            elif alternatives is not None:
                alternatives.append(part)
            else:
                bodies.append([part])
        return cls(bodies, attachments, len(waiting), digest[:_MOST_PARTS])


def _shorten(part: Mail) -> None:
    """Cut headers that nobody writes so long: each look at one takes time in proportion to its length."""
    for name in ("content-type", "content-disposition", "content-transfer-encoding"):
        value = str(part.get(name, ""))
        if len(value) > _LONGEST_HEADER:
            del part[name]
            part[name] = value[:_LONGEST_HEADER]


def _inside(part: Mail) -> list[Mail]:
    return [child for child in part.get_payload() if isinstance(child, Message)] if part.is_multipart() else []


def _children(part: Mail, bodies: list[list[Mail]], alternatives: list[Mail] | None) -> list[tuple[Mail, list[Mail] | None]]:
    """The parts inside, last first; those of an alternative share a new place among the bodies."""
    inside = _inside(part)
    if part.get_content_subtype() == "alternative" and alternatives is None:
        alternatives = []
        bodies.append(alternatives)
    return [(child, alternatives) for child in reversed(inside)]


def _is_attachment(part: Mail) -> bool:
    text = part.get_content_type() in ("text/plain", "text/html")
    return (
        not text
        or part.get_content_disposition() == "attachment"
        or bool(part.get_filename() and part.get_content_type() != "text/plain")
    )


@dataclass(frozen=True, slots=True)
class _Attachment:
    """An attached file, or an attached mail. `ending` is that of the reader for it, "" when there is none."""

    name: str
    kind: str
    ending: str
    data: bytes
    mail: Mail | None = None


def _attachment(part: Mail) -> _Attachment:
    kind = part.get_content_type()
    inner = part.get_payload(0) if kind == "message/rfc822" and part.is_multipart() else None
    name = " ".join(_decoded_words((part.get_filename() or "")[:300]).split())
    if isinstance(inner, Message):
        return _Attachment(name or _header(inner, "subject"), kind, ".eml", b"", inner)
    suffix = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    if kind == "text/calendar":
        return _Attachment(name, kind, ".txt", _calendar(_text(part)).encode())
    return _Attachment(name, kind, suffix if suffix in _READABLE.values() else _READABLE.get(kind, ""), _bytes(part))


def _bytes(part: Mail) -> bytes:
    """The content of a part without its transfer encoding."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


# What of an event a person reads, in this order (RFC 5545, section 3.8.1).
_EVENT_FIELDS = ("SUMMARY", "DTSTART", "LOCATION", "DESCRIPTION")


def _calendar(text: str) -> str:
    """The first event of a calendar as a text with a title; its fields without folded lines and escapes."""
    lines = re.sub(r"\r?\n[ \t]", "", text).partition("BEGIN:VEVENT")[2].splitlines()
    stated = [re.match(r"([A-Z]{4,12})(?:;[^:\n]{0,200})?:(.*)", line) for line in lines]
    fields = {found[1]: found[2] for found in reversed(stated) if found}
    values = (
        re.sub(r"\\([nN,;\\])", lambda escaped: "\n" if escaped[1] in "nN" else escaped[1], fields.get(name, ""))
        for name in _EVENT_FIELDS
    )
    return "\n\n".join(value for value in values if value.strip())


def _named(one: _Attachment) -> Removed:
    """An attachment that was not read, with what to do when it is the document that somebody wants."""
    name = repr(one.name) if one.name else "without a name"
    size = "" if one.mail else f", {len(one.data)} bytes"
    hint = "; save it into the folder to have it read" if one.ending else ""
    return Removed(str(FileReason.ATTACHMENT), f"{name} ({one.kind}{size}){hint}")


def _beyond(parts: _Parts) -> Iterable[Removed]:
    if parts.unread:
        yield Removed(str(FileReason.ATTACHMENT), f"{parts.unread} or more parts beyond the first {_MOST_PARTS}")


def _read(one: _Attachment, read: Reader) -> Extract:
    return read(one.name if one.name.lower().endswith(one.ending) else f"attachment{one.ending}", one.data)


def _enveloped(envelope: Extract, opened: Extract, others: Iterable[_Attachment]) -> Extract:
    """The attachment's text with the mail's own words as a note; what the attachment does not state, the mail does."""
    notes = [Removed(str(FileReason.NOTE), line) for line in envelope.text.split("\n") if line]
    return replace(
        opened,
        title=opened.title or envelope.title,
        published=opened.published or envelope.published,
        published_origin="meta" if not opened.published and envelope.published else opened.published_origin,
        author=opened.author or envelope.author,
        removed=(*envelope.removed, *notes, *opened.removed, *map(_named, others)),
    )


def _gathered(envelope: Extract, mails: Sequence[Extract]) -> Extract:
    """The mails of a digest as one text, each under its title; what the digest says around them is a note."""
    texts = [line for one in mails if one.text for line in (one.title, one.text) if line]
    notes = [Removed(str(FileReason.NOTE), line) for line in envelope.text.split("\n") if line]
    if not texts:
        return envelope
    gone = (*envelope.removed, *notes, *(cut for one in mails for cut in one.removed))
    text = "\n".join(texts)
    return replace(envelope, text=text, language=detect_language(text), removed=gone, error="")


# ------------------------------------------------------------------ the message


def _message(mail: Mail, parts: _Parts) -> Extract:
    """The message without its attachments. `text` is empty, with an error, when there is none."""
    subject = _subject(mail)
    bodies = [_best(alternatives, subject) for alternatives in parts.bodies]
    letter = read_letter(subject, [line for body in bodies for line in (*body.lines, "")])
    stated = _stated(mail, letter, subject)
    has_markup = any(body.has_markup for body in bodies)
    found = assemble(paragraphs(letter.lines), stated, has_markup=has_markup, empty=_empty(parts))
    return replace(found, removed=(*(cut for body in bodies for cut in body.removed), *found.removed))


def _empty(parts: _Parts) -> str:
    """Why a mail holds no text: S/MIME (RFC 8551) and OpenPGP (RFC 3156) put it into an attachment."""
    kinds = {part.get_content_type() for part in parts.attachments}
    return _ENCRYPTED if kinds & {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"} else _NOTHING


def _stated(mail: Mail, letter: Letter, subject: str) -> Stated:
    """What the mail says of itself; a forwarded one speaks for itself where it does."""
    inner = bool(letter.subject or letter.sender)
    author = _sender(letter.sender if inner else _header(mail, "from"))
    sent = _header(mail, "date")
    published = (shown_date(letter.date, _zone(sent)) if inner else None) or _date(sent) or _received(mail)
    return Stated(plain_subject(letter.subject or subject), published, author, _header(mail, "content-language") or None)


@dataclass(frozen=True, slots=True)
class _Body:
    """The lines of one body; `removed` is what went while its markup was known."""

    lines: Sequence[str]
    has_markup: bool = False
    removed: Sequence[Removed] = ()


def _best(alternatives: Sequence[Mail], subject: str) -> _Body:
    """The alternative that says more: HTML when it has a fifth more words, or when the plain part is full of addresses."""
    plain = [line for part in alternatives if part.get_content_type() == "text/plain" for line in _plain_lines(part)]
    pages = [part for part in alternatives if part.get_content_type() == "text/html"]
    if not pages:
        return _Body([without_addresses(line) for line in plain])
    found = extract_fragment(_without_head(_text(pages[-1])), None, plain_subject(subject), None)
    lines = ["-- " if line == _DELIMITER else line for line in found.text.split("\n")] if found.text else []
    said = _words((*lines, *(cut.text for cut in found.removed)))
    if said > 1.2 * _words(plain) or (lines and _is_full_of_addresses(plain)):
        return _Body(lines, True, found.removed)
    return _Body([without_addresses(line) for line in plain])


def _words(lines: Iterable[str]) -> int:
    return sum(len(WORD.findall(re.sub(r"https?://\S+", "", line))) for line in lines)


def _is_full_of_addresses(lines: Sequence[str]) -> bool:
    """The plain part of a newsletter: made from its HTML by a program, an address behind every other line."""
    filled = [line for line in lines if line.strip()]
    return bool(filled) and sum("://" in line for line in filled) > 0.2 * len(filled)


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _text(part: Mail) -> str:
    data, charset = _bytes(part), part.get_content_charset()
    is_page = part.get_content_type() == "text/html"
    return _CONTROL.sub("", decode_page(data, charset) if is_page else _as_text(data, charset))


def _without_head(page: str) -> str:
    """The body of an HTML part as HTML, without what a mail program does not show; the part itself when it cannot be read."""
    try:
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return page
    for element in [e for e in tree.iter() if isinstance(e.tag, str) and _is_hidden(e)]:
        element.clear(keep_tail=True)
    for element in [e for e in tree.iter() if isinstance(e.tag, str)]:
        _show_delimiter(element)
    return str(html.tostring(tree.find("body"), encoding="unicode")) if tree.find("body") is not None else page


# Stands for the "-- " over a signature, a line without words, until the page is lines.
_DELIMITER = "signature-delimiter-of-RFC-3676"
_SIGNATURES = frozenset(
    ("gmail_signature", "moz-signature", "protonmail_signature_block", "signature", "ms-outlook-mobile-signature")
)


def _show_delimiter(element: Any) -> None:
    """Write the delimiter out, and put one over what a mail program marks as signature."""
    names = f"{element.get('class', '')} {element.get('id', '')}".lower().split()
    if _SIGNATURES.intersection(names) and element.getparent() is not None:
        over = html.Element("p")
        over.text = _DELIMITER
        element.addprevious(over)
    for name in ("text", "tail"):
        if (getattr(element, name) or "").strip(" \xa0\r\n") == "--":
            setattr(element, name, _DELIMITER)


def _is_hidden(element: Any) -> bool:
    style = re.sub(r"\s", "", element.get("style") or "").lower()
    return element.tag in ("head", "title", "style", "script") or "display:none" in style or "mso-hide:all" in style


def _plain_lines(part: Mail) -> list[str]:
    lines = [line.rstrip("\r") for line in _text(part).split("\n")]
    if str(part.get_param("format", "")).lower() == "flowed":
        lines = _unflowed(lines, delete_space=str(part.get_param("delsp", "")).lower() == "yes")
    return lines


def _unflowed(lines: Sequence[str], *, delete_space: bool) -> list[str]:
    """Lines of format=flowed joined to paragraphs (RFC 3676, section 4): a blank at the end says that the line goes on."""
    joined: list[str] = []
    goes_on = ""
    for raw in lines:
        mark = (re.match(r">*", raw) or [""])[0]
        line = raw[len(mark) :].removeprefix(" ")
        if goes_on == mark + "+" and line != "-- ":
            joined[-1] = (joined[-1][:-1] if delete_space else joined[-1]) + line
        else:
            joined.append(f"{mark} {line}" if mark else line)
        goes_on = mark + "+" if line.endswith(" ") and line != "-- " else ""
    return joined
