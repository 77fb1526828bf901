"""`northwatch developments` as a person uses it: look, merge, split, export."""

from __future__ import annotations

import json

import pytest

from tests.acceptance.conftest import Place, copy_samples, shipped_in


def after_a_run(place: Place) -> Place:
    copy_samples(place)
    assert place.run("run", "--once").returncode == 0
    return place


@pytest.fixture
def filled(shipped: Place) -> Place:
    return after_a_run(shipped)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The same for those who only look, or ask for what is refused."""
    return after_a_run(shipped_in(tmp_path_factory.mktemp("seen")))


def members(place: Place, *developments: str) -> list[list[int]]:
    shown = place.each(*(["developments", "show", each.upper(), "--json"] for each in developments))
    return [[member["id"] for member in json.loads(done.stdout)["members"]] for done in shown]


def test_the_archive_is_listed_merged_split_and_merged_again(filled: Place) -> None:
    before = filled.json("developments", "list")
    assert sorted(row["documents"] for row in before) == [1, 2, 2]
    first, second, third = sorted(row["id"] for row in before)
    held = dict(zip((first, second, third), members(filled, first, second, third), strict=True))

    merged = filled.json("developments", "merge", third.upper(), first)
    assert (merged["development"], merged["others"], merged["documents"]) == (first, [third], held[third])
    [together] = members(filled, first)
    assert sorted(together) == sorted(held[first] + held[third])

    split = filled.json("developments", "split", first.upper(), *map(str, held[third]))
    assert [decision["action"] for decision in split["undone"]] == ["merge"]
    assert members(filled, split["development"]) == [held[third]]
    why, constraints = filled.each(["why", str(held[third][0]), "--json"], ["developments", "constraints", "--json"])
    [account] = json.loads(why.stdout)
    assert [decision["action"] for decision in account["development"]["manual"]] == ["merge", "split"]
    assert [decision["undone"] for decision in account["development"]["manual"]] == [True, False]

    kinds = [json.loads(line)["kind"] for line in constraints.stdout.decode().splitlines()]
    assert kinds.count("apart") == len(held[first]) * len(held[third])

    again = filled.run("developments", "merge", first, split["development"])
    assert again.returncode == 0
    assert "took back: split by hand" in again.stdout.decode()
    assert json.loads(filled.run("run", "--once", "--json").stdout)["alerts"] == 0, "what was told is not told again"


def test_the_table_and_one_development_are_readable(seen: Place) -> None:
    head, *rows = seen.run("developments", "list").stdout.decode().splitlines()
    assert head.split()[:4] == ["opened", "last", "documents", "publishers"]
    assert len(rows) == 3
    shown = seen.run("developments", "show", rows[0].split()[0]).stdout.decode()
    assert "alert" in shown
    assert "likeness" in shown, "the sample documents are like each other, if not enough"


def test_a_person_reads_names_where_a_program_gets_keys(seen: Place) -> None:
    shown = [row["id"] for row in seen.json("developments", "list") if row["documents"] == 2]
    commands = [[*command, each] for each in shown for command in (("developments", "show"), ("why",))]
    told = [done.stdout.decode() for done in seen.each(*commands)]
    assert any("shared names: Croatia" in text or "; Croatia" in text for text in told)
    assert not any("geo:" in text or "entity:" in text or "place:" in text for text in told)
    kept = [member["evidence"]["names"] for each in shown for member in seen.json("developments", "show", each)["members"]]
    assert "geo:HR" in {name for names in kept for name, _ in names}


def test_a_split_that_is_told_is_sent_by_the_next_run(filled: Place) -> None:
    pair = next(row["id"] for row in filled.json("developments", "list") if row["documents"] == 2)
    leaving = members(filled, pair)[0][1]
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


def test_what_cannot_be_done_is_a_usage_error_that_says_what_to_do(seen: Place) -> None:
    answers = seen.each(*(["developments", *arguments.split()] for arguments in NONSENSE))
    for (arguments, message), done in zip(NONSENSE.items(), answers, strict=True):
        assert (done.returncode, message in done.stderr.decode()) == (2, True), arguments
        assert "Traceback" not in done.stderr.decode()


def test_that_there_is_nothing_is_said_to_a_person_and_not_to_a_program(seen: Place) -> None:
    person, program = seen.each(["developments", "constraints"], ["developments", "constraints", "--json"])
    assert (person.stdout, program.stdout) == (b"no constraints\n", b"")
