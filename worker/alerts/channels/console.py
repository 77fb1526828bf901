"""The console as a channel: the first run shows its alerts here, with nothing configured."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from worker.alerts.render.console import render_console
from worker.alerts.render.parts import subject_of
from worker.model import AlertView, Message, Outcome, Verdict


class ConsoleChannel:
    """Hands each alert as one block of text, ending in an empty line, to `write`."""

    def __init__(self, id: str, write: Callable[[str], None]) -> None:
        self.id = id
        self._write = write

    def render(self, view: AlertView, zone: ZoneInfo) -> Message:
        """The alert in lines for a terminal."""
        return Message(subject=subject_of(view), text=render_console(view, zone), thread=view.development)

    async def send(self, message: Message) -> Outcome:
        """Delivered when `write` took it; transient when the terminal or pipe behind it did not."""
        repeat = "(possible repeat) " if message.possible_repeat else ""
        try:
            self._write(f"{repeat}{message.text}\n")
        except OSError as error:
            return Outcome(Verdict.TRANSIENT, f"the console cannot be written: {error.strerror or type(error).__name__}")
        return Outcome(Verdict.DELIVERED)

    def close(self) -> None:
        """Nothing to give back."""
