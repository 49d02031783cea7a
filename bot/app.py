"""The composition root: the one place where everything is wired, and what runs once it is."""

import logging
import socket
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.web import SlackResponse
from sqlalchemy import Engine

from bot import listeners
from bot.clock.jobs import JOBS
from bot.clock.scheduler import BEAT, Scheduler
from bot.clock.watch import Pulse, Watch, pulses
from bot.delivery.courier import Delivery
from bot.delivery.rendering.job import Surroundings
from bot.metrics import Metrics, OutboxState
from bot.services.desk import Desk
from bot.services.users.managers import seed_managers
from bot.settings import Settings
from bot.web import SlackEntrance, WebServer, WebSide, database_probe, serve, socket_probe
from storage import jobs, outbox
from storage.db import Sessions, connect, sessions_of

LISTENER_THREADS = 20
INTERACTIVE_SECONDS = 2  # a modal must open within Slack's three
DELIVERY_SECONDS = 10

_PAYLOADS = {
    "block_actions",
    "view_submission",
    "view_closed",
    "block_suggestion",
    "event_callback",
    "shortcut",
}


class _MeasuredApp(App):
    """Bolt, noting how long each kind of payload takes to be answered."""

    def __init__(self, metrics: Metrics, **options: Any) -> None:  # noqa: ANN401 - Bolt's own options
        super().__init__(**options)
        self._metrics = metrics

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        # A closed list: a label lives for ever, and Slack may add kinds.
        kind = req.body.get("type") if isinstance(req.body, dict) else None
        with self._metrics.timing(kind if kind in _PAYLOADS else "command" if kind is None else "other"):
            return super().dispatch(req)


class Office:
    """The app at work: the connection with Slack, the delivery of the outbox, the clock and the web side."""

    def __init__(
        self, settings: Settings, engine: Engine, desk: Desk, metrics: Metrics, beat: timedelta
    ) -> None:
        self._settings = settings
        self._engine = engine
        self._desk = desk
        self._metrics = metrics
        self._scheduler = Scheduler(desk, JOBS, metrics, beat)
        self._watch = Watch(desk, JOBS)
        self._executor = ThreadPoolExecutor(LISTENER_THREADS, thread_name_prefix="listener")
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._socket: SocketModeHandler | None = None
        self._web: WebServer | None = None

    @property
    def port(self) -> int:
        """Port the web side listens on, once started."""
        assert self._web is not None, "the office is started"  # noqa: S101
        return self._web.port

    def start(self) -> None:
        """Check the token, make the managers of the settings known, and begin to work.

        Raises `SlackApiError` or `OSError` when Slack or the port cannot be had.
        """
        client = _client(self._settings, INTERACTIVE_SECONDS)
        auth = client.auth_test()
        if self._engine.dialect.name == "sqlite":
            # Nobody else can be sending from a file that is ours alone: what a crash left is taken up at once.
            with self._desk.sessions.begin() as session:
                outbox.end_leases(session, self._desk.now())
                jobs.end_leases(session)
        seed_managers(self._desk, auth["team_id"], self._settings.managers)
        bolt = self._bolt(client, auth)
        probes = {"database": database_probe(self._engine)}
        if self._settings.slack_app_token is None:
            secret = self._settings.slack_signing_secret
            assert secret is not None, "the settings ask for one of the two"  # noqa: S101
            entrance = SlackEntrance(bolt, secret.get_secret_value())
            web_side = WebSide(probes, self._metrics, entrance, heartbeat=self._heartbeat)
        else:
            self._socket = SocketModeHandler(
                bolt,
                self._settings.slack_app_token.get_secret_value(),
                web_client=_client(self._settings, DELIVERY_SECONDS),
            )
            probes["slack"] = socket_probe(self._socket.client.is_connected)
            web_side = WebSide(probes, self._metrics, heartbeat=self._heartbeat)
        self._web = serve(web_side, self._settings.host, self._settings.port)
        self._begin("delivery", self._delivery(auth["url"]).run)
        self._scheduler.start()
        self._begin("watch", self._watch.run)
        if self._socket is not None:
            self._socket.connect()  # type: ignore[no-untyped-call] # Bolt's adapter is untyped here

    def stop(self) -> None:
        """Take no more work, finish what is under way, and close everything; harmless when not started."""
        self._scheduler.stop()
        self._stopping.set()
        if self._socket is not None:
            # Closing the connection first would leave what is being answered without its ack.
            self._socket.client.auto_reconnect_enabled = False
            self._socket.client.message_workers.shutdown(wait=True)
            _hang_up(self._socket.client)
            self._socket.close()  # type: ignore[no-untyped-call] # likewise
        if self._web is not None:
            self._web.stop()
        self._executor.shutdown()
        for thread in self._threads:
            thread.join(DELIVERY_SECONDS * 2)
        self._engine.dispose()

    def _begin(self, name: str, work: Callable[[threading.Event], None]) -> None:
        thread = threading.Thread(target=work, args=(self._stopping,), name=name)
        self._threads.append(thread)
        thread.start()

    def _delivery(self, workspace_url: str) -> Delivery:
        surroundings = Surroundings(
            officials=self._settings.officials_channel,
            managers=self._settings.managers_channel,
            timetable=self._desk.timetable,
            workspace_url=workspace_url,
        )
        client = _client(self._settings, DELIVERY_SECONDS)
        return Delivery(self._desk.sessions, client, surroundings, self._desk.now, self._metrics)

    def _heartbeat(self) -> Mapping[str, Pulse]:
        return pulses(self._desk, JOBS)

    def _bolt(self, client: WebClient, auth: SlackResponse) -> App:
        # Bolt would ask auth.test again within the three seconds of the first request.
        token = client.token
        known = AuthorizeResult.from_auth_test_response(auth_test_response=auth, bot_token=token)
        secret = self._settings.slack_signing_secret
        bolt = _MeasuredApp(
            self._metrics,
            client=client,
            authorize=lambda: known,
            signing_secret=secret.get_secret_value() if secret else None,
            listener_executor=self._executor,
            logger=logging.getLogger("slack_bolt"),
        )
        listeners.register(bolt, self._desk)
        return bolt


