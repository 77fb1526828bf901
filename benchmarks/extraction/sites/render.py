"""Pages to HTML, and the truth about every line, recorded while the templates are rendered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from benchmarks.extraction.sites.hosts import Page
from benchmarks.extraction.sites.writing import Block

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Noise:
    """A line that must go. `hard`: it stands in the container of the article or right beside it."""

    text: str
    category: str
    hard: bool


@dataclass(slots=True)
class Recorder:
    """What the template has put on the page so far. `near` tells whether we are at the article or in the furniture."""

    content: list[str] = field(default_factory=list)
    noise: list[Noise] = field(default_factory=list)
    caption: list[str] = field(default_factory=list)
    near: bool = False

    def add_noise(self, text: str, category: str) -> None:
        self.noise.append(Noise(text, category, self.near))


def template_names(set_name: str) -> list[str]:
    """Names of the templates of a set, sorted; no two sets share one."""
    return sorted(path.name.removesuffix(".html.j2") for path in (TEMPLATES / set_name).glob("*.html.j2"))


class Renderer:
    """Renders pages of one set, one at a time. `render` gives the HTML and what was recorded."""

    def __init__(self, set_name: str) -> None:
        self._set = set_name
        self._recorder = Recorder()
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._environment.filters |= {
            "content": self._content, "noise": self._noise, "caption": self._caption, "cells": self._cells,
        }  # fmt: skip
        self._environment.globals |= {"near": self._near, "far": self._far}

    def render(self, page: Page) -> tuple[str, Recorder]:
        self._recorder = Recorder()
        template = self._environment.get_template(f"{self._set}/{page.host.template}.html.j2")
        html = template.render(page=page, host=page.host, say=page.say, spots=spots(page), hashed=Hashed(page.host.name))
        return html, self._recorder

    # ------------------------------------------------------------------ filters and functions of the templates

    def _content(self, value: str | Block) -> Markup:
        text = value if isinstance(value, str) else value.text
        self._recorder.content.append(text)
        return linked(text) if isinstance(value, Block) and value.linked else escape(text)

    def _cells(self, row: str) -> Markup:
        label, _, number = row.partition("|")
        self._recorder.content.append(f"{label} {number}")
        return Markup("<td>{}</td><td>{}</td>").format(label, number)

    def _noise(self, text: Any, category: str) -> Markup:
        self._recorder.add_noise(str(text), category)
        return escape(text)

    def _caption(self, text: str) -> Markup:
        self._recorder.caption.append(text)
        return escape(text)

    def _near(self) -> str:
        self._recorder.near = True
        return ""

    def _far(self) -> str:
        self._recorder.near = False
        return ""


def spots(page: Page) -> Sequence[int]:
    """Three places in the body, by index of the block after which a box may stand; a short body gives equal ones.

    Never right after a sub-heading: editors put boxes between paragraphs.
    """
    allowed = [i for i, block in enumerate(page.body[:-1]) if block.kind != "heading"] or [0]
    chosen = Random(page.seed).sample(allowed, min(3, len(allowed)))
    return sorted(chosen) + [-1] * (3 - len(chosen))


def linked(text: str) -> Markup:
    """The text with three of its middle words as a link, as editors link to an older article."""
    words = text.split(" ")
    at = len(words) // 3
    before, inner, after = " ".join(words[:at]), " ".join(words[at : at + 3]), " ".join(words[at + 3 :])
    return Markup('{} <a href="/arkiv/{}">{}</a> {}').format(before, len(text), inner, after)


@dataclass(frozen=True, slots=True)
class Hashed:
    """Class names as bundlers write them: meaningless, the same for a host, different for the next one."""

    host: str

    def __call__(self, name: str) -> str:
        rng = Random(f"{self.host}/{name}")
        return "".join(rng.choice("abcdefghijkmnopqrstuvwxyz") for _ in range(2)) + "".join(
            rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789") for _ in range(5)
        )
