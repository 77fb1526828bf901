"""The folder rules: rules compiled with the entities that they name, or their problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from worker.errors import Problem
from worker.model import Entity, Severity
from worker.rules.rule import Example, Rule, RuleCompiler, RuleDefinition, RuleFault
from worker.settings.entityset import read_entities
from worker.settings.reading import RULES, Reading
from worker.settings.schema import ExampleItem, RuleDefaults, RuleItem, RulesFile
from worker.settings.yamlfile import Path as YamlPath
from worker.settings.yamlfile import YamlFile


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
    rules: list[Rule] = []
    for path in reading.yaml_files(reading.folder / RULES):
        found = reading.file(path, RulesFile, "rules")
        if found is None:
            continue
        reading.check_known("channel", found.value.defaults.channels, channel_ids, found.file, ("defaults", "channels"))
        for place, item in zip(found.places, found.value.rules, strict=True):
            at = ("rules", place)
            _check_rule(reading, found.file, at, item, source_ids, channel_ids)
            rules += _compiled(reading, compiler, found.file, at, _definition(item, found.value.defaults))
    return tuple(rules), entities


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


def _definition(item: RuleItem, defaults: RuleDefaults) -> RuleDefinition:
    least = item.match.at_least
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
        languages=frozenset(item.where.lang),
        sources=frozenset(item.where.source),
        not_sources=frozenset(item.where.not_source),
        must_match=_examples(item.examples.match),
        must_ignore=_examples(item.examples.ignore),
    )


def _examples(items: Sequence[ExampleItem]) -> tuple[Example, ...]:
    return tuple(Example(item.text, item.title, item.lang) for item in items)


def _compiled(
    reading: Reading, compiler: RuleCompiler | None, file: YamlFile, at: YamlPath, definition: RuleDefinition
) -> Iterator[Rule]:
    """The compiled rule, if it could be made; its faults become problems."""
    if compiler is None:
        return
    rule, faults = compiler.compile(definition)
    for fault in faults:
        _report(reading, file, (*at, *fault.path), fault)
    if rule is not None:
        yield rule


def _report(reading: Reading, file: YamlFile, path: YamlPath, fault: RuleFault) -> None:
    detail = "".join(f"\n    {line}" for line in fault.detail.splitlines())
    reading.value_problem(file, path, fault.message + detail, fault.hint, fault.position)
