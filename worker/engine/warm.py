"""What worker processes find ready when they start: cleaning and reading feeds, loaded and run once before they are forked.

Named to the fork server, which can only import a module before it forks: so importing this one has an effect on purpose.
What a first page costs beside its own text (patterns, month names of nine languages) is then paid once for all workers.
"""

from __future__ import annotations

from worker.engine import pool
from worker.extract.html import extract_html
from worker.extract.text import extract_text

__all__ = ["PAGE", "pool"]

# Touches what is built at its first use: a written date, a line that is a link, phrases, text outside of the article.
PAGE = """<html lang="en"><head><title>Ferry to the islands resumes | Harbour News</title></head><body>
<div><p>Notices of the harbour office are put up at the pier every morning, and the tide tables lie beside them.</p></div>
<article><h1>Ferry to the islands resumes</h1><p>By Our Reporter, 12 January 2026</p>
<p>The ferry to the outer islands resumed on Monday after three days of storm, the harbour office said.</p>
<p>It carried 40 passengers and the mail of a week, and it returned in the evening with fish for the market.</p>
<p>Photo: the ferry at the pier</p><p><a href="/tides">Read more: the tides of this week</a></p>
<p>The office expects calm weather for the rest of the week and plans two more crossings.</p>
<p>Subscribe to our newsletter</p></article>
<footer><p>All rights reserved.</p></footer></body></html>"""

extract_html(PAGE.encode(), "https://www.example.org/ferry", "utf-8")
extract_text("The ferry resumed.\n\nIt carried the mail of a week.", "ferry.txt")
