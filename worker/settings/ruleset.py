"""The folder rules: rules compiled with the entities that they name, or their problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from worker.errors import Problem
from worker.model import Entity, Severity
from worker.rules.rule import Example, Rule, RuleCompiler, RuleDefinition, RuleFault, ScoreDefinition
from worker.settings.entityset import read_entities
from worker.settings.reading import RULES, Reading
from worker.settings.schema import ExampleItem, RuleDefaults, RuleItem, RulesFile, duration
from worker.settings.yamlfile import Path as YamlPath
from worker.settings.yamlfile import YamlFile

Given = tuple[YamlFile, YamlPath, RuleDefinition]  # where a rule stands, and what it says


def rules_and_entities(
    reading: Reading, source_ids: frozenset[str] | None, channel_ids: frozenset[str] | None
) -> tuple[tuple[Rule, ...], tuple[Entity, ...]]:
    """All rules and entities that could be made, in the order of their files' names; problems go to `reading`.

    `source_ids` and `channel_ids` are what rules may name; None: unknown, then nothing is said about them.
    """
    before = len(reading.problems)
    entities = read_entities(reading)
    # With a problem there, each rule that names a lost entity would be blamed for it.
    compiler = RuleCompiler(entities) if len(reading.problems) == before else None
    if not (reading.folder / RULES).is_dir():
        hint = f"run `northwatch init {reading.folder}` to get a starter config"
        reading.problems.append(Problem(str(reading.folder / RULES), 1, 1, "there is no such folder", hint))
    given: list[Given] = []
    for path in reading.yaml_files(reading.folder / RULES):
        found = reading.file(path, RulesFile, "rules")
        if found is None:
            continue
        reading.check_known("channel", found.value.defaults.channels, channel_ids, found.file, ("defaults", "channels"))
        for place, item in zip(found.places, found.value.rules, strict=True):
            at = ("rules", place)
            _check_rule(reading, found.file, at, item, source_ids, channel_ids)
            line, _ = found.file.mark(at)
            given.append((found.file, at, _definition(item, found.value.defaults, f"{path.name}:{line}")))
    return tuple(_compiled(reading, compiler, given)), entities


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
        must_match=_examples(item.examples.match),
        must_ignore=_examples(item.examples.ignore),
        place=place,
    )


def _examples(items: Sequence[ExampleItem]) -> tuple[Example, ...]:
    return tuple(Example(item.text, item.title, item.lang) for item in items)


def _compiled(reading: Reading, compiler: RuleCompiler | None, given: Sequence[Given]) -> Iterator[Rule]:
    """The rules that could be made; the faults of the others become problems."""
    compiled = compiler.compile_all([definition for _, _, definition in given]) if compiler else ()
    for (file, at, _), (rule, faults) in zip(given, compiled, strict=False):
        for fault in faults:
            _report(reading, file, (*at, *fault.path), fault)
        if rule is not None:
            yield rule


def _report(reading: Reading, file: YamlFile, path: YamlPath, fault: RuleFault) -> None:
    detail = "".join(f"\n    {line}" for line in fault.detail.splitlines())
    if fault.of_key:
        reading.key_problem(file, path, fault.message + detail, fault.hint)
    else:
        reading.value_problem(file, path, fault.message + detail, fault.hint, fault.position)
