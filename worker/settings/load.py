"""The whole config folder at once: values, or every problem of every file.

Reading has no side effects; nothing heavy is imported and no address is contacted, so `check` may run beside the daemon.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from worker.errors import ConfigError, Problem
from worker.model import SourceKind
from worker.settings import references
from worker.settings.faults import Checked
from worker.settings.kept import Kept
from worker.settings.reading import ENTITIES, RULES, Reading, yaml_files
from worker.settings.schema import (
    ChannelItem,
    ChannelsFile,
    EntitiesFile,
    LimitsPart,
    NorthwatchFile,
    SourceDefaults,
    SourceItem,
    SourcesFile,
    duration,
)
from worker.settings.values import (
    MIB,
    AlertSettings,
    ChannelSettings,
    Limits,
    MainSettings,
    Secret,
    Settings,
    SourceSettings,
)
from worker.settings.yamlfile import MAX_BYTES, YamlFile
from worker.settings.yamlfile import Path as YamlPath

if TYPE_CHECKING:
    from worker.rules.forms import LookUp

MAIN, SOURCES, CHANNELS = "northwatch.yaml", "sources.yaml", "channels.yaml"
DATABASE = "sqlite:///../data/northwatch.db"
_DATABASES = re.compile(r"sqlite:///[^?]|postgresql(\+psycopg)?://.")


def read_folder(folder: Path, environment: Mapping[str, str], kept: Kept | None = None) -> Settings:
    """The settings of a config folder. Raises ConfigError with all problems of all files.

    `environment` fills `${NAME}` in channels and in the database. Problems name files as `folder` was given. With what is
    `kept` from a reading before, only the files of rules and entities that changed since are read.
    """
    if not folder.is_dir():
        raise ConfigError([_no_folder(folder)])
    mark = fingerprint(folder)  # before reading: what changes meanwhile must be seen as a change later
    reading = Reading(folder, environment, kept or Kept())
    with _collector_paused():
        settings = _settings(reading)
    if reading.problems or settings is None:
        raise ConfigError(reading.problems)
    return replace(settings, fingerprint=mark)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No search for cycles meanwhile: half a million small things are made that stay, and looking through them again and again
    took a third of the time.

    What the first reading of a process makes is left out of later searches, too. Not so what later ones make: rules hold
    each other, so a search has to find those that were replaced.
    """
    running, first = gc.isenabled(), next(_first_reading, False)
    gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        if first:
            gc.freeze()
        if running:
            gc.enable()


_first_reading = iter((True,))


def read_main(folder: Path, environment: Mapping[str, str]) -> MainSettings:
    """What northwatch.yaml says, for commands that look or clean: they work while other files are broken.

    Raises ConfigError with all problems of this file.
    """
    if not folder.is_dir():
        raise ConfigError([_no_folder(folder)])
    reading = Reading(folder, environment)
    main = reading.file(folder / MAIN, NorthwatchFile, private=True)
    url = _database(reading, main) if main is not None else ""
    if reading.problems or main is None:
        raise ConfigError(reading.problems)
    value = main.value
    return MainSettings(url, ZoneInfo(value.time_zone), value.contact, tuple(value.network.allow), _limits(value.limits))


def entity_titles(folder: Path) -> dict[str, str]:
    """Entity id -> its title, and group id -> those of its first members, as far as the files can be read: for commands that
    look, which say no more for a broken one."""
    reading = Reading(folder, {})
    files = [reading.file(path, EntitiesFile, "entities") for path in reading.yaml_files(folder / ENTITIES)]
    entries = [entry for file in files if file is not None for entry in file.value.entities if entry.title is not None]
    own = {entry.id: entry.title or "" for entry in entries if entry.change is None}
    titles = own | {entry.id: entry.title or "" for entry in entries if entry.change == "replace"}
    groups: dict[str, list[str]] = {}
    for file in filter(None, files):
        for group, members in file.value.groups.items():
            groups.setdefault(group, []).extend(members)
    return titles | {group: _members_named(members, titles) for group, members in groups.items()}


# A group stands for all of it: that it is many, and of which kind, is what a person wants to see.
MEMBERS_NAMED = 2


def _members_named(members: Sequence[str], titles: Mapping[str, str]) -> str:
    named = [titles.get(member, member) for member in members[:MEMBERS_NAMED]]
    more = len(members) - len(named)
    return f"{', '.join(named)} or {more} more" if more else " or ".join(named)


