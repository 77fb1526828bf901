"""The texts of one language: patterns of articles, traps and noise phrases, read and checked from `texts`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("en", "da", "no", "sv", "fi", "is", "ru", "de", "fr")
SETS = ("dev", "held", "unseen", "fresh")
# Sets whose phrases and topical sentences stand in files of their own, `texts/<set>/<language>.yaml`.
OWN_FILES = ("unseen", "fresh")
# Whose phrases the templates of a set use.
TEMPLATE_SETS: Mapping[str, str] = {
    "dev": "dev", "held": "held", "nameless": "dev", "strange": "dev", "unseen": "unseen", "fresh": "fresh",
}  # fmt: skip

# How many lines a phrase of a category has, and what they are; the README repeats it for people who add phrases.
SHAPES: Mapping[str, int] = {
    "consent": 9,  # title, two paragraphs, three purposes, three buttons
    "newsletter": 4,  # title, sentence, button, small print
    "readalso": 1,  # label before the headline of another article
    "related": 1,  # heading
    "mostread": 1,  # heading
    "share": 4,  # label, three services
    "app": 1,  # a line that points to the app or a messenger channel
    "follow": 1,  # a line that points to social networks
    "paywall": 3,  # heading, sentence, button
    "author": 2,  # label, sentence
    "comments": 3,  # heading, sentence about logging in, button
    "comment": 3,  # three comments of readers
    "player": 2,  # what stands in place of a video, label of the read-aloud button
    "about": 3,  # heading, sentence about the institution, contact for media
    "donate": 2,  # sentence, button
    "errata": 1,  # report a mistake
    "tags": 1,  # label
    "stamp": 2,  # published, updated
    "views": 1,  # number of readers
    "advert": 1,  # label
    "live": 2,  # sentence, button
    "more": 1,  # link after a teaser
    "top": 4,  # skip link, log in, search, menu
    "footer": 4,  # address, copyright, editor, legal
}
# Categories that the templates of `unseen` and `fresh` use besides.
_BESIDES: Mapping[str, int] = {
    "podcast": 3,  # name, sentence, button
    "poll": 4,  # question, three answers
    "ticker": 2,  # weather, prices
    "box": 2,  # labels over the key points and over a box of facts; both belong to the article
    "next": 2,  # label over the next article, button that opens it
    "files": 2,  # heading, link with the kind and size of a file
    "contact": 3,  # heading, role, telephone or address
    "commenter": 3,  # names of three readers, with times
    "kicker": 1,  # label above the title
    "feedback": 3,  # question about the page, two answers
    "save": 2,  # two buttons
}
# Further categories that only the templates of a set use.
EXTRA_SHAPES: Mapping[str, Mapping[str, int]] = {
    "unseen": _BESIDES,
    "fresh": {
        **_BESIDES,
        "aria": 4,  # names of parts for screen readers, in attributes only: shares, related, newsletter, comments
        "reply": 3,  # what one may do with a comment
        "alsoread": 1,  # heading over what other readers read
        "pager": 2,  # labels of the posts before and after
    },
}
SLOTS = ("in", "org", "ship", "who", "when", "cause", "source")
# Slots that the writer fills itself: numbers, days and what belongs to a host or a page.
MADE = ("n", "big", "year", "date", "time", "min", "site", "headline")
# The fewest patterns of each list, so that the articles of a host differ from each other.
LEAST: Mapping[str, int] = {
    "sentences": 45, "headlines": 25, "leads": 2, "quotes": 8, "items": 8, "rows": 6, "subheadings": 6, "short": 6,
    "verbs": 6, "documents": 4, "background": 4, "tweets": 4, "captions": 6, "credits": 2, "sections": 6, "tags": 6, "sites": 6,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Texts:
    """All texts of a language. `lists` by name of list, `topical` and `noise` by set ("dev", "held", "unseen", "fresh").

    `noise[set][category]` are phrases, each a tuple of as many lines as `shapes` says. `topical[set]` are sentences
    about cookies, newsletters and the like that are content; `topical_headlines` are titles for such articles.
    """

    language: str
    months: tuple[str, ...]
    date: str
    thousands: str
    slots: Mapping[str, tuple[str, ...]]
    lists: Mapping[str, tuple[str, ...]]
    topical: Mapping[str, tuple[str, ...]]
    topical_headlines: tuple[str, ...]
    noise: Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]]


class TextsError(ValueError):
    """A file of texts is incomplete; the message names file, key and what was expected."""


def shapes(set_name: str) -> Mapping[str, int]:
    """The categories of noise of a set of phrases ("dev"), with the number of lines that a phrase of each has."""
    return {**SHAPES, **EXTRA_SHAPES.get(set_name, {})}


def load(language: str, folder: Path = TEXTS) -> Texts:
    """The texts of a language ("en"); TextsError lists everything that is missing or misspelt in its files."""
    path = folder / f"{language}.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for name in OWN_FILES:
        _add(data, name, folder / name / path.name)
    if problems := list(_problems(data)):
        raise TextsError(f"{path.name}: " + f"\n{path.name}: ".join(problems))
    return Texts(
        language=language,
        months=tuple(data["months"]),
        date=data["date"],
        thousands=data["thousands"],
        slots={name: tuple(data["slots"][name]) for name in SLOTS},
        lists={name: tuple(data[name]) for name in LEAST},
        topical={name: tuple(data["topical"][name]) for name in SETS},
        topical_headlines=tuple(data["topical_headlines"]),
        noise={name: {c: _phrases(data["noise"][c][name]) for c in shapes(name)} for name in SETS},
    )


def _add(data: dict[str, Any], set_name: str, path: Path) -> None:
    """Put the texts of a set's own file to those of the other sets; without the file they are missing."""
    own = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    data.setdefault("topical", {})[set_name] = own.get("topical", [])
    for category, phrases in own.get("noise", {}).items():
        data.setdefault("noise", {}).setdefault(category, {})[set_name] = phrases


