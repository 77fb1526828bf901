"""`northwatch rules ...` and `why-not` as an analyst uses them: list, try a text, ask why not, try a rule on the past."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.acceptance.conftest import Place, small_in

MINE = """
version: 1
rules:
  - id: ships
    title: Warships
    match: {query: (frigate OR corvette) NEAR/5 (left OR sailed)}
    examples:
      match: [A frigate left., The corvette sailed.]
      ignore: [A frigate was sold.]
  - id: cables
    title: Cables
    status: test
    severity: high
    match: {query: cable NEAR/5 cut}
  - id: old-hat
    title: Hats
    status: retired
    match: {query: hat}
"""
ENGLISH = "The office in the town said on Monday that it had nothing to add to the report, which was read by many people."
SHIP = "The frigate left the harbour of the island in the morning. Its crew will be away for a long time."
CABLE = "The cable was cut by an anchor in the strait, said the firm that had laid it three years before."
HAT = "The mayor lost his hat near the bridge and a dog found it again, which made the children laugh."


def with_our_rules(place: Place) -> Place:
    (place.folder / "config" / "rules" / "cables.yaml").unlink()
    place.write("config/rules/mine.yaml", MINE)
    return place


@pytest.fixture
def fresh(place: Place) -> Place:
    """Three rules of our own, no entities, and nothing stored yet."""
    return with_our_rules(place)


@pytest.fixture
def watch(fresh: Place) -> Place:
    """The same after three files were read."""
    return after_a_run(fresh)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The same for those who only look, or lay a file of their own beside the configuration."""
    return after_a_run(with_our_rules(small_in(tmp_path_factory.mktemp("seen"))))


def after_a_run(fresh: Place) -> Place:
    for name, title, text in (("ship", "A Ship on Its Way", SHIP), ("cable", "A Cable Is Old", CABLE), ("hat", "Wind", HAT)):
        fresh.write(f"seeds/{name}.txt", f"{title}\n{text}\n")
    done = fresh.run("run", "--once")
    assert done.returncode == 0, done.stderr
    return fresh


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    assert b"Traceback" not in done.stderr
    return (done.stdout + done.stderr).decode()


# ------------------------------------------------------------------ list, explain, forms


def test_rules_are_listed_with_their_places(seen: Place) -> None:
    listed = seen.json("rules", "list")
    assert [(rule["id"], rule["status"], rule["place"], rule["examples"]) for rule in listed] == [
        ("ships", "live", "mine.yaml:4", 3),
        ("cables", "test", "mine.yaml:10", 0),
        ("old-hat", "retired", "mine.yaml:15", 0),
    ]
    head, first, *_ = seen.run("rules", "list").stdout.decode().splitlines()
    assert head.split() == ["rule", "status", "severity", "channels", "examples", "place", "title"]
    assert first.split()[:4] == ["ships", "live", "normal", "all"]


def test_a_rule_is_explained_for_a_stored_document_a_file_and_a_text(seen: Place) -> None:
    stored = seen.json("rules", "explain", "ships", "seeds/ship.txt")
    number = stored["document"]["id"]
    assert (stored["holds"], stored["document"]["source"], stored["tree"][0][0]) == (True, "seeds", "✓")
    assert "frigate left" in stored["sentence"]
    assert seen.json("rules", "explain", "ships", str(number)) == stored

    seen.write("elsewhere.txt", f"A Cable Is Old\n{CABLE}\n")
    done = seen.run("rules", "explain", "ships", "elsewhere.txt")
    assert done.returncode == 1
    assert "ships does not hold for the text: A Cable Is Old (mine.yaml:4)" in said(done)
    assert "✗ frigate" in said(done)

    given = f"The corvette sailed at night. {ENGLISH}"
    assert seen.run("rules", "explain", "ships", "-", given=given).returncode == 0
    assert seen.run("rules", "explain", "old-hat", "hat.txt").returncode == 0, "a retired rule can be tried"


def test_a_text_can_be_tried_before_anything_was_stored(fresh: Place) -> None:
    assert fresh.run("rules", "explain", "cables", "-", given=f"{CABLE} {ENGLISH}").returncode == 0
    assert not (fresh.folder / "data").exists()


def test_what_a_word_covers_is_shown_by_language(fresh: Place) -> None:
    answer = fresh.json("rules", "forms", "пролив", "--lang", "ru")
    assert answer["term"] == "пролив"
    [line] = answer["languages"]
    assert (line["language"], line["source"]) == ("ru", "dictionary")
    assert "проливом" in line["forms"]
    assert len(fresh.json("rules", "forms", "пролив")["languages"]) == 9
    assert "as written" in said(fresh.run("rules", "forms", "=frigate"))


