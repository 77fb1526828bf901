"""When a page was published: which of its dates is believed, and which lines may say it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import chain

from worker.extract.authors import BY
from worker.extract.datelines import LONGEST_DATELINE, dateline, dateline_of, is_stamp, recent_dateline
from worker.extract.dates import UPDATED, date_in_url, has_no_zone, home_zone, is_plausible, moment, written
from worker.extract.language import LETTER_RUN
from worker.extract.lines import Line, is_paragraph, squash
from worker.extract.titles import TITLE_WORDS

_CONTRADICTION = timedelta(days=366)
_A_DAY = timedelta(days=1)


def publication_date(
    stated: Iterable[str],
    url: str | None,
    visible: Iterable[str],
    tag: str | None,
    now: datetime | None = None,
    doubted: Collection[str] = (),
) -> tuple[datetime | None, str]:
    """When a page was published, and where that was read: "meta", "url", "text", or (None, "").

    `stated`: what it states for machines, most trusted first; `visible`: lines that may be its dateline; `tag`: its
    language as declared ("en-GB"). Dates before 1990 and more than a day after `now` do not count (None: no such check).
    A stated day and one in the address that are more than a year apart: the earlier one. An address keeps the day of its
    first publication when a page is imported or freshened up; a page older than its address has moved there.
    `doubted`: statements whose name may mean any day, as that of rendering: one of the day of `now` gives way to a dateline with
    a clock that is more than a year older.
    """
    said, text = _first(stated, tag, now)
    in_url = date_in_url(url)
    in_url = in_url if in_url and is_plausible(in_url, now) else None
    visible = list(visible) if text in doubted else visible
    if said and now and text in doubted and (shown := _long_before(said, visible, tag, now)):
        return shown, "text"
    if said and not (in_url and said - in_url > _CONTRADICTION):
        return (_of_clock_on_page if has_no_zone(text) else _with_clock)(said, visible, tag, now), "meta"
    if in_url:
        return in_url, "url"
    return (seen, "text") if (seen := _seen(visible, tag, now)) else (None, "")


def _long_before(said: datetime, visible: Iterable[str], tag: str | None, now: datetime) -> datetime | None:
    """The dateline with a clock that is more than a year older than what is stated, when that is the day of the visit."""
    shown = _seen(visible, tag, now) if abs(now - said) < _A_DAY else None
    return shown if shown and shown.time() != time(0) and said - shown > _CONTRADICTION else None


def _with_clock(said: datetime, visible: Iterable[str], tag: str | None, now: datetime | None) -> datetime:
    """The stated moment; where only its day is stated, with the clock that the page shows beside that day."""
    if said.time() != time(0):
        return said
    seen = _seen(visible, tag, now)
    return seen if seen and abs(seen - said) < _A_DAY else said


def _of_clock_on_page(said: datetime, visible: Iterable[str], tag: str | None, now: datetime | None) -> datetime:
    """A moment stated without a zone: on the clocks of the language's country where a dateline of the page shows the same day
    and clock, else as it was read. Systems write their local time there, which its readers see beside the headline."""
    lines = list(visible)
    local = said.replace(tzinfo=home_zone(tag)).astimezone(UTC)
    shown = (found for line in lines if (found := dateline(line, tag)))
    same_clock = said.time() != time(0) and local.replace(second=0, microsecond=0) in shown
    return local if same_clock and is_plausible(local, now) else _with_clock(said, lines, tag, now)


def _seen(visible: Iterable[str], tag: str | None, now: datetime | None) -> datetime | None:
    lines = list(visible)
    whole = (found for line in lines if (found := dateline(line, tag)) and is_plausible(found, now))
    recent = (found for line in lines if now and (found := recent_dateline(line, now, tag)))
    return next(whole, None) or next(recent, None)


def datelines(
    lines: Sequence[Line], titles: frozenset[str], marked: Sequence[str], tag: str | None, over: Iterable[str] = ()
) -> Iterator[str]:
    """What `publication_date` takes as `visible`: the lines below the headline, then what the page marks as dates, then those of
    `over`, which stand over the headline in its own block, that are little but a date.

    Marks count only when all of them name one day: several days belong to the items of a list. Nothing is looked up before
    it is asked for: most pages state their date for machines.
    """
    yield from below_headline(lines, titles)
    dated = [(text, found) for text in marked if (found := dateline(text, tag)) and not _is_update_of(text, marked)]
    if len({found.date() for _, found in dated}) == 1:
        yield from (text for text, _ in dated)
    elif len(marked) == 1:
        yield marked[0]
    yield from (text for text in over if len(LETTER_RUN.findall(text)) <= _OVER_WORDS)


_OVER_WORDS = 4  # "Press release, 12 January 2026"; the day in Russian has two


def _is_update_of(text: str, marked: Sequence[str]) -> bool:
    """Whether a marked text is the date of a longer one that calls it an update."""
    return any(text != other and text in other and UPDATED.search(other[: other.index(text)]) for other in marked)


def _first(stated: Iterable[str], tag: str | None, now: datetime | None) -> tuple[datetime | None, str]:
    """The first statement that can be believed, as a moment and as written; (None, "") without one."""
    read = ((moment(text) or (written(text, tag) if len(text) <= LONGEST_DATELINE else None), text) for text in stated)
    return next(((found, text) for found, text in read if found and is_plausible(found, now)), (None, ""))


_LINES_BELOW = 8


def headline(lines: Sequence[Line], titles: frozenset[str]) -> int:
    """The number of the line that is the headline, `len(lines)` when it is not there: the first heading with words of `titles`;
    where no heading has them, two headings that have them together, else the longest line that is one of them, as the others
    name the site, and no link.
    """
    headings = (i for i, line in enumerate(lines) if line.kind == "heading" and squash(line.text) in titles)
    broken = (i for i in _heading_pairs(lines) if squash(f"{lines[i].text} {lines[i + 1].text}") in titles)
    found = next(chain(headings, broken), None)
    if found is not None:
        return found
    plain = (i for i, line in enumerate(lines) if line.link < 0.5 and line.text.count(" ") >= TITLE_WORDS - 1)
    return max((i for i in plain if squash(lines[i].text) in titles), key=lambda i: len(lines[i].text), default=len(lines))


def _heading_pairs(lines: Sequence[Line]) -> list[int]:
    """The numbers of the headings that another one follows, as the lines of a headline do."""
    return [i for i in range(len(lines) - 1) if lines[i].kind == lines[i + 1].kind == "heading"]


def below_headline(lines: Sequence[Line], titles: frozenset[str]) -> tuple[str, ...]:
    """The lines between a page's headline and its first paragraph, eight at most, and the place and day with which that one
    begins; none when the headline is not there.

    `titles` as `squash` leaves them; a label and its value are one line. Lines above the headline do not count: many a
    masthead shows the day of the visit. Nor do headings but bylines: the first of a chronology is a day. The first paragraph may
    be a lead: a line below it counts when it names a clock time or says that something was published.
    """
    at = headline(lines, titles)
    below: list[str] = []
    placed: list[str] = []
    leads = 0
    for line in lines[at + 1 : at + 1 + _LINES_BELOW]:
        leads += is_paragraph(line.text)
        if is_paragraph(line.text) and (found := dateline_of(line.text)):
            placed.append(found)
        if leads > _MOST_LEADS:
            break
        if (line.kind == "heading" and not BY.match(line.text)) or (leads and not is_stamp(line.text)):
            continue
        if below and (below[-1].endswith(":") or (UPDATED.search(below[-1]) and len(below[-1].split()) <= 3)):
            below[-1] += f" {line.text}"
        elif not (line.groups - lines[at].groups) & {"related", "comments", "side", "hidden"}:
            below.append(line.text)
    return (*below, *placed[:1])


_MOST_LEADS = 1
