"""What a new user sees: the sample documents, every command, bad input."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.acceptance.conftest import COMMAND, Place, copy_samples
from tests.conftest import ROOT, administer, url_of

SAMPLES = {
    "croatia": {"arctic-next-steps.txt", "croatia-visit.txt"},
    "davos": {"davos-framework.txt", "davos-interview.txt"},
    "brussels": {"two-workstreams.txt"},
}
LEAD = (
    "One of the two subsea cables to Svalbard was cut on Tuesday, and the police suspect sabotage after a Russian trawler "
    "had crossed the route several times. The operator moved all traffic to the other cable."
)
NEW_DOCUMENT = f"""Second Cable to Svalbard Fails Within a Year
{LEAD}
A repair ship is on its way from Tromsø. The governor of Svalbard asked people not to guess who was behind it.
"""


def developments(place: Place) -> set[frozenset[str]]:
    groups: dict[int, set[str]] = {}
    for path in place.seeds.iterdir():
        [account] = place.json("why", path.name)
        groups.setdefault(account["development"]["id"], set()).add(path.name)
    return {frozenset(group) for group in groups.values()}


def test_five_sample_documents_are_three_alerts_and_a_second_run_repeats_none(shipped: Place) -> None:
    copy_samples(shipped)
    first, second = (shipped.run("run", "--once", "--json") for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    numbers = {"polled": 0, "failed": 0, "documents": 5, "developments": 3, "alerts": 3, "waiting": 0, "undelivered": 0}
    assert json.loads(first.stdout) == numbers
    assert json.loads(second.stdout)["alerts"] == 0
    assert developments(shipped) == {frozenset(names) for names in SAMPLES.values()}


def test_the_daemon_alerts_takes_a_dropped_file_and_stops_on_a_signal(shipped: Place) -> None:
    copy_samples(shipped)
    with shipped.daemon() as daemon:
        daemon.wait_until(lambda: len(daemon.alerts()) == 3)
        shipped.write("seeds/cable.txt", NEW_DOCUMENT)
        daemon.wait_until(lambda: len(daemon.alerts()) == 4)
        assert "Second Cable to Svalbard Fails" in daemon.alerts()[-1]
        assert shipped.run("health").returncode == 0
        assert shipped.run("status").returncode == 0
        assert daemon.stop(signal.SIGTERM) == 0
    with shipped.daemon() as daemon:
        daemon.wait_until(lambda: bool(daemon.output))
        shipped.write("seeds/copy-of-cable.txt", NEW_DOCUMENT)
        daemon.wait_until(lambda: any("item ingested" in line for line in daemon.errors))
        assert daemon.stop(signal.SIGINT) == 0
        assert daemon.alerts() == []
        assert "has stopped" in daemon.output[-1]


def test_the_daemon_ends_cleanly_with_its_terminal(place: Place) -> None:
    place.write("seeds/cable.txt", NEW_DOCUMENT)
    with place.daemon() as daemon:
        daemon.wait_until(lambda: len(daemon.alerts()) == 1)
        assert daemon.stop(signal.SIGHUP) == 0
        assert "has stopped" in daemon.output[-1]


def test_ctrl_c_while_the_program_is_loaded_leaves_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nfor _ in range(9**9): pass\n")
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-m", "worker", "run"], capture_output=True, check=False, env={**os.environ, "PYTHONPATH": path}
    )
    assert (done.returncode, done.stderr) == (-signal.SIGINT, b"")


def test_two_daemons_on_one_database_are_refused_and_a_second_may_follow(place: Place) -> None:
    """A second configuration with a data folder of its own names the same database."""
    for name in ("one", "two"):
        shutil.copytree(place.folder / "config", place.folder / name / "config")
        place.write(f"{name}/config/northwatch.yaml", "version: 1\ndatabase: sqlite:///../../shared.db\ndata_folder: ../data\n")
        (place.folder / name / "seeds").mkdir()
    first, second = (["run", "--once", "--config", f"{name}/config"] for name in ("one", "two"))
    assert place.run(*first).returncode == 0
    assert place.run(*second).returncode == 0, "the first one has ended"
    with sqlite3.connect(place.folder / "shared.db") as database:
        living = json.dumps({"owner": "elsewhere:7", "folder": "abc"})
        database.execute(
            "UPDATE state SET value = ?, at = ? WHERE name = 'tick'", (living, f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}")
        )
    refused = place.run(*first)
    assert refused.returncode == 1
    assert "the database is in use by another northwatch (elsewhere:7, with another data folder)" in refused.stderr.decode()
    assert "another `database` in northwatch.yaml" in refused.stderr.decode()


def test_two_daemons_on_one_folder_are_refused(place: Place) -> None:
    with place.daemon() as daemon:
        daemon.wait_until(lambda: bool(daemon.output))
        place.write("seeds/cable.txt", NEW_DOCUMENT)
        daemon.wait_until(lambda: len(daemon.alerts()) == 1)
        second = place.run("run", "--once")
    assert second.returncode == 1
    assert f"is in use by another northwatch (process {daemon.process.pid})" in second.stderr.decode()
    assert "another `data_folder` and `database`" in second.stderr.decode(), "the folder is what is locked"


# ------------------------------------------------------------------ bad input

GOOD = "A Danish frigate followed a Russian research vessel off Greenland on Friday, the military command in Nuuk said.\n"


@pytest.mark.parametrize("made", ["file", "link to nowhere"])
def test_a_data_folder_that_cannot_be_used_is_a_message_and_no_traceback(place: Place, made: str) -> None:
    data = place.folder / "data"
    if made == "file":
        data.write_text("")
    else:
        data.symlink_to(place.folder / "away" / "data")
        (place.folder / "away").write_text("")
    done = place.run("run", "--once")
    assert done.returncode == 1
    said = done.stderr.decode()
    assert "Traceback" not in said
    assert f"the data folder {data} cannot be used: " in said
    assert "another `data_folder` in northwatch.yaml" in said


# File, what stands in it, and what its refusal says. One run takes them all, each start costs seconds.
BAD_FILES = [
    ("empty.txt", b"", "is empty"),
    ("latin.txt", "Grønland på dansk, ærlig talt".encode("latin-1"), "UTF-8"),
    ("binary.txt", bytes(range(256)) * 40, "binary"),
    ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(99), ".txt"),
    ("book.txt", b"A long sentence of a long book. " * 100_000, "more than 3,000,000"),
    ("script.html", b"<html><body><script>render()</script></body></html>", ""),
    ("huge.txt", b"", "more than the limit"),
]


def test_bad_files_are_refused_with_a_reason_and_the_rest_goes_on(place: Place) -> None:
    """The file of 200 MB is refused without reading it."""
    for name, data, _ in BAD_FILES:
        (place.seeds / name).write_bytes(data)
    os.truncate(place.seeds / "huge.txt", 200 << 20)
    place.write("seeds/good.txt", GOOD)
    done = place.run("run", "--once", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["documents"] == 1
    status = place.json("status")
    refused = {row["file"]: row["reason"] for row in status["refused_files"]}
    assert set(refused) == {name for name, *_ in BAD_FILES}
    assert [(name, refused[name]) for name, _, reason in BAD_FILES if not refused[name] or reason not in refused[name]] == []
    assert [name for name, *_ in BAD_FILES if not (place.seeds / name).exists()] == [], "a refused file stays where it is"


def test_a_file_that_is_still_written_waits_and_is_then_taken_whole(place: Place) -> None:
    with place.daemon() as daemon:
        daemon.wait_until(lambda: bool(daemon.output))
        with open(place.seeds / "report.txt.part", "w", encoding="utf-8") as file:
            file.write(NEW_DOCUMENT[:80])
            file.flush()
            place.write("seeds/good.txt", GOOD)
            daemon.wait_until(lambda: any("item ingested" in line for line in daemon.errors))
            file.write(NEW_DOCUMENT[80:])
        (place.seeds / "report.txt.part").rename(place.seeds / "report.txt")
        daemon.wait_until(lambda: any("Second Cable" in alert for alert in daemon.alerts()))
        daemon.stop()
    [account] = place.json("why", "report.txt")
    assert "Tromsø" in account["document"]["title"] or account["document"]["characters"] > 300


def test_a_missing_drop_folder_is_said_and_ends_nothing(place: Place) -> None:
    place.seeds.rmdir()
    done = place.run("run", "--once")
    assert done.returncode == 0
    assert "is not a folder; create it, or change its path in sources.yaml" in done.stderr.decode()


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        pytest.param(
            "sources.yaml",
            "version: 1\nsources:\n  - {id: a, kind: folder, pth: x}\n",
            "config/sources.yaml:3:27: ",
            id="wrong key",
        ),
        pytest.param(
            "sources.yaml",
            "version: 1\nsources:\n  - {id: a, kind: folder, path: x, interval: 30s}\n",
            "config/sources.yaml:3:36: source 'a': a folder has no interval",
            id="a key that would do nothing",
        ),
        pytest.param(
            "northwatch.yaml", "version: 1\nlimits: {workers: many}\n", "config/northwatch.yaml:2:19: ", id="wrong type"
        ),
        pytest.param(
            "rules/mine.yaml",
            "version: 1\nrules:\n  - id: mine\n    title: Mine\n    match: {query: $grenland NEAR/5 patrol}\n",
            "config/rules/mine.yaml:5:20: ",
            id="unknown entity",
        ),
        pytest.param(
            "rules/mine.yaml",
            "version: 1\nrules:\n" + "  - {id: mine, title: Mine, match: {query: frigate}}\n" * 2,
            "config/rules/mine.yaml:4:10: ",
            id="duplicate id",
        ),
        pytest.param(
            "channels.yaml",
            "version: 1\nchannels:\n  - {id: console, kind: apprise, url: 'nosuch://x'}\n",
            "config/channels.yaml:3:5: ",
            id="unknown service",
        ),
        pytest.param("northwatch.yaml", "version: 1\n\tlimits: x\n", "config/northwatch.yaml:2:1: ", id="not YAML"),
    ],
)
def test_a_config_fault_is_named_with_its_place_and_exit_code_2(place: Place, file: str, text: str, message: str) -> None:
    place.write(f"config/{file}", text)
    for done in (*place.each(["check"]), place.run("run", "--once")):
        assert done.returncode == 2
        assert message in done.stderr.decode()
        assert "Traceback" not in done.stderr.decode()
    assert not (place.folder / "data" / "northwatch.db").exists()


def test_a_config_that_breaks_while_running_is_refused_and_the_last_good_one_stays(place: Place) -> None:
    with place.daemon() as daemon:
        daemon.wait_until(lambda: bool(daemon.output))
        good = (place.folder / "config/channels.yaml").read_text(encoding="utf-8")
        place.write("config/channels.yaml", "version: 1\nchanels: []\n")
        daemon.wait_until(lambda: any("the changed configuration has errors" in line for line in daemon.output))
        place.write("seeds/cable.txt", NEW_DOCUMENT)
        daemon.wait_until(lambda: any("Second Cable" in alert for alert in daemon.alerts()))
        assert place.json("status")["verdict"] == "degraded"
        place.write("config/channels.yaml", good)
        daemon.wait_until(lambda: any("in order again" in line for line in daemon.output))
        daemon.stop()


# ------------------------------------------------------------------ the other commands


def test_init_writes_a_configuration_that_is_good_and_is_never_overwritten(place: Place) -> None:
    assert place.run("init", "fresh").returncode == 0
    checked = place.run("check", "--config", "fresh")
    assert (checked.returncode, b" sources, 1 channel, " in checked.stdout) == (0, True)
    (place.folder / "fresh" / "seeds" / "cable.txt").write_text(NEW_DOCUMENT, encoding="utf-8")
    sources = "version: 1\nsources:\n  - {id: seeds, kind: folder, path: seeds}\n"
    place.write("fresh/sources.yaml", sources)
    done = place.run("run", "--once", "--config", "fresh")
    assert "1 alert sent" in done.stdout.decode()
    assert (place.folder / "fresh" / "data" / "northwatch.db").exists()
    again = place.run("init", "fresh")
    assert again.returncode == 2
    assert "exists already" in again.stderr.decode()
    assert (place.folder / "fresh" / "sources.yaml").read_text(encoding="utf-8") == sources


def test_inside_a_configuration_the_hint_is_to_name_this_folder(place: Place) -> None:
    assert place.run("init", ".").returncode == 0
    shutil.rmtree(place.folder / "config")
    assert "add --config ." in place.run("check").stderr.decode()


def test_extract_jsonl_answers_every_line_in_order(place: Place) -> None:
    page = (
        "<html><body><article><h1>A title</h1>"
        + "<p>A sentence of an article that is long enough.</p>" * 6
        + "</article></body></html>"
    )
    lines = [
        json.dumps({"id": "page", "url": "https://a.example/1", "html": page}),
        json.dumps({"id": "text", "text": (ROOT / "seeds/croatia-visit.txt").read_text(encoding="utf-8")}),
        json.dumps({"id": "script", "html": "<script>x()</script>"}),
        "not json",
        json.dumps({"id": "surrogate", "text": "A lone \ud800 and a \x00 stand in this line of text, which has an end."}),
        json.dumps({"id": "separators", "text": "One\u2028line of text that is long enough to be a paragraph, with an end."}),
    ]
    done = place.run("extract", "--jsonl", given="\n".join(lines))
    assert done.returncode == 0, done.stderr
    results = [json.loads(line) for line in done.stdout.decode().split("\n") if line]
    assert [result["id"] for result in results] == ["page", "text", "script", None, "surrogate", "separators"]
    keys = ["id", "title", "text", "caption", "language", "published", "removed", "error"]
    assert all(list(result) == keys for result in results)
    assert [bool(result["error"]) for result in results] == [False, False, True, True, False, False]
    assert results[1]["removed"]
    assert all(result["text"] == "" for result in results if result["error"])


@pytest.mark.timeout(60)
def test_extract_jsonl_answers_who_waits_for_an_answer_before_the_next_line(place: Place) -> None:
    command = [COMMAND, "extract", "--jsonl", "--config", str(place.folder / "config")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=place.folder) as process:
        given, answers = process.stdin, process.stdout
        assert given
        assert answers

        def write(data: bytes) -> None:
            given.write(data)
            given.flush()

        for i in range(3):
            write(json.dumps({"id": i, "text": "A line of text that is a paragraph."}).encode() + b"\n")
            assert json.loads(answers.readline())["id"] == i
        write(b'{"id": "two parts", ')
        write(b'"text": "One."}\n{"id": "no line feed", "text": "Two."}')
        given.close()
        assert [json.loads(line)["id"] for line in answers] == ["two parts", "no line feed"]
    assert process.returncode == 0


def test_extract_of_a_file_that_is_not_there_says_so(place: Place) -> None:
    done = place.run("extract", "nothing.txt")
    assert done.returncode == 1
    assert "nothing.txt: cannot be read: No such file" in done.stderr.decode()


def test_replay_prints_one_decision_per_document_in_order_and_sends_nothing(shipped: Place) -> None:
    texts = [
        (name, (ROOT / "seeds" / name).read_text(encoding="utf-8"))
        for name in sorted(p.name for p in (ROOT / "seeds").glob("*.txt"))
    ]
    extracted = shipped.run("extract", "--jsonl", given="\n".join(json.dumps({"id": n, "text": t}) for n, t in texts))
    documents = [json.loads(line) for line in extracted.stdout.decode().split("\n") if line]
    lines = [
        json.dumps({"id": d["id"], "source": "s", "url": None, "published": None, "title": d["title"], "text": d["text"]})
        for d in documents
    ]
    done = shipped.run("replay", "-", "--json", given="\n".join(lines))
    assert done.returncode == 0, done.stderr
    results = [json.loads(line) for line in done.stdout.decode().split("\n") if line]
    assert [r["id"] for r in results] == [name for name, _ in texts]
    assert len({r["development"] for r in results}) == 3
    assert sum(len(r["alerts"]) for r in results) == 3
    assert {key for r in results for key in r} == {"id", "development", "kind", "score", "evidence", "rules", "alerts"}
    assert not (shipped.folder / "data").exists()


def test_replay_says_which_document_a_new_development_may_continue(shipped: Place) -> None:
    lost = "Nordlink lost its subsea cable to Svalbard on Friday, and the police suspect sabotage by the trawler Havørn."
    heard = "Nordlink lost its subsea cable to Svalbard once more, and the police look at the trawler Havørn for sabotage."
    told = {
        "lost": ("2026-11-01", "Nordlink cable to Svalbard cut", lost),
        "heard": ("2026-11-13", "Cable to Svalbard cut", heard),
    }
    lines = [json.dumps({"id": i, "published": f"{day}T08:00:00Z", "title": t, "text": x}) for i, (day, t, x) in told.items()]
    shown = shipped.run("replay", "-", given="\n".join(lines)).stdout.decode().splitlines()
    assert [line.split(";")[0].partition("(")[0] for line in shown] == ["lost: d1 ", "heard: d2 "]
    assert ["may continue lost" in line for line in shown] == [False, True]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        pytest.param("{}", 'line 1: expected an object with "id"', id="no id"),
        pytest.param("[", "line 1: not JSON", id="no json"),
        pytest.param('{"id": "a", "text": "x", "published": "yesterday"}', "no ISO 8601 date", id="bad date"),
        pytest.param('{"id": "a", "text": "x", "published": "0001-01-01"}', "is not between 1900 and 2200", id="odd date"),
        pytest.param('{"id": "a", "text": "x", "title": ["t"]}', "title is ['t'], expected text or null", id="wrong type"),
        pytest.param('{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}', "stands twice", id="same id"),
    ],
)
def test_replay_of_a_bad_line_is_a_usage_error(place: Place, lines: str, message: str) -> None:
    done = place.run("replay", "-", given=lines)
    assert done.returncode == 2
    assert message in done.stderr.decode()


def test_every_command_has_help_with_an_example(place: Place) -> None:
    commands = ["run", "init", "check", "extract", "replay", "why", "why-not", "status", "health"]
    commands += [f"developments {each}" for each in ("list", "show", "merge", "split", "constraints")]
    commands += [f"rules {each}" for each in ("list", "explain", "forms", "backtest")]
    for command, done in zip(commands, place.each(*([*command.split(), "--help"] for command in commands)), strict=True):
        assert (done.returncode, f"Example:\n  northwatch {command}" in done.stdout.decode()) == (0, True), command


@pytest.mark.parametrize(
    ("command", "hint"),
    [
        pytest.param(
            "developments --config DIR list", "northwatch developments list --config ...", id="before a command of a group"
        ),
        pytest.param("--config DIR status", "stands behind the command: northwatch run --config ...", id="before a command"),
        pytest.param("status --verbose", "northwatch --verbose status", id="behind the command"),
    ],
)
def test_an_option_in_the_wrong_place_is_told_its_place(place: Place, command: str, hint: str) -> None:
    done = place.run(*command.split())
    assert done.returncode == 2
    assert hint in done.stderr.decode()


def test_a_clean_end_is_known_at_once(place: Place) -> None:
    assert place.run("run", "--once").returncode == 0
    done = place.run("health")
    assert (done.returncode, b"it was stopped or a single run is done" in done.stdout) == (1, True)
    assert (place.json("health")["ended"], place.json("status")["verdict"]) == (True, "not running")


def test_a_run_leaves_nothing_among_the_temporary_files(place: Place) -> None:
    with tempfile.TemporaryDirectory(prefix="nw") as folder:  # a short path: a socket lies in it
        assert place.run("run", "--once", TMPDIR=folder).returncode == 0
        assert os.listdir(folder) == []


def test_looking_before_the_first_run_says_what_to_do(place: Place) -> None:
    for done in place.each(["why", "x"], ["status"], ["health"]):
        assert (done.returncode, "run `northwatch run`" in done.stderr.decode()) == (1, True), done.args
    assert not (place.folder / "data" / "northwatch.db").exists()


def test_why_of_something_unknown_says_what_a_reference_is(place: Place) -> None:
    place.run("run", "--once")
    done = place.run("why", "https://nowhere.example/")
    assert done.returncode == 1
    assert "nothing is known under" in done.stderr.decode()


def test_wrong_usage_is_exit_code_2_and_no_traceback(place: Place) -> None:
    wrong = ([], ["nonsense"], ["run", "--nonsense"], ["check", "--config", "nowhere"])
    for done in (*place.each(*wrong), place.run("extract")):
        assert (done.returncode, "Traceback" in done.stderr.decode()) == (2, False), done.args


def test_the_built_wheel_works_without_the_checkout(tmp_path: Path) -> None:
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(tmp_path),
        str(ROOT),
    ]
    subprocess.run(build, check=True, capture_output=True)
    [wheel] = tmp_path.glob("northwatch-*.whl")
    shutil.unpack_archive(wheel, tmp_path / "installed", "zip")
    program = (
        "import sys; sys.path[:0] = ['installed']; import worker; assert 'installed' in worker.__file__; "
        "from worker.cli import main; main()"
    )
    for arguments in (["init", "fresh"], ["check", "--config", "fresh"]):
        done = subprocess.run([sys.executable, "-P", "-c", program, *arguments], cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr


def test_the_same_on_postgresql(shipped: Place, postgres_url: str) -> None:
    name = f"northwatch_command_{os.getpid()}"
    administer(postgres_url, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    copy_samples(shipped)
    settings = "version: 1\ndatabase: ${NORTHWATCH_TEST_DATABASE}\ndata_folder: ../data\n"
    shipped.write("config/northwatch.yaml", settings)
    environment = {"NORTHWATCH_TEST_DATABASE": url_of(postgres_url, name)}
    first, second = (shipped.run("run", "--once", "--json", **environment) for _ in range(2))
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout)["alerts"] == 3
    assert json.loads(second.stdout)["alerts"] == 0
    assert b"single run is done" in shipped.run("health", **environment).stdout
