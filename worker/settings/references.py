"""Secrets by reference: `${NAME}` from the environment, or a file that holds nothing else. Nothing here is ever shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_PASSWORD = re.compile(r"://[^/?\s@:]*:(?!\$\{)[^/?\s@]+@")  # user:password@, the password written out
_LARGEST = 64 * 1024  # bytes of a secret file; an address with a token is far below 1 KiB


def filled(text: str, environment: Mapping[str, str]) -> str:
    """The text with every `${NAME}` replaced; call it when `unset` and `malformed` found nothing."""
    return _VARIABLE.sub(lambda found: environment[found[1]], text)


def unset(text: str, environment: Mapping[str, str]) -> list[tuple[int, str]]:
    """(offset, name) of each variable that the environment lacks or has empty."""
    return [(found.start(), found[1]) for found in _VARIABLE.finditer(text) if not environment.get(found[1])]


def malformed(text: str) -> int | None:
    """The offset of a `${` that names no variable, None when there is none."""
    offset = _VARIABLE.sub(lambda found: "x" * len(found[0]), text).find("${")
    return None if offset < 0 else offset


def password_at(text: str) -> int | None:
    """The offset of an address with its password written out, None when there is none."""
    found = _PASSWORD.search(text)
    return found.start() + len("://") if found else None


def from_file(path: Path) -> str:
    """The only line of a secret file, without white space around it.

    OSError when it cannot be read, ValueError with a sentence for one that is not one line of text.
    """
    if path.exists() and not path.is_file():
        raise ValueError("it is no regular file")
    with path.open("rb") as stream:
        data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ValueError("it is longer than 64 KiB")
    try:
        lines = data.decode("utf-8-sig").strip().splitlines()
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8 text") from None
    if len(lines) != 1:
        raise ValueError(f"it must hold one line, and holds {len(lines)}")
    if not lines[0].isprintable():
        raise ValueError("it holds control characters")
    return lines[0]
