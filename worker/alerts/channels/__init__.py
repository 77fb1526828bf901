"""Where alerts go. A channel renders a view in its receiver's dialect and sends one message at a time with a verdict.

Importing this package does not import Apprise; opening a channel that needs it does.
"""

from __future__ import annotations

from collections.abc import Callable

from worker.alerts.channels.console import ConsoleChannel
from worker.alerts.channels.target import AppriseChannel, ChannelProblem
from worker.clock import Clock, system_clock
from worker.guard import Policy

Channel = ConsoleChannel | AppriseChannel

__all__ = ["AppriseChannel", "Channel", "ChannelProblem", "ConsoleChannel", "open_channel"]


def open_channel(
    id: str,
    kind: str,
    url: str | None,
    *,
    policy: Policy,
    write: Callable[[str], None],
    timeout_s: float = 20.0,
    clock: Clock = system_clock,
) -> Channel:
    """The channel of this name: kind "console" writes with `write`, every other kind sends to `url`.

    Raises `ChannelProblem` (a ValueError) when the URL is missing or cannot be used.
    """
    if kind == "console":
        return ConsoleChannel(id, write)
    if not url:
        raise ChannelProblem("expected a URL for this channel; write it as ${NAME} and set that environment variable")
    return AppriseChannel(id, url, policy, timeout_s, clock=clock)
