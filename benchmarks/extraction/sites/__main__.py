"""Test sites for cleaning: `make` writes pages with the truth about every line, `score` compares cleaned texts with it.

python -m benchmarks.extraction.sites make FOLDER [--set NAME] [--hosts-per-template N] [--pages N] [--seed S]
northwatch extract --jsonl < FOLDER/pages.jsonl > output.jsonl
python -m benchmarks.extraction.sites score FOLDER output.jsonl [--show N] [--json]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.extraction.sites.hosts import Page, make_host
from benchmarks.extraction.sites.language import LANGUAGES, TEMPLATE_SETS, load
from benchmarks.extraction.sites.render import Recorder, Renderer, template_names
from benchmarks.extraction.sites.score import compare, lines, report, table


def make(folder: Path, set_name: str, hosts: int, pages: int, seed: int) -> int:
    """Write pages.jsonl and truth.jsonl into `folder`; the number of pages."""
    folder.mkdir(parents=True, exist_ok=True)
    renderer, count = Renderer(set_name), 0
    with (
        (folder / "pages.jsonl").open("w", encoding="utf-8") as out,
        (folder / "truth.jsonl").open("w", encoding="utf-8") as truth,
    ):
        for page in site_pages(set_name, hosts, pages, seed):
            html, recorded = renderer.render(page)
            out.write(_line({"id": page.id, "url": page.url, "html": html}))
            truth.write(_line(truth_of(page, recorded)))
            count += 1
    return count


def site_pages(set_name: str, hosts: int, pages: int, seed: int) -> Iterator[Page]:
    """All pages of a set: every language, every template, `hosts` hosts each, the pages of a host in a row."""
    for language in LANGUAGES:
        texts = load(language)
        for template in template_names(set_name):
            for number in range(1, hosts + 1):
                yield from make_host(texts, set_name, template, number, pages, seed)


def truth_of(page: Page, recorded: Recorder) -> dict[str, Any]:
    return {
        "id": page.id,
        "host": page.host.name,
        "language": page.host.language,
        "template": page.host.template,
        "page": page.number,
        "event": page.event,
        "title": page.title,
        "content": recorded.content,
        "noise": [asdict(line) for line in recorded.noise],
        "caption": recorded.caption,
    }


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def score(folder: Path, output: Path, show: int, *, as_json: bool) -> None:
    """Print how the cleaned texts in `output` compare with the truth of `folder`."""
    verdicts = compare(_read(folder / "truth.jsonl"), _read(output))
    print(json.dumps(report(verdicts), ensure_ascii=False, indent=1) if as_json else table(report(verdicts)))
    if show and not as_json:
        print("\n".join(lines(verdicts, show)))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction.sites")
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make", help="write pages.jsonl and truth.jsonl")
    making.add_argument("folder", type=Path)
    making.add_argument("--set", choices=TEMPLATE_SETS, default="dev", help="nobody tunes on the held set")
    making.add_argument("--hosts-per-template", type=int, default=1)
    making.add_argument("--pages", type=int, default=5, help="pages of each host")
    making.add_argument("--seed", type=int, default=1)
    scoring = commands.add_parser("score", help="compare the output of northwatch extract --jsonl with the truth")
    scoring.add_argument("folder", type=Path)
    scoring.add_argument("output", type=Path)
    scoring.add_argument("--show", type=int, default=0, metavar="N", help="list up to N lines that were left or lost")
    scoring.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    if given.command == "make":
        count = make(given.folder, given.set, given.hosts_per_template, given.pages, given.seed)
        print(f"{count} pages in {given.folder}")
    else:
        score(given.folder, given.output, given.show, as_json=given.json)


if __name__ == "__main__":
    main()
