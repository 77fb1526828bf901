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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

COMMAND = str(Path(sys.executable).with_name("northwatch"))
PATIENCE_S = 30


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


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The shipped rules and entities, an empty drop folder, no feeds."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    made = Place(tmp_path)
    made.seeds.mkdir()
    made.write("config/sources.yaml", "version: 1\nsources:\n  - {id: seeds, kind: folder, path: ../seeds, name: Drop folder}\n")
    return made


def copy_samples(place: Place) -> None:
    for path in (ROOT / "seeds").glob("*.txt"):
        shutil.copy(path, place.seeds)
