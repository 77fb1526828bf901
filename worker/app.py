"""Composition root of the commands: builds parts from the settings. The daemon's own parts are put together in `daemon`.

A function imports what it builds, so that a command loads only the parts that it needs.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from worker.errors import ConfigError, Problem, StoreError

if TYPE_CHECKING:
    from worker.context import Channel
    from worker.entities.concepts import Concepts
    from worker.entities.dictionary import FormBook
    from worker.entities.places import Places
    from worker.judge import Judge
    from worker.settings.kept import Kept
    from worker.settings.values import ChannelSettings, Settings
    from worker.store.database import Database


# Kinds of entities that stand for many things at once (the towns of a coast, words of a subject): rules look for them, but two
# texts that name one of each do not name the same thing.
SEVERAL = ("places", "vocabulary")


def judge_of(settings: Settings, *, dates_from_text: bool = True, wait: bool = True) -> Judge:
    """Everything that decides. Not `wait`: alerts are due at once, because nobody will be there later to send them."""
    from worker.alerts.policy import Policy
    from worker.entities.gazetteer import Gazetteer
    from worker.judge import Judge
    from worker.rules.index import RuleSet

    times = settings.alerts
    policy = Policy(
        group_wait=times.group_wait,
        update_gap=times.update_gap,
        stale_after=times.stale_after,
        zone=settings.time_zone,
        alerting={rule.id: rule.definition.alerting for rule in settings.rules},
    )
    return Judge(
        rules=RuleSet(settings.rules),
        gazetteer=Gazetteer([entity for entity in settings.entities if entity.kind not in SEVERAL]),
        prior=common_words(),
        concepts=lexicon(),
        places=known_places(),
        channels=tuple(channel.id for channel in settings.channels if channel.enabled),
        policy=policy if wait else policy.without_waits(),
        dates_from_text=dates_from_text,
    )


def common_words() -> dict[str, float]:
    """The shipped table of how common words are, for the days before the database knows better."""
    from worker.developments.similarity import load_prior

    text = files("worker.developments").joinpath("common_words.tsv").read_text(encoding="utf-8")
    return load_prior(text.splitlines())


def lexicon() -> Concepts:
    """The shipped concepts of news, by which reports in two languages are compared."""
    from worker.entities.concepts import load_concepts

    text = files("worker.entities").joinpath("concepts.tsv").read_text(encoding="utf-8")
    return load_concepts(text.splitlines())


def known_places() -> Places:
    """The shipped table of northern places, by which look-alike incidents at two places are told apart."""
    from worker.entities.places import load_places

    text = files("worker.entities").joinpath("places.tsv").read_text(encoding="utf-8")
    return load_places(text.splitlines())


def spoken_names(folder: Path) -> Callable[[str], str]:
    """What a person calls a name of the evidence: "geo:HR" is Croatia, "entity:nato" NATO, "place:cambridge-bay" Cambridge
    Bay; a word stays as it is, and so does an entity that the config folder no longer has.

    Countries and titles are read when the first one is asked for: most words are neither.
    """

    @cache
    def countries() -> Mapping[str, str]:
        from babel import Locale

        names: Mapping[str, str] = Locale("en").territories
        return names

    @cache
    def titles() -> Mapping[str, str]:
        from worker.settings.load import entity_titles

        return entity_titles(folder)

    def spoken(name: str) -> str:
        kind, colon, key = name.partition(":")
        if not colon:
            return name
        if kind == "geo":
            return countries().get(key, key)
        return titles().get(key, key) if kind == "entity" else key.replace("-", " ").title()

    return spoken


def dictionary(data_folder: Path) -> FormBook:
    """The dictionaries of word forms, with the answers that are kept in the data folder; nothing is kept in the package."""
    from worker.entities.dictionary import FormBook

    inside = data_folder.is_relative_to(Path(str(files("worker"))))
    return FormBook(None if inside else data_folder / "forms")


def nothing_kept() -> Kept:
    """For the first reading of a config folder; its rules know the word forms that were looked up before."""
    from worker.settings.kept import Kept

    return Kept(words=lambda data_folder: dictionary(data_folder).kept)


def open_database(url: str) -> Database:
    """The database, made when there is none, and migrated."""
    from worker.store.database import Database

    database = Database(url)
    database.migrate()
    return database


def known_database(url: str, *, looking: bool) -> Database:
    """The database, migrated; StoreError when there is none yet. `looking`: for reading, which needs no right to write."""
    from worker.store.database import Database

    database = Database(url, looking=looking)
    if database.is_empty():
        raise StoreError("there is no database yet: run `northwatch run` (or `run --once`) first")
    if looking:
        database.prepare_to_look()
    else:
        database.migrate()
    return database


# ------------------------------------------------------------------ channels


def open_channels(
    settings: Settings, write: Callable[[str], None], kept: Mapping[str, Channel] | None = None
) -> dict[str, Channel]:
    """The enabled channels by id, those of `kept` as they are. ConfigError names every address that cannot be used."""
    from worker.alerts.channels import ChannelProblem

    channels, problems = dict(kept or {}), []
    for channel in (c for c in settings.channels if c.enabled and c.id not in channels):
        try:
            channels[channel.id] = _open(channel, settings.networks, write)
        except ChannelProblem as problem:
            problems.append(Problem(channel.file, channel.line, channel.column, f"channel {channel.id!r}: {problem}"))
    if problems:
        raise ConfigError(problems)
    return channels


def _open(channel: ChannelSettings, networks: Sequence[str], write: Callable[[str], None]) -> Channel:
    from worker.alerts.channels import open_channel
    from worker.guard import Policy

    url = channel.url.reveal() if channel.url else None
    return open_channel(channel.id, channel.kind, url, policy=Policy.opening(networks), write=write)


def close_channel(channel: object) -> None:
    """End what the channel holds open; a channel that holds nothing has no `close`."""
    close = getattr(channel, "close", None)
    if close is not None:
        close()


def check_channels(settings: Settings) -> None:
    """Open and close every enabled channel, without any connection; ConfigError names every address that cannot be used."""
    for channel in open_channels(settings, lambda _: None).values():
        close_channel(channel)


# ------------------------------------------------------------------ a new configuration folder


def starter_folder() -> Path:
    """The shipped configuration: inside the installed package, or the checkout's own `config`."""
    packaged = Path(str(files("worker"))) / "starter"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parent.parent / "config"


def write_starter(target: Path) -> Sequence[Path]:
    """Copy the shipped configuration into a new folder that holds everything beside itself; returns the files written.

    FileExistsError when the folder has a configuration already: nothing of it is touched.
    """
    if (target / "northwatch.yaml").exists():
        raise FileExistsError(f"{target / 'northwatch.yaml'} exists already; choose another folder or edit that file")
    shutil.copytree(starter_folder(), target, dirs_exist_ok=True)
    for name in ("northwatch.yaml", "sources.yaml", "channels.yaml"):
        path = target / name
        path.write_text(path.read_text(encoding="utf-8").replace("../", ""), encoding="utf-8")
    with suppress(FileExistsError):
        (target / "seeds").mkdir()
    return sorted(path for path in target.rglob("*.yaml"))
