"""What the measurements share: sets of pages, and the installed command over them as a whole process."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any

NORTHWATCH = str(Path(sys.executable).with_name("northwatch"))
PLAIN = [sys.executable, str(Path(__file__).with_name("plain.py"))]
_WORKERS = re.compile(r"^( +workers: *)\d+", re.MULTILINE)

Row = dict[str, Any]


def read_rows(path: Path) -> list[Row]:
    """The rows of a file of JSON lines, packed with gzip or not. Only a line feed ends a line: texts may hold U+2028."""
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).split(b"\n")
    return [json.loads(line) for line in lines if line.strip()]


def page_files(folder: Path) -> list[Path]:
    """Every pages.jsonl and pages.jsonl.gz in the folder and its own folders; ends the program when there is none."""
    found = sorted(path for depth in ("", "*/") for path in folder.glob(f"{depth}pages.jsonl*"))
    if not found:
        raise SystemExit(f"{folder}: no pages.jsonl or pages.jsonl.gz here or one folder below; name the folder of the pages")
    return found


def pages_in(folder: Path) -> list[Row]:
    """All pages {"id", "url", "html"} of a folder, set by set."""
    return [page for path in page_files(folder) for page in read_rows(path)]


def digest_of(*paths: Path) -> str:
    """One SHA-256 over the bytes of the files, in this order."""
    return sha256(b"".join(sha256(path.read_bytes()).digest() for path in paths)).hexdigest()


# ------------------------------------------------------------------ the command


@contextmanager
def extract_command(workers: int | None = None) -> Iterator[list[str]]:
    """`northwatch extract --jsonl` with a fresh configuration, so that a folder ./config changes no figure."""
    with TemporaryDirectory() as folder:
        config = Path(folder) / "config"
        subprocess.run([NORTHWATCH, "init", str(config)], check=True, capture_output=True)
        if workers is not None:
            _set_workers(config / "northwatch.yaml", workers)
        yield [NORTHWATCH, "extract", "--jsonl", "--config", str(config)]


def _set_workers(path: Path, workers: int) -> None:
    text, count = _WORKERS.subn(rf"\g<1>{workers}", path.read_text(encoding="utf-8"))
    if count != 1:
        raise SystemExit(f"{path.name}: expected one line `workers: N` in the starter configuration, found {count}")
    path.write_text(text, encoding="utf-8")


@contextmanager
def as_input(rows: Iterable[Row]) -> Iterator[IO[bytes]]:
    """The rows as JSON lines in a file that a process can read as its standard input."""
    with TemporaryFile() as file:
        for row in rows:
            file.write(json.dumps(row).encode() + b"\n")
        file.seek(0)
        yield file


def run(command: Sequence[str], rows: Iterable[Row]) -> list[Row]:
    """What the command prints for the rows, a JSON line each; ends the program when it fails."""
    with as_input(rows) as given:
        done = subprocess.run(command, stdin=given, capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr.decode(errors='replace')[-2000:]}")
    return [json.loads(line) for line in done.stdout.split(b"\n") if line]


def extract(rows: Iterable[Row]) -> list[Row]:
    """What the installed `northwatch extract --jsonl` makes of the rows, in one run: sites are learned as it goes."""
    with extract_command() as command:
        return run(command, rows)
