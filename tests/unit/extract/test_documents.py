"""Whole documents with everything that is expected of them: the sample documents and pages of our own in five languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from worker.extract import extract_file
from worker.model import Extract

ROOT = Path(__file__).parents[3]
PAGES = sorted((ROOT / "tests/data/pages").glob("*.html"))
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def shown(found: Extract) -> str:
    """The form of the .expected.txt files: fields, removed lines, a blank line, the text."""
    published = f"{found.published.isoformat()} {found.published_origin}" if found.published else ""
    fields = {
        "title": found.title,
        "caption": found.caption,
        "language": found.language,
        "published": published,
        "author": found.author,
        "error": found.error,
    }
    head = [f"{name}: {value}".rstrip() for name, value in fields.items()]
    return "\n".join([*head, *(f"removed {r.reason}: {r.text}" for r in found.removed), "", found.text, ""])


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_page(path):
    assert shown(extract_file(path.name, path.read_bytes())) == path.with_suffix(".expected.txt").read_text("utf-8")


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_sample_document(path):
    expected = ROOT / "tests/data/seeds" / f"{path.stem}.expected.txt"
    assert shown(extract_file(path.name, path.read_bytes())) == expected.read_text("utf-8")


def test_there_are_samples():
    assert len(SEEDS) == 5
    assert len(PAGES) >= 5
