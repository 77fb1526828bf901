"""What was read from a config folder before: the next reading parses and compiles what has changed since, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # commands that read no rules load nothing of them
    from worker.model import Entity
    from worker.rules.forms import LookUp
    from worker.rules.rule import Rule, RuleCompiler

Digests = tuple[tuple[str, bytes], ...]  # of files: name and digest


@dataclass(frozen=True, slots=True)
class KeptRules:
    """The rules of a file in which nothing was wrong. `places`: where their ids stand; `channels`, `sources`: what they name."""

    digest: bytes
    rules: tuple[Rule, ...]
    places: tuple[str, ...]
    channels: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()

    def fits(self, digest: bytes, ids: Mapping[tuple[str, str], str], known: Collection[frozenset[str] | None]) -> bool:
        """Whether reading the file again would give the same, beside ids that are taken and (channels, sources) that exist."""
        named = zip((self.channels, self.sources), known, strict=True)
        return (
            digest == self.digest
            and all(ours <= theirs for ours, theirs in named if theirs is not None)
            and not any(("rule", rule.id) in ids for rule in self.rules)
        )


@dataclass(slots=True)
class Kept:
    """Given to one reading after the other, never to two at once.

    `words` makes the dictionary of word forms from the data folder's path; without one, stems decide.
    """

    words: Callable[[Path], LookUp] | None = None
    digests: Digests | None = None
    entities: tuple[Entity, ...] = ()
    compiler: RuleCompiler | None = None
    rules: dict[str, KeptRules] = field(default_factory=dict)

    def forget(self) -> None:
        """Read everything anew the next time, for instance because the dictionary has learned."""
        self.digests, self.entities, self.compiler = None, (), None
        self.rules.clear()
