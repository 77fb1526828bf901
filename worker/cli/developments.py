"""The commands `developments ...`: the archive, and merges and splits by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from worker.cli.shared import Command, config_option, json_option, json_text, load_settings, opened, spoken_names
from worker.tokens import count

if TYPE_CHECKING:
    from worker.store.regrouping import Regrouped


@click.group()
def developments() -> None:
    """The archive: which developments there are, why a document is in one, and merges and splits by hand."""


@developments.command("list", cls=Command, epilog="northwatch developments list\nnorthwatch developments list --days 90 --json")
@click.option(
    "--days", type=click.IntRange(1, 36_500), default=14, show_default=True, help="Those with a document in so many days."
)
@config_option
@json_option
def developments_list(days: int, folder: Path | None, as_json: bool) -> int:
    """Developments, the latest first: when opened, who reported them in which languages, how often updated."""
    from worker import inquiry, overview
    from worker.clock import system_clock

    with opened(folder) as (database, zone):
        found = inquiry.developments(database, system_clock() - timedelta(days=days))
    if as_json:
        click.echo(json_text(found, indent=1))
    else:
        none = f"no development in {count(days, 'day')}; --days looks further back"
        click.echo("\n".join(overview.list_lines(found, zone)) if found else none)
    return 0


@developments.command("show", cls=Command, epilog="northwatch developments show d12\nnorthwatch developments show d12 --json")
@click.argument("development", metavar="dN")
@config_option
@json_option
def developments_show(development: str, folder: Path | None, as_json: bool) -> int:
    """One development: its documents and the evidence that put each there, its alerts, and what was decided by hand."""
    from worker import inquiry, overview
    from worker.model import DevelopmentId

    number = DevelopmentId(_number(development, "d"))
    with opened(folder) as (database, zone):
        found = inquiry.development(database, number)
        missing = inquiry.why_no_development(database, number) if found is None else ""
    if found is None:
        raise click.UsageError(missing)
    click.echo(json_text(found, indent=1) if as_json else "\n".join(overview.show_lines(found, zone, spoken_names(folder))))
    return 0


@developments.command(
    "merge", cls=Command, epilog="northwatch developments merge d12 d15\nnorthwatch developments merge d12 d15 d19 --json"
)
@click.argument("numbers", metavar="dA dB...", nargs=-1, required=True)
@config_option
@json_option
def developments_merge(numbers: Sequence[str], folder: Path | None, as_json: bool) -> int:
    """Make one development of several: all documents move into the one with the smallest number, and stay together from now on.

    Nothing is sent by this. Alerts that were not sent yet are decided again for the one development; what was told of any
    of them counts as told. A merge takes back an earlier split of the same documents.
    """
    from worker.model import DevelopmentId
    from worker.store import regrouping

    chosen = [DevelopmentId(_number(number, "d")) for number in numbers]
    return _by_hand(folder, as_json, lambda session, judge, now: regrouping.merge(session, judge, chosen, now))


@developments.command(
    "split", cls=Command, epilog="northwatch developments split d12 118\nnorthwatch developments split d12 118 121 --tell"
)
@click.argument("development", metavar="dN")
@click.argument("documents", metavar="DOCUMENT...", nargs=-1, required=True)
@click.option("--tell", is_flag=True, help="Alert for the new development if a rule holds; else it stays silent.")
@config_option
@json_option
def developments_split(development: str, documents: Sequence[str], tell: bool, folder: Path | None, as_json: bool) -> int:
    """Move documents (by number, see `developments show`) into a new development of their own, apart from the others for good.

    Later documents join the one that holds the document most like them. A split takes back an earlier merge of the same
    documents. An alert that told of these documents and no others goes along and counts as told.
    """
    from worker.model import DevelopmentId, DocumentId
    from worker.store import regrouping

    source, chosen = DevelopmentId(_number(development, "d")), [DocumentId(_number(number, "")) for number in documents]
    return _by_hand(folder, as_json, lambda session, judge, now: regrouping.split(session, judge, source, chosen, now, tell=tell))


@developments.command(
    "constraints",
    cls=Command,
    epilog="northwatch developments constraints\nnorthwatch developments constraints --json > constraints.jsonl",
)
@config_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line, as `replay --constraints` reads them.")
def developments_constraints(folder: Path | None, as_json: bool) -> int:
    """Pairs of documents that merges and splits by hand put together or apart, and that bind later decisions."""
    from worker import inquiry, overview

    with opened(folder) as (database, zone):
        pairs = inquiry.constraint_pairs(database)
    for pair in pairs:
        click.echo(json_text(pair) if as_json else overview.constraint_line(pair, zone))
    if not pairs and not as_json:
        click.echo("no constraints")
    return 0


def _by_hand(folder: Path | None, as_json: bool, change: Callable[..., Regrouped]) -> int:
    """Do a merge or split (of session, judge, now) in one transaction and say what it did; a senseless one is a usage error."""
    from worker import app, inquiry, overview
    from worker.clock import system_clock
    from worker.store.regrouping import RegroupingError

    judge = app.judge_of(load_settings(folder))
    with opened(folder, looking=False) as (database, zone):
        try:
            with database.writing() as session:
                done = change(session, judge, system_clock())
        except RegroupingError as error:
            raise click.UsageError(str(error)) from error
    answer = inquiry.change(done)
    click.echo(json_text(answer, indent=1) if as_json else "\n".join(overview.change_lines(answer, zone)))
    return 0


def _number(text: str, letter: str) -> int:
    """The number in a reference: d12 is a development, 12 a document; UsageError when it is neither, or the other."""
    found = re.fullmatch(letter + "([0-9]{1,18})", text, re.IGNORECASE)
    if found is None:
        expected = "a development such as d12" if letter else "the number of a document such as 118"
        raise click.UsageError(f"{text!r}: expected {expected}; `developments list` and `developments show` name them")
    return int(found[1])
