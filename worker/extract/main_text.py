"""The door to trafilatura and lxml's parser: text to tree, and tree to what it takes for the article."""

from __future__ import annotations

from configparser import ConfigParser
from copy import deepcopy

import trafilatura
import trafilatura.settings
from lxml import etree
from trafilatura.utils import load_html

from worker.extract.segments import Tree


def parse(text: str) -> Tree | None:
    """The tree, or None when there is no element in it. The text is decoded already: what it declares of itself is not used."""
    try:
        tree = load_html(text)
    except (ValueError, etree.LxmlError):
        return None
    return None if tree is None or not isinstance(tree.tag, str) else tree


def body_of(tree: Tree) -> Tree:
    body = tree.find(".//body")
    return tree if body is None else body


# Below 250 characters trafilatura distrusts its own choice and hands out the whole page as one line, with its furniture
# (MIN_EXTRACTED_SIZE). A short report is no failure: its own choice counts if it holds at least half of that line.
_BRIEF_CONFIG = deepcopy(trafilatura.settings.DEFAULT_CONFIG)
_BRIEF_CONFIG.set("DEFAULT", "MIN_EXTRACTED_SIZE", "40")
_BRIEF_SHARE, _BRIEF_CHARACTERS = 0.5, 2_000


def main_text(tree: Tree, url: str | None) -> str | None:
    """What trafilatura takes for the article, one block a line; None when it finds nothing or fails on this page."""
    text = _chosen(tree, url, trafilatura.settings.DEFAULT_CONFIG)
    if text is None or "\n" in text or len(text) > _BRIEF_CHARACTERS:
        return text
    brief = _chosen(tree, url, _BRIEF_CONFIG)
    return brief if brief and len(brief) >= _BRIEF_SHARE * len(text) else text


def _chosen(tree: Tree, url: str | None, config: ConfigParser) -> str | None:
    """Comments are off as they are not the article. `deduplicate` stays off: its memory is shared by the whole process,
    so a page would lose what an earlier page held as well. The tree is left as it was.
    """
    try:
        document = trafilatura.bare_extraction(
            deepcopy(tree), url=url, include_comments=False, include_tables=True, with_metadata=False, config=config
        )
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - third-party heuristics over hostile input: whatever breaks, this page has no main text
        return None
    return None if document is None or isinstance(document, dict) else document.text
