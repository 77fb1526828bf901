"""The folder rules: rules compiled with the entities that they name, or their problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from worker.errors import Problem
from worker.model import Alerting, Entity, Severity, Updates
from worker.rules.forms import LookUp
from worker.rules.rule import Example, Rule, RuleCompiler, RuleDefinition, RuleFault, ScoreDefinition
from worker.settings.entityset import read_entities
from worker.settings.kept import KeptRules
from worker.settings.reading import ENTITIES, RULES, Reading
from worker.settings.schema import AlertPart, ExampleItem, RuleDefaults, RuleItem, RulesFile, duration, quiet_hours, throttle
from worker.settings.yamlfile import Path as YamlPath
from worker.settings.yamlfile import YamlFile

# What a rule looks for: checked although another value of the rule is wrong, so that all faults are told at once.
_CORE = ("id", "title", "match", "score")

Given = tuple[YamlFile, YamlPath, RuleDefinition]  # where a rule stands, and what it says


def rules_and_entities(
    reading: Reading, source_ids: frozenset[str] | None, channel_ids: frozenset[str] | None, look_up: LookUp | None = None
) -> tuple[tuple[Rule, ...], tuple[Entity, ...]]:
    """All rules and entities that could be made, in the order of their files' names; problems go to `reading`.

    `source_ids` and `channel_ids` are what rules may name; None: unknown, then nothing is said about them. What
    `reading.kept` has of files that did not change is taken from there.
    """
    entities, compiler = _compiler(reading, look_up)
    if not (reading.folder / RULES).is_dir():
        hint = f"run `northwatch init {reading.folder}` to get a starter config"
        reading.problems.append(Problem(str(reading.folder / RULES), 1, 1, "there is no such folder", hint))
    files = [_read(reading, path, source_ids, channel_ids) for path in reading.yaml_files(reading.folder / RULES)]
    made = compiled(reading, compiler, [given for file in files for given in file.given])
    rules = [file.kept or _made(file, list(islice(made, len(file.given)))) for file in files]
    reading.kept.rules = {str(file.path): found for file, found in zip(files, rules, strict=True) if found.digest}
    return tuple(rule for found in rules for rule in found.rules), entities


def _compiler(reading: Reading, look_up: LookUp | None) -> tuple[tuple[Entity, ...], RuleCompiler | None]:
    """The entities, and the compiler of their rules: those of the last reading while no file of entities has changed.

    No compiler when something is wrong with them: each rule that names a lost entity would be blamed for it.
    """
    kept = reading.kept
    digests = reading.digests(reading.yaml_files(reading.folder / ENTITIES))
    if digests is None or digests != kept.digests:
        kept.forget()
        before = len(reading.problems)
        entities, names = read_entities(reading)
        if names is None or len(reading.problems) > before:
            return entities, None
        kept.digests, kept.entities, kept.compiler = digests, entities, RuleCompiler(names, look_up)
    return kept.entities, kept.compiler


@dataclass(frozen=True, slots=True)
class _File:
    """A file of rules: what was kept of it, or what there is to compile. `clean`: nothing was wrong so far."""

    path: Path
    digest: bytes = b""
    kept: KeptRules | None = None
    given: tuple[Given, ...] = ()
    channels: frozenset[str] = frozenset()
    clean: bool = False


def _read(reading: Reading, path: Path, source_ids: frozenset[str] | None, channel_ids: frozenset[str] | None) -> _File:
    digests, kept = reading.digests([path]), reading.kept.rules.get(str(path))
    digest = digests[0][1] if digests else b""
    if kept and kept.fits(digest, reading.first, (channel_ids, source_ids)):
        reading.first.update((("rule", rule.id), place) for rule, place in zip(kept.rules, kept.places, strict=True))
        return _File(path, digest, kept)
    before = len(reading.problems)
    given, channels = definitions(reading, path, source_ids, channel_ids)
    return _File(path, digest, None, given, channels, len(reading.problems) == before)


def _made(file: _File, rules: Sequence[Rule | None]) -> KeptRules:
    """What became of a file's definitions, to be kept; without a digest, never to be kept, when something was wrong."""
    whole = tuple(rule for rule in rules if rule is not None)
    if not file.clean or len(whole) < len(rules):
        return KeptRules(b"", whole, ())
    places = tuple(":".join(map(str, (yaml.name, *yaml.mark((*at, "id"))))) for yaml, at, _ in file.given)
    sources = (rule.definition.sources | rule.definition.not_sources for rule in whole)
    return KeptRules(file.digest, whole, places, file.channels, frozenset().union(*sources))


