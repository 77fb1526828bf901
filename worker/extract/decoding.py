"""Bytes of a page to text, and what bytes are that cannot be a page. Pure."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Sequence

from worker.extract.language import is_stop_word

# The label that a page declares, in its first bytes (HTML standard, section 13.2.3.2 "prescan").
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_FEED = re.compile(rb"(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(?:rss|feed|rdf:rdf|urlset|sitemapindex)\b", re.DOTALL)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Python codecs that are no character encodings of documents; some of them take quadratic time.
_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem", "utf-7"})
_LATIN = frozenset({"iso8859-1", "ascii"})


def decode_page(data: bytes, charset: str | None) -> str:
    """The page's text: byte order mark, then UTF-8, then what the server or the page declares, then what `undeclared` says.

    UTF-8 goes before a declared charset because servers put a stale default on pages that are UTF-8, while other encodings
    are hardly ever UTF-8 by chance. Never fails: bytes that do not fit become U+FFFD.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    data = data.replace(b"\x00", b"")
    text = _as_utf_8(data)
    if text is not None:
        return text
    declared = _META_CHARSET.search(data[:4096])
    labels = (charset, declared[1].decode("ascii", "replace") if declared else None)
    found = (codec for label in labels if (codec := codec_of(label)) and not codec.startswith("utf"))
    return data.decode(next(found, None) or undeclared(data), "replace")


_RUNS = re.compile(rb"[\xc0-\xff]{3,}")  # three letters with accents side by side are rare, in Cyrillic every word has them
_SAMPLE_BYTES = 20_000


def undeclared(data: bytes) -> str:
    """Python's name of the eight-bit encoding of a text that declares none: two of Russian, else windows-1252.

    In windows-1251 small letters lie above capitals, in KOI8-R below them; a text has more small ones.
    """
    sample = data[:_SAMPLE_BYTES] if not data.isascii() else b""
    runs = b"".join(_RUNS.findall(sample))
    if 2 * len(runs) <= sum(byte > 0x7F for byte in sample) or not runs:
        return "cp1252"
    return "cp1251" if 2 * sum(byte >= 0xE0 for byte in runs) > len(runs) else "koi8_r"