def test_the_words_of_all_rules_are_looked_up_once(fresh: Place) -> None:
    for file in (fresh.folder / "config" / "rules").iterdir():
        file.unlink()
    rule = "{id: straits, title: S, why: W., match: {query: 'пролив AND канал'}}"
    fresh.write("config/rules/mine.yaml", f"version: 1\nrules:\n  - {rule}\n")
    assert fresh.json("check")["words_to_look_up"] == 2
    assert "2 words of rules: forms not looked up yet" in said(fresh.run("check"))
    answer = fresh.json("rules", "forms")
    assert sorted(answer["dictionary"] + answer["stems"]) == ["канал", "пролив"]
    assert (answer["installed"], "пролив" in answer["dictionary"], answer["problems"]) == (True, True, [])
    assert fresh.json("check")["words_to_look_up"] == 0


def test_check_tells_what_a_rule_is_hardly_meant_to_say(fresh: Place) -> None:
    assert fresh.json("check")["doubts"] == []
    fresh.write("config/rules/mine.yaml", MINE.replace("cable NEAR/5 cut", "cable and cut").replace("query: hat", "query: this"))
    phrase, wide = fresh.json("check")["doubts"]
    assert phrase.startswith("mine.yaml:10: rule 'cables': 'cable and cut' is looked for as a phrase; AND in capitals")
    assert wide.startswith("mine.yaml:15: rule 'old-hat': it holds for nearly every text, by 'This'")
    assert f"{phrase}\n{wide}" in said(fresh.run("check"))


# ------------------------------------------------------------------ why not


def test_why_not_names_what_is_missing_nearest_first(seen: Place) -> None:
    [account] = seen.json("why-not", "cable.txt")
    cables, ships = account["rules"]
    assert (cables["id"], cables["holds"], cables["recorded"], cables["status"]) == ("cables", True, True, "test")
    assert (ships["holds"], ships["held"], ships["required"]) == (False, 0, 2)
    assert ships["missing"] == ["none of frigate, corvette", "none of left, sailed"]
    text = said(seen.run("why-not", "cable.txt"))
    assert "✓ cables (on test) holds" in text
    assert "because: only rules on test hold" in text
    assert "old-hat" not in text
    assert "✓ old-hat (retired) holds\n      a retired rule is not tried" in said(
        seen.run("why-not", "hat.txt", "--rule", "old-hat")
    )


def test_why_not_of_a_rule_that_was_changed_since_says_so(watch: Place) -> None:
    watch.write(
        "config/rules/mine.yaml", MINE.replace("frigate OR corvette", "sloop OR corvette").replace("A frigate left., ", "")
    )
    text = said(watch.run("why-not", "ship.txt", "--rule", "ships"))
    assert "it held when the document came in: the rule was changed since" in text


def test_removed_text_that_would_have_matched_is_named(watch: Place) -> None:
    watch.write(
        "seeds/teaser.txt", f"Snow on the Pass\nSnow fell on the pass. {ENGLISH}\n\nRead more: The frigate left the harbour\n"
    )
    watch.run("run", "--once")
    [account] = watch.json("why-not", "teaser.txt", "--rule", "ships")
    [rule] = account["rules"]
    assert not rule["holds"]
    assert [line["text"] for line in rule["removed"]] == ["Read more: The frigate left the harbour"]
    assert "would make it hold: reason" in said(watch.run("why-not", "teaser.txt", "--rule", "ships"))


# ------------------------------------------------------------------ backtest

NEW_RULES = """
version: 1
rules:
  - id: ships
    title: Warships and cables
    match: {query: (anchor OR sloop) NEAR/20 cut}
  - id: hats
    title: Hats
    status: test
    match: {query: hat}
"""


def test_a_backtest_repeats_what_was_recorded(seen: Place) -> None:
    answer = seen.json("rules", "backtest", "--against", "live")
    assert (answer["documents"], answer["matched"], answer["alerts"]["new"]) == (3, 2, 1)
    assert {rule["id"]: rule["alerts"]["total"] for rule in answer["rules"]} == {"ships": 1, "cables": 0}
    against = answer["against"]
    assert (against["with"], against["developments_gained"], against["alerts_lost"]) == ("recorded", [], [])
    assert len(answer["per_day"]) == 31


def test_a_rule_on_test_counts_as_live_when_it_is_named(seen: Place) -> None:
    answer = seen.json("rules", "backtest", "--rule", "cables")
    [rule] = answer["rules"]
    assert (rule["status"], rule["as_live"], rule["alerts"]["new"]) == ("test", True, 1)
    text = said(seen.run("rules", "backtest", "--rule", "cables"))
    assert "cables (high, test: taken as live), mine.yaml:10" in text
    assert "The cable was cut by an anchor" in text