def _no_folder(folder: Path) -> Problem:
    hint = f"run `northwatch init {folder}`, or name the config folder with --config DIR"
    if Path(MAIN).exists():  # `init .` was run here
        hint = f"{MAIN} stands in the folder that you are in: add --config ."
    return Problem(str(folder), 1, 1, "there is no such folder", hint)


def fingerprint(folder: Path) -> str:
    """A text that changes when a config file, or a file of secrets that one names, is added, removed, renamed, or changes in
    size or modification time."""
    found = []
    with suppress(OSError):  # a folder that may not be listed: read_folder says so
        for path in (*_files(folder), *_secret_files(folder)):
            with suppress(OSError):  # no such file, or gone meanwhile: the same as a folder without it
                status = path.stat()
                found.append((os.path.relpath(path, folder), status.st_size, status.st_mtime_ns))
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    yield from (folder / MAIN, folder / SOURCES, folder / CHANNELS)
    yield from yaml_files(folder / RULES)
    yield from yaml_files(folder / ENTITIES)


# Found in the text, as the files may just have a fault; one too many, in a comment, does no harm.
_SECRET_FILE = re.compile(r"""\b(?:url|database)_file["']?\s*:\s*(?:"([^"\n]+)"|'([^'\n]+)'|([^"'#,}\n]+))""")


def _secret_files(folder: Path) -> Iterator[Path]:
    """The files that stand beside the folder and hold an address with its password: who changes one means us to use it."""
    for path in (folder / MAIN, folder / CHANNELS):
        with suppress(OSError):
            for found in _SECRET_FILE.finditer(path.read_bytes()[:MAX_BYTES].decode("utf-8", "replace")):
                yield _resolved(folder, next(filter(None, found.groups())).strip())


# ------------------------------------------------------------------ the whole


def _settings(reading: Reading) -> Settings | None:
    """The settings; None or incomplete ones when there are problems."""
    from worker.settings.ruleset import rules_and_entities  # the compiler of rules is loaded with the first rules

    folder = reading.folder
    main = reading.file(folder / MAIN, NorthwatchFile, private=True)
    sources, source_ids = _sources(reading)
    channels, channel_ids = _channels(reading)
    rules, entities = rules_and_entities(reading, source_ids, channel_ids, _words(reading, main))
    if main is None:
        return None
    value = main.value
    reading.check_known("channel", value.operator or (), channel_ids, main.file, ("operator",))
    operator = value.operator if value.operator is not None else [c.id for c in channels if c.enabled]
    return Settings(
        folder=_resolved(folder, "."),
        database=_database(reading, main),
        data_folder=_resolved(folder, value.data_folder),
        time_zone=ZoneInfo(value.time_zone),
        contact=value.contact,
        tlp=f"TLP:{value.tlp}" if value.tlp else "",
        networks=tuple(value.network.allow),
        limits=_limits(value.limits),
        alerts=AlertSettings(
            duration(value.alerts.group_wait), duration(value.alerts.update_gap), duration(value.alerts.stale_after)
        ),
        drain_s=duration(value.drain).total_seconds(),
        sources=sources,
        channels=channels,
        operator=tuple(operator),
        rules=rules,
        entities=entities,
    )


def _words(reading: Reading, main: Checked[NorthwatchFile] | None) -> LookUp | None:
    """The dictionary of word forms, which stands in the data folder."""
    if reading.kept.words is None or main is None:
        return None
    return reading.kept.words(_resolved(reading.folder, main.value.data_folder))


def _resolved(folder: Path, text: str) -> Path:
    """An absolute path; a relative one counts from the config folder, `~/` from the user's home."""
    path = Path(text).expanduser() if text.startswith("~/") else Path(text)
    return Path(os.path.abspath(folder / path))  # without a look at the disk: links stay, a missing folder is no error


def _limits(part: LimitsPart) -> Limits:
    return Limits(
        feed_bytes=part.feed_mib * MIB,
        page_bytes=part.page_mib * MIB,
        file_bytes=part.file_mib * MIB,
        document_s=duration(part.document_time).total_seconds(),
        worker_memory_bytes=part.worker_memory_mib * MIB,
        workers=part.workers,
        fetch_s=duration(part.fetch_time).total_seconds(),
        connections=part.connections,
        per_host=part.per_host,
        host_spacing_s=duration(part.host_spacing).total_seconds(),
    )


