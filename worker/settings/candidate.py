"""Rules of a file outside the config folder, tried beside or instead of those in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from worker.errors import ConfigError
from worker.rules.rule import Rule, RuleCompiler
from worker.settings import ruleset
from worker.settings.reading import Reading
from worker.settings.schema import RulesFile
from worker.settings.values import Settings


def candidates(files: Sequence[Path], settings: Settings, environment: Mapping[str, str]) -> tuple[Rule, ...]:
    """The rules of the files, compiled with the entities and word forms of the settings, so that they can be mixed with theirs.

    Raises ConfigError with all problems of all files; an id may stand in one of the files only once.
    """
    reading = Reading(settings.folder, environment)
    sources = frozenset(source.id for source in settings.sources)
    channels = frozenset(channel.id for channel in settings.channels)
    given: list[ruleset.Given] = []
    for path in files:
        given += _definitions(reading, path, sources, channels)
    rules = tuple(ruleset._compiled(reading, _compiler(settings), given))
    if reading.problems:
        raise ConfigError(reading.problems)
    return rules


def _definitions(reading: Reading, path: Path, sources: frozenset[str], channels: frozenset[str]) -> Iterator[ruleset.Given]:
    found = reading.file(path, RulesFile, "rules")
    if found is None:
        return
    reading.check_known("channel", found.value.defaults.channels, channels, found.file, ("defaults", "channels"))
    for place, item in zip(found.places, found.value.rules, strict=True):
        at = ("rules", place)
        ruleset._check_rule(reading, found.file, at, item, sources, channels)
        line, _ = found.file.mark(at)
        yield found.file, at, ruleset._definition(item, found.value.defaults, f"{path.name}:{line}")


def _compiler(settings: Settings) -> RuleCompiler:
    """The compiler that the rules of the settings came from: only rules of one can stand in one set."""
    compiler = RuleCompiler(settings.entities)
    if settings.rules:
        compiler.names, compiler.forms = settings.rules[0].names, settings.rules[0].forms
    return compiler
