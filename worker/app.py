"""Composition root of the commands: builds parts from the settings. The daemon's own parts are put together in `daemon`."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from worker.alerts.policy import Policy
from worker.developments.similarity import load_prior
from worker.entities.gazetteer import Gazetteer
from worker.errors import StoreError
from worker.judge import Judge
from worker.rules.index import RuleSet
from worker.settings.values import Settings
from worker.store.database import Database


def judge_of(settings: Settings, *, dates_from_text: bool = True, wait: bool = True) -> Judge:
    """Everything that decides. Not `wait`: alerts are due at once, because nobody will be there later to send them."""
    times = settings.alerts
    policy = Policy(group_wait=times.group_wait, update_gap=times.update_gap, stale_after=times.stale_after)
    return Judge(
        rules=RuleSet(settings.rules),
        gazetteer=Gazetteer(settings.entities),
        prior=common_words(),
        channels=tuple(channel.id for channel in settings.channels if channel.enabled),
        policy=policy if wait else policy.without_waits(),
        dates_from_text=dates_from_text,
    )


def common_words() -> dict[str, float]:
    """The shipped table of how common words are, for the days before the database knows better."""
    text = files("worker.developments").joinpath("common_words.tsv").read_text(encoding="utf-8")
    return load_prior(text.splitlines())


def open_database(url: str, *, create: bool = True) -> Database:
    """The database, migrated. Not `create`: StoreError when there is none yet, for commands that only look."""
    database = Database(url)
    if not create and database.is_empty():
        raise StoreError("there is no database yet: run `northwatch run` (or `run --once`) first")
    database.migrate()
    return database


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
