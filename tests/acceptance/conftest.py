"""The installed command as a subprocess, in a folder of its own with the shipped rules."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

COMMAND = str(Path(sys.executable).with_name("northwatch"))
PATIENCE_S = 30


EACH = """
import contextlib, io, json, sys
from worker.cli import main
answers = []
for arguments in json.loads(sys.argv[1]):
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    sys.argv = ["northwatch", *arguments]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            answers.append((end.code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode()))
print(json.dumps(answers))
"""


@dataclass(frozen=True)
class Place:
    """A folder with `config` and the drop folder `seeds`, and the command run in it."""

    folder: Path

    @property
    def seeds(self) -> Path:
        return self.folder / "seeds"

    def run(
        self, *arguments: str, given: str | bytes | None = None, patience_s: float = PATIENCE_S * 2, **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [COMMAND, *arguments],
            cwd=self.folder,
            input=given.encode() if isinstance(given, str) else given,
            capture_output=True,
            check=False,
            timeout=patience_s,
            env={**os.environ, **environment},
        )

    def each(self, *commands: Sequence[str]) -> list[subprocess.CompletedProcess[bytes]]:
        """What each command answers, all of them from one process: to load the program takes longer than most answers.

        Not for `run`, which ends its process.
        """
        done = subprocess.run(
            [sys.executable, "-c", EACH, json.dumps(commands)], cwd=self.folder, capture_output=True, check=False, timeout=100
        )
        assert done.returncode == 0, done.stderr.decode()
        answers = json.loads(done.stdout)
        return [
            subprocess.CompletedProcess(["northwatch", *command], code, out.encode(), err.encode())
            for command, (code, out, err) in zip(commands, answers, strict=True)
        ]

    def json(self, *arguments: str) -> Any:
        done = self.run(*arguments, "--json")
        return json.loads(done.stdout)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    @contextmanager
    def daemon(self, **environment: str) -> Iterator[Daemon]:
        process = subprocess.Popen(
            [COMMAND, "run"],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        )
        running = Daemon(process)
        try:
            yield running
        finally:
            process.kill()
            process.wait()
            running.close()


class Daemon:
    """A running `northwatch run`: its output line by line, and its end."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.output: list[str] = []
        self.errors: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        self._readers = [
            threading.Thread(target=self._read, args=(process.stdout, self.output), daemon=True),
            threading.Thread(target=self._read, args=(process.stderr, self.errors), daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def _read(self, stream: Any, into: list[str]) -> None:
        for line in stream:
            into.append(line.rstrip("\n"))
            self._lines.put(line)

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait for output until the condition holds; fails with all the output when it never does."""
        while not condition():
            try:
                self._lines.get(timeout=PATIENCE_S)
            except queue.Empty:
                pytest.fail("in vain waited for; output so far:\n" + "\n".join([*self.output, *self.errors]))

    def alerts(self) -> list[str]:
        """The first line of each alert on the console."""
        return [line for line in self.output if line.startswith(("LOW ", "NORMAL ", "HIGH ", "CRITICAL "))]

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_S * 2)

    def close(self) -> None:
        for reader in self._readers:
            reader.join(5)
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()


RULES = """version: 1
rules:
  - {id: cables, title: Damage to a cable, severity: critical, match: {query: cable* NEAR/20 (cut OR sabotage)}}
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """One rule, no entities, an empty drop folder, no feeds. To read the shipped rules costs each start a second of processor."""
    return small_in(tmp_path)


def small_in(folder: Path) -> Place:
    made = Place(folder)
    made.write("config/rules/cables.yaml", RULES)
    for name in ("northwatch.yaml", "channels.yaml"):
        shutil.copy(ROOT / "config" / name, folder / "config")
    return _without_feeds(made)


@pytest.fixture
def shipped(tmp_path: Path) -> Place:
    """The shipped rules and entities, an empty drop folder, no feeds."""
    return shipped_in(tmp_path)


def shipped_in(folder: Path) -> Place:
    shutil.copytree(ROOT / "config", folder / "config")
    return _without_feeds(Place(folder))


def _without_feeds(made: Place) -> Place:
    made.seeds.mkdir()
    made.write("config/sources.yaml", "version: 1\nsources:\n  - {id: seeds, kind: folder, path: ../seeds, name: Drop folder}\n")
    return made


def copy_samples(place: Place) -> None:
    for path in (ROOT / "seeds").glob("*.txt"):
        shutil.copy(path, place.seeds)