def _as_utf_8(data: bytes) -> str | None:
    """The text, or None for another encoding. A page that was put together of parts may have a few bytes of another one: of
    what is not ASCII, more than half has to fit, while of other encodings next to nothing does."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        return text if 2 * text.count("\ufffd") < len(text) - len(text.encode("ascii", "ignore")) else None


# ------------------------------------------------------------------ files that declare nothing

# Encodings that editors of the nine languages have written, the most frequent first.
_WESTERN, _RUSSIAN = ("cp1252", "mac_roman", "cp850"), ("cp1251", "koi8_r", "iso8859_5", "cp866")
_WESTERN_LETTERS = frozenset("åäöæøéèêëàâáãíîïóôõúùûüýÿþðßçñœšž")
_SIGNS = frozenset("\xa0«»“”‘’„‚‹›–—…·•°§¶©®™€£½¼¾²³×±´ªº№†")
_SIGN_IN_WORD = re.compile(r"[^\W\d_][^\w\s\x00-\x7f–—…’·\xad][^\W\d_]")
_CAPITAL_IN_WORD = re.compile(r"[a-zß-ÿ](?![A-Z])[^\W\d_a-zß-ÿœšžƒ]")
_RUSSIAN_CAPITAL_IN_WORD = re.compile(r"[а-яё][А-ЯЁ]|(?<!\w)’[а-яё]")  # the Macintosh wrote its capitals elsewhere
_MOST_ACCENTS = 0.25  # of the letters; Icelandic, which has the most, comes to a sixth
_MOST_STRANGE = 0.02  # of what is not ASCII: a foreign name or two
_LEAST_STOP_WORDS = 5
_LEAST_SHARE, _LEAST_OF_FEW = (
    0.2,
    0.1,
)  # of the words: most languages have a third, Finnish and Russian, with few letters, a seventh
_OF_MANY_ACCENTS = re.compile(r"[à-ãæ-óøùúûýþÿœšž]")  # å, ä and ö alone are Finnish


def plain_reading(data: bytes) -> str | None:
    """The text of bytes that are not UTF-8 and declare no encoding, when it plainly is in one of seven; else None.

    It has to hold frequent words of the languages that are read here. A Western one has the accents of these and no capitals
    or signs inside words, as wrong readings have; a Russian one is all in letters of Russian. Turkish or Polish is refused.
    """
    return _reading(data, _WESTERN, _is_western) or _reading(data, _RUSSIAN, _is_russian)


def _reading(data: bytes, encodings: Sequence[str], is_right: Callable[[str], bool]) -> str | None:
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if is_right(text) and _is_known(text):
            return text
    return None


def _is_known(text: str) -> bool:
    sample = text[:_SAMPLE_BYTES].lower()
    words = re.findall(r"[^\W\d_]+", sample)
    share = _LEAST_SHARE if _OF_MANY_ACCENTS.search(sample) else _LEAST_OF_FEW
    return sum(map(is_stop_word, words)) >= max(_LEAST_STOP_WORDS, share * len(words))


def _is_western(text: str) -> bool:
    foreign = [char for char in text.lower() if char > "\x7f"]
    accents = sum(char in _WESTERN_LETTERS for char in foreign)
    strange = sum(char not in _WESTERN_LETTERS and char not in _SIGNS for char in foreign)
    in_words = _SIGN_IN_WORD.search(text) or _CAPITAL_IN_WORD.search(text)
    return not in_words and strange <= _MOST_STRANGE * len(foreign) and accents <= _MOST_ACCENTS * sum(map(str.isalpha, text))


def _is_russian(text: str) -> bool:
    foreign = [char for char in text.lower() if char > "\x7f"]
    strange = sum(not ("а" <= char <= "ё" or char in _SIGNS) for char in foreign)
    return strange <= _MOST_STRANGE * len(foreign) and not _RUSSIAN_CAPITAL_IN_WORD.search(text)


def codec_of(label: str | None) -> str:
    """Python's name of a character set, "" for none. Latin-1 means windows-1252 (WHATWG encoding standard, section 4.2)."""
    try:
        name = codecs.lookup((label or "").strip(" \"'")).name
        "a".encode(name).decode(name)
    except (LookupError, ValueError):
        return ""
    return "" if name in _NO_CHARSETS else "cp1252" if name in _LATIN else name


_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"{\\rtf", "a rich text file"),
)


def binary_kind(data: bytes) -> str:
    """What the bytes are when they are a known binary format ("a PDF file"), "" otherwise."""
    return next((name for magic, name in _MAGIC if data.startswith(magic)), "")


def kind_of_file(data: bytes) -> str:
    """What the bytes are when they are not what the ending of their file says, for a message."""
    return binary_kind(data) or ("a web page" if b"<html" in data[:2000].lower() else "plain text or damaged")


# Browsers drop stray zero bytes (HTML standard, "unexpected-null-character"); a program has one in four bytes.
MOST_ZEROS = 1  # per cent


def not_a_page(data: bytes) -> str:
    """Why these bytes cannot be an article page, as a sentence, or "" when they may be one."""
    if not data.strip():
        return "the page is empty"
    if kind := binary_kind(data):
        return f"this is not a page but {kind}"
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    zeros = 100 * data[:2048].count(b"\x00")
    if zeros > MOST_ZEROS * len(data[:2048]) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "this is not a page: it holds binary data"
    if b"<html" not in head and _FEED.match(head):
        return "this is a feed or a sitemap, not an article page; add it as a source instead"
    if b"<html" not in head and head.startswith(b"<?xml"):
        return "this is an XML document, not an article page"
    if head[:1] in (b"{", b"[") and re.match(rb"[\[{]\s*(?:[\"\[{\]}]|-?\d)", head):
        return "this looks like JSON, not an article page"
    return ""