def _database(reading: Reading, main: Checked[NorthwatchFile]) -> str:
    """The database's URL, with an absolute path for SQLite; "" after a problem."""
    value, file = main.value, main.file
    _check_password(reading, file, ("database",), value.database)
    text = _secret(reading, file, ("database",), value.database, value.database_file, "set it, or use database_file")
    url = DATABASE if text is None else text
    if url and not _DATABASES.match(url):
        key = "database" if value.database_file is None else "database_file"
        expected = "expected a database such as sqlite:///../data/northwatch.db or postgresql+psycopg://user@host/name"
        reading.value_problem(file, (key,), f"{key}: {expected}", "SQLite and PostgreSQL are supported")
    if not url.startswith("sqlite:///") or ":memory:" in url:
        return url
    path, mark, options = url.removeprefix("sqlite:///").partition("?")
    return f"sqlite:///{_resolved(reading.folder, path)}{mark}{options}"


def _secret(reading: Reading, file: YamlFile, path: YamlPath, text: str | None, text_file: str | None, hint: str) -> str | None:
    """What a value or the file beside it (`<key>_file`) says; None when neither is given, "" after a problem."""
    key = str(path[-1])
    if text is not None and text_file is not None:
        reading.key_problem(file, (*path[:-1], f"{key}_file"), f"{key} and {key}_file exclude each other", "keep one of the two")
        return ""
    if text_file is not None:
        return _secret_of_file(reading, file, (*path[:-1], f"{key}_file"), text_file)
    if text is None:
        return None
    offset = references.malformed(text)
    if offset is not None:
        reading.value_problem(file, path, f"{key}: '${{' names no variable here", "write it as in ${NORTHWATCH_MAIL_URL}", offset)
    missing = references.unset(text, reading.environment)
    for place, name in missing:
        reading.value_problem(file, path, f"{key}: the environment variable {name} is not set", hint, place)
    return "" if missing or offset is not None else references.filled(text, reading.environment)


def _secret_of_file(reading: Reading, file: YamlFile, path: YamlPath, name: str) -> str:
    try:
        return references.from_file(_resolved(reading.folder, name))
    except OSError as error:
        reason = error.strerror or "unreadable"
    except ValueError as error:
        reason = str(error)
    hint = "a relative path counts from the config folder; the file holds one line and the daemon's user must be able to read it"
    reading.value_problem(file, path, f"{path[-1]}: {name!r} cannot be used: {reason}", hint)
    return ""


# ------------------------------------------------------------------ sources


def _sources(reading: Reading) -> tuple[tuple[SourceSettings, ...], frozenset[str] | None]:
    """The sources, and their ids (None when the file has problems, so that nobody is blamed for using one)."""
    before = len(reading.problems)
    found = reading.file(reading.folder / SOURCES, SourcesFile, "sources", private=True)
    ids = frozenset(item.id for item in found.value.sources) if found and len(reading.problems) == before else None
    if found is None:
        return (), None
    for place, item in zip(found.places, found.value.sources, strict=True):
        path = ("sources", place)
        reading.is_new("source", item.id, found.file, (*path, "id"))
        _check_source(reading, found.file, path, item)
        _check_place(reading, found.file, path, item)
    return tuple(_source(reading.folder, item, found.value.defaults) for item in found.value.sources), ids


def _check_source(reading: Reading, file: YamlFile, path: YamlPath, item: SourceItem) -> None:
    needed, useless = ("url", "path") if item.kind == "feed" else ("path", "url")
    if getattr(item, needed) is None:
        reading.value_problem(file, path, f"source {item.id!r}: a {item.kind} needs {needed}", f"add {needed}: to this source")
    if getattr(item, useless) is not None:
        hint = f"remove it, or change kind: to {'folder' if item.kind == 'feed' else 'feed'}"
        reading.key_problem(file, (*path, useless), f"source {item.id!r}: a {item.kind} has no {useless}", hint)
    for key in ("interval", "fetch") if item.kind == "folder" else ():
        if getattr(item, key) is not None:
            hint = "remove it: folders are looked at every second, and files are read as they are"
            reading.key_problem(file, (*path, key), f"source {item.id!r}: a folder has no {key}", hint)


