"""`northwatch developments` as a person uses it: look, merge, split, export."""

from __future__ import annotations

import json

import pytest

from tests.acceptance.conftest import Place, copy_samples


@pytest.fixture
def filled(place: Place) -> Place:
    copy_samples(place)
    assert place.run("run", "--once").returncode == 0
    return place


def members(place: Place, development: str) -> list[int]:
    return [member["id"] for member in place.json("developments", "show", development.upper())["members"]]


def test_the_archive_is_listed_merged_split_and_merged_again(filled: Place) -> None:
    before = filled.json("developments", "list")
    assert sorted(row["documents"] for row in before) == [1, 2, 2]
    first, second, third = sorted(row["id"] for row in before)
    held = {development: members(filled, development) for development in (first, second, third)}

    merged = filled.json("developments", "merge", third.upper(), first)
    assert (merged["development"], merged["others"], merged["documents"]) == (first, [third], held[third])
    assert sorted(members(filled, first)) == sorted(held[first] + held[third])

    split = filled.json("developments", "split", first.upper(), *map(str, held[third]))
    assert [decision["action"] for decision in split["undone"]] == ["merge"]
    assert members(filled, split["development"]) == held[third]
    [account] = filled.json("why", str(held[third][0]))
    assert [decision["action"] for decision in account["development"]["manual"]] == ["merge", "split"]
    assert [decision["undone"] for decision in account["development"]["manual"]] == [True, False]

    exported = filled.run("developments", "constraints", "--json").stdout.decode().splitlines()
    kinds = [json.loads(line)["kind"] for line in exported]
    assert kinds.count("apart") == len(held[first]) * len(held[third])

    again = filled.run("developments", "merge", first, split["development"])
    assert again.returncode == 0
    assert "took back: split by hand" in again.stdout.decode()
    assert json.loads(filled.run("run", "--once", "--json").stdout)["alerts"] == 0, "what was told is not told again"


def test_the_table_and_one_development_are_readable(filled: Place) -> None:
    head, *rows = filled.run("developments", "list").stdout.decode().splitlines()
    assert head.split()[:4] == ["opened", "last", "documents", "publishers"]
    assert len(rows) == 3
    shown = filled.run("developments", "show", rows[0].split()[0]).stdout.decode()
    assert "alert" in shown
    assert "likeness" in shown, "the sample documents are like each other, if not enough"


def test_a_person_reads_names_where_a_program_gets_keys(filled: Place) -> None:
    shown = [row["id"] for row in filled.json("developments", "list") if row["documents"] == 2]
    told = [filled.run(*command, each).stdout.decode() for each in shown for command in (("developments", "show"), ("why",))]
    assert any("shared names: Croatia" in text or "; Croatia" in text for text in told)
    assert not any("geo:" in text or "entity:" in text or "place:" in text for text in told)
    kept = [member["evidence"]["names"] for each in shown for member in filled.json("developments", "show", each)["members"]]
    assert "geo:HR" in {name for names in kept for name, _ in names}


def test_a_split_that_is_told_is_sent_by_the_next_run(filled: Place) -> None:
    pair = next(row["id"] for row in filled.json("developments", "list") if row["documents"] == 2)
    leaving = members(filled, pair)[1]
    split = filled.json("developments", "split", pair, str(leaving), "--tell")
    assert split["waiting"] == 1
    with filled.daemon() as daemon:
        daemon.wait_until(lambda: len(daemon.alerts()) == 1)
        daemon.stop()
    shown = filled.json("developments", "show", split["development"])
    assert [(delivery["kind"], delivery["state"]) for delivery in shown["deliveries"]] == [("new", "sent")]


NONSENSE = {
    "merge d1": "one development alone cannot be merged",
    "merge d1 2": "'2': expected a development such as d12",
    "merge d1 d99": "there is no development d99",
    "split d1 d2": "'d2': expected the number of a document",
    "split d1 999": "there is no document 999",
    "split d1": "Missing argument",
    "show d99": "there is no development d99; `developments list`",
    "list --days 0": "not in the range",
}


def test_what_cannot_be_done_is_a_usage_error_that_says_what_to_do(filled: Place) -> None:
    for arguments, message in NONSENSE.items():
        done = filled.run("developments", *arguments.split())
        assert (done.returncode, message in done.stderr.decode()) == (2, True), arguments
        assert "Traceback" not in done.stderr.decode()


def test_that_there_is_nothing_is_said_to_a_person_and_not_to_a_program(filled: Place) -> None:
    assert filled.run("developments", "constraints").stdout == b"no constraints\n"
    assert filled.run("developments", "constraints", "--json").stdout == b""


@pytest.mark.parametrize("command", ["list", "show", "merge", "split", "constraints"])
def test_each_has_help_with_an_example(place: Place, command: str) -> None:
    done = place.run("developments", command, "--help")
    assert f"Example:\n  northwatch developments {command}" in done.stdout.decode()
