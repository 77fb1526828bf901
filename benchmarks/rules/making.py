"""Rules to measure with: those of a config folder, and rules of one query made on the spot. The only maker of compilers here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from worker.judge import plain_language
from worker.model import Document, DocumentId, Entity
from worker.rules.forms import LookUp
from worker.rules.rule import Rule, RuleCompiler, RuleDefinition, RuleFault
from worker.settings.load import read_folder
from worker.settings.values import Settings

CONFIG = Path(__file__).resolve().parents[2] / "config"


def shipped(folder: Path = CONFIG) -> Settings:
    """The settings of a config folder, by default the one that is shipped. Raises ConfigError with all problems."""
    return read_folder(folder, {})


def compiler(entities: Sequence[Entity] = (), look_up: LookUp | None = None) -> RuleCompiler:
    """The compiler of every rule that is made here rather than read from a folder. One for all rules of a RuleSet.

    `look_up` gives the dictionary's forms of words; without one the stems of words decide.
    """
    return RuleCompiler(entities, look_up)


def dictionary(cache: Path | None = None) -> LookUp:
    """The forms of words by the installed dictionary, which is loaded in processes of its own; `cache` keeps them."""
    from worker.entities.dictionary import FormBook

    return FormBook(cache).forms_of


def rules(made_by: RuleCompiler, queries: Iterable[str]) -> list[Rule]:
    """A rule for each query, with ids r1, r2, ...; ValueError with the first fault when there is one."""
    definitions = [RuleDefinition(f"r{number}", query, query=query) for number, query in enumerate(queries, start=1)]
    return [_made(*found) for found in made_by.compile_all(definitions)]


def _made(found: Rule | None, faults: Sequence[RuleFault]) -> Rule:
    if found is None:
        raise ValueError("; ".join(fault.message for fault in faults))
    return found


def document(text: str, *, title: str = "", language: str | None = None) -> Document:
    """A text as rules get it. `language` as in files ("nb" is read as "no"); None: unknown."""
    return Document(DocumentId(0), "benchmark", None, title, text, language=plain_language(language))
