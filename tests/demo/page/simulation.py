"""A simulation small enough to start for a few tests: the workspace with the cast, and a Bolt app in this process."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from slack_bolt import App
from slack_sdk import WebClient

from bot.demo import sample
from bot.demo.sample import Cast
from bot.demo.server import Workspace
from storage.db import open_engine, upgrade
from tests.demo.bolt_end import asks, buttons, connected, modal, text

HOSPITAL: dict[str, Any] = {"text": text("Hospital del Río"), "value": "rio"}
CLINIC: dict[str, Any] = {
    "text": text("Clínica del Mar"),
    "value": "mar",
    "description": text("Junto al puerto"),
}

FORM = modal(
    asks("nota", {"type": "plain_text_input", "max_length": 20}),
    asks("Secreto", {"type": "plain_text_input"}, block_id="production_client_secret", optional=True),
    asks("prestador", {"type": "external_select", "min_query_length": 0}, optional=True),
)


class LittleSimulation:
    """`Demo` in small; its clock jumps at once."""

    def __init__(self, folder: Path, manifest: Path) -> None:
        self.slack = Workspace(manifest=manifest)
        self.database_url = f"sqlite:///{folder}/{id(self)}.sqlite3"
        self.cast: Cast
        self.moment = datetime(2026, 1, 14, 15, 0, tzinfo=UTC)
        self.on_the_way: Callable[[], object] = lambda: None
        self._ending = ExitStack()

    def now(self) -> datetime:
        return self.moment

    def advance(self, delta: timedelta, on_step: Callable[[datetime], None] | None = None) -> None:
        self.moment += delta
        if on_step is not None:
            on_step(self.moment)
        self.on_the_way()

    def __enter__(self) -> Self:
        self._ending.enter_context(self.slack)
        self.cast = sample.invite(self.slack)
        with open_engine(self.database_url) as engine:
            upgrade(engine)
        client = WebClient(token=self.slack.bot_token, base_url=self.slack.api_url, retry_handlers=[])
        self._ending.enter_context(connected(self.slack, little_app(client)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.close()


def little_app(client: WebClient) -> App:
    """`/llaves` opens a form, `/llaves hola` is answered, and `/llaves boton` posts a card that asks first."""
    app = App(client=client)

    @app.command("/llaves")
    def _command(ack: Any, body: Any) -> None:
        if body["text"] == "hola":
            ack("Buenos días.")
            return
        if body["text"] == "boton":
            client.chat_postMessage(channel=body["channel_id"], text="Tarjeta", blocks=[buttons("Aprobar")])
        else:
            client.views_open(trigger_id=body["trigger_id"], view=FORM)
        ack()

    @app.action("Aprobar")
    def _pressed(ack: Any, respond: Any) -> None:
        ack()
        respond(text="Aprobada", replace_original=True)

    @app.options("value")
    def _options(ack: Any, body: Any) -> None:
        typed = body["value"].lower()
        ack(options=[each for each in (HOSPITAL, CLINIC) if typed in each["text"]["text"].lower()])

    @app.view("form")
    def _submitted(ack: Any) -> None:
        ack()

    @app.event("app_home_opened")
    def _home(event: Any) -> None:
        view = {"type": "home", "blocks": [{"type": "section", "text": text("Bienvenida")}]}
        client.views_publish(user_id=event["user"], view=view)

    return app


def nothing_before(_cast: Cast) -> None:
    """The people have done nothing before the visitor comes."""
