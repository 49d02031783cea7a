"""The local workspace with the real bot in this process, over either transport."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Engine

from bot.app import Office, build_app
from bot.demo import sample
from bot.demo.sample import Cast
from bot.demo.server import Workspace
from bot.settings import load_settings
from storage.db import Sessions, sessions_of

MANIFEST = Path(__file__).parents[2] / "manifest.yml"


@dataclass
class Town:
    """A workspace, its people, the bot, and a look into its database."""

    slack: Workspace
    cast: Cast
    office: Office
    sessions: Sessions


@pytest.fixture
def socket_town(sqlite_engine: Engine) -> Iterator[Town]:
    yield from open_town(sqlite_engine, "socket")


@pytest.fixture(params=[("sqlite_engine", "socket"), ("postgresql_engine", "http")], ids=" over ".join)
def town(request: pytest.FixtureRequest) -> Iterator[Town]:
    """Both databases and both transports, without the two pairs that would prove nothing more."""
    engine, transport = request.param
    yield from open_town(request.getfixturevalue(engine), transport)


def open_town(engine: Engine, transport: str) -> Iterator[Town]:
    """Start the workspace and the bot; stop both afterwards."""
    with TemporaryDirectory() as folder, Workspace(manifest=_manifest(transport, Path(folder))) as slack:
        cast = sample.invite(slack)
        environment = sample.settings_for(slack, cast, engine.url.render_as_string(hide_password=False))
        environment["LLAVES_PORT"] = "0"
        if transport == "http":
            del environment["SLACK_APP_TOKEN"]
            environment |= {"SLACK_SIGNING_SECRET": slack.signing_secret, "LLAVES_HOST": "127.0.0.1"}
        sessions = sessions_of(engine)
        sample.fill(sessions)
        office = build_app(load_settings(environment))
        office.start()
        try:
            if transport == "http":
                slack.deliver_over_http(f"http://127.0.0.1:{office.port}/slack/events")
            slack.wait_for_app()
            yield Town(slack, cast, office, sessions)
        finally:
            slack.stop()  # a cut connection ends at once what the SDK would wait three seconds for
            _let_the_sdk_go(office)
            office.stop()


def _let_the_sdk_go(office: Office) -> None:
    """Spare every test the second that the SDK listens to its queue: a message that says nothing ends that."""
    if office._socket is not None:
        client = office._socket.client
        client.closed = True
        client.message_queue.put('{"type": "hello"}')
        client.message_processor.shutdown()  # type: ignore[no-untyped-call] # the SDK's own


def _manifest(transport: str, folder: Path) -> Path:
    """Return the manifest for a transport: for HTTP with the lines marked HTTP, as docs/manual/administrador.md tells the operator."""
    if transport == "socket":
        return MANIFEST
    text = re.sub(r"# HTTP: (?=\w+: https)", "", MANIFEST.read_text())
    path = folder / "manifest.yml"
    path.write_text(re.sub(r"true # HTTP: false", "false", text))
    return path
