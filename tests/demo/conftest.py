"""A running local workspace, and a Bolt app that knows its address."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.demo.server import Workspace


@pytest.fixture(scope="session")
def manifest() -> Path:
    return Path(__file__).parent / "manifest.yml"


@pytest.fixture
def slack(manifest: Path) -> Iterator[Workspace]:
    with Workspace(manifest=manifest) as running:
        yield running


@pytest.fixture
def client(slack: Workspace) -> WebClient:
    """The official SDK, without its silent repetition of posts."""
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def app(client: WebClient) -> App:
    """A Bolt app without listeners; a test adds its own."""
    return App(client=client)
