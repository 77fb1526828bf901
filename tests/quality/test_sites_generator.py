"""The generator of test sites and its scorer: what they promise to the measurements that rest on them."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from itertools import combinations

import lxml.html
import pytest

from benchmarks.extraction.sites.__main__ import main, site_pages, truth_of
from benchmarks.extraction.sites.hosts import Page, make_host, slug
from benchmarks.extraction.sites.language import LANGUAGES, LEAST, SETS, TEMPLATE_SETS, Texts, TextsError, load, shapes
from benchmarks.extraction.sites.render import Recorder, Renderer, template_names
from benchmarks.extraction.sites.score import Text, compare, is_left, is_lost, lines, report, table, words


@cache
def texts(language: str) -> Texts:
    return load(language)


@cache
def rendered(set_name: str) -> list[tuple[Page, str, Recorder]]:
    renderer = Renderer(set_name)
    return [(page, *renderer.render(page)) for page in site_pages(set_name, hosts=1, pages=3, seed=7)]


def plain(html: str) -> str:
    """All text of a page in words, as a reader sees it."""
    body = lxml.html.fromstring(html).find("body")
    return " ".join(words(" ".join(body.itertext())))


# ------------------------------------------------------------------ texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_sets_share_a_phrase_of_more_than_two_words(language):
    noise = texts(language).noise
    for one, other in combinations(SETS, 2):
        for category in {*shapes(one)} & {*shapes(other)}:
            first, second = (
                {line for phrase in noise[name][category] for line in phrase if len(words(line)) > 2} for name in (one, other)
            )
            assert not first & second, (one, other, category)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_sets_share_a_topical_sentence(language):
    for one, other in combinations(SETS, 2):
        assert not {*texts(language).topical[one]} & {*texts(language).topical[other]}, (one, other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_holds_different_patterns(language):
    for name in LEAST:
        values = texts(language).lists[name]
        assert len(set(values)) == len(values), name


def test_an_incomplete_file_names_every_fault(tmp_path):
    (tmp_path / "xx.yaml").write_text("sentences: ['{nowhere}']\nnoise: {share: {dev: [[a, b]]}}\n", encoding="utf-8")
    with pytest.raises(TextsError) as caught:
        load("xx", tmp_path)
    message = str(caught.value)
    assert "xx.yaml: sentences: expected at least 45 texts, got 1" in message
    assert "noise.share.dev: expected 4 lines, got 2 in 'a'" in message
    assert "unknown slot {nowhere}" in message


def test_a_set_with_a_file_of_its_own_misses_what_it_does_not_say(tmp_path):
    (tmp_path / "unseen").mkdir()
    (tmp_path / "xx.yaml").write_text("sentences: []\n", encoding="utf-8")
    (tmp_path / "unseen/xx.yaml").write_text("noise: {poll: [[a, b]], tags: [a, b]}\n", encoding="utf-8")
    with pytest.raises(TextsError) as caught:
        load("xx", tmp_path)
    message = str(caught.value)
    assert "noise.poll.unseen: expected 4 lines, got 2 in 'a'" in message
    assert "noise.tags.dev: expected at least 2 phrases, got 0" in message
    assert "noise.tags.unseen" not in message
    assert "noise.poll.dev" not in message
    assert "topical.unseen: expected at least 4 texts" in message


# ------------------------------------------------------------------ pages


def test_six_templates_in_each_set_with_phrases_and_none_in_two():
    names = {set_name: template_names(set_name) for set_name in TEMPLATE_SETS}
    assert all(len(names[set_name]) >= 6 for set_name in ("dev", "held", "unseen", "fresh"))
    everything = [name for some in names.values() for name in some]
    assert len(set(everything)) == len(everything)


@pytest.mark.parametrize("set_name", TEMPLATE_SETS)
def test_every_line_of_the_truth_stands_on_the_page(set_name):
    for page, html, recorded in rendered(set_name):
        seen = f" {plain(html)} "
        for line in [*recorded.content, *recorded.caption, *(noise.text for noise in recorded.noise)]:
            assert f" {' '.join(words(line))} " in seen, (page.id, line)


@pytest.mark.parametrize("set_name", TEMPLATE_SETS)
def test_the_whole_body_is_on_the_page_once_and_in_order(set_name):
    for page, _, recorded in rendered(set_name):
        expected = [line.replace("|", " ") if block.kind == "table" else line for block in page.body for line in block.lines]
        assert recorded.content == expected, page.id


@pytest.mark.parametrize("set_name", TEMPLATE_SETS)
def test_every_page_has_noise_beside_the_article_and_elsewhere(set_name):
    for page, _, recorded in rendered(set_name):
        assert {noise.hard for noise in recorded.noise} == {True, False}, page.id


@pytest.mark.parametrize("set_name", TEMPLATE_SETS)
def test_no_slot_is_left_open(set_name):
    for page, html, _ in rendered(set_name):
        assert not re.search(r"\{\w+\}", plain(html)), page.id
        assert not any("{" in line for line in page.body[0].lines), page.id


def test_the_same_seed_gives_the_same_pages_and_another_one_does_not():
    def first(seed: int) -> list[Page]:
        return list(make_host(texts("da"), "dev", "broadcaster", 1, 3, seed))

    assert first(1) == first(1)
    assert first(1)[0].body != first(2)[0].body


def test_ids_and_addresses_are_unique():
    pages = [page for name in TEMPLATE_SETS for page, _, _ in rendered(name)]
    assert len({page.id for page in pages}) == len(pages)
    assert len({page.url for page in pages}) == len(pages)
    assert all(page.url.startswith(f"https://{page.host.name}/") for page in pages)


def by_host(set_name: str) -> dict[str, list[Page]]:
    hosts: dict[str, list[Page]] = {}
    for page, _, _ in rendered(set_name):
        hosts.setdefault(page.host.name, []).append(page)
    return hosts


@pytest.mark.parametrize("set_name", TEMPLATE_SETS)
def test_two_pages_of_a_host_report_one_event_and_share_two_lines(set_name):
    for name, pages in by_host(set_name).items():
        reports = [page for page in pages if page.event]
        assert len(reports) == 2, name
        shared = set.intersection(*({line for block in page.body for line in block.lines} for page in reports))
        assert len([line for line in shared if re.search(r"[«„“”»–]", line)]) >= 2, name


@pytest.mark.parametrize("set_name", TEMPLATE_SETS)
def test_no_other_paragraph_comes_twice_in_a_host(set_name):
    backgrounds = {text for language in LANGUAGES for text in texts(language).lists["background"]}
    for name, pages in by_host(set_name).items():
        ordinary = [block.text for page in pages if not page.event for block in page.body if block.kind == "paragraph"]
        twice = {text for text, count in Counter(ordinary).items() if count > 1}
        assert twice <= backgrounds, name


def test_traps_come_in_every_language():
    for language in LANGUAGES:
        pages = [page for page, _, _ in rendered("dev") if page.host.language == language]
        kinds = {block.kind for page in pages for block in page.body}
        assert {"paragraph", "heading", "quote", "list"} <= kinds, language
        assert any(block.linked for page in pages for block in page.body), language


def test_phrases_of_a_host_stay_and_counts_change():
    pages = list(make_host(texts("de"), "dev", "table_layout", 1, 4, seed=3))
    assert len({page.say["newsletter"] for page in pages}) == 1
    assert len({page.say["views"] for page in pages}) == 4


def test_names_of_readers_change_and_polls_stay():
    pages = list(make_host(texts("fi"), "unseen", "own_words", 1, 4, seed=3))
    assert len({page.say["poll"] for page in pages}) == 1
    assert len({page.say["commenter"] for page in pages}) == 4
    assert len({page.gallery for page in pages}) == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "artikel", id="nothing"),
        pytest.param("Северный курьер", "artikel", id="no Latin letters"),
        pytest.param("Ísröndin á Þingi", "isrondin-a-thingi", id="Icelandic"),
        pytest.param("90 Containere – ud for Vardø", "90-containere-ud-for-vardo", id="Danish"),
    ],
)
def test_slug(text, expected):
    assert slug(text) == expected


# ------------------------------------------------------------------ scorer

ARTICLE = "Background\nThe ship left the port on Monday and has not been seen since then.\nNobody was hurt."
LONG_NOISE = "Sign up for our newsletter and get the most important news from the north every morning"


@pytest.mark.parametrize(
    ("line", "text", "expected"),
    [
        pytest.param("", ARTICLE, False, id="no words"),
        pytest.param("Share", ARTICLE, False, id="short and gone"),
        pytest.param("Share", ARTICLE + "\nShare", True, id="short and left"),
        pytest.param("Monday", ARTICLE, False, id="a word that the article says itself"),
        pytest.param("Monday", ARTICLE + "\nMonday", True, id="the same word once more"),
        pytest.param(LONG_NOISE, ARTICLE + "\n" + LONG_NOISE.upper() + "!", True, id="other case and punctuation"),
        pytest.param(LONG_NOISE, ARTICLE + "\nnewsletter and get the most important news from", True, id="eight words in a row"),
        pytest.param(LONG_NOISE, ARTICLE + "\nnewsletter and get the most important news", False, id="seven words in a row"),
    ],
)
def test_noise_left(line, text, expected):
    assert is_left(line, Text(text), Text(ARTICLE)) is expected


@pytest.mark.parametrize(
    ("line", "text", "expected"),
    [
        pytest.param("—", "", False, id="no words"),
        pytest.param("Nobody was hurt.", "", True, id="empty text"),
        pytest.param("Nobody was hurt.", ARTICLE, False, id="short and kept"),
        pytest.param("Nobody was hurt.", "Nobody in the port was hurt", True, id="short and taken apart"),
        pytest.param("Background", "The background is long", False, id="a word elsewhere, as often as in the article"),
        pytest.param("The ship left the port on Monday", "The ship left the port on Monday.", False, id="all of it"),
        pytest.param("one two three four five six seven", "one two three four five six", False, id="four of five trigrams"),
        pytest.param("one two three four five six seven", "one two three four five", True, id="three of five trigrams"),
    ],
)
def test_content_lost(line, text, expected):
    assert is_lost(line, Text(text), Text(ARTICLE + "\n" + line if line not in ARTICLE else ARTICLE)) is expected


def test_a_subheading_is_lost_although_a_sentence_has_its_word():
    article = "Background\nThe background is long and nobody remembers all of it."
    assert is_lost("Background", Text("The background is long and nobody remembers all of it."), Text(article))


def truth(**given) -> dict:
    page = {"id": "1", "host": "a.example", "language": "en", "template": "t", "page": 3, "title": "A title", "caption": []}
    return page | {"content": [], "noise": []} | given


def noise(text: str, category: str = "menu", *, hard: bool = False) -> dict:
    return {"text": text, "category": category, "hard": hard}


def test_a_short_line_within_a_longer_one_that_was_left_is_not_left_itself():
    page = truth(noise=[noise("Courier"), noise("Follow Courier on all networks", "follow", hard=True)])
    verdicts = compare([page], [{"id": "1", "text": "Follow Courier on all networks"}])
    assert {v.category: v.bad for v in verdicts} == {"follow": True, "menu": False}


def test_figures_by_page_and_kind_of_noise():
    page = truth(content=["Nobody was hurt."], noise=[noise("Menu"), noise("Share", "share", hard=True)], caption=["The port"])
    figures = report(compare([page], [{"id": "1", "text": "Nobody was hurt.\nShare"}]))
    assert figures["language and page"]["en 3+"] == {
        "noise": 2, "gone": 50.0, "hard": 1, "hard gone": 0.0, "content": 1, "lost": 0.0, "captions in text": 0.0,
    }  # fmt: skip
    assert figures["category"]["menu"]["gone"] == 100.0


def test_a_page_without_output_has_lost_its_content():
    verdicts = compare([truth(content=["Nobody was hurt."], noise=[noise("Menu")])], [])
    assert [(v.group, v.bad) for v in verdicts] == [("noise", False), ("content", True)]
    assert "Nobody was hurt." in lines(verdicts, 5)[1]


def test_the_truth_itself_scores_perfectly():
    pages = [truth_of(page, recorded) for page, _, recorded in rendered("dev")]
    output = [{"id": page["id"], "text": "\n".join(page["content"])} for page in pages]
    total = report(compare(pages, output))["all"]["all"]
    assert (total["gone"], total["hard gone"], total["lost"]) == (100.0, 100.0, 0.0)


def test_the_whole_page_as_text_leaves_nearly_all_noise():
    pages = rendered("dev")
    output = [{"id": page.id, "text": plain(html)} for page, html, _ in pages]
    total = report(compare([truth_of(page, recorded) for page, _, recorded in pages], output))["all"]["all"]
    assert total["gone"] is not None
    assert total["gone"] < 3
    assert total["lost"] == 0.0


def test_make_and_score_as_commands(tmp_path, capsys):
    main(["make", str(tmp_path / "sites"), "--pages", "1", "--seed", "5"])
    pages = [json.loads(line) for line in (tmp_path / "sites" / "pages.jsonl").read_text(encoding="utf-8").splitlines()]
    truths = [json.loads(line) for line in (tmp_path / "sites" / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [page["id"] for page in pages] == [page["id"] for page in truths]
    assert len(pages) == len(LANGUAGES) * len(template_names("dev"))
    output = tmp_path / "output.jsonl"
    output.write_text("".join(json.dumps({"id": page["id"], "text": ""}) + "\n" for page in pages), encoding="utf-8")
    main(["score", str(tmp_path / "sites"), str(output), "--show", "1"])
    printed = capsys.readouterr().out
    assert "fusion_react" in printed
    assert printed.count("\nlost ") == 1


def test_table_shows_a_dash_where_nothing_was_counted():
    assert "-" in table(report(compare([truth(noise=[noise("Menu")])], [{"id": "1", "text": ""}])))
