"""Plain trafilatura over JSON lines, the way its manual calls it: what the cleaning is measured against.

python benchmarks/extraction/plain.py < pages.jsonl > texts.jsonl      {"id", "url"?, "html"} in, {"id", "text"} out, in order
"""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import trafilatura


def text_of(page: dict[str, Any]) -> str:
    """The text of a page with trafilatura's defaults and without comments; "" where it finds nothing or breaks."""
    try:
        return trafilatura.extract(page["html"], url=page.get("url") or None, include_comments=False) or ""
    except Exception:  # noqa: BLE001 - third-party heuristics over any page: one that breaks it has no text
        return ""


def main() -> None:
    logging.disable(logging.CRITICAL)
    for line in sys.stdin.buffer:
        page = json.loads(line)
        print(json.dumps({"id": page["id"], "text": text_of(page)}))


if __name__ == "__main__":
    main()