def build_app(
    settings: Settings, now: Callable[[], datetime] = lambda: datetime.now(UTC), beat: timedelta = BEAT
) -> Office:
    """Wire the app from its settings. Nothing is connected until `Office.start()`.

    `now` returns aware moments; `beat` is how often the clock asks whether a job is due.
    """
    engine = connect(settings.database_url)
    sessions = sessions_of(engine)
    desk = Desk(
        sessions=sessions,
        key_ring=settings.encryption_keys,
        parameters=settings.connections,
        now=now,
        timetable=settings.timetable,
    )
    metrics = Metrics(version("llaves"))
    metrics.watch_outbox(lambda: _outbox_state(sessions, now()))
    metrics.watch_jobs(lambda: {name: pulse.last_success for name, pulse in pulses(desk, JOBS).items()})
    return Office(settings, engine, desk, metrics, beat)


def _hang_up(client: SocketModeClient) -> None:
    """Wake whoever reads the connection: they would hold it up to three seconds more, and everything with it."""
    client.current_session_runner.event.set()  # first: who wakes would begin anew, and never hear of the end
    sock = client.current_session.sock if client.current_session is not None else None
    if sock is not None:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RD)


def _client(settings: Settings, seconds: int) -> WebClient:
    # No retry of the SDK's: it would post a second time after a dropped connection.
    return WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=seconds,
        retry_handlers=[],
    )


def _outbox_state(sessions: Sessions, now: datetime) -> OutboxState:
    with sessions.begin() as session:
        depth = outbox.depth(session, now)
    oldest = depth.oldest_due.total_seconds() if depth.oldest_due else 0.0
    return OutboxState({status.value: count for status, count in depth.counts.items()}, oldest)
