"""Command line: arguments -> app, print, exit code. The only module that prints.

Exit codes: 0 good, 1 something failed or is degraded, 2 usage or configuration error.

A command imports its parts when it is called: the daemon's take a second, and help or `extract` should not wait for them.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO, TypeVar

import click
import platformdirs

from worker import __version__
from worker.errors import ConfigError, NorthwatchError
from worker.tokens import well_formed

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from worker.cleaning import Bounds
    from worker.daemon import Daemon
    from worker.model import Extract
    from worker.settings.values import MainSettings, Settings
    from worker.store.constraints import Constraints
    from worker.store.database import Database
    from worker.store.regrouping import Regrouped

T = TypeVar("T")

FAILED, USAGE = 1, 2
# Documents and bytes in hand before the oldest has to be finished. So many that a page which costs as much as sixty others
# leaves no worker idle; so few bytes that a file of any length fits into memory.
EXTRACT_AHEAD, EXTRACT_AHEAD_BYTES = 64, 16 << 20


class Command(click.Command):
    """A command whose help ends with its example, printed as it stands."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.epilog:
            formatter.write_paragraph()
            formatter.write("Example:\n" + "".join(f"  {line}\n" for line in self.epilog.splitlines()))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="northwatch")
@click.option("-v", "--verbose", is_flag=True, help="Log every finished job, not only trouble.")
def cli(verbose: bool) -> None:
    """Watches feeds and documents for developments in Arctic security and alerts once per development, with the reason."""
    click.get_current_context().obj = verbose


def main() -> NoReturn:
    """Run the command; every expected failure is one clear message on standard error and an exit code, never a traceback."""
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        code = 130
    except click.ClickException as error:
        error.show()
        code = USAGE
    except ConfigError as error:
        _complain(str(error))
        _complain(
            f"{len(error.problems)} problem{'s' if len(error.problems) != 1 else ''} in the configuration; nothing was started"
        )
        code = USAGE
    except NorthwatchError as error:
        _complain(f"northwatch: {error}")
        code = FAILED
    except BrokenPipeError:
        # The reader has gone (`| head`): not an error, but Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code or 0)


def config_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--config",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        help="Configuration folder (default: ./config, else your user's config folder).",
    )(function)


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document for programs.")(function)


# ------------------------------------------------------------------ run


@cli.command(cls=Command, epilog="northwatch run\nnorthwatch run --once --json --config ./config")
@config_option
@click.option("--once", is_flag=True, help="Poll what is due, work everything to the end, deliver, print a summary, exit.")
@json_option
@click.pass_obj
def run(verbose: bool, folder: Path | None, once: bool, as_json: bool) -> NoReturn:
    """Watch: poll sources, read documents, send alerts. Runs until Ctrl-C or SIGTERM, unless --once."""
    from worker.daemon import Daemon

    _set_up_logging(verbose)
    settings = load_settings(folder)
    write = _to_stderr if as_json else _to_stdout
    daemon = Daemon(settings, write=write, once=once)
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

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, on_signal)
    return await daemon.run(stop)


def _opening_line(settings: Settings, once: bool) -> str:
    sources = [source for source in settings.sources if source.enabled]
    folders = [str(source.path) for source in sources if source.path]
    feeds = len(sources) - len(folders)
    channels = [channel.id for channel in settings.channels if channel.enabled]
    text = f"northwatch {__version__} watches {_count(feeds, 'feed')}"
    text += f" and the folder {', '.join(_short(f) for f in folders)}" if folders else ""
    text += f" with {len(settings.rules)} rules; alerts go to: {', '.join(channels) or 'nobody (no channel is enabled)'}."
    return text if once else text + " Ctrl-C ends it."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _summary_line(summary: Mapping[str, int]) -> str:
    return (
        f"{_count(summary['polled'], 'feed')} polled ({summary['failed']} failed), "
        f"{_count(summary['documents'], 'new document')}, {_count(summary['developments'], 'new development')}, "
        f"{_count(summary['alerts'], 'alert')} sent, {summary['waiting']} waiting ({summary['undelivered']} tried in vain)."
    )


