"""Where the facts of a text come from: the news agency that it credits, else its publisher. The names are in origins.tsv."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from worker.tokens import fold

REACH = 300  # characters at either end of a text where credits stand; in between an agency is quoted or talked about
_LONGEST_BYLINE = 80
_LONGEST_PLACE = 70  # "Tórshavn/København", "BRUSSELS, Jan 12", "Хельсинки, 13 января."
_INITIALS = 2  # letters of the shortest names
_CAPITALS_COUNT = 5  # letters from which a name is known in any letters, large or small: "ap" and "tt" are words, "ritzau" is not
# Behind these the registrable part of a host has three labels: "bbc.co.uk".
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "go", "gov", "ne", "net", "or", "org"})

_KINDS = ("agency", "host", "platform", "before", "after", "called", "byline", "picture")
_SMALL = "a-zà-ÿа-яё"
# A word of a dateline's place or day: capitalised, very short ("på", "de"), a number, a month behind a number.
_PLACE_WORD = rf"(?:[^\W\d_{_SMALL}][\w’'-]*|\d{{1,4}}\.?[ ][^\W\d_]{{3,10}}|\d{{1,4}}|[^\W\d_]{{1,3}}(?!\w))"
_PLACE = rf"(?:{_PLACE_WORD}[ \t,./]+){{1,8}}"
_ENDING = r"(?:['’]s|:\w{1,4}|s|in|ille|iin)?"  # of a name in a sentence: "STT:n", "Reutersin", "Ritzaus"
_GAP_WORDS = r"[^.!?\n]{1,60}?"
_NOT_ITS_OWN = r"(?!\s(?:an?|its|net|record|quarterly)\b)"  # "Reuters reported a profit" is about Reuters
# A server of one's own network, by its number: "http://10.1.0.7:8080/news/3".
_IP_ADDRESS = re.compile(r"(?:https?://)?(\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<!\b[A-ZÀ-ÞА-Я])[.!?]")  # but "J. Hansen"


@dataclass(frozen=True, slots=True)
class Origin:
    """Who stands behind the facts. Equal keys are one origin, however many papers print it.

    `key`: "wire:<agency>", "group:<house>", "host:<registrable host>", "name:<folded name>", or "" when nothing is
    known. `how`: "dateline", "signature" (a line or a bracket that gives the agency alone), "credit" ("Reuters
    reports") or "publisher". `words` are the words that say so.
    """

    key: str
    how: str
    words: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """A form of credit: `where` it stands ("title", "head", "tail"); its groups: `all` the words, `name` the agencies."""

    how: str
    where: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Credits:
    """The table, ready for use. `agencies`: folded name -> key; `rules`: the surest form first."""

    agencies: Mapping[str, str]
    hosts: Mapping[str, str]
    platforms: frozenset[str]
    name: re.Pattern[str]
    picture: re.Pattern[str]
    rules: tuple[_Rule, ...]


def origin_of(title: str, text: str, source_host_or_name: str, publisher_group: str | None = None) -> Origin:
    """The agency that the text credits near its beginning or end or in its title, else its publisher.

    A dateline is surer than a signature, and that than a credit in a sentence. Of a joint credit ("TT-AFP", "dpa/AP")
    the last agency counts: the others passed its report on. Agencies that are only talked about, and those of pictures,
    are no origin. The publisher is `publisher_group` if given, else the house or the registrable part of the host
    (a web address will do), else the name.
    """
    table = _credits()
    places = {"title": title.strip()[:REACH], "head": text[:REACH], "tail": text[-REACH:]}
    for rule in table.rules:
        for match in rule.pattern.finditer(places[rule.where]):
            if not _is_picture(match, rule, table.picture):
                return _credited(rule.how, match, table)
    return _publisher(source_host_or_name, publisher_group, table)


def _is_picture(match: re.Match[str], rule: _Rule, picture: re.Pattern[str]) -> bool:
    """Whether a word for picture stands in the same sentence before the name; before a credit in a sentence, right there."""
    line = match.string[: match.start("name")].rsplit("\n", 1)[-1]
    if rule.how == "credit":
        line = line[: len(line) - (match.start("name") - match.start("all"))]
    words = [found.end() for found in picture.finditer(line)]
    if not words:
        return False
    rest = line[words[-1] :]
    return not rest.strip(" :/-–()") if rule.how == "credit" else _SENTENCE_END.search(rest) is None


def _credited(how: str, match: re.Match[str], table: _Credits) -> Origin:
    *_, name = table.name.findall(match["name"])
    return Origin(table.agencies[_folded(name)], how, " ".join(match["all"].split()))


# ------------------------------------------------------------------ the publisher


def _publisher(host_or_name: str, group: str | None, table: _Credits) -> Origin:
    if group:
        return Origin(f"group:{_folded(group)}", "publisher", group)
    said = host_or_name.strip()
    if address := _IP_ADDRESS.match(said):
        return Origin(f"host:{address[1]}", "publisher", said)
    host = _host(said)
    if not host:
        return Origin(f"name:{_folded(said)}" if said else "", "publisher", said)
    registrable = _registrable(host, table.platforms)
    return Origin(table.hosts.get(registrable, f"host:{registrable}"), "publisher", said)


def _folded(name: str) -> str:
    return " ".join(fold(word) for word in name.split())


def _host(said: str) -> str:
    """The host of an address or the host itself, in small letters; "" for a name."""
    found = re.match(r"(?:[a-z][a-z0-9+.-]*://)?(?:[^/@\s]*@)?((?:[\w-]+\.)+[^\W\d_][\w-]+)\.?(?::\d+)?(?:[/?#]|$)", said.lower())
    return found[1] if found else ""


def _registrable(host: str, platforms: frozenset[str]) -> str:
    """The part of a host that its owner registered, by rule of thumb; on a platform the author's host."""
    labels = host.removeprefix("www.").split(".")
    three = len(labels) > 2 and ((labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2) or ".".join(labels[-2:]) in platforms)
    return ".".join(labels[-3 if three else -2 :])


# ------------------------------------------------------------------ the table


@lru_cache(1)
def agency_words() -> frozenset[str]:
    """Folded names of news agencies that are one word of three letters or more: a report that credits one is not about it."""
    return frozenset(name for name in _credits().agencies if len(name) > _INITIALS and name.isalpha())


@lru_cache(1)
def _credits() -> _Credits:
    rows = _rows()
    name = "|".join(_name(entry) for entry in sorted(_entries(rows["agency"]), key=len, reverse=True))
    return _Credits(
        agencies={_folded(entry): key for key, entries in rows["agency"] for entry in entries},
        hosts={host: key for key, hosts in rows["host"] for host in hosts},
        platforms=frozenset(_entries(rows["platform"])),
        name=re.compile(rf"(?<!\w)(?:{name})(?!\w)"),
        picture=re.compile(rf"(?i)(?<!\w)(?:{_any(_entries(rows['picture']))})(?!\w)"),
        rules=tuple(_rules(name, rows)),
    )


_Rows = Mapping[str, Sequence[tuple[str, Sequence[str]]]]


def _rows() -> _Rows:
    return read_rows(files(__package__).joinpath("origins.tsv").read_text(encoding="utf-8").splitlines())


def read_rows(lines: Iterable[str]) -> dict[str, list[tuple[str, Sequence[str]]]]:
    """Kind -> (key, entries) of each row, from lines as in origins.tsv. A malformed line is a ValueError that names it."""
    rows: dict[str, list[tuple[str, Sequence[str]]]] = {kind: [] for kind in _KINDS}
    for number, line in enumerate(lines, start=1):
        if not line or line.startswith("#"):
            continue
        kind, key, entries, *more = [*line.split("\t"), "", "", ""]
        if kind not in rows or not key or not all(entries.split(", ")) or any(more):
            raise ValueError(f"origins.tsv:{number}: expected kind, key and entries between tabs, got {line!r}")
        rows[kind].append((key, entries.split(", ")))
    return rows


def _entries(rows: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    return [entry for _, entries in rows for entry in entries]


def _name(entry: str) -> str:
    """The pattern of an agency's name. Two letters may begin a longer name: "AP Møller" is no agency."""
    if len(entry) >= _CAPITALS_COUNT:
        return rf"(?i:{re.escape(entry)})"
    return re.escape(entry) + (rf"(?![ ][^\W\d_{_SMALL}])" if len(entry) == _INITIALS else "")


def _any(phrases: Iterable[str]) -> str:
    return "|".join(_phrase(phrase) for phrase in sorted(phrases, key=len, reverse=True))


def _phrase(phrase: str) -> str:
    said = re.escape(phrase).replace(r"\ ", r"\s").replace("'", "['’]")
    return said.replace(r"\s\.\.\.\s", rf"\s(?:{_GAP_WORDS}\s)?")


def _rules(name: str, rows: _Rows) -> Iterator[_Rule]:
    joint = _joint(name)
    bracket = rf"[(/\[][ ]?{joint}[ ]?[)/\]]"
    for pattern in _datelines(name, joint, bracket):
        yield _Rule("dateline", "head", re.compile(pattern, re.MULTILINE))
    byline = _byline(joint, rows)
    for where in ("head", "tail"):
        yield _Rule("signature", where, re.compile(byline, re.MULTILINE))
    for pattern in _signatures(joint, bracket):
        yield _Rule("signature", "tail", re.compile(pattern, re.MULTILINE))
    for pattern in (rf"^(?P<all>{joint}):\s", rf"\s[-–—|]\s(?P<all>{joint})$"):
        yield _Rule("credit", "title", re.compile(pattern))
    for where in ("title", "head", "tail"):
        for pattern in _sentences(_joint(name, ending=_ENDING), rows):
            yield _Rule("credit", where, re.compile(pattern))


def _joint(name: str, ending: str = "") -> str:
    """One agency or several together ("NTB", "TT-AFP", "dpa/lno"), never a part of a longer word ("TT-line")."""
    return rf"(?P<name>(?<![\w-])(?:{name})(?:\s?[/–-]\s?(?:{name})|/[a-z]{{2,4}})*){ending}(?![\w-])"


def _datelines(name: str, joint: str, bracket: str) -> Iterator[str]:
    not_its_name = rf"(?!(?:The\s|Die\s)?(?:{name})\s)"  # "The Associated Press (AP) - an agency"
    yield rf"^[ \t]*(?P<all>{bracket})"
    yield rf"^[ \t]*{not_its_name}(?P<all>{_PLACE}{bracket})\s*[-–—:.]"
    yield rf"^[ \t]*{not_its_name}(?P<all>[^{_SMALL}\n]{{2,{_LONGEST_PLACE}}}{bracket})"
    yield rf"^[ \t]*(?P<all>{_PLACE}(?<=[,./][ ])(?:[-–—][ ]?)?{joint})[ ]?[-–—:.]\s"
    yield rf"^[ \t]*(?P<all>{_PLACE}[-–—][ ]?{joint})[ ]?[-–—:.]\s"
    yield rf"^[ \t]*(?P<all>{joint})[ ]?[-–—:][ ](?=[^\n]{{{_LONGEST_BYLINE}}})"


def _byline(joint: str, rows: _Rows) -> str:
    """A line of its own: "NTB", "Av: Redaksjonen / NTB", "Text: TT", "NTB – Polarsirkelen", "AFP, 2 July 2026"."""
    before = rf"(?:[^\n.!?]{{1,60}}?\s?[/|,–—][ ]?|(?i:{_any(_entries(rows['byline']))})\s?:?\s)"
    paper = r"[ ]?[-–—/|][ ]?\w+(?:[ ]\w+){0,2}"
    day = r",?[ ](?:[^\W\d_]+,?[ ])?(?:\d{1,2}\.?[ ][^\W\d_]{3,10}|[^\W\d_]{3,10}\.?[ ]\d{1,2},?)[ ]\d{4}[^\n]{0,20}"
    return rf"^[ \t]*(?P<all>{before}?{joint}(?:{paper}|{day})?)[ \t]*$"


def _signatures(joint: str, bracket: str) -> Iterator[str]:
    yield rf"(?:^|[.!?…”\"»)]\s?)\s*(?P<all>{bracket})[ \t.]*$"
    yield rf"[.!?…”\"»]\s+(?P<all>{joint})\.?[ \t]*$"
    yield rf"(?P<all>©\s?{joint})"


def _sentences(named: str, rows: _Rows) -> Iterator[str]:
    called = rf"(?:(?i:{_any(_entries(rows['called']))})\s?)?"
    before, after = _any(_entries(rows["before"])), _any(_entries(rows["after"]))
    yield rf"(?P<all>(?<!\w)(?i:{before})\s*{called}{named})"
    yield rf"(?P<all>{named}\s{called}(?i:{after})(?!\w)){_NOT_ITS_OWN}"
