"""Delivery as it runs, against a server that answers like Slack."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.delivery.courier import Delivery
from bot.metrics import Metrics
from storage.db import Sessions
from tests.clock import Clock
from tests.delivery.office import CHANNELS, Office
from tests.delivery.stub import Stub, serving


@pytest.fixture
def office(sessions: Sessions, clock: Clock) -> Office:
    return Office.open(sessions, clock)


@pytest.fixture
def slack() -> Iterator[Stub]:
    with serving(Stub()) as stub:
        yield stub


@pytest.fixture
def metrics() -> Metrics:
    return Metrics("test")


@pytest.fixture
def client(slack: Stub) -> WebClient:
    return WebClient("xoxb-made-up", base_url=slack.url, timeout=30, retry_handlers=[])


@pytest.fixture
def delivery(sessions: Sessions, client: WebClient, clock: Clock, metrics: Metrics) -> Delivery:
    return Delivery(
        sessions, client, CHANNELS, clock.now, metrics, monotonic=clock.monotonic, luck=lambda: 0.0
    )
