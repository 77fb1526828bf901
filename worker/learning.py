"""Behind the daemon's start: the words of rules that no dictionary was asked for are looked up.

Nobody waits for it. A cold look-up takes about 20 s (nine dictionaries, one after the other, each in a process of its own);
until then rules find words by their stems.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from worker.clock import Clock
from worker.entities.dictionary import FormBook
from worker.settings.values import Settings

log = structlog.get_logger("learning")

# The first minute belongs to what was waiting while the program was down.
BEHIND_THE_START = timedelta(minutes=1)
# After a failure (no memory, no room on the disk): often enough to recover by itself, too seldom to be a load.
TRY_AGAIN = timedelta(hours=1)


def words_of(settings: Settings) -> frozenset[str]:
    """The words of all rules that may have forms."""
    return settings.rules[0].forms.asked if settings.rules else frozenset()


@dataclass(slots=True)
class Learner:
    """Knows when there is something to look up. `open_book` makes a FormBook with what is kept now."""

    open_book: Callable[[], FormBook]
    clock: Clock
    wait: timedelta = BEHIND_THE_START
    _words: frozenset[str] = frozenset()
    _due: datetime | None = None
    _book: FormBook | None = None

    def rules_taken(self, settings: Settings) -> None:
        """Rules are in force: when their words are others than before, some may be new."""
        words = words_of(settings)
        if words != self._words:
            self._words, self._due = words, self.clock() + self.wait

    async def learn(self) -> bool:
        """Whether some words have been looked up, so that the rules should be read again. Mostly there is nothing to do."""
        if self._due is None or self.clock() < self._due:
            return False
        self._due = self.clock() + TRY_AGAIN  # also when something goes wrong that nobody thought of
        self._book, words = self.open_book(), self._words
        learned = await asyncio.to_thread(_look_up, self._book, words)
        if not self._book.problems and words == self._words:  # else other rules were taken up meanwhile
            self._due = None
        return learned

    def stop(self) -> None:
        """End a look-up that is going on."""
        if self._book is not None:
            self._book.stop()


def _look_up(book: FormBook, words: frozenset[str]) -> bool:
    missing = book.missing(words)
    if not missing:
        return False
    book.forms_of(words)
    for problem in book.problems:
        log.warning("word forms", problem=problem)
    learned = missing - book.missing(words)
    log.info("word forms looked up", words=len(learned), of=len(missing))
    return bool(learned)
