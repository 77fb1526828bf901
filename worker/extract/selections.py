"""Trafilatura's selections of elements, asked of a few candidates instead of every element.

Its XPath expressions call a function of Python for each regular expression and each element, which is a third of its time. What
they look for stands in the values of attributes, and most values hold nothing of it, which one pattern for each attribute tells.
The expression itself has the last word on what is left, so that the selected elements are the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from lxml.etree import Element, XPath

from worker.extract.segments import Tree

Selects = Callable[[Tree], Sequence[Tree]]
Look = Callable[[str], object]  # true where it finds something

_REGEXP = {"re": "http://exslt.org/regular-expressions"}
# ".//*[...]" asks for every such element. With "[1]" it is the first one, as trafilatura takes the first of several as well.
_FORM = re.compile(r"\(?\.//\*(\[.*?\])\)?(\[1\])?", re.DOTALL)
_NAMES, _VALUE = r"@[\w-]+(?:\|@[\w-]+)*", r"\s*'([^']*)'"
# re:test(@id|@class, 'shar', 'i'), contains(translate(@role, 'N', 'n'), 'nav'), @class='post', @data-lp
_TEST = re.compile(rf"re:test\(({_NAMES}),{_VALUE}(?:,{_VALUE})?\)")
_PART = re.compile(rf"(?:contains|starts-with)\((translate\()?({_NAMES})(?:,{_VALUE},{_VALUE}\))?,{_VALUE}\)")
_EQUAL, _HAS = re.compile(rf"({_NAMES})={_VALUE}"), re.compile(_NAMES)
_TAG, _NO_TAG = re.compile(r"self::(\w+)"), re.compile(r"not\(self::\w+(?: or self::\w+)*\)")
# What may be left of predicates without all these. Another word ("not" of a test, the elements inside) makes it another form.
_JOINTS = re.compile(r"(?:\s|[()\[\]]|\bor\b|\band\b)*")


def selection(expression: XPath) -> Selects:
    """The same selection, quicker; the expression itself where its form is another one."""
    return _selection(expression.path.strip()) or expression


def _selection(path: str) -> Selects | None:
    form = _FORM.fullmatch(path)
    if form is None:
        return None
    asked, first = form.groups()
    patterns, rest = _patterns_of(asked)
    rest = _NO_TAG.sub("", rest)
    if not _JOINTS.fullmatch(_TAG.sub("", rest)):
        return None
    tags = tuple(dict.fromkeys(_TAG.findall(rest)))
    fulfils = XPath(f"boolean(self::*{asked})", namespaces=_REGEXP)
    if any(fulfils(Element(tag)) for tag in tags or ("div",)):
        return None  # it is about more than attributes
    looks = {name: re.compile("|".join(each)).search for name, each in patterns.items()}
    remembered = {name: lru_cache(8192)(look) for name, look in looks.items()}
    return _Selection(tags or ("*",), looks, remembered, fulfils, most=1 if first else None)


def _patterns_of(asked: str) -> tuple[Mapping[str, Sequence[str]], str]:
    """For each attribute patterns of which one is found in each value that is asked for, and what else is asked."""
    found: dict[str, list[str]] = defaultdict(list)

    def take(names: str, pattern: str) -> str:
        for name in names.split("|"):
            found[name.strip().removeprefix("@")].append(pattern)
        return ""

    rest = _TEST.sub(lambda test: take(test[1], f"(?i:{test[2]})" if test[3] else test[2]), asked)
    rest = _PART.sub(lambda part: take(part[2], f"(?i:{re.escape(part[5])})" if part[1] else re.escape(part[5])), rest)
    rest = _EQUAL.sub(lambda equal: take(equal[1], re.escape(equal[2])), rest)
    return found, _HAS.sub(lambda has: take(has[0], ""), rest)


@dataclass(frozen=True, slots=True)
class _Selection:
    """The elements below another one that fulfil an expression, in document order; `most` of them, all for None.

    `looks`: for each attribute that the expression looks at, what finds out whether its value may be one of those looked for.
    `remembered`: the same for values that stand on many elements, and on all pages of a site.
    """

    tags: Sequence[str]
    looks: Mapping[str, Look]
    remembered: Mapping[str, Look]
    fulfils: XPath
    most: int | None

    def __call__(self, tree: Tree) -> list[Tree]:
        return list(islice(self._selected(tree), self.most))

    def _selected(self, tree: Tree) -> Iterator[Tree]:
        looks, remembered, fulfils = self.looks, self.remembered, self.fulfils
        for element in tree.iterdescendants(*self.tags):
            for name, value in element.items():
                if name in looks and (remembered if len(value) <= LONGEST_REMEMBERED else looks)[name](value):
                    if fulfils(element):
                        yield element
                    break


LONGEST_REMEMBERED = 500  # characters; a longer value is a picture in a style, which no other element has
