"""A config folder: what it means, and every problem with its exact message."""

from __future__ import annotations

import os
import shutil
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from worker.errors import ConfigError
from worker.model import Alerting, Alias, QuietHours, Severity, SourceKind, Throttle, Updates
from worker.settings.load import fingerprint, read_folder
from worker.settings.schema import NorthwatchFile, json_schemas
from worker.settings.values import AlertSettings, ChannelSettings, Limits, Secret, Settings
from worker.settings.yamlfile import load

ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "data" / "config"
ENVIRONMENT = {"MAIL_URL": "mailtos://watch:hunter2@smtp.example"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A good config folder that is called `config`, as a person would name it."""
    shutil.copytree(DATA / "good", tmp_path / "config")
    monkeypatch.chdir(tmp_path)
    return Path("config")


def problems_of(folder: Path, environment: dict[str, str] | None = None) -> str:
    with pytest.raises(ConfigError) as caught:
        read_folder(folder, ENVIRONMENT if environment is None else environment)
    return str(caught.value)


def first_line_of(folder: Path, environment: dict[str, str] | None = None) -> str:
    return problems_of(folder, environment).splitlines()[0]


# ------------------------------------------------------------------ what is wrong


@pytest.mark.parametrize("case", sorted(p.name for p in (DATA / "bad").iterdir()))
def test_a_bad_file_has_its_message(case: str, folder: Path) -> None:
    shutil.copytree(DATA / "bad" / case, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))

    assert problems_of(folder) + "\n" == (DATA / "bad" / case / "expected.txt").read_text(encoding="utf-8")


def test_no_message_shows_a_secret() -> None:
    for expected in DATA.glob("bad/*/expected.txt"):
        assert "hunter2" not in expected.read_text(encoding="utf-8"), expected


def test_a_missing_folder_says_how_to_get_one(tmp_path: Path) -> None:
    gone = tmp_path / "nowhere"

    assert problems_of(gone) == (
        f"{gone}:1:1: there is no such folder\n"
        f"    hint: run `northwatch init {gone}`, or name the config folder with --config DIR"
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("northwatch.yaml", "config/northwatch.yaml:1:1: there is no such file", id="main"),
        pytest.param("sources.yaml", "config/sources.yaml:1:1: there is no such file", id="sources"),
        pytest.param("rules", "config/rules:1:1: there is no such folder", id="rules"),
    ],
)
def test_what_must_be_there(folder: Path, name: str, message: str) -> None:
    (folder / name).rename("away")

    text = problems_of(folder)

    assert text.splitlines()[0] == message
    assert "hint: run `northwatch init config` to get a starter config" in text


def test_a_folder_in_the_place_of_a_file(folder: Path) -> None:
    (folder / "sources.yaml").unlink()
    (folder / "sources.yaml").mkdir()

    assert first_line_of(folder) == "config/sources.yaml:1:1: cannot be read: it is no regular file"


def test_a_file_that_is_no_text(folder: Path) -> None:
    (folder / "rules" / "bad.yaml").write_bytes("title: Bodø".encode("utf-16"))

    assert first_line_of(folder) == "config/rules/bad.yaml:1:1: these bytes are not UTF-8 text"


@pytest.mark.parametrize(
    ("name", "entry", "meant"),
    [
        pytest.param("sources", "kind: rss, url: 'https://news.example/feed'", "feed", id="rss"),
        pytest.param("sources", "kind: Atom, url: 'https://news.example/feed'", "feed", id="atom"),
        pytest.param("sources", "kind: directory, path: ../inbox", "folder", id="directory"),
        pytest.param("channels", "kind: e-mail, url_file: mail", "apprise", id="e-mail"),
        pytest.param("channels", "kind: stdout", "console", id="stdout"),
    ],
)
def test_a_kind_by_its_usual_name_is_answered_with_ours(folder: Path, name: str, entry: str, meant: str) -> None:
    (folder / f"{name}.yaml").write_text(f"version: 1\n{name}:\n  - {{id: new, {entry}}}\n", encoding="utf-8")

    assert f"hint: did you mean {meant!r}?" in problems_of(folder)


@pytest.mark.parametrize(
    ("beside", "path"),
    [
        pytest.param("seeds", "url_file: secrets/mail_url,", id="all in one folder, as init makes it"),
        pytest.param("../seeds", "url_file: ../secrets/mail_url,", id="settings in a folder of their own"),
    ],
)
def test_a_hint_names_the_folder_of_secrets_as_it_lies(folder: Path, beside: str, path: str) -> None:
    (folder / beside).mkdir(exist_ok=True)
    (folder / "channels.yaml").write_text("version: 1\nchannels:\n  - {id: mail, kind: apprise}\n", encoding="utf-8")

    assert path in problems_of(folder)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "it must hold one line, and holds 0", id="empty"),
        pytest.param(b"a://b\nc://d\n", "it must hold one line, and holds 2", id="two lines"),
        pytest.param(b"a://\xff", "it is not UTF-8 text", id="not text"),
        pytest.param(b"a://b\x00", "it holds control characters", id="control character"),
        pytest.param(b"x" * 70_000, "it is longer than 64 KiB", id="too long"),
    ],
)
def test_a_secret_file_that_cannot_be_used(folder: Path, content: bytes, reason: str) -> None:
    Path("mail_url").write_bytes(content)
    a_channel(folder, "url_file: ../mail_url")

    assert first_line_of(folder) == f"config/channels.yaml:5:15: url_file: '../mail_url' cannot be used: {reason}"


def a_channel(folder: Path, *lines: str) -> None:
    text = "\n".join(["version: 1", "channels:", "  - id: desk", "    kind: apprise", *(f"    {line}" for line in lines)])
    (folder / "channels.yaml").write_text(text, encoding="utf-8")


def test_an_empty_variable_is_not_set(folder: Path) -> None:
    assert "the environment variable MAIL_URL is not set" in problems_of(folder, {"MAIL_URL": ""})


def test_a_variable_is_wanted_only_by_an_enabled_channel(folder: Path) -> None:
    a_channel(folder, "url: ${NOT_SET}", "enabled: false")

    [channel] = read_folder(folder, {}).channels

    assert channel == ChannelSettings("desk", "apprise", None, enabled=False)


def test_a_secret_that_is_no_address_is_not_shown(folder: Path) -> None:
    text = problems_of(folder, {"MAIL_URL": "hunter2"})

    assert "url: expected an Apprise address with '://'" in text
    assert "hunter2" not in text


def test_broken_entities_do_not_blame_the_rules(folder: Path) -> None:
    (folder / "entities" / "things.yaml").write_text("version: 1\nentities: [", encoding="utf-8")

    assert "config/rules" not in problems_of(folder)


def test_broken_channels_do_not_blame_who_names_them(folder: Path) -> None:
    (folder / "channels.yaml").write_text("version: 1\nchannels: [5]", encoding="utf-8")

    assert "config/northwatch.yaml" not in problems_of(folder)


# ------------------------------------------------------------------ what it means


def test_a_good_folder(folder: Path) -> None:
    settings = read_folder(folder, ENVIRONMENT)
    base = folder.absolute()

    assert settings.folder == base
    assert settings.database == f"sqlite:///{base.parent}/data/northwatch.db"
    assert settings.data_folder == base.parent / "data"
    assert settings.operator == ("desk",)
    assert [rule.id for rule in settings.rules] == ["cable-cut"]
    assert settings.entities[0].aliases == (
        Alias("sea cable*", frozenset({"en"})),
        Alias("sjøkabel*", frozenset({"no"})),
    )


def test_sources(folder: Path) -> None:
    inbox, harbour = read_folder(folder, ENVIRONMENT).sources

    assert (inbox.kind, inbox.path, inbox.url) == (SourceKind.FOLDER, Path("inbox").absolute(), None)
    assert (harbour.kind, harbour.path, harbour.url) == (SourceKind.FEED, None, "https://news.example/feed")
    assert (harbour.name, harbour.language, harbour.interval) == ("harbour", "no", timedelta(hours=1))
    assert (harbour.reliability, harbour.fetch, harbour.state_media, harbour.enabled) == ("F", "page", False, True)


def test_defaults_of_a_file_give_way_to_the_entry(folder: Path) -> None:
    (folder / "sources.yaml").write_text(
        "version: 1\n"
        "defaults: {interval: 10m, reliability: B, fetch: feed}\n"
        "sources:\n"
        "  - {id: a, kind: feed, url: 'https://a.example'}\n"
        "  - {id: b, kind: feed, url: 'https://b.example', interval: 2d, reliability: C, fetch: page}\n",
        encoding="utf-8",
    )
    a, b = read_folder(folder, ENVIRONMENT).sources

    assert (a.interval, a.reliability, a.fetch) == (timedelta(minutes=10), "B", "feed")
    assert (b.interval, b.reliability, b.fetch) == (timedelta(days=2), "C", "page")


def test_a_rule_has_all_that_its_file_says(folder: Path) -> None:
    (folder / "rules" / "cables.yaml").write_text(
        "version: 1\n"
        "defaults: {severity: high, channels: [mail], status: test}\n"
        "rules:\n"
        "  - id: a\n    title: A\n    match: {query: ship*}\n"
        "  - id: b\n    title: B\n    why: Because.\n    status: live\n    severity: low\n    tags: [sea]\n"
        "    match: {any: [ship*, boat*], none: [toy], at_least: {n: 1, of: [harbour, port]}}\n"
        "    where: {lang: [no], source: [inbox], not_source: [harbour]}\n"
        "    alert: {channels: [], quiet_hours: '22:00-06:30 America/Nuuk', quiet_unless: high,\n"
        "            throttle: 2 per 3h, updates: all}\n"
        "    examples: {match: [{title: Ships, text: in a port, lang: no}]}\n",
        encoding="utf-8",
    )
    a, b = (rule.definition for rule in read_folder(folder, ENVIRONMENT).rules)

    assert (a.severity, a.channels, a.status, a.query) == (Severity.HIGH, ("mail",), "test", "ship*")
    assert (b.severity, b.channels, b.status, b.why, b.tags) == (Severity.LOW, (), "live", "Because.", ("sea",))
    assert (b.any, b.none, b.at_least) == (("ship*", "boat*"), ("toy",), (1, ("harbour", "port")))
    assert (b.languages, b.sources, b.not_sources) == ({"no"}, {"inbox"}, {"harbour"})
    night = QuietHours(time(22), time(6, 30), ZoneInfo("America/Nuuk"))
    assert a.alerting == Alerting()
    assert b.alerting == Alerting(True, night, Severity.HIGH, Throttle(2, timedelta(hours=3)), Updates.ALL)
    [example] = b.must_match
    assert (example.title, example.text, example.language) == ("Ships", "in a port", "no")


def test_a_group_may_be_named_in_a_rule(folder: Path) -> None:
    (folder / "entities" / "groups.yaml").write_text("version: 1\ngroups: {far_north: [svalbard, cables]}", encoding="utf-8")
    rule = "version: 1\nrules: [{id: g, title: G, match: {all: [$far_north]}, examples: {match: [On Svalbard.]}}]"
    (folder / "rules" / "group.yaml").write_text(rule, encoding="utf-8")

    settings = read_folder(folder, ENVIRONMENT)

    assert settings.entities[-1].kind == "group"
    assert "g" in [rule.id for rule in settings.rules]


def test_files_of_other_kinds_are_left_alone(folder: Path) -> None:
    for name in ("notes.txt", ".#cables.yaml", "cables.yaml~"):
        (folder / "rules" / name).write_text("][", encoding="utf-8")

    assert len(read_folder(folder, ENVIRONMENT).rules) == 1


def test_both_endings_of_yaml_are_read(folder: Path) -> None:
    (folder / "rules" / "cables.yaml").rename(folder / "rules" / "cables.yml")

    assert len(read_folder(folder, ENVIRONMENT).rules) == 1


def test_without_channels_there_is_the_console(folder: Path) -> None:
    (folder / "channels.yaml").unlink()
    (folder / "northwatch.yaml").write_text("version: 1", encoding="utf-8")
    settings = read_folder(folder, {})

    assert settings.channels == (ChannelSettings("console", "console", None, enabled=True),)
    assert settings.operator == ("console",)


def test_without_entities_rules_are_plain_words(folder: Path) -> None:
    shutil.rmtree(folder / "entities")
    (folder / "rules" / "cables.yaml").write_text("version: 1\nrules: []", encoding="utf-8")

    assert read_folder(folder, ENVIRONMENT).entities == ()


def test_operator_notices_go_to_every_enabled_channel_unless_named(folder: Path) -> None:
    (folder / "northwatch.yaml").write_text("version: 1", encoding="utf-8")

    assert read_folder(folder, ENVIRONMENT).operator == ("desk", "mail")


def test_operator_may_be_nobody(folder: Path) -> None:
    (folder / "northwatch.yaml").write_text("version: 1\noperator: []", encoding="utf-8")

    assert read_folder(folder, ENVIRONMENT).operator == ()


@pytest.mark.parametrize(
    ("line", "database"),
    [
        pytest.param("database: sqlite:////srv/n.db", "sqlite:////srv/n.db", id="absolute"),
        pytest.param("database: sqlite:///n.db?timeout=5", "sqlite:///{config}/n.db?timeout=5", id="options"),
        pytest.param("database: 'sqlite:///:memory:'", "sqlite:///:memory:", id="memory"),
        pytest.param("database: postgresql://u:${PW}@h/n", "postgresql://u:hunter2@h/n", id="variable"),
        pytest.param("database_file: ../db", "postgresql+psycopg://u:hunter2@h/n", id="file"),
    ],
)
def test_databases(folder: Path, line: str, database: str) -> None:
    Path("db").write_text("postgresql+psycopg://u:hunter2@h/n\n", encoding="utf-8")
    (folder / "northwatch.yaml").write_text(f"version: 1\n{line}\n", encoding="utf-8")

    settings = read_folder(folder, {**ENVIRONMENT, "PW": "hunter2"})

    assert settings.database == database.format(config=folder.absolute())
    assert "hunter2" not in repr(settings)


def test_an_address_with_a_port_and_a_sender_holds_no_password(folder: Path) -> None:
    url = "mailto://smtp.example:2525?from=watch@coast.example&to=desk@coast.example"
    a_channel(folder, f"url: '{url}'")

    [channel] = read_folder(folder, {}).channels

    assert channel.url is not None
    assert channel.url.reveal() == url


def test_a_channel_takes_its_address_from_a_file(folder: Path) -> None:
    Path("mail_url").write_text("mailtos://watch:hunter2@smtp.example\n", encoding="utf-8")
    a_channel(folder, "url_file: ../mail_url")

    [channel] = read_folder(folder, {}).channels

    assert channel.url is not None
    assert channel.url.reveal() == "mailtos://watch:hunter2@smtp.example"


def test_a_secret_is_never_shown() -> None:
    secret = Secret("hunter2")

    assert "hunter2" not in f"{secret} {secret!r} {ChannelSettings('a', 'apprise', secret, True)}"
    assert secret.reveal() == "hunter2"
    assert (secret == Secret("hunter2"), secret == Secret("other")) == (True, False)


def test_a_label_is_written_as_people_write_it(folder: Path) -> None:
    (folder / "northwatch.yaml").write_text("version: 1\ntlp: AMBER+STRICT", encoding="utf-8")

    assert read_folder(folder, ENVIRONMENT).tlp == "TLP:AMBER+STRICT"


# ------------------------------------------------------------------ fingerprint


def test_the_fingerprint_stays_while_nothing_changes(folder: Path) -> None:
    assert fingerprint(folder) == fingerprint(folder)


def touch(path: Path) -> None:
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1))


CHANGES = {
    "touched": lambda folder: touch(folder / "northwatch.yaml"),
    "longer": lambda folder: (folder / "sources.yaml").write_text("version: 1"),
    "new rule file": lambda folder: (folder / "rules" / "new.yaml").touch(),
    "renamed": lambda folder: (folder / "rules" / "cables.yaml").rename(folder / "rules" / "wires.yaml"),
    "removed": lambda folder: (folder / "channels.yaml").unlink(),
    "entity file touched": lambda folder: touch(folder / "entities" / "things.yaml"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_fingerprint_changes_with_the_files(folder: Path, change: str) -> None:
    before = fingerprint(folder)
    CHANGES[change](folder)

    assert fingerprint(folder) != before


@pytest.mark.parametrize(
    ("file", "text"),
    [
        pytest.param(
            "channels.yaml", "version: 1\nchannels:\n  - {id: mail, kind: apprise, url_file: ../mail_url}\n", id="in braces"
        ),
        pytest.param(
            "channels.yaml", "version: 1\nchannels:\n  - id: mail\n    url_file: ../mail_url  # rotated\n", id="comment"
        ),
        pytest.param(
            "channels.yaml", 'version: 1\nchannels: [{id: mail, "url_file": "../mail_url"}, {', id="quoted, with a fault"
        ),
        pytest.param("northwatch.yaml", "version: 1\r\ndatabase_file: '../mail_url'\r\n", id="database"),
    ],
)
def test_the_fingerprint_changes_with_a_file_of_secrets(folder: Path, file: str, text: str) -> None:
    (folder / file).write_text(text, encoding="utf-8", newline="")
    secret = folder.parent / "mail_url"
    marks = [fingerprint(folder)]
    secret.write_text("mailtos://user:old@mail.example")
    marks.append(fingerprint(folder))
    secret.write_text("mailtos://user:newer@mail.example")
    marks.append(fingerprint(folder))
    assert len(set(marks)) == 3


def test_a_missing_folder_has_a_fingerprint_too(tmp_path: Path) -> None:
    assert fingerprint(tmp_path / "nowhere") != ""


# ------------------------------------------------------------------ the config that is shipped


@pytest.fixture(scope="module")
def shipped() -> Settings:
    return read_folder(ROOT / "config", {})


def test_the_shipped_config_is_good(shipped: Settings) -> None:
    assert shipped.rules
    assert shipped.entities
    assert shipped.operator == ("console",)
    assert [c.id for c in shipped.channels if c.enabled] == ["console"]


def test_the_shipped_config_watches_the_seeds_and_no_query_service(shipped: Settings) -> None:
    by_id = {source.id: source for source in shipped.sources}

    assert by_id["seeds"].path == ROOT / "seeds"
    assert len(by_id) == 129
    assert not by_id["gdelt-arctic"].enabled
    assert not by_id["google-news-arctic"].enabled
    assert by_id["tass-en"].state_media
    assert len({source.url for source in shipped.sources}) == 129


def test_every_shipped_rule_is_explained_and_proved_in_several_languages(shipped: Settings) -> None:
    definitions = {rule.id: rule.definition for rule in shipped.rules}
    assert len(definitions) >= 15
    assert [id for id, d in definitions.items() if not d.why or not d.tags] == []
    assert [id for id, d in definitions.items() if min(len(d.must_match), len(d.must_ignore)) < 4] == []
    spoken = {id: {example.language for example in (*d.must_match, *d.must_ignore)} for id, d in definitions.items()}
    assert [id for id, languages in spoken.items() if len(languages - {None}) < 3] == []


def test_the_shipped_main_file_shows_every_key_with_its_default() -> None:
    shown = load("northwatch.yaml", (ROOT / "config" / "northwatch.yaml").read_bytes()).plain
    defaults = NorthwatchFile(version=1).model_dump(exclude={"database_file"})

    assert shown == {**defaults, "database": "sqlite:///../data/northwatch.db", "operator": ["console"]}


def test_the_defaults_of_the_file_are_those_of_the_program(shipped: Settings) -> None:
    assert (shipped.limits, shipped.alerts) == (Limits(), AlertSettings())


def test_every_key_is_explained_in_the_shipped_files() -> None:
    for name, item in {"sources": "SourceItem", "channels": "ChannelItem"}.items():
        text = (ROOT / "config" / f"{name}.yaml").read_text(encoding="utf-8")
        for key in json_schemas()[name]["$defs"][item]["properties"]:
            assert f"{key}:" in text or f"#   {key} " in text, key
