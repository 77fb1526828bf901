"""Fixtures on a running farm."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest

from tests.integration.farm.running import NETWORK, RunningFarm, running_farm
from worker.fetch.client import Client
from worker.guard import Policy

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningFarm]:
    with running_farm(tmp_path_factory.mktemp("farm")) as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """A client that may reach the farm and nothing else on this machine, without spacing so that tests are quick."""
    policy = Policy.opening([NETWORK])
    made = Client(policy, user_agent="northwatch/0", contact="desk@example.org", host_spacing_s=0, clock=lambda: NOW)
    yield made
    await made.close()