def test_a_file_of_rules_is_tried_against_the_configured_ones(seen: Place) -> None:
    seen.write("new.yaml", NEW_RULES)
    answer = seen.json("rules", "backtest", "--rules", "new.yaml", "--against", "live")
    rules = {rule["id"]: rule for rule in answer["rules"]}
    assert set(rules) == {"ships", "cables", "hats"}
    assert rules["ships"]["dead_words"] == ["sloop"]
    against = answer["against"]
    assert against["with"] == "configured"
    gained = {row["rule"]: row["sentence"] for row in against["developments_gained"]}
    assert set(gained) == {"ships", "hats"}
    assert "cut by an anchor" in gained["ships"]
    assert [row["rule"] for row in against["developments_lost"]] == ["ships"]
    assert [row["rule"] for row in against["alerts_lost"]] == ["ships"]
    text = said(seen.run("rules", "backtest", "--rules", "new.yaml", "--against", "live"))
    assert "developments lost: 1" in text
    assert "in no document: sloop" in text


def test_a_faulty_file_of_rules_is_named_with_its_place(watch: Place) -> None:
    watch.write("new.yaml", NEW_RULES.replace("hat}", "hat AND wind OR dog}").replace("(anchor OR", "$nowhere OR (anchor OR"))
    done = watch.run("rules", "backtest", "--rules", "new.yaml")
    assert done.returncode == 2
    assert "new.yaml:6:" in said(done)
    assert "new.yaml:10:" in said(done)
    missing = watch.run("rules", "backtest", "--rules", "nowhere.yaml")
    assert (missing.returncode, "nowhere.yaml:1:1: there is no such file" in said(missing)) == (2, True)


def test_a_backtest_of_nothing_says_so(watch: Place) -> None:
    watch.write("new.yaml", NEW_RULES.replace("(anchor OR sloop) NEAR/20 cut", "sloop"))
    assert "matched no document" in said(watch.run("rules", "backtest", "--rules", "new.yaml", "--rule", "ships"))
    fresh = watch.run("rules", "backtest", "--config", "fresh")
    assert fresh.returncode == 2
    watch.write("config/northwatch.yaml", "version: 1\ndatabase: sqlite:///../data/other.db\n")
    none = watch.run("rules", "backtest")
    assert (none.returncode, "there is no database yet" in said(none)) == (1, True)


# ------------------------------------------------------------------ bad input


def test_what_cannot_be_asked_is_a_usage_error_that_says_what_to_do(watch: Place) -> None:
    watch.write("seeds/bin.txt", "")
    (watch.folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (watch.folder / "empty.txt").write_bytes(b"")
    questions: dict[tuple[str, ...], str] = {
        ("explain", "shipz", "1"): "no rule 'shipz'; did you mean 'ships'?",
        ("explain", "ships", "nowhere.txt"): "'nowhere.txt' is nothing that we know",
        ("explain", "ships", "999"): "'999' is nothing that we know",
        ("explain", "ships", "seeds"): "Is a directory",
        ("explain", "ships", "binary.txt"): "binary",
        ("explain", "ships", "empty.txt"): "is empty",
        ("explain", "ships", "bad\udcff name"): "is nothing that we know",
        ("explain", "ships"): "Missing argument",
        ("forms", "two words"): "expected one word",
        ("forms", ""): "expected one word",
        ("forms", "bad\udcff"): "",
        ("forms", "frigate", "--lang", "xx"): "no forms for the language 'xx'",
        ("backtest", "--days", "0"): "not in the range",
        ("backtest", "--rule", "shipz"): "did you mean 'ships'?",
        ("backtest", "--rules", "seeds"): "it is no regular file",
        ("backtest", "--against", "yesterday"): "yesterday",
    }
    answers = watch.each(*(["rules", *arguments] for arguments in questions))
    for (arguments, message), done in zip(questions.items(), answers, strict=True):
        assert message in said(done), arguments
        assert done.returncode == 2 or not message, arguments


def test_why_not_of_something_unknown_is_said(seen: Place) -> None:
    done = seen.run("why-not", "https://nowhere.example/")
    assert (done.returncode, "nothing is known under" in said(done)) == (1, True)
    unknown = seen.run("why-not", "1", "--rule", "shipz")
    assert (unknown.returncode, "no rule 'shipz'" in said(unknown)) == (2, True)
    assert json.loads(seen.run("why-not", "d999", "--json").stdout) == []
