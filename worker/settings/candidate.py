"""Rules of a file outside the config folder, tried beside or instead of those in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from worker.errors import ConfigError
from worker.rules.rule import Rule, RuleCompiler
from worker.settings import ruleset
from worker.settings.reading import Reading
from worker.settings.values import Settings


def candidates(files: Sequence[Path], settings: Settings, environment: Mapping[str, str]) -> tuple[Rule, ...]:
    """The rules of the files, compiled with the entities and word forms of the settings, so that they can be mixed with theirs.

    Raises ConfigError with all problems of all files; an id may stand in one of the files only once.
    """
    reading = Reading(settings.folder, environment)
    sources = frozenset(source.id for source in settings.sources)
    channels = frozenset(channel.id for channel in settings.channels)
    given = [found for path in files for found in ruleset.definitions(reading, path, sources, channels)[0]]
    rules = [rule for rule in ruleset.compiled(reading, _compiler(settings), given) if rule]
    if reading.problems:
        raise ConfigError(reading.problems)
    return tuple(rules)


def _compiler(settings: Settings) -> RuleCompiler:
    """The compiler that the rules of the settings came from: only rules of one can stand in one set."""
    return RuleCompiler.of(settings.rules[0]) if settings.rules else RuleCompiler(settings.entities)
