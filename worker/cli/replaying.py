"""The command `replay`: recorded documents through the live decisions."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from worker.cli.shared import (
    Command,
    Lines,
    complain,
    config_option,
    json_option,
    json_text,
    load_settings,
    read_standard_input,
)
from worker.tokens import count

if TYPE_CHECKING:
    from worker.model import Extract
    from worker.settings.values import Settings
    from worker.store.constraints import Constraints


@click.command(
    cls=Command, epilog="northwatch replay january.jsonl --json > decisions.jsonl\nnorthwatch replay - < january.jsonl"
)
@click.argument("file", type=str)
@click.option(
    "--dates", type=click.Choice(["text", "published"]), default="text", show_default=True, help="Where event dates come from."
)
@click.option("--constraints", metavar="FILE", help='Documents put together or apart by hand: {"a": id, "b": id, "kind"} a line.')
@config_option
@json_option
def replay(file: str, dates: str, constraints: str | None, folder: Path | None, as_json: bool) -> int:
    """Run recorded documents through developments, rules and alert policy, with their own clock. Sends nothing.

    The clock is the latest "published" so far. A date more than a day ahead of now that stands alone (no other one of the
    input within two weeks, and not that of most documents) is not believed: its document is taken as undated.
    """
    from worker import app
    from worker import replay as replaying
    from worker.clock import system_clock

    settings = load_settings(folder, optional=True)
    judge = app.judge_of(settings, dates_from_text=dates == "text")
    bound = _constraints(constraints)
    try:
        values = list(replaying.read_lines(line.decode("utf-8", "replace") for line in Lines([file])))
        _name_the_unread(replaying.unread_keys(values), replaying.OPTIONAL_KEYS)
        extracts = asyncio.run(_cleaned(values, settings))
        _name_the_absent(bound.names - {str(value["id"]) for value in values})
        given = [replaying.recorded(value, extract) for value, extract in zip(values, extracts, strict=True)]
        now = system_clock()
        inputs, doubted = replaying.believed(given, now)
        for name, when in doubted.items():
            complain(f"document {name!r}: published {when.isoformat()} stands alone in the future; taken as undated")
        for line in replaying.lines(inputs, judge, now, bound=bound):
            click.echo(json_text(line) if as_json else _replay_line(line))
        if not values and not as_json:
            click.echo("no documents")
    except replaying.ReplayLineError as error:
        raise click.UsageError(f"{file}: {error}") from error
    return 0


def _constraints(file: str | None) -> Constraints:
    """What a file of constraints means; UsageError for a line that is none, or constraints that contradict each other."""
    from worker.store.constraints import NOTHING_BOUND, ConstraintError, closed, read_lines

    if file is None:
        return NOTHING_BOUND
    try:
        return closed(list(read_lines(line.decode("utf-8", "replace") for line in Lines([file]))))
    except ConstraintError as error:
        raise click.UsageError(f"{file}: {error}") from error


def _name_the_unread(keys: Mapping[str, int], known: Sequence[str]) -> None:
    from worker.settings.faults import suggestion

    for key, lines in keys.items():
        complain(f"the key {key!r} is not read (it stands in {count(lines, 'line')}); {suggestion(key, known)}")


def _name_the_absent(names: Set[str]) -> None:
    if names:
        first = ", ".join(sorted(names)[:5])
        complain(f"constraints name {count(len(names), 'document')} that the input does not hold and so bind nothing: {first}")


async def _cleaned(values: Sequence[Mapping[str, Any]], settings: Settings) -> list[Extract]:
    """Recorded text is taken as it is, it was cleaned when it was recorded; recorded HTML is cleaned now."""
    from worker.model import Extract

    extracts = [Extract(text=str(value.get("text") or "")) for value in values]
    pages = [i for i, value in enumerate(values) if value.get("html") is not None]
    if pages:
        from worker.cleaning import SiteMemory, open_cleaner, page_address

        memory = SiteMemory()
        async with open_cleaner(settings, read_standard_input) as cleaner:
            for i in pages:
                extracts[i] = memory.clean(page_address(values[i]), await cleaner.value(values[i]))
    return extracts


def _replay_line(line: Mapping[str, Any]) -> str:
    alerts = ", ".join(f"{alert['kind']} alert to {alert['channel']}" for alert in line["alerts"]) or "silent"
    rules = ", ".join(line["rules"]) or "no rule"
    earlier = line["evidence"]["continues"]
    goes_on = f", may continue {earlier}" if earlier is not None else ""
    return f"{line['id']}: {line['development']} ({line['kind']}, {line['score']:.2f}{goes_on}); {rules}; {alerts}"
