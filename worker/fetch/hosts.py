"""Turns at a host: so many requests at once, so far apart, and so many over all hosts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from worker.fetch.politeness import start_after

# Forgotten beyond this many hosts if idle: article links name ever new hosts in a daemon that runs for months.
_REMEMBERED = 2000


class _Host:
    """State of one host: free places and the earliest start of the next request (seconds of the loop's clock)."""

    def __init__(self, places: int) -> None:
        self.places = asyncio.Semaphore(places)
        self.free_at_s = 0.0
        self.users = 0


class Turns:
    """Hands out turns. `per_host` and `connections` are numbers of requests under way, `spacing_s` lies between starts."""

    def __init__(self, per_host: int, spacing_s: float, connections: int) -> None:
        self._per_host, self._spacing_s = per_host, spacing_s
        self._all = asyncio.Semaphore(connections)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def at(self, host: str, pause_s: float = 0.0) -> AsyncIterator[None]:
        """Wait for a turn at `host` and hold it. `pause_s`: spacing that the host itself asks for, if longer than ours.

        The place over all hosts is taken last, so that nobody who waits for one host holds up another.
        """
        state = self._state(host)
        state.users += 1
        try:
            async with state.places:
                await self._until_start(state, max(pause_s, self._spacing_s))
                async with self._all:
                    yield
        finally:
            state.users -= 1

    async def _until_start(self, state: _Host, spacing_s: float) -> None:
        now_s = asyncio.get_running_loop().time()
        start_s, state.free_at_s = start_after(now_s, state.free_at_s, spacing_s)
        if start_s > now_s:
            await asyncio.sleep(start_s - now_s)

    def _state(self, host: str) -> _Host:
        if host not in self._hosts and len(self._hosts) >= _REMEMBERED:
            now_s = asyncio.get_running_loop().time()
            self._hosts = {h: s for h, s in self._hosts.items() if s.users or s.free_at_s > now_s}
        return self._hosts.setdefault(host, _Host(self._per_host))
