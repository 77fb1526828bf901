"""The commands that look and explain: `why`, `why-not`, `status`, `health`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

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
    spoken_names,
)

MOST_MISSES = 5  # rules that nearly hold; a person asks about one of the first


def unknown(reference: str) -> str:
    hint = "give a document (12), a development (d12), the exact URL, or a file name of a drop folder"
    return f"nothing is known under {reference!r}: {hint}"


@click.command(cls=Command, epilog="northwatch why seeds/davos-interview.txt\nnorthwatch why https://example.org/article --json")
@click.argument("reference", metavar="REF")
@config_option
@json_option
def why(reference: str, folder: Path | None, as_json: bool) -> int:
    """What happened to a document at each stage, and why. REF is a document (12), a development (d12), a URL or a file."""
    from worker import inquiry
    from worker.wording import why_lines

    with opened(folder) as (database, zone):
        accounts = inquiry.why(database, reference)
    if as_json:
        click.echo(json_text(accounts, indent=1))
    elif not accounts:
        complain(unknown(reference))
    spoken = spoken_names(folder)
    for account in [] if as_json else accounts:
        click.echo("\n".join(why_lines(account, zone, spoken)))
    return 0 if accounts else FAILED


@click.command(
    "why-not",
    cls=Command,
    epilog="northwatch why-not 118\nnorthwatch why-not d12 --rule cables-sabotage\nnorthwatch why-not 118 --all",
)
@click.argument("reference", metavar="REF")
@click.option("--rule", "rule_id", metavar="ID", help="Only this rule, also when it is retired.")
@click.option("--all", "everything", is_flag=True, help="All rules that do not hold, not only the five nearest.")
@config_option
@json_option
def why_not(reference: str, rule_id: str | None, everything: bool, folder: Path | None, as_json: bool) -> int:
    """Why rules do not hold for a document, the nearest miss first, and why nothing was sent of those that do.

    REF is a document (12), a development (d12), a URL or a file. Rules are tried as they are now.
    """
    from worker import app, inquiry
    from worker.wording import why_not_lines

    settings = load_settings(folder)
    asked = [named_rule(settings.rules, rule_id)] if rule_id else [r for r in settings.rules if r.definition.status != "retired"]
    judge = app.judge_of(replace(settings, rules=tuple(map(in_force, asked))))
    with opened(folder) as (database, zone):
        accounts = inquiry.why_not(database, judge.rules, asked, reference)
    if as_json:
        click.echo(json_text(accounts, indent=1))
    elif not accounts:
        complain(unknown(reference))
    most, spoken = None if everything or rule_id else MOST_MISSES, spoken_names(folder)
    for account in [] if as_json else accounts:
        click.echo("\n".join(why_not_lines(account, zone, most, spoken)))
    return 0 if accounts else FAILED


@click.command(cls=Command, epilog="northwatch status\nnorthwatch status --json")
@config_option
@json_option
def status(folder: Path | None, as_json: bool) -> int:
    """The state of the daemon, its sources and its alerts. Exit code 1 when something needs a person."""
    from worker import inquiry
    from worker.clock import system_clock
    from worker.wording import status_lines

    with opened(folder) as (database, zone):
        result = inquiry.status(database, system_clock(), zone)
    click.echo(json_text(result, indent=1) if as_json else "\n".join(status_lines(result, zone)))
    return 0 if result["verdict"] == "ok" else FAILED


@click.command(cls=Command, epilog="northwatch health")
@config_option
@json_option
def health(folder: Path | None, as_json: bool) -> int:
    """For supervisors: exit code 0 while the daemon is working, 1 when it has ended or its last sign of life is too old."""
    from worker import inquiry
    from worker.clock import system_clock
    from worker.wording import health_line

    now = system_clock()
    with opened(folder) as (database, _):
        life = inquiry.life(database, now)
    if as_json:
        click.echo(json.dumps(life))
    else:
        click.echo(health_line(life, now))
    return 0 if life["alive"] else FAILED