# ------------------------------------------------------------------ init, check


@cli.command(cls=Command, epilog="northwatch init ~/northwatch\nnorthwatch run --config ~/northwatch")
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


@cli.command(cls=Command, epilog="northwatch check\nnorthwatch check --config ./config --json")
@config_option
@json_option
def check(folder: Path | None, as_json: bool) -> int:
    """Validate the whole configuration and run every rule's examples; all errors at once, with their places."""
    from worker import app

    try:
        settings = load_settings(folder)
        app.check_channels(settings)
    except ConfigError as error:
        if not as_json:
            raise
        click.echo(_json({"ok": False, "problems": [asdict(problem) for problem in error.problems]}))
        return USAGE
    rules = [rule.definition for rule in settings.rules]
    numbers = {
        "sources": sum(source.enabled for source in settings.sources),
        "channels": sum(channel.enabled for channel in settings.channels),
        "entities": len(settings.entities),
        "rules": len(rules),
        "examples": sum(len(rule.must_match) + len(rule.must_ignore) for rule in rules),
    }
    if as_json:
        click.echo(json.dumps({"ok": True, **numbers}))
    else:
        click.echo("configuration is good: " + ", ".join(f"{number} {name}" for name, number in numbers.items()))
    return 0


# ------------------------------------------------------------------ extract


@cli.command(
    cls=Command,
    epilog="northwatch extract seeds/*.txt\nnorthwatch extract https://example.org/article\n"
    'echo \'{"id": "1", "html": "<p>...</p>"}\' | northwatch extract --jsonl',
)
@click.argument("documents", metavar="[FILE/URL/-]...", nargs=-1)
@click.option("--jsonl", is_flag=True, help='JSON lines in ({"id", "url"?, "html"} or {"id", "text"}) and out, in order.')
@config_option
@json_option
def extract(documents: Sequence[str], jsonl: bool, folder: Path | None, as_json: bool) -> int:
    """Print the clean text of documents. Nothing is stored and nothing is sent.

    With --jsonl, lines that the pages of one host (by "url") repeat in unlike articles are recognised as blocks of that
    site and removed from the third page on; what was printed before is not taken back.
    """
    if not documents and not jsonl:
        raise click.UsageError("name a file, a URL or - for standard input, or give --jsonl")
    from worker.engine.pool import CLEANING, start_server

    start_server([CLEANING, "worker.cleaning", __name__])  # first: it gets ready while the configuration is read
    settings = _main_settings(folder)
    if jsonl:
        return asyncio.run(_extract_lines(documents, settings))
    return asyncio.run(_extract_each(documents, settings, as_json))


async def _extract_each(documents: Sequence[str], settings: Bounds, as_json: bool) -> int:
    from worker.cleaning import open_cleaner

    results = []
    async with open_cleaner(settings, sys.stdin.buffer.read) as cleaner:
        for name in documents:
            result = await cleaner.named(name)
            results.append(_extract_json(name, result))
            if not as_json:
                _print_extract(name, result, many=len(documents) > 1)
    if as_json:
        click.echo(_json(results, indent=1))
    return FAILED if any(result["error"] for result in results) else 0


def _print_extract(name: str, result: Extract, *, many: bool) -> None:
    if many:
        click.echo(f"=== {name}")
    if result.error:
        _complain(f"{name}: {result.error}" if name not in result.error else result.error)
        return
    for text in filter(None, (result.title, result.text)):
        click.echo(well_formed(f"{text}\n" if text is result.title else text))
    for removed in result.removed:
        click.echo(click.style(f"- {removed.reason}: {removed.text[:100]}", dim=True), err=True)


async def _extract_lines(files: Sequence[str], settings: Bounds) -> int:
    """One JSON object a line in and out, in order; a document that cannot be read gives an `error`, never a crash."""
    from worker.cleaning import SiteMemory, open_cleaner

    memory = SiteMemory()
    async with open_cleaner(settings, sys.stdin.buffer.read) as cleaner:
        async for cleaned in _in_order(_lines_of(files), cleaner.line):
            result = memory.clean(cleaned.url, cleaned.extract)
            click.echo(_json(_extract_json(cleaned.id, result)))
    return 0


