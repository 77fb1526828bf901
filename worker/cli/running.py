"""The commands that set a watch up and run it: `run`, `init`, `check`."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

import click

from worker import __version__
from worker.cli.shared import FAILED, USAGE, Command, config_option, json_option, json_text, load_settings, short
from worker.errors import ConfigError
from worker.tokens import count

if TYPE_CHECKING:
    from worker.daemon import Daemon
    from worker.settings.values import Settings


@click.command(cls=Command, epilog="northwatch run\nnorthwatch run --once --json --config ./config")
@config_option
@click.option("--once", is_flag=True, help="Poll what is due, work everything to the end, deliver, print a summary, exit.")
@json_option
@click.pass_obj
def run(verbose: bool, folder: Path | None, once: bool, as_json: bool) -> NoReturn:
    """Watch: poll sources, read documents, send alerts. Runs until Ctrl-C, SIGTERM or SIGHUP, unless --once."""
    from worker import app
    from worker.daemon import Daemon

    _set_up_logging(verbose)
    kept = app.nothing_kept()
    settings = load_settings(folder, kept=kept)
    write = _to_stderr if as_json else _to_stdout
    daemon = Daemon(settings, write=write, once=once, kept=kept)
    if not as_json:
        click.echo(_opening_line(settings, once))
    summary = asyncio.run(_until_stopped(daemon))
    if as_json:
        click.echo(json.dumps(summary))
    elif once:
        click.echo(_summary_line(summary))
    else:
        click.echo("northwatch has stopped; what was in hand is stored, and the next start goes on from there.")
    _leave(FAILED if once and (summary["failed"] or summary["undelivered"]) else 0)


def _leave(code: int) -> NoReturn:
    """End now. Everything is stored and closed; only a name look-up may still hang, and its thread would hold us up to 30 s."""
    from worker.engine.pool import remove_traces

    remove_traces()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


async def _until_stopped(daemon: Daemon) -> dict[str, int]:
    """Run until a signal; a second one ends the program at once (the rows know what is still to do)."""
    stop = asyncio.Event()

    def on_signal() -> None:
        if stop.is_set():
            os._exit(130)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # under nohup the end of the terminal is to be survived
            asyncio.get_running_loop().add_signal_handler(number, on_signal)
    return await daemon.run(stop)


def _opening_line(settings: Settings, once: bool) -> str:
    sources = [source for source in settings.sources if source.enabled]
    folders = [str(source.path) for source in sources if source.path]
    feeds = len(sources) - len(folders)
    channels = [channel.id for channel in settings.channels if channel.enabled]
    text = f"northwatch {__version__} watches {count(feeds, 'feed')}"
    text += f" and the folder {', '.join(short(f) for f in folders)}" if folders else ""
    text += f" with {len(settings.rules)} rules; alerts go to: {', '.join(channels) or 'nobody (no channel is enabled)'}."
    return text if once else text + " Ctrl-C ends it."


def _summary_line(summary: Mapping[str, int]) -> str:
    return (
        f"{count(summary['polled'], 'feed')} polled ({summary['failed']} failed), "
        f"{count(summary['documents'], 'new document')}, {count(summary['developments'], 'new development')}, "
        f"{count(summary['alerts'], 'alert')} sent, {summary['waiting']} waiting ({summary['undelivered']} tried in vain)."
    )


def _to_stdout(text: str) -> None:
    click.echo(text)


def _to_stderr(text: str) -> None:
    click.echo(text, err=True)


def _set_up_logging(verbose: bool, stream: TextIO = sys.stderr) -> None:
    """One line per job on standard error: all of them for a supervisor's log, on a terminal only trouble unless --verbose."""
    import structlog

    level = logging.INFO if verbose or not stream.isatty() else logging.WARNING
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"], drop_missing=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )


# ------------------------------------------------------------------ init, check


@click.command(cls=Command, epilog="northwatch init ~/northwatch\nnorthwatch run --config ~/northwatch")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def init(folder: Path) -> int:
    """Write a commented starter configuration into DIR, with rules, entities and a drop folder."""
    from worker import app

    try:
        written = app.write_starter(folder)
    except OSError as error:
        raise click.UsageError(str(error)) from error
    for path in written:
        click.echo(f"wrote {path}")
    click.echo(f"next: edit {folder / 'channels.yaml'}, then: northwatch check --config {folder}")
    return 0


@click.command(cls=Command, epilog="northwatch check\nnorthwatch check --config ./config --json")
@config_option
@json_option
def check(folder: Path | None, as_json: bool) -> int:
    """Validate the whole configuration and run every rule's examples; all errors at once, with their places."""
    from worker import app
    from worker.learning import words_of
    from worker.rules.doubts import doubts, too_wide

    try:
        settings = load_settings(folder)
        app.check_channels(settings)
    except ConfigError as error:
        if not as_json:
            raise
        click.echo(json_text({"ok": False, "problems": [asdict(problem) for problem in error.problems]}))
        return USAGE
    rules = [rule.definition for rule in settings.rules]
    numbers = {
        "sources": sum(source.enabled for source in settings.sources),
        "channels": sum(channel.enabled for channel in settings.channels),
        "entities": len(settings.entities),
        "rules": len(rules),
        "examples": sum(len(rule.must_match) + len(rule.must_ignore) for rule in rules),
    }
    missing = len(app.dictionary(settings.data_folder).missing(words_of(settings)))
    told = [(rule, doubt) for rule in rules for doubt in doubts(rule)]
    told += [(rule.definition, doubt) for rule, doubt in too_wide(settings.rules)]
    doubtful = [f"{rule.place}: rule {rule.id!r}: {doubt}" for rule, doubt in told]
    if as_json:
        click.echo(json.dumps({"ok": True, **numbers, "words_to_look_up": missing, "doubts": doubtful}))
        return 0
    click.echo("configuration is good: " + ", ".join(_counted(*each) for each in numbers.items()))
    if missing:
        until = "forms not looked up yet; until `northwatch rules forms` or the daemon has done it, stems decide"
        click.echo(f"{count(missing, 'word')} of rules: {until}")
    for line in doubtful:
        click.echo(line)
    return 0


def _counted(plural: str, number: int) -> str:
    """A number with one of the names of the answer: "1 channel", "2 entities"."""
    singular = f"{plural[:-3]}y" if plural.endswith("ies") else plural[:-1]
    return f"{number} {singular if number == 1 else plural}"