def definitions(
    reading: Reading, path: Path, source_ids: frozenset[str] | None, channel_ids: frozenset[str] | None
) -> tuple[tuple[Given, ...], frozenset[str]]:
    """What a file of rules defines, and the channels that it names; problems go to `reading`."""
    found = reading.file(path, RulesFile, "rules", core=_CORE)
    if found is None:
        return (), frozenset()
    default = found.value.defaults.channels
    reading.check_known("channel", default, channel_ids, found.file, ("defaults", "channels"))
    given = []
    for place, item in zip(found.places, found.value.rules, strict=True):
        at = ("rules", place)
        _check_rule(reading, found.file, at, item, source_ids, channel_ids)
        line, _ = found.file.mark(at)
        given.append((found.file, at, _definition(item, found.value.defaults, f"{path.name}:{line}")))
    return tuple(given), frozenset(default).union(*(definition.channels for _, _, definition in given))


def _check_rule(
    reading: Reading,
    file: YamlFile,
    at: YamlPath,
    item: RuleItem,
    source_ids: frozenset[str] | None,
    channel_ids: frozenset[str] | None,
) -> None:
    reading.is_new("rule", item.id, file, (*at, "id"))
    reading.check_known("channel", item.alert.channels or (), channel_ids, file, (*at, "alert", "channels"))
    reading.check_known("source", item.where.source, source_ids, file, (*at, "where", "source"))
    reading.check_known("source", item.where.not_source, source_ids, file, (*at, "where", "not_source"))


def _definition(item: RuleItem, defaults: RuleDefaults, place: str) -> RuleDefinition:
    least, score = item.match.at_least, item.score
    channels = defaults.channels if item.alert.channels is None else item.alert.channels
    return RuleDefinition(
        id=item.id,
        title=item.title,
        why=item.why,
        status=item.status or defaults.status,
        severity=Severity(item.severity or defaults.severity),
        tags=tuple(item.tags),
        channels=tuple(channels),
        query=item.match.query,
        all=tuple(item.match.all),
        any=tuple(item.match.any),
        none=tuple(item.match.none),
        at_least=None if least is None else (least.n, tuple(least.of)),
        score=None if score is None else ScoreDefinition(score.at_least, tuple(score.points.items()), score.cap),
        languages=frozenset(item.where.lang),
        sources=frozenset(item.where.source),
        not_sources=frozenset(item.where.not_source),
        urls=tuple(item.where.url),
        max_age=None if item.where.max_age is None else duration(item.where.max_age),
        alerting=_alerting(item.alert),
        must_match=_examples(item.examples.match),
        must_ignore=_examples(item.examples.ignore),
        place=place,
    )


def _alerting(part: AlertPart) -> Alerting:
    return Alerting(
        instant=part.mode == "instant",
        quiet=None if part.quiet_hours is None else quiet_hours(part.quiet_hours),
        quiet_unless=Severity(part.quiet_unless),
        throttle=None if part.throttle is None else throttle(part.throttle),
        updates=Updates(part.updates),
    )


def _examples(items: Sequence[ExampleItem]) -> tuple[Example, ...]:
    return tuple(Example(item.text, item.title, item.lang) for item in items)


def compiled(reading: Reading, compiler: RuleCompiler | None, given: Sequence[Given]) -> Iterator[Rule | None]:
    """A rule for each definition, or None; the faults become problems. Without a compiler there are no rules and no faults."""
    made = compiler.compile_all([definition for _, _, definition in given]) if compiler else [(None, ())] * len(given)
    for (file, at, _), (rule, faults) in zip(given, made, strict=True):
        for fault in faults:
            _report(reading, file, (*at, *fault.path), fault)
        yield rule


def _report(reading: Reading, file: YamlFile, path: YamlPath, fault: RuleFault) -> None:
    detail = "".join(f"\n    {line}" for line in fault.detail.splitlines())
    if fault.of_key:
        reading.key_problem(file, path, fault.message + detail, fault.hint)
    else:
        reading.value_problem(file, path, fault.message + detail, fault.hint, fault.position)