def _check_place(reading: Reading, file: YamlFile, path: YamlPath, item: SourceItem) -> None:
    """Two sources of one place would give each document twice. One that is disabled harms nobody."""
    key = "url" if item.kind == "feed" else "path"
    given = item.url if item.kind == "feed" else item.path
    if given is None or not item.enabled:
        return
    place = _same_address(given) if item.kind == "feed" else str(_resolved(reading.folder, given))
    line, column = file.mark((*path, key))
    here = f"{file.name}:{line}:{column}"
    before = reading.first.setdefault((f"{key} of a source", place), here)
    if before != here:
        what = "address" if item.kind == "feed" else "folder"
        hint = "keep one of the two, or write enabled: false: each document would come twice"
        reading.value_problem(file, (*path, key), f"source {item.id!r}: the same {what} as at {before}", hint)


_PORTS = {"http": 80, "https": 443}


def _same_address(url: str) -> str:
    """One text for all ways to write an address: RFC 3986 section 6.2.2.1 (case) and 6.2.3 (port, empty path); no fragment."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    own_port = "" if port in (None, _PORTS.get(parts.scheme)) else f":{port}"
    return f"{parts.scheme}://{host}{own_port}{parts.path or '/'}?{parts.query}"


def _source(folder: Path, item: SourceItem, defaults: SourceDefaults) -> SourceSettings:
    return SourceSettings(
        id=item.id,
        kind=SourceKind(item.kind),
        url=item.url,
        path=None if item.path is None else _resolved(folder, item.path),
        name=item.name or item.id,
        language=item.language,
        interval=duration(item.interval or defaults.interval),
        reliability=item.reliability or defaults.reliability,
        state_media=item.state_media,
        fetch=item.fetch or defaults.fetch,
        enabled=item.enabled,
    )


# ------------------------------------------------------------------ channels


def _channels(reading: Reading) -> tuple[tuple[ChannelSettings, ...], frozenset[str] | None]:
    """The channels, and their ids (None when the file has problems). Without a file: the console."""
    path = reading.folder / CHANNELS
    if not path.exists():
        return (ChannelSettings("console", "console", None, True),), frozenset({"console"})
    before = len(reading.problems)
    found = reading.file(path, ChannelsFile, "channels", private=True)
    ids = frozenset(item.id for item in found.value.channels) if found and len(reading.problems) == before else None
    if found is None:
        return (), None
    items = list(zip(found.places, found.value.channels, strict=True))
    for place, item in items:
        reading.is_new("channel", item.id, found.file, ("channels", place, "id"))
    return tuple(_channel(reading, found.file, ("channels", place), item) for place, item in items), ids


def _channel(reading: Reading, file: YamlFile, path: YamlPath, item: ChannelItem) -> ChannelSettings:
    url = None
    if item.kind == "console":
        for key in ("url", "url_file"):
            if getattr(item, key) is not None:
                hint = "remove it, or write kind: apprise"
                reading.key_problem(file, (*path, key), f"channel {item.id!r}: a console has no {key}", hint)
    elif item.enabled:
        url = _channel_url(reading, file, path, item)
    _check_password(reading, file, (*path, "url"), item.url)
    line, column = file.mark(path)
    return ChannelSettings(item.id, item.kind, url, item.enabled, file.name, line, column)


def _channel_url(reading: Reading, file: YamlFile, path: YamlPath, item: ChannelItem) -> Secret | None:
    """The address of an enabled channel; None after a problem."""
    hint = "export it before the start, use url_file, or write enabled: false"
    text = _secret(reading, file, (*path, "url"), item.url, item.url_file, hint)
    if text is None:
        hint = (
            f"add url: ${{NORTHWATCH_MAIL_URL}} or url_file: {_beside(reading.folder)}secrets/mail_url, or write enabled: false"
        )
        reading.value_problem(file, path, f"channel {item.id!r}: needs url or url_file", hint)
    elif text and "://" not in text:
        key = "url" if item.url is not None else "url_file"
        hint = "as in mailtos://user@example.org or slack://token"
        reading.value_problem(file, (*path, key), f"{key}: expected an Apprise address with '://'", hint)
    return Secret(text) if text else None


def _beside(folder: Path) -> str:
    """How the files of a folder name what lies beside their settings: `init` puts all into one folder."""
    return "" if (folder / "seeds").is_dir() or (folder / "secrets").is_dir() else "../"


def _check_password(reading: Reading, file: YamlFile, path: YamlPath, text: str | None) -> None:
    offset = None if text is None else references.password_at(text)
    if offset is not None:
        hint = "write ${NAME} in its place and set NAME in the environment, or put the whole address into a file"
        reading.value_problem(file, path, f"{path[-1]}: a password stands here for everybody to read", hint, offset)
