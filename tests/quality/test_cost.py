"""The measurement of grouping's cost: a stream that is the same for everybody, and figures for each part."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.developments.cost import main, stream


def test_the_stream_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    first, second, other = (list(islice(stream(seed), 40)) for seed in (3, 3, 4))
    assert first == second
    assert [given.document.text for _, given in first] != [given.document.text for _, given in other]


def test_the_stream_has_stories_of_several_documents_and_copies() -> None:
    given = list(islice(stream(2), 400))
    sizes = Counter(development for development, _ in given)
    assert 150 <= len(sizes) <= 250
    assert max(sizes.values()) <= 20, "no story is most of the stream"
    first_lines = Counter(one.document.text.partition("\n")[0] for _, one in given)
    assert 10 <= sum(number - 1 for number in first_lines.values()) <= 60, "about one in ten is a copy"


def test_every_part_gives_its_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--sizes", "60", "20", "--documents", "20", "--equal", "20", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["documents"] for row in found["search"]] == [20, 60]
    assert found["replay"][0]["documents"] == 20
    assert found["equal"][0]["developments"] == 1


def test_parts_can_be_left_out_and_figures_read_as_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--sizes", "--documents", "0", "--equal", "10"]) == 0
    assert capsys.readouterr().out.startswith("equal: 10 documents, 1 developments: ")


def test_grouping_is_measured_beside_cleaning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = "<html><body><article><h1>Cable cut</h1><p>{}</p></article></body></html>"
    rows = [
        {"id": str(n), "url": f"https://a.example/{n}", "html": page.format(f"The cable to Sunnoy was cut {n}. " * 20)}
        for n in (1, 2)
    ]
    (tmp_path / "pages.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    leave_out = ["--sizes", "--documents", "0", "--equal", "0"]
    assert main([*leave_out, "--pages", str(tmp_path), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["beside cleaning"]
    assert (found["pages"], len(found["ratios"])) == (2, 5)
    assert found["cleaning_ms"] > 0 < found["grouping_ms"]
    assert main([*leave_out, "--pages", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("beside cleaning: 2 pages, 5 turns: cleaning ")
