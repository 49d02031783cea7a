"""The local workspace, a fresh database, and the real bot as a process of its own."""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.demo import sample, time_travel
from bot.demo.sample import Cast
from bot.demo.server import Workspace
from bot.demo.shifted_clock import CLOCK_VARIABLE, ShiftedClock
from bot.demo.time_travel import TimeTravelError
from bot.views.text import moment_text
from storage.db import Sessions, open_engine, sessions_of, upgrade

CONNECT_SECONDS = 20
STOP_SECONDS = 10
CATCH_UP_SECONDS = 60
POLL_SECONDS = 0.05  # the database tells nobody when it changes

_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")


class NotConnectedError(Exception):
    """The bot did not connect to the workspace; the text is its log."""


class Demo:
    """A workspace and a bot connected to it; `with Demo() as demo` leaves nothing behind."""

    def __init__(self, port: int | None = None, **settings: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="llaves-demo-")
        self.slack = Workspace(manifest=_manifest(), port=port or 0)
        self._settings = settings
        self._bot: subprocess.Popen[bytes] | None = None
        self.log = Path(self._folder.name) / "bot.log"
        self.database_url = f"sqlite:///{self._folder.name}/llaves.sqlite3"
        self._clock = ShiftedClock(Path(self._folder.name) / "clock")
        self.cast: Cast
        self.environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        try:
            self.slack.start()
            self._prepare()
            self.start_bot()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bot is not None:
            self._bot.terminate()
            try:
                self._bot.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill_bot()
        self.slack.stop()
        self._folder.cleanup()

    def _prepare(self) -> None:
        self.cast = sample.invite(self.slack)
        self.environment = {
            **{name: os.environ[name] for name in _KEPT if name in os.environ},
            **sample.settings_for(self.slack, self.cast, self.database_url),
            "LLAVES_PORT": "0",
            CLOCK_VARIABLE: f"{self._folder.name}/clock",
            **self._settings,
        }
        with open_engine(self.database_url) as engine:
            upgrade(engine)
            sample.fill(sessions_of(engine))

    def start_bot(self) -> None:
        """Start the bot and wait until it is connected. Raises `NotConnectedError` when it is not."""
        with self.log.open("ab") as log:
            self._bot = subprocess.Popen(
                [sys.executable, "-m", "bot.demo.bot_process"], env=self.environment, stdout=log, stderr=log
            )
        for _ in range(CONNECT_SECONDS):
            try:
                return self.slack.wait_for_app(timeout=1)
            except TimeoutError:
                if self._bot.poll() is not None:
                    break
        raise NotConnectedError(self.log.read_text())

    def kill_bot(self) -> None:
        """End the bot as a power cut would."""
        assert self._bot is not None, "the bot is running"  # noqa: S101
        self._bot.kill()
        self._bot.wait()

    def now(self) -> datetime:
        """Return what time it is in the workspace and for the bot, in UTC."""
        return self._clock.now()

    def advance(self, delta: timedelta, on_step: Callable[[datetime], None] | None = None) -> None:
        """Let time pass for the workspace and the bot, stopping wherever something is due until it is done.

        `on_step` is told each stop, the arrival last. Raises `TimeTravelError` when the bot does not do what is due,
        and `ValueError` for a way back.
        """
        if delta <= timedelta():
            raise ValueError("time goes forward only")
        target = self.now() + delta
        with open_engine(self.database_url) as engine:
            sessions = sessions_of(engine)
            arrived = False
            while not arrived:
                stop = self._next_stop(sessions, target)
                arrived = stop == target
                distance = max(stop - self.now(), timedelta())
                # The workspace first: the bot looks for its own messages no earlier than its own time.
                self.slack.let_time_pass(distance.total_seconds())
                self._clock.shift(distance)
                self._catch_up(sessions)
                if on_step is not None:
                    on_step(stop)

    def _next_stop(self, sessions: Sessions, target: datetime) -> datetime:
        now = self.now()
        with sessions.begin() as session:
            return time_travel.next_stop(now, target, time_travel.next_due(session, now))

    def _catch_up(self, sessions: Sessions) -> None:
        tick = threading.Event()
        for _ in range(round(CATCH_UP_SECONDS / POLL_SECONDS)):
            with sessions.begin() as session:
                if time_travel.caught_up(session, self.now()):
                    return
            if self._bot is None or self._bot.poll() is not None:
                break
            tick.wait(POLL_SECONDS)
        raise TimeTravelError(
            f"El bot no terminó lo que había que hacer el {moment_text(self.now())}. Mire su registro: {self.log}"
        )


def _manifest() -> Path:
    return Path(__file__).parents[2] / "manifest.yml"
