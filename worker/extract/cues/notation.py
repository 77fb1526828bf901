"""The plain notation of cue phrases: a phrase -> a regular expression and what its line has to begin with. Pure.

README.md beside the tables describes the notation for those who write phrases. Nothing in it can make matching slow:
words and blanks never match the same characters, and a gap has an end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NETWORKS = (
    "facebook", "twitter", "x", "whatsapp", "telegram", "linkedin", "reddit", "pinterest", "bluesky", "instagram", "youtube",
    "tiktok", "threads", "mastodon", "signal", "viber", "messenger", "google news", "google", "apple news", "vkontakte", "vk",
    "вконтакте", "вк", "одноклассники", "одноклассниках", "телеграм", "телеграме", "телеграмме", "дзен", "дзене", "яндекс",
    "вотсап", "max",
)  # fmt: skip

# A key is the beginning of a word. Three letters tell the first words of the shipped phrases well apart, and let a phrase
# stand for all endings of a word ("cookie*") and still be found by one look-up.
KEY = 3
ANY_KEY = ""  # of phrases that may begin with any word
NUMBER_KEY = "0*"  # of phrases that may begin with any number
GAP_WORDS = 8  # what "..." stands for at most; the longest one that the examples need has seven words

# A word of a gap does not end a sentence; "12.", "kl." and initials do not either.
# Punctuation is let in only where the gap opens: before every word it could be shared out in too many ways.
_GAP = rf"[^\w\s.!…]{{0,2}}(?:\s+(?:\S*[^\s.!?…]|(?:kl|\d{{1,2}}|[^\W\d_])\.)){{0,{GAP_WORDS}}}?"
_PLACEHOLDERS = {
    "<number>": r"\d[\d.,]*(?:\s\d{3}(?!\d))*",
    "<year>": r"(?:19|20)\d\d",
    "<network>": "(?:" + "|".join(NETWORKS) + ")",
}
# Marks that are no words and stand for themselves.
_ALONE = frozenset({"<start>", "<end>", "..."})
_MARK = re.compile(r"(<[^<>]*>)")
_TOKEN = re.compile(r"\[|\]|[^\s\[\]]+")
_HEAD = re.compile(r"\w+")


def fold(text: str) -> str:
    """The form in which lines and phrases are compared: small letters, NFC, plain blanks and apostrophes, ё as е."""
    if text.isascii():  # nothing of what follows is in it
        return text.lower()
    text = unicodedata.normalize("NFC", text.casefold())
    return text.replace("’", "'").replace("\u00a0", " ").replace("\u00ad", "").replace("ё", "е")


def keys_of_word(word: str) -> tuple[str, ...]:
    """What phrases that begin with this folded word are filed under: as a whole word, as a word with an open ending, and
    as a number."""
    return (word, f"{word[:KEY]}*", NUMBER_KEY) if word[:1].isdecimal() else (word, f"{word[:KEY]}*")


def translate(phrase: str) -> str:
    """The phrase as a regular expression on folded text. ValueError says what is wrong, to the person who wrote it."""
    parts = tuple(_parts(fold(phrase)))
    _check_marks(parts)
    return "".join(_joined(parts))


def letters_of(phrase: str) -> tuple[tuple[str, ...], ...]:
    """For each word that must stand in a line its spellings, the longest stretch of letters of each: a folded line without any
    of them does not have the phrase. The word that tells most comes first, the one whose shortest stretch is longest.

    Looking for letters costs a tenth of trying the phrase, and next to nothing of building its pattern.
    """
    sure = [part.tokens[0] for part in _parts(fold(phrase)) if not part.optional and part.tokens[0] not in _ALONE]
    words = [tuple(dict.fromkeys(map(_longest_stretch, _choices(piece)))) for piece in sure]
    return tuple(sorted(words, key=lambda spellings: -min(map(len, spellings))))


def telling_keys(phrase: str) -> tuple[str, ...]:
    """The keys of the word of a phrase that tells most, wherever it stands in the line; none when each may begin with anything.

    "in", "the" or a number open many lines; what stands behind them, few have.
    """
    words = [part.tokens[0] for part in _parts(fold(phrase)) if not part.optional and part.tokens[0] not in _ALONE]
    keys = (tuple(dict.fromkeys(_first_keys(word))) for word in words if all(map(_HEAD.match, _choices(word))))
    return max(keys, key=lambda found: min(map(len, found)), default=())


def opens_line(phrase: str) -> bool:
    """Whether the phrase says itself that it stands at the beginning of the line."""
    return phrase.startswith("<start>")


def keys_of(phrase: str) -> tuple[str, ...]:
    """The keys of all words that the phrase may begin with, `ANY_KEY` for any word. ValueError as in `translate`.

    Cheap on purpose: done for all phrases at every start, while `translate` waits until a line begins with a key.
    """
    keys: dict[str, None] = {}
    for part in _parts(fold(phrase)):
        if part.tokens != ("<start>",):
            keys.update(dict.fromkeys(_first_keys(part.tokens[0])))
            if not part.optional:
                return tuple(keys)
    raise ValueError("every word is in brackets; at least one word must always stand in the line")


# ------------------------------------------------------------------ reading


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a phrase, or the tokens of one pair of square brackets (`optional`)."""

    tokens: tuple[str, ...]
    optional: bool = False