async def _in_order(lines: Iterable[bytes], work: Callable[[bytes], Coroutine[Any, Any, T]]) -> AsyncIterator[T]:
    """Results in the order of the input, with a bounded number of documents and bytes in hand."""
    running: deque[tuple[int, asyncio.Task[T]]] = deque()
    held = 0
    for line in lines:
        running.append((len(line), asyncio.ensure_future(work(line))))
        held += len(line)
        await asyncio.sleep(0)  # a turn for the new one: a worker is at it while the next line is read
        while running and (running[0][1].done() or len(running) >= EXTRACT_AHEAD or held > EXTRACT_AHEAD_BYTES):
            size, task = running.popleft()
            held -= size
            yield await task
    for _, task in running:
        yield await task


def _extract_json(name: object, result: Extract) -> dict[str, Any]:
    return {
        "id": name,
        "title": result.title,
        "text": result.text,
        "caption": result.caption,
        "language": result.language,
        "published": result.published.isoformat() if result.published else None,
        "removed": [asdict(removed) for removed in result.removed],
        "error": result.error or None,
    }


# ------------------------------------------------------------------ replay


@cli.command(cls=Command, epilog="northwatch replay january.jsonl --json > decisions.jsonl\nnorthwatch replay - < january.jsonl")
@click.argument("file", type=str)
@click.option(
    "--dates", type=click.Choice(["text", "published"]), default="text", show_default=True, help="Where event dates come from."
)
@click.option("--constraints", metavar="FILE", help='Documents put together or apart by hand: {"a": id, "b": id, "kind"} a line.')
@config_option
@json_option
def replay(file: str, dates: str, constraints: str | None, folder: Path | None, as_json: bool) -> int:
    """Run recorded documents through developments, rules and alert policy, with their own clock. Sends nothing."""
    from worker import app
    from worker import replay as replaying
    from worker.clock import system_clock

    settings = load_settings(folder, optional=True)
    judge = app.judge_of(settings, dates_from_text=dates == "text")
    bound = _constraints(constraints)
    try:
        values = list(replaying.read_lines(line.decode("utf-8", "replace") for line in _lines_of([file])))
        extracts = asyncio.run(_cleaned(values, settings))
        _name_the_absent(bound.names - {str(value["id"]) for value in values})
        inputs = (replaying.recorded(value, extract) for value, extract in zip(values, extracts, strict=True))
        for name, judged in replaying.replay(inputs, judge, system_clock(), bound=bound):
            line = replaying.as_json(name, judged)
            click.echo(_json(line) if as_json else _replay_line(line))
    except replaying.ReplayLineError as error:
        raise click.UsageError(f"{file}: {error}") from error
    return 0


def _constraints(file: str | None) -> Constraints:
    """What a file of constraints means; UsageError for a line that is none, or constraints that contradict each other."""
    from worker.store.constraints import NOTHING_BOUND, ConstraintError, closed, read_lines

    if file is None:
        return NOTHING_BOUND
    try:
        return closed(list(read_lines(line.decode("utf-8", "replace") for line in _lines_of([file]))))
    except ConstraintError as error:
        raise click.UsageError(f"{file}: {error}") from error


def _name_the_absent(names: Set[str]) -> None:
    if names:
        first = ", ".join(sorted(names)[:5])
        _complain(f"constraints name {_count(len(names), 'document')} that the input does not hold and so bind nothing: {first}")


async def _cleaned(values: Sequence[Mapping[str, Any]], settings: Settings) -> list[Extract]:
    """Recorded text is taken as it is, it was cleaned when it was recorded; recorded HTML is cleaned now."""
    from worker.model import Extract

    extracts = [Extract(text=str(value.get("text") or "")) for value in values]
    pages = [i for i, value in enumerate(values) if value.get("html") is not None]
    if pages:
        from worker.cleaning import SiteMemory, open_cleaner, page_address

        memory = SiteMemory()
        async with open_cleaner(settings, sys.stdin.buffer.read) as cleaner:
            for i in pages:
                extracts[i] = memory.clean(page_address(values[i]), await cleaner.value(values[i]))
    return extracts


