"""The map of the code is made from the code: the tree in CONTRIBUTING.md, the commands in the README.

`python -m tests.test_layout` writes the tree anew.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from worker.cli import cli

ROOT = Path(__file__).resolve().parent.parent
MAP = ROOT / "CONTRIBUTING.md"
BETWEEN = re.compile(r"(<!-- tree: .*? -->\n```\n)(.*?)(```\n)", re.DOTALL)


def tree() -> str:
    """One line per module of `worker`, in order: its path and the first line of its docstring."""
    return "".join(f"{line}\n" for line in _lines(ROOT / "worker", 0))


def _lines(folder: Path, depth: int) -> Iterator[str]:
    for path in sorted(folder.iterdir(), key=lambda p: (p.is_dir(), p.name)):
        if path.is_dir() and (path / "__init__.py").exists():
            yield _line(path.name + "/", path / "__init__.py", depth)
            yield from _lines(path, depth + 1)
        elif path.suffix == ".py" and path.name != "__init__.py":
            yield _line(path.name, path, depth)


def _line(name: str, path: Path, depth: int) -> str:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return f"{'  ' * depth + name:<26}{said.splitlines()[0] if said else ''}".rstrip()


def test_the_tree_is_the_code() -> None:
    assert BETWEEN.search(MAP.read_text(encoding="utf-8"))[2] == tree(), "run: python -m tests.test_layout"


def test_every_module_says_what_it_is() -> None:
    assert [line for line in tree().splitlines() if len(line.split()) < 3] == []


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_stands_in_the_readme(command: str) -> None:
    assert f"| `{command}" in (ROOT / "README.md").read_text(encoding="utf-8")


if __name__ == "__main__":
    text = MAP.read_text(encoding="utf-8")
    MAP.write_text(BETWEEN.sub(lambda found: found[1] + tree() + found[3], text), encoding="utf-8")