def _parts(phrase: str) -> Iterator[_Part]:
    inside: list[str] | None = None
    for piece in _TOKEN.findall(phrase):
        if piece == "[" and inside is None:
            inside = []
        elif piece == "]" and inside:
            yield _Part(tuple(inside), optional=True)
            inside = None
        elif piece in ("[", "]"):
            raise ValueError(f"{piece!r} has no partner or encloses nothing; write [the] around words that may be missing")
        elif inside is None:
            yield _Part((piece,))
        else:
            inside.append(piece)
    if inside is not None:
        raise ValueError("'[' is never closed; write ']' behind the words that may be missing")


def _check_marks(parts: Sequence[_Part]) -> None:
    for place, part in enumerate(parts):
        marks = _ALONE.intersection(part.tokens)
        if part.optional and marks:
            raise ValueError(f"{min(marks)!r} cannot stand in brackets")
        if "<start>" in marks and place:
            raise ValueError("'<start>' can only be the first thing in a phrase")
        if "<end>" in marks and place != len(parts) - 1:
            raise ValueError("'<end>' can only be the last thing in a phrase")


def _joined(parts: Sequence[_Part]) -> Iterator[str]:
    """Words with blanks between them; as long as all were optional, the blank belongs to the optional words."""
    opened = False
    for place, part in enumerate(parts):
        body = _body(part.tokens)
        if part.tokens == ("<start>",):
            continue
        if part.tokens == ("<end>",):
            yield r"(?!\w)\W*$"
        elif part.tokens == ("...",):
            closes = place == len(parts) - 1 or parts[place + 1].tokens == ("<end>",)
            yield _GAP + (r"(?!\W*[.!…])" if closes else "")
        elif not opened:
            yield rf"(?:{body}\s+)?" if part.optional else body
        else:
            yield rf"(?:\s+{body})?" if part.optional else rf"\s+{body}"
        opened |= not part.optional


def _body(tokens: Sequence[str]) -> str:
    return r"\s+".join(_word(piece) for piece in tokens)


def _word(piece: str) -> str:
    if piece in _ALONE:
        return ""
    choices = _choices(piece)
    body = "|".join(map(_spelling, choices))
    return f"(?:{body})" if len(choices) > 1 else body


def _choices(piece: str) -> list[str]:
    choices = piece.split("|")
    if not all(choices):
        raise ValueError(f"{piece!r}: a word is missing beside '|'; write the words without blanks: story|article")
    return choices


def _spelling(word: str) -> str:
    stem = word.strip("*")
    if "*" in stem or (len(stem) < KEY and stem != word):
        raise ValueError(f"{word!r}: '*' stands at the beginning or end of a word with at least {KEY} letters")
    body = "".join(_placeholder(stretch) if stretch.startswith("<") else re.escape(stretch) for stretch in _MARK.split(stem))
    return (r"\w*" if word.startswith("*") else "") + body + (r"\w*" if word.endswith("*") else "")


def _longest_stretch(word: str) -> str:
    """The longest part of a word that stands for itself; "" for one that is nothing but a placeholder."""
    return max((stretch for stretch in _MARK.split(word.strip("*")) if not stretch.startswith("<")), key=len, default="")


def _placeholder(mark: str) -> str:
    if mark not in _PLACEHOLDERS:
        raise ValueError(f"{mark!r} is not known here; expected {', '.join(_PLACEHOLDERS)}, or <start> and <end> as words")
    return _PLACEHOLDERS[mark]


def _first_keys(piece: str) -> Iterator[str]:
    if piece in ("...", "<end>"):
        raise ValueError(f"a phrase cannot begin with {piece!r}; it begins with a word")
    for choice in _choices(piece):
        if choice.startswith(("<number>", "<year>")):
            yield NUMBER_KEY
        elif choice.startswith("<network>"):
            yield from map(_key, NETWORKS)
        else:
            yield ANY_KEY if choice.startswith(("<", "*")) else _key(choice)


def _key(choice: str) -> str:
    head = _first_letters(choice)
    whole, open_ended, *_ = keys_of_word(head)
    return open_ended if choice[len(head) : len(head) + 1] in ("*", "<") else whole


def _first_letters(word: str) -> str:
    found = _HEAD.match(word)
    if not found:
        raise ValueError(f"{word!r}: a phrase begins with a letter, a digit or a mark such as <number>")
    return found.group()