def _replay_line(line: Mapping[str, Any]) -> str:
    alerts = ", ".join(f"{alert['kind']} alert to {alert['channel']}" for alert in line["alerts"]) or "silent"
    rules = ", ".join(line["rules"]) or "no rule"
    return f"{line['id']}: {line['development']} ({line['kind']}, {line['score']:.2f}); {rules}; {alerts}"


# ------------------------------------------------------------------ why, status, health


@cli.command(cls=Command, epilog="northwatch why seeds/davos-interview.txt\nnorthwatch why https://example.org/article --json")
@click.argument("reference", metavar="REF")
@config_option
@json_option
def why(reference: str, folder: Path | None, as_json: bool) -> int:
    """What happened to a document at each stage, and why. REF is a document (12), a development (d12), a URL or a file."""
    from worker import inquiry
    from worker.wording import why_lines

    database, zone = _existing_database(folder)
    try:
        accounts = inquiry.why(database, reference)
    finally:
        database.close()
    if as_json:
        click.echo(_json(accounts, indent=1))
    elif not accounts:
        hint = "give a document (12), a development (d12), the exact URL, or a file name of a drop folder"
        _complain(f"nothing is known under {reference!r}: {hint}")
    for account in [] if as_json else accounts:
        click.echo("\n".join(why_lines(account, zone)))
    return 0 if accounts else FAILED


@cli.command(cls=Command, epilog="northwatch status\nnorthwatch status --json")
@config_option
@json_option
def status(folder: Path | None, as_json: bool) -> int:
    """The state of the daemon, its sources and its alerts. Exit code 1 when something needs a person."""
    from worker import inquiry
    from worker.clock import system_clock
    from worker.wording import status_lines

    database, zone = _existing_database(folder)
    try:
        result = inquiry.status(database, system_clock())
    finally:
        database.close()
    click.echo(_json(result, indent=1) if as_json else "\n".join(status_lines(result, zone)))
    return 0 if result["verdict"] == "ok" else FAILED


@cli.command(cls=Command, epilog="northwatch health")
@config_option
@json_option
def health(folder: Path | None, as_json: bool) -> int:
    """For supervisors: exit code 0 while the daemon is working, 1 when its last sign of life is too old."""
    from worker import inquiry
    from worker.clock import system_clock

    database, _ = _existing_database(folder)
    try:
        tick = inquiry.last_tick(database)
    finally:
        database.close()
    age = (system_clock() - tick).total_seconds() if tick else None
    alive = age is not None and age <= inquiry.ALIVE_WITHIN.total_seconds()
    if as_json:
        click.echo(json.dumps({"alive": alive, "last_tick": tick.isoformat() if tick else None}))
    else:
        click.echo(
            f"{'working' if alive else 'not working'}: last sign of life {f'{age:.0f} s ago' if age is not None else 'never'}"
        )
    return 0 if alive else FAILED


# ------------------------------------------------------------------ developments


@cli.group()
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

    with _opened(folder) as (database, zone):
        found = inquiry.developments(database, system_clock() - timedelta(days=days))
    if as_json:
        click.echo(_json(found, indent=1))
    else:
        none = f"no development in {_count(days, 'day')}; --days looks further back"
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
    with _opened(folder) as (database, zone):
        found = inquiry.development(database, number)
        missing = inquiry.why_no_development(database, number) if found is None else ""
    if found is None:
        raise click.UsageError(missing)
    click.echo(_json(found, indent=1) if as_json else "\n".join(overview.show_lines(found, zone)))
    return 0