def _phrases(values: Sequence[Any]) -> tuple[tuple[str, ...], ...]:
    return tuple((value,) if isinstance(value, str) else tuple(value) for value in values)


def _problems(data: Mapping[str, Any]) -> Sequence[str]:
    return [*_short_lists(data), *_wrong_phrases(data.get("noise", {})), *_unknown_slots(data)]


def _short_lists(data: Mapping[str, Any]) -> Sequence[str]:
    found = [f"{name}: expected at least {least} texts, got {len(data.get(name, []))}" for name, least in LEAST.items()
             if len(data.get(name, [])) < least]  # fmt: skip
    found += [f"slots.{name}: expected at least 6 texts" for name in SLOTS if len(data.get("slots", {}).get(name, [])) < 6]
    found += [f"topical.{name}: expected at least 4 texts" for name in SETS if len(data.get("topical", {}).get(name, [])) < 4]
    return found


def _wrong_phrases(noise: Mapping[str, Any]) -> Sequence[str]:
    found = []
    for name in SETS:
        for category, lines in shapes(name).items():
            phrases = _phrases(noise.get(category, {}).get(name, []))
            if len(phrases) < 2:
                found.append(f"noise.{category}.{name}: expected at least 2 phrases, got {len(phrases)}")
            wrong = [phrase for phrase in phrases if len(phrase) != lines]
            found += [f"noise.{category}.{name}: expected {lines} lines, got {len(p)} in {p[0]!r}" for p in wrong]
    return found


def _unknown_slots(value: Any) -> Sequence[str]:
    if isinstance(value, str):
        names = re.findall(r"\{(\w*)\}", value)
        return [f"unknown slot {{{name}}} in {value!r}" for name in names if name not in SLOTS + MADE + ("d", "month")]
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [problem for part in inner for problem in _unknown_slots(part)]
