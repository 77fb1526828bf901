"""The farm as a subprocess for tests: started on a free port, ready when it says so, stopped by its own id."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# What `network.allow` has to open for the farm. The traps (127.66.6.6, 127.102.6.6) lie outside of it.
NETWORK = "127.0.1.0/24"
TRAP = "127.66.6.6"


@dataclass(frozen=True, slots=True)
class RunningFarm:
    """Addresses and control verbs of a farm that runs. `log`: its request log, a JSON object a line."""

    port: int
    log: Path

    @property
    def base(self) -> str:
        return f"http://127.0.1.1:{self.port}"

    def control(self, verb: str, body: bytes | None = None) -> str:
        request = urllib.request.Request(f"{self.base}/_ctl/{verb}", data=body)
        with urllib.request.urlopen(request, timeout=10) as reply:
            return reply.read().decode()

    def url(self, feed: str) -> str:
        """The address of a healthy feed ("3") or of a fault ("xml-amp")."""
        part = "feed" if feed.isdigit() else "fault"
        return next(u for u in self.control("urls").split() if u.endswith(f"/{part}/{feed}"))

    def trapped(self) -> int:
        """How many connections to a trap there were since the start or the last reset."""
        return json.loads(self.control("stats"))["trap"]

    def titles(self, feed: str) -> list[str]:
        """The titles that a feed shows, newest first."""
        return json.loads(self.control(f"truth?feed={feed}"))[feed]["titles"]

    def post(self, feed: str, title: str, html: str, published: str) -> str:
        """Publish an article on a healthy feed; the address of its page. `published`: ISO 8601 with offset."""
        article = {"title": title, "html": html, "published": published}
        return json.loads(self.control(f"post?feed={feed}", json.dumps(article).encode()))["url"]

    def requests(self) -> list[dict]:
        """The request log so far."""
        self.control("stats")  # any verb flushes the log
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [record for record in map(json.loads, lines) if "path" in record]


@contextmanager
def running_farm(
    folder: Path, *, feeds: int = 20, hosts: int = 10, max_stall_s: float = 3, bomb_mib: int = 64, window: int = 10
) -> Iterator[RunningFarm]:
    """A farm with its log in `folder`, whose feeds show their newest `window` items; it ends with the block."""
    log = folder / "farm.jsonl"
    command = [sys.executable, Path(__file__).with_name("feedfarm.py"), "--port", "0", "--log", log]
    command += ["--feeds", str(feeds), "--hosts", str(hosts), "--window", str(window)]
    command += ["--max-stall", str(max_stall_s), "--bomb-mib", str(bomb_mib), "--endless-mib", "64"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            ready = process.stdout.readline()
            assert ready.startswith("feedfarm ready"), f"the farm did not start: {ready!r}"
            yield RunningFarm(int(ready.rsplit(":", 1)[1].split("/")[0]), log)
        finally:
            process.terminate()
            process.wait(10)
