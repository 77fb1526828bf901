"""The commands `rules ...`: which rules there are, why one holds or does not, what one covers, and what it would have sent."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from worker.cli.shared import (
    FAILED,
    Command,
    complain,
    config_option,
    in_force,
    json_option,
    json_text,
    load_settings,
    named_rule,
    opened,
    read_standard_input,
)
from worker.tokens import count

if TYPE_CHECKING:
    from worker.backtest import Trial
    from worker.model import Document
    from worker.rules.rule import Rule
    from worker.settings.values import Settings


@click.group()
def rules() -> None:
    """Watch rules: which there are, why one holds or does not, which word forms count, what one would have sent."""


# ------------------------------------------------------------------ list


@rules.command("list", cls=Command, epilog="northwatch rules list\nnorthwatch rules list --json")
@config_option
@json_option
def rules_list(folder: Path | None, as_json: bool) -> int:
    """All rules, the retired ones too: status, severity, channels, and where each stands."""
    from worker import wording

    listed = [_listed(rule) for rule in load_settings(folder).rules]
    if as_json:
        click.echo(json_text(listed, indent=1))
    else:
        click.echo("\n".join(wording.rule_lines(listed)) if listed else "no rules: write one into the folder rules")
    return 0


def _listed(rule: Rule) -> dict[str, Any]:
    definition = rule.definition
    return {
        "id": definition.id,
        "status": definition.status,
        "severity": definition.severity.value,
        "title": definition.title,
        "channels": list(definition.channels),
        "tags": list(definition.tags),
        "place": definition.place,
        "examples": len(definition.must_match) + len(definition.must_ignore),
    }


# ------------------------------------------------------------------ explain


@rules.command(
    "explain",
    cls=Command,
    epilog="northwatch rules explain cables-sabotage 118\nnorthwatch rules explain cables-sabotage seeds/davos-interview.txt\n"
    'echo "A cable was cut." | northwatch rules explain cables-sabotage -',
)
@click.argument("rule_id", metavar="ID")
@click.argument("name", metavar="DOC")
@click.option("--source", default="", help="Take a text that is not stored as if it came from this source.")
@config_option
@json_option
def rules_explain(rule_id: str, name: str, source: str, folder: Path | None, as_json: bool) -> int:
    """Which parts of a rule hold for a document. DOC is a stored one (12, a URL, a file name), a file, or - for a text.

    Exit code 0 when the rule holds, 1 when it does not. A rule on test or retired is tried as if it were live.
    """
    from worker import app, inquiry, wording

    settings = load_settings(folder)
    rule = named_rule(settings.rules, rule_id)
    document = _document(settings, name, source)
    judge = app.judge_of(replace(settings, rules=(in_force(rule),)))
    answer = inquiry.explanation(judge.rules, rule.definition, document)
    click.echo(json_text(answer, indent=1) if as_json else "\n".join(wording.explanation_lines(answer)))
    return 0 if answer["holds"] else FAILED


def _document(settings: Settings, name: str, source: str) -> Document:
    """The stored document that is meant, or the text of a file or of standard input; UsageError when it is neither."""
    on_disk = name == "-" or os.path.lexists(name)
    if name != "-":
        found = _stored(settings, os.path.abspath(name) if on_disk else name)
        if found is not None:
            return found
    if not on_disk:
        expected = "a stored document (12, its URL, the name of its file), a file, or - for standard input"
        raise click.UsageError(f"{name!r} is nothing that we know: expected {expected}")
    return asyncio.run(_read(settings, name, source))


def _stored(settings: Settings, reference: str) -> Document | None:
    """The newest stored document under this reference; UsageError when the reference means several, or an item without text."""
    from worker import inquiry
    from worker.store.database import Database

    database = Database(settings.database, looking=True)
    try:
        if database.is_empty():
            return None
        database.prepare_to_look()
        return inquiry.document(database, reference)
    except inquiry.UnclearReferenceError as error:
        raise click.UsageError(str(error)) from error
    finally:
        database.close()


async def _read(settings: Settings, name: str, source: str) -> Document:
    """The clean text of a file or of standard input as a document; UsageError when there is none."""
    from worker.cleaning import open_cleaner
    from worker.judge import plain_language
    from worker.model import Document, DocumentId

    async with open_cleaner(settings, read_standard_input) as cleaner:
        extract = await cleaner.named(name)
    if extract.error:
        raise click.UsageError(extract.error if name in extract.error else f"{name}: {extract.error}")
    language = plain_language(extract.language)
    return Document(DocumentId(0), source, extract.url, extract.title, extract.text, extract.caption, language, extract.published)


# ------------------------------------------------------------------ forms


@rules.command("forms", cls=Command, epilog="northwatch rules forms kabel --lang sv\nnorthwatch rules forms")
@click.argument("term", required=False)
@click.option("--lang", help="Only in texts of this language, such as sv.")
@config_option
@json_option
def rules_forms(term: str | None, lang: str | None, folder: Path | None, as_json: bool) -> int:
    """What a word of a rule covers in each language: forms of the dictionary, words with the same stem, or only itself.

    Without TERM: look up the words of all rules that no dictionary was asked for yet. The daemon does the same a minute after
    its start; new words take about 20 seconds, once.
    """
    from worker import wording

    settings = load_settings(folder, optional=True)
    if term is None:
        answer, lines = _looked_up(settings), wording.looked_up_lines
    else:
        answer, lines = {"term": term, "languages": _coverage(term, lang, settings)}, wording.form_lines
    click.echo(json_text(answer, indent=1) if as_json else "\n".join(lines(answer)))
    return FAILED if answer.get("problems") else 0


def _coverage(term: str, lang: str | None, settings: Settings) -> list[dict[str, Any]]:
    """Language by language what the term covers; UsageError when it is no single word, or the language is unknown."""
    from worker import app
    from worker.rules.forms import LANGUAGES, Forms, inflects
    from worker.rules.syntax import QueryError, words_of

    try:
        words = words_of(term)
    except QueryError as error:
        raise click.UsageError(f"{term!r}: {error.message}") from error
    if len(words) != 1:
        raise click.UsageError(f"{term!r}: expected one word; of a phrase each word has forms of its own")
    if lang is not None and lang not in LANGUAGES:
        raise click.UsageError(f"no forms for the language {lang!r}; known are: {', '.join(sorted(LANGUAGES))}")
    book, word = app.dictionary(settings.data_folder), words[0].plain
    if inflects(word) and not term.startswith("="):
        book.forms_of([word], complain)
    for problem in book.problems:
        complain(problem)
    found = [line for line in Forms(book.kept).account(word) if lang in (None, line.language)]
    return [{"language": line.language, "source": line.source, "forms": list(line.forms)} for line in found]


def _looked_up(settings: Settings) -> dict[str, Any]:
    """What became of the words of all rules: those that a dictionary knows, and those that are found by their stems."""
    from worker import app
    from worker.entities.dictionary import installed
    from worker.learning import words_of

    book, words = app.dictionary(settings.data_folder), words_of(settings)
    known = {word for forms in book.forms_of(words, complain).values() for word in forms}
    return {
        "installed": installed(),
        "dictionary": sorted(known),
        "stems": sorted(words - known),
        "problems": list(book.problems),
    }


# ------------------------------------------------------------------ backtest


@rules.command(
    "backtest",
    cls=Command,
    epilog="northwatch rules backtest --days 30 --rule cables-sabotage\n"
    "northwatch rules backtest --rules new-rules.yaml --against live\nnorthwatch rules backtest --against live --json",
)
@click.option(
    "--days", type=click.IntRange(1, 36_500), default=30, show_default=True, help="Documents that came in within so many days."
)
@click.option(
    "--rules",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE.yaml",
    help="Rules to try beside the configured ones; one with a known id replaces that one.",
)
@click.option("--rule", "chosen", multiple=True, metavar="ID", help="Only this rule, alone, with all details.")
@click.option(
    "--against",
    type=click.Choice(["live"]),
    help="Compare with the configured rules without --rules; without --rules, with what held when the documents came in.",
)
@config_option
@json_option
def rules_backtest(
    days: int, files: Sequence[Path], chosen: Sequence[str], against: str | None, folder: Path | None, as_json: bool
) -> int:
    """What rules would have found and sent, over the stored documents. Nothing is fetched, stored or sent.

    Developments stay as they are; matching and the alert policy are the daemon's, with the clock of the documents. Rules that
    are named (--rule) or given (--rules) count as live, whatever their status.
    """
    from worker import backtest, wording

    settings = load_settings(folder)
    trial, named = _trial(settings, days, files, frozenset(chosen), against is not None)
    with opened(folder) as (database, _):
        answer = backtest.backtest(database, trial, _progress())
    if as_json:
        click.echo(json_text(answer, indent=1))
    else:
        click.echo("\n".join(wording.backtest_lines(answer, named)))
    return 0


def _trial(
    settings: Settings, days: int, files: Sequence[Path], chosen: frozenset[str], compared: bool
) -> tuple[Trial, frozenset[str]]:
    """The question that the options ask, and the rules that they name; ConfigError for faulty files, UsageError for no rule."""
    from worker import app
    from worker.backtest import RECORDED, Trial
    from worker.clock import system_clock
    from worker.settings.candidate import candidates

    given = {rule.id: rule for rule in candidates(files, settings, os.environ)} if files else {}
    known = [rule for rule in settings.rules if rule.id not in given] + list(given.values())
    for rule_id in sorted(chosen):
        named_rule(known, rule_id)
    before, wanted = _among(settings.rules, chosen), _among(known, chosen)
    named = chosen or frozenset(given)
    as_live = {rule.id: rule.definition.status for rule in wanted if rule.id in named and rule.definition.status != "live"}
    other = app.judge_of(replace(settings, rules=before)) if files else RECORDED
    trial = Trial(
        judge=app.judge_of(replace(settings, rules=tuple(in_force(r) if r.id in as_live else r for r in wanted))),
        days=days,
        now=system_clock(),
        zone=settings.time_zone,
        against=other if compared else None,
        only=chosen or None,
        as_live=as_live,
    )
    return trial, named


def _among(rules: Sequence[Rule], chosen: frozenset[str]) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if not chosen or rule.id in chosen)


def _progress() -> Callable[[int], None]:
    """Counts documents on a terminal; quiet in a pipe."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda read: click.echo(f"\r{count(read, 'document')}\x1b[K\r", nl=False, err=True)