@developments.command(
    "merge", cls=Command, epilog="northwatch developments merge d12 d15\nnorthwatch developments merge d12 d15 d19 --json"
)
@click.argument("numbers", metavar="dA dB...", nargs=-1, required=True)
@config_option
@json_option
def developments_merge(numbers: Sequence[str], folder: Path | None, as_json: bool) -> int:
    """Make one development of several: all documents move into the one opened first, and stay together from now on.

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
    documents.
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

    with _opened(folder) as (database, zone):
        pairs = inquiry.constraint_pairs(database)
    for pair in pairs:
        click.echo(_json(pair) if as_json else overview.constraint_line(pair, zone))
    return 0


def _by_hand(folder: Path | None, as_json: bool, change: Callable[..., Regrouped]) -> int:
    """Do a merge or split (of session, judge, now) in one transaction and say what it did; a senseless one is a usage error."""
    from worker import app, inquiry, overview
    from worker.clock import system_clock
    from worker.store.regrouping import RegroupingError

    judge = app.judge_of(load_settings(folder))
    with _opened(folder) as (database, zone):
        try:
            with database.writing() as session:
                done = change(session, judge, system_clock())
        except RegroupingError as error:
            raise click.UsageError(str(error)) from error
    answer = inquiry.change(done)
    click.echo(_json(answer, indent=1) if as_json else "\n".join(overview.change_lines(answer, zone)))
    return 0


@contextmanager
def _opened(folder: Path | None) -> Iterator[tuple[Database, ZoneInfo]]:
    database, zone = _existing_database(folder)
    try:
        yield database, zone
    finally:
        database.close()


def _number(text: str, letter: str) -> int:
    """The number in a reference: d12 is a development, 12 a document; UsageError when it is neither, or the other."""
    found = re.fullmatch(letter + "([0-9]{1,18})", text)
    if found is None:
        expected = "a development such as d12" if letter else "the number of a document such as 118"
        raise click.UsageError(f"{text!r}: expected {expected}; `developments list` and `developments show` name them")
    return int(found[1])


# ------------------------------------------------------------------ shared


def load_settings(folder: Path | None, *, optional: bool = False) -> Settings:
    """The settings of the given folder, ./config or the user's folder. `optional`: the shipped ones when there is none."""
    from worker.settings.load import read_folder

    return read_folder(_folder(folder, optional), os.environ)


def _main_settings(folder: Path | None, *, optional: bool = True) -> MainSettings:
    """What northwatch.yaml says: cleaning and looking must work while the rest of the configuration is broken."""
    from worker.settings.load import read_main

    return read_main(_folder(folder, optional), os.environ)


def _existing_database(folder: Path | None) -> tuple[Database, ZoneInfo]:
    """The database and time zone that are configured; StoreError when there is none yet."""
    from worker import app

    main = _main_settings(folder, optional=False)
    return app.open_database(main.database, create=False), main.time_zone


def _folder(given: Path | None, optional: bool) -> Path:
    from worker import app

    folder = given or _usual_folder()
    return app.starter_folder() if optional and not folder.is_dir() else folder


def _usual_folder() -> Path:
    places = [Path("config"), Path(platformdirs.user_config_dir("northwatch"))]
    return next((place for place in places if (place / "northwatch.yaml").exists()), places[0])


def _lines_of(names: Sequence[str]) -> Iterator[bytes]:
    """Lines of the files, or of standard input for - or without a name. Only a line feed ends a line: texts may hold U+2028."""
    for name in names or ["-"]:
        if name == "-":
            yield from sys.stdin.buffer
            continue
        try:
            with open(name, "rb") as lines:
                yield from lines
        except OSError as error:
            raise click.UsageError(f"{name}: cannot be read: {error.strerror}") from error


def _json(value: object, indent: int | None = None) -> str:
    """JSON for programs, readable for people too: letters as they are, but for what no output can carry."""
    return well_formed(json.dumps(value, ensure_ascii=False, indent=indent))


def _short(path: str) -> str:
    """The path as seen from here, when it lies below."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except ValueError:
        return path


def _to_stdout(text: str) -> None:
    click.echo(text)


def _to_stderr(text: str) -> None:
    click.echo(text, err=True)


def _complain(text: str) -> None:
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
