"""Models of the config files: which keys there are, of which type, with which default. The only importer of pydantic.

Models say what one file may hold; what two files say about each other is checked in load.py. Durations stay text here
("90s", "2h"), so that the JSON Schema for editors shows what a person writes.
"""

from __future__ import annotations

import difflib
import ipaddress
import re
from collections.abc import Callable
from datetime import time, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidatorFunctionWrapHandler, WrapValidator
from pydantic_core import PydanticCustomError

from worker.errors import RefusedError
from worker.guard import checked_url
from worker.model import QuietHours as QuietTimes
from worker.model import Throttle as AlertThrottle

_DURATION = r"^(\d{1,6})(ms|s|m|h|d)$"
_DURATION_HINT = "a whole number with a unit: 30s, 2m, 1h or 3d"
_UNITS = {"ms": "milliseconds", "s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


_WITHOUT_SCHEME = re.compile(r"(?i)(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]|\Z)")  # example.org/feed.xml
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Model(BaseModel):
    """Unknown keys are refused and nothing is converted: text stays text."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


def duration(text: str) -> timedelta:
    """The length of "500ms", "90s", "2m", "1h" or "3d"; ValueError for anything else."""
    found = re.fullmatch(_DURATION, text, re.ASCII)
    if not found:
        raise ValueError(f"not a duration: {text!r}")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def unsuitable(expected: str, hint: str = "") -> PydanticCustomError:
    """An error for a validator to raise; it is shown as "<where>: expected <expected>, got ..." with the hint."""
    return PydanticCustomError("unsuitable", "expected {expected}", {"expected": expected, "hint": hint})


def _pattern(pattern: str, expected: str, hint: str = "") -> AfterValidator:
    compiled = re.compile(pattern, re.ASCII)

    def check(text: str) -> str:
        if not compiled.search(text):
            raise unsuitable(expected, hint)
        return text

    return AfterValidator(check)


def _between(low: str, high: str) -> Callable[[str], str]:
    least, most = duration(low), duration(high)

    def check(text: str) -> str:
        if not least <= duration(text) <= most:
            raise unsuitable(f"a duration from {low} to {high}")
        return text

    return check


_QUIET_HOURS = r"^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)(?: ([A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*))?$"
_THROTTLE = r"^([1-9]\d{0,2}) per (\d{1,6}(?:ms|s|m|h|d))$"


def quiet_hours(text: str) -> QuietTimes:
    """What "22:00-06:00" or "22:00-06:00 Europe/Oslo" says; ValueError for anything else."""
    found = re.fullmatch(_QUIET_HOURS, text, re.ASCII)
    if not found:
        raise ValueError(f"no quiet hours: {text!r}")
    begin, end = (time(int(found[n]), int(found[n + 1])) for n in (1, 3))
    if begin == end:
        raise ValueError("they begin when they end")
    return QuietTimes(begin, end, ZoneInfo(found[5]) if found[5] else None)


def throttle(text: str) -> AlertThrottle:
    """What "3 per 1h" says; ValueError for anything else."""
    found = re.fullmatch(_THROTTLE, text, re.ASCII)
    if not found or not timedelta(0) < duration(found[2]) <= timedelta(days=7):
        raise ValueError(f"no throttle: {text!r}")
    return AlertThrottle(int(found[1]), duration(found[2]))


def _quiet_hours(text: str) -> str:
    try:
        quiet_hours(text)
    except (ValueError, ZoneInfoNotFoundError):
        hint = 'two times, and a zone if it is not the configured one: "22:00-06:00" or "22:00-06:00 Europe/Oslo"'
        raise unsuitable("quiet hours", hint) from None
    return text


def _throttle(text: str) -> str:
    try:
        throttle(text)
    except ValueError:
        raise unsuitable("a throttle", "how many alerts in how long, at most 7d: 1 per 30m") from None
    return text


def _public_url(url: str) -> str:
    if "${" in url:
        raise unsuitable("an address without ${...}", "variables are filled in for channels and the database only")
    if re.match(r"[^:]*://[^/?#]*@", url):
        raise unsuitable("an http or https address", "a user part in front of the host is not used: it hides the real host")
    if _WITHOUT_SCHEME.match(url):
        raise unsuitable("an http or https address", "write https:// in front of it, as a browser shows it when it is copied")
    try:
        return checked_url(url)
    except RefusedError as error:
        reason = str(error).replace(repr(url), "").removeprefix("address ").lstrip(" :")
        raise unsuitable("an http or https address", f"this one is refused: {reason}") from None


def _one_line(text: str) -> str:
    if _CONTROL.search(text):
        raise unsuitable("one line of text")
    return text


def _line(text: str) -> str:
    if not text.strip():
        raise unsuitable("text that is not empty")
    return _one_line(text)


def _network(text: str) -> str:
    try:
        ipaddress.ip_network(text)
    except ValueError as error:
        raise unsuitable("a network such as 10.1.0.0/16 or fd00::/8", str(error)) from None
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = difflib.get_close_matches(name, available_timezones(), 1)
        hint = f"did you mean {near[0]!r}?" if near else "write it like Europe/Oslo, America/Nuuk or UTC"
        raise unsuitable("a time zone of the IANA list", hint) from None
    return name


# ISO 639-1, as of https://www.loc.gov/standards/iso639-2/php/code_list.php: one of these is what a text is told to be in.
_ISO_639_1 = re.findall(
    r"\w\w",
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el "
    "en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu "
    "ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na "
    "nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so "
    "sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ",
)
# Countries and three letters that are written for one of the nine languages. "se" is Northern Sámi, and stays so.
_MEANT_LANGUAGE = {
    **dict.fromkeys(("gb", "us", "eng"), "en"), **dict.fromkeys(("dk", "dan"), "da"), "nor": "no", "nob": "no", "nno": "no",
    "swe": "sv", "fin": "fi", "isl": "is", "ice": "is", "rus": "ru", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr",
}  # fmt: skip


_LANGUAGE_FORM = re.compile(r"[a-z]{2,3}\Z")


def _language(code: str) -> str:
    if code in ("nb", "nn"):
        raise unsuitable("'no' for Norwegian", "Bokmål and Nynorsk share the code no")
    if _LANGUAGE_FORM.match(code) and code not in _ISO_639_1:
        meant = _MEANT_LANGUAGE.get(code)
        every = "without the key, every language is meant" if code == "any" else "two letters, as in en, no, ru"
        raise unsuitable("a language code of ISO 639-1", f"did you mean {meant!r}?" if meant else every)
    return code


def _language_or_any(code: str) -> str:
    return code if code == "any" else _language(code)


_WORDLIKE = re.compile(r"\w")
_STAR_ELSEWHERE = re.compile(r"\*(?:\S|(?<!\S\*))")
_UNUSUAL_START = re.compile(r"\n[\W_]")


def _alias(text: str) -> str:
    """A name with a letter or digit; `=` only in front, `*` only at the end of a word."""
    body = text.removeprefix("=")
    if not _WORDLIKE.search(body) or ("*" in body and _STAR_ELSEWHERE.search(body)):
        raise unsuitable("a name such as Grønland*, =JEF or Station Nord", "a star ends a word and stands behind its stem")
    return text


def _together(value: Any, each: ValidatorFunctionWrapHandler) -> Any:
    """A list of names. Those of the usual form are looked at in one go, which takes a third of the time."""
    if isinstance(value, list) and set(map(type, value)) == {str}:
        lines = "\n".join(("", *value, ""))
        if not (_UNUSUAL_START.search(lines) or _STAR_ELSEWHERE.search(lines)):
            return value
    return each(value)


def _text_alone(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


def _with_unit(value: Any) -> Any:
    if isinstance(value, (int, float)):
        raise unsuitable("a duration", _DURATION_HINT)
    return value


def _schema(**keys: object) -> Any:
    return Field(json_schema_extra=dict(keys))  # type: ignore[arg-type]  # JSON values only


_ID = r"^[a-z0-9][a-z0-9._-]{0,63}\Z"
_ENTITY_ID = r"^[a-z][a-z0-9_]{0,63}\Z"
_LANGUAGE = r"^[a-z]{2,3}\Z"

Id = Annotated[
    str,
    _pattern(_ID, "an id", "an id has lower-case letters, digits, '-', '_' and '.', at most 64"),
    _schema(pattern=_ID.replace(r"\Z", "$")),
]
EntityId = Annotated[
    str,
    _pattern(
        _ENTITY_ID, "an id", "an entity's id has lower-case letters, digits and '_' and begins with a letter: rules write $id"
    ),
    _schema(pattern=_ENTITY_ID.replace(r"\Z", "$")),
]
Language = Annotated[
    str,
    AfterValidator(_language),
    _pattern(_LANGUAGE, "a language code", "two letters, as in en, no, ru"),
    _schema(pattern=_LANGUAGE.replace(r"\Z", "$")),
]
LanguageOrAny = Annotated[
    str,
    AfterValidator(_language_or_any),
    _pattern(_LANGUAGE, "a language code", "two letters, as in en, no, ru, or any"),
    _schema(pattern=_LANGUAGE.replace(r"\Z", "$")),
]
Text = Annotated[str, _pattern(r"\S", "text that is not empty"), Field(min_length=1)]
Line = Annotated[str, AfterValidator(_line), Field(min_length=1)]
Duration = Annotated[
    str,
    BeforeValidator(_with_unit),
    _pattern(_DURATION.replace("$", r"\Z"), "a duration", _DURATION_HINT),
    _schema(pattern=_DURATION),
]
QuietHours = Annotated[str, AfterValidator(_quiet_hours), _schema(pattern=_QUIET_HOURS)]
Throttle = Annotated[str, AfterValidator(_throttle), _schema(pattern=_THROTTLE)]
Alias = Annotated[str, AfterValidator(_alias)]
Url = Annotated[str, AfterValidator(_public_url)]
Count = Annotated[int, Field(ge=1, le=1000)]
Mib = Annotated[int, Field(ge=1, le=4096)]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
SeverityName = Literal["low", "normal", "high", "critical"]
Status = Literal["test", "live", "retired"]


# ------------------------------------------------------------------ northwatch.yaml


class NetworkPart(Model):
    """`allow`: address ranges that may be contacted beside the public internet."""

    allow: list[Annotated[str, AfterValidator(_network)]] = []


class LimitsPart(Model):
    """What one transfer or one document may cost. `_mib` in mebibytes."""

    feed_mib: Mib = 10
    page_mib: Mib = 5
    file_mib: Mib = 20
    document_time: Annotated[Duration, AfterValidator(_between("1s", "10m"))] = "10s"
    worker_memory_mib: Annotated[int, Field(ge=256, le=65536)] = 1024
    workers: Annotated[int, Field(ge=1, le=64)] = 2
    fetch_time: Annotated[Duration, AfterValidator(_between("1s", "10m"))] = "30s"
    connections: Count = 32
    per_host: Count = 2
    host_spacing: Annotated[Duration, AfterValidator(_between("0s", "1h"))] = "1s"


class AlertsPart(Model):
    """When an alert goes out."""

    group_wait: Annotated[Duration, AfterValidator(_between("0s", "1d"))] = "2m"
    update_gap: Annotated[Duration, AfterValidator(_between("0s", "30d"))] = "30m"
    stale_after: Annotated[Duration, AfterValidator(_between("1m", "365d"))] = "48h"


class NorthwatchFile(Model):
    """northwatch.yaml. One of `database` and `database_file`; without both the database is data/northwatch.db."""

    version: Literal[1]
    database: Line | None = None
    database_file: Line | None = None
    data_folder: Line = "../data"
    time_zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    contact: Annotated[str, AfterValidator(_one_line)] = ""
    tlp: Literal["", "CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"] = ""
    network: NetworkPart = NetworkPart()
    limits: LimitsPart = LimitsPart()
    alerts: AlertsPart = AlertsPart()
    operator: list[Id] | None = None
    drain: Annotated[Duration, AfterValidator(_between("0s", "10m"))] = "30s"


# ------------------------------------------------------------------ sources.yaml, channels.yaml

Interval = Annotated[Duration, AfterValidator(_between("1s", "30d"))]
Fetch = Literal["page", "feed"]


class SourceDefaults(Model):
    """Used by every source of the file that does not say otherwise."""

    interval: Interval = "1h"
    reliability: Reliability = "F"
    fetch: Fetch = "page"


class SourceItem(Model):
    """One source: a feed with `url` or a folder with `path`."""

    id: Id
    kind: Literal["feed", "folder"]
    url: Url | None = None
    path: Line | None = None
    name: Line | None = None
    language: Language | None = None
    interval: Interval | None = None
    reliability: Reliability | None = None
    state_media: bool = False
    fetch: Fetch | None = None
    enabled: bool = True


class SourcesFile(Model):
    """sources.yaml."""

    version: Literal[1]
    defaults: SourceDefaults = SourceDefaults()
    sources: list[SourceItem]


class ChannelItem(Model):
    """One channel. `apprise` needs `url` or `url_file`; `console` needs neither."""

    id: Id
    kind: Literal["console", "apprise"]
    url: Line | None = None
    url_file: Line | None = None
    enabled: bool = True


class ChannelsFile(Model):
    """channels.yaml."""

    version: Literal[1]
    channels: list[ChannelItem]


# ------------------------------------------------------------------ rules/*.yaml


class ExampleItem(Model):
    """A text that a rule must match or ignore, with its title and language where they matter."""

    text: str = ""
    title: str = ""
    lang: Language | None = None


Example = Annotated[ExampleItem, BeforeValidator(_text_alone, json_schema_input_type=Text | ExampleItem)]


class AtLeast(Model):
    """`n` of the expressions `of` must hold."""

    n: Count
    of: Annotated[list[Text], Field(min_length=1)]


class MatchPart(Model):
    """What a document must say: one `query`, or lines of which all, any or none must hold."""

    query: Text | None = None
    all: list[Text] = []
    any: list[Text] = []
    none: list[Text] = []
    at_least: AtLeast | None = None


class ScorePart(Model):
    """Points by expression: together `at_least`; an expression counts for each place where it stands, at most `cap` times."""

    at_least: Count
    cap: Annotated[int, Field(ge=1, le=100)] = 1
    points: Annotated[dict[Text, Annotated[int, Field(ge=-1000, le=1000)]], Field(min_length=1)]


class WherePart(Model):
    """Which documents the rule looks at: their language, source, address (example.org, *.mil/news*) and age when they came in."""

    lang: list[Language] = []
    source: list[Id] = []
    not_source: list[Id] = []
    url: list[Line] = []
    max_age: Annotated[Duration, AfterValidator(_between("1m", "365d"))] | None = None


class AlertPart(Model):
    """Where matches of the rule go (no channels: to all), when, and how often."""

    mode: Literal["instant", "silent"] = "instant"
    channels: list[Id] | None = None
    quiet_hours: QuietHours | None = None
    quiet_unless: SeverityName = "critical"
    throttle: Throttle | None = None
    updates: Literal["material", "all", "none"] = "material"


class ExamplesPart(Model):
    """Texts that prove the rule: `northwatch check` runs them."""

    match: list[Example] = []
    ignore: list[Example] = []


class RuleItem(Model):
    """One watch rule."""

    id: Id
    title: Text
    why: str = ""
    status: Status | None = None
    severity: SeverityName | None = None
    tags: list[Text] = []
    match: MatchPart = Field(default_factory=MatchPart)
    score: ScorePart | None = None
    where: WherePart = Field(default_factory=WherePart)
    alert: AlertPart = Field(default_factory=AlertPart)
    examples: ExamplesPart = Field(default_factory=ExamplesPart)


class RuleDefaults(Model):
    """Used by every rule of the file that does not say otherwise."""

    severity: SeverityName = "normal"
    channels: list[Id] = []
    status: Status = "live"


class RulesFile(Model):
    """A file of the folder rules."""

    version: Literal[1]
    defaults: RuleDefaults = RuleDefaults()
    rules: list[RuleItem]


# ------------------------------------------------------------------ entities/*.yaml


NamesByLanguage = dict[LanguageOrAny, Annotated[list[Alias], WrapValidator(_together)]]
# What an editor is told of an entry: one that only adds may leave out what the entry that it adds to says.
_WHOLE_OR_ADDING = {
    "anyOf": [{"required": ["title", "kind", "names"]}, {"properties": {"change": {"const": "add"}}, "required": ["change"]}]
}


class EntityItem(Model):
    """A named thing. `names` maps a language code, or `any` for every language, to its names there.

    `except`: phrases that hold a name and are something else ("Greenland shark"). `change` speaks of an entity of another
    entry: `add` to it (`drop`: names of it that no longer count), or `replace` it.
    """

    model_config = ConfigDict(json_schema_extra=_WHOLE_OR_ADDING)  # type: ignore[typeddict-item]  # JSON values only

    id: EntityId
    change: Literal["add", "replace"] | None = None
    title: Text | None = None
    kind: EntityId | None = None
    weak: bool | None = None
    context: bool | None = None
    names: NamesByLanguage | None = None
    exceptions: NamesByLanguage = Field({}, alias="except")
    drop: NamesByLanguage = {}


class EntitiesFile(Model):
    """A file of the folder entities. `groups` gives several entities one id for rules; lists of two files add up."""

    version: Literal[1]
    entities: list[EntityItem] = []
    groups: dict[EntityId, Annotated[list[EntityId], Field(min_length=1)]] = {}


def json_schemas() -> dict[str, dict[str, Any]]:
    """A JSON Schema (draft 2020-12) for each kind of file: "northwatch", "sources", "channels", "rules", "entities"."""
    models: dict[str, type[Model]] = {
        "northwatch": NorthwatchFile,
        "sources": SourcesFile,
        "channels": ChannelsFile,
        "rules": RulesFile,
        "entities": EntitiesFile,
    }
    return {name: model.model_json_schema() for name, model in models.items()}
