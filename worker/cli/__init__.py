"""Command line: arguments -> app, print, exit code. The only package that prints.

Exit codes: 0 good, 1 something failed or is degraded, 2 usage or configuration error.

A command imports its parts when it is called: the daemon's take a second, and help or `extract` should not wait for them.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from worker import __version__
from worker.cli import asking, developments, extracting, replaying, rules, running
from worker.cli.shared import FAILED, USAGE, complain
from worker.errors import ConfigError, NorthwatchError


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
        if isinstance(error, click.NoSuchOption) and (hint := _where_it_goes(error)):
            complain(f"Hint: {hint}")
        code = USAGE
    except ConfigError as error:
        complain(str(error))
        complain(
            f"{len(error.problems)} problem{'s' if len(error.problems) != 1 else ''} in the configuration; nothing was started"
        )
        code = USAGE
    except NorthwatchError as error:
        complain(f"northwatch: {error}")
        code = FAILED
    except BrokenPipeError:
        # The reader has gone (`| head`): not an error, but Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code or 0)


def _where_it_goes(error: click.NoSuchOption) -> str:
    """On which side of a command an option stands that was given on the other; "" for one that is nowhere near."""
    context, option = error.ctx, error.option_name
    if context is None:
        return ""
    below = _first_with(context.command, option)
    if below is not None:
        return f"{option} stands behind the command: {context.command_path} {' '.join(below)} {option} ..."
    if context.parent is not None and _has(context.parent.command, option):
        rest = context.command_path.removeprefix(context.parent.command_path).strip()
        return f"{option} stands in front of the command: {context.parent.command_path} {option} {rest}"
    return ""


def _first_with(command: click.Command, option: str) -> list[str] | None:
    """The words that lead to the first command below this one which has the option."""
    for name, below in command.commands.items() if isinstance(command, click.Group) else ():
        if _has(below, option):
            return [name]
        if (further := _first_with(below, option)) is not None:
            return [name, *further]
    return None


def _has(command: click.Command, option: str) -> bool:
    return any(option in parameter.opts for parameter in command.params if isinstance(parameter, click.Option))


for _command in (
    running.run,
    running.init,
    running.check,
    extracting.extract,
    replaying.replay,
    rules.rules,
    developments.developments,
    asking.why,
    asking.why_not,
    asking.status,
    asking.health,
):
    cli.add_command(_command)
