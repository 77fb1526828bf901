"""What `replay` makes of input that is not as it should be."""

from __future__ import annotations

import json

from tests.acceptance.conftest import Place

CABLE = "A subsea cable to Svalbard was cut off Harstad on Friday. The police suspect the trawler Melkart-5 of sabotage."


def test_one_wrong_date_does_not_spoil_the_rest(place: Place) -> None:
    dates = {"first": None, "typo": "2099-01-01T00:00:00Z", "again": None}
    texts = {"first": CABLE, "typo": "The choir festival was moved indoors.", "again": CABLE}
    lines = [json.dumps({"id": name, "text": texts[name], "published": when}) for name, when in dates.items()]
    done = place.run("replay", "-", "--json", given="\n".join(lines))
    said = "document 'typo': published 2099-01-01T00:00:00+00:00 stands alone in the future; taken as undated"
    assert said in done.stderr.decode()
    found = {row["id"]: (row["development"], row["kind"]) for row in map(json.loads, done.stdout.decode().splitlines())}
    assert found == {"first": ("d1", "new"), "typo": ("d2", "new"), "again": ("d1", "copy")}


def test_that_there_is_nothing_is_said_to_a_person_and_not_to_a_program(place: Place) -> None:
    assert place.run("replay", "-", given="\n").stdout == b"no documents\n"
    assert place.run("replay", "-", "--json", given="").stdout == b""


def test_a_key_that_is_not_read_is_named_once(place: Place) -> None:
    lines = [json.dumps({"id": number, "titel": "Cable cut", "text": CABLE}) for number in range(3)]
    done = place.run("replay", "-", "--json", given="\n".join([*lines, json.dumps({"id": "x", "text": CABLE, "kind": "new"})]))
    assert len(done.stdout.decode().splitlines()) == 4
    assert done.stderr.decode().splitlines() == [
        "the key 'titel' is not read (it stands in 3 lines); did you mean 'title'?",
        "the key 'kind' is not read (it stands in 1 line); known are: html, language, published, source, text, title, url",
    ]
