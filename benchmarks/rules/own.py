"""The hand-labelled texts under the shipped rules: precision and recall by rule, by language and over the pack.

    python -m benchmarks.rules.own open|kept [--folder FOLDER] [--config DIR] [--json] [--errors N]

A text counts for the one rule of its file. --errors lists the first N wrong decisions with their clause trees, never for
the kept half: nobody looks at it to make its figures better.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.rules import labelled, making
from benchmarks.rules.labelled import Labelled
from benchmarks.rules.scores import Score, Share, score
from worker.errors import ConfigError
from worker.rules.index import RuleSet


@dataclass(frozen=True, slots=True)
class Result:
    """A set with what the rules said: `held[i]` for `texts[i]`. A text of a rule that is not in force is never held."""

    digest: str
    texts: Sequence[Labelled]
    held: Sequence[bool]
    rules: RuleSet

    @property
    def total(self) -> Score:
        """Over the pack: each text counts the same."""
        return score(zip((text.wanted for text in self.texts), self.held, strict=True))

    def by(self, key: Callable[[Labelled], str]) -> dict[str, Score]:
        """The scores of the texts that share a key, by that key."""
        pairs: dict[str, list[tuple[bool, bool]]] = {}
        for text, held in zip(self.texts, self.held, strict=True):
            pairs.setdefault(key(text), []).append((text.wanted, held))
        return {name: score(pairs[name]) for name in sorted(pairs)}

    @property
    def absent(self) -> list[str]:
        """The rules of the files that are not in force."""
        return sorted({text.rule for text in self.texts} - {rule.id for rule in self.rules.rules})


def measured(half: str, folder: Path = labelled.ROOT, config: Path = making.CONFIG) -> Result:
    """One half under the rules of a config folder. ConfigError names what is wrong with its files or with the config."""
    texts = labelled.read_set(folder / half)
    rules = RuleSet(making.shipped(config).rules)
    return Result(labelled.digest(texts), texts, [_holds(rules, text) for text in texts], rules)


def _holds(rules: RuleSet, text: Labelled) -> bool:
    found = rules.matches(making.document(text.text, title=text.title, language=text.language))
    return any(match.rule == text.rule for match in found)


def errors(result: Result) -> Iterator[str]:
    """Each wrong decision: the text's title and the clauses that held or did not."""
    for text, held in zip(result.texts, result.held, strict=True):
        if held != text.wanted:
            yield "\n".join([f"{'missed' if text.wanted else 'false'}: {_name(text)}", *_tree(result, text)])


def _name(text: Labelled) -> str:
    return f"{text.rule}, text {text.number} ({text.language}): {text.title}"


def _tree(result: Result, text: Labelled) -> Iterator[str]:
    if text.rule in result.absent:
        yield "    no such rule is in force"
        return
    document = making.document(text.text, title=text.title, language=text.language)
    for line in result.rules.explain(document, text.rule):
        yield f"    {line}"


# ------------------------------------------------------------------ command


def shown(half: str, result: Result) -> str:
    """The figures as a table: precision and recall with Wilson's 95 % intervals."""
    rows = {
        **{f"rule {name}": found for name, found in result.by(lambda text: text.rule).items()},
        **{f"language {name}": found for name, found in result.by(lambda text: text.language).items()},
        "the pack": result.total,
    }
    lines = [f"{name:36}{found.precision!s:34}{found.recall}" for name, found in rows.items()]
    head = f"{half}: {len(result.texts)} texts, data {result.digest[:12]}"
    absent = [f"no such rule is in force: {', '.join(result.absent)}"] if result.absent else []
    return "\n".join([head, f"{'':36}{'precision':34}recall", *lines, *absent])


def as_json(half: str, result: Result) -> dict[str, object]:
    """Shares as [part, whole], so that halves can be added."""
    rules, languages = result.by(lambda text: text.rule), result.by(lambda text: text.language)
    return {
        "set": half,
        "digest": result.digest,
        "texts": len(result.texts),
        "pack": _plain(result.total),
        "rules": {name: _plain(found) for name, found in rules.items()},
        "languages": {name: _plain(found) for name, found in languages.items()},
        "absent": result.absent,
    }


def _plain(found: Score) -> Mapping[str, list[int]]:
    return {name: _counts(share) for name, share in (("precision", found.precision), ("recall", found.recall))}


def _counts(share: Share) -> list[int]:
    return [share.part, share.whole]


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rules.own", description="hand-labelled texts of the watch rules")
    parser.add_argument("half", choices=labelled.SETS)
    parser.add_argument("--folder", type=Path, default=labelled.ROOT, help="holds open/ and kept/")
    parser.add_argument("--config", type=Path, default=making.CONFIG, metavar="DIR", help="the rules; default: as shipped")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list the first N wrong decisions; never for kept")
    given = parser.parse_args(arguments)
    if given.errors and (given.folder / given.half).resolve().name == "kept":
        parser.error("--errors: the kept half is only scored; look at the errors of open")
    return given


def main(arguments: Sequence[str] | None = None) -> int:
    given = _arguments(arguments)
    try:
        result = measured(given.half, given.folder, given.config)
    except ConfigError as error:
        raise SystemExit(str(error)) from error
    wrong = list(errors(result))[: given.errors]
    if given.json:
        print(json.dumps(as_json(given.half, result) | {"errors": wrong}, indent=1, ensure_ascii=False))
    else:
        print("\n\n".join([shown(given.half, result), *wrong]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
