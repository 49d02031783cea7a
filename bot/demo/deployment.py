"""The local workspace, a fresh database, and the real bot as a process of its own."""

import errno
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.demo import sample
from bot.demo.sample import Cast
from bot.demo.server import Workspace
from storage.db import open_engine, sessions_of, upgrade

CONNECT_SECONDS = 20
STOP_SECONDS = 10

_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")


class NotConnectedError(Exception):
    """The bot did not connect to the workspace; the text is its log."""


class PortRefusedError(Exception):
    """The workspace cannot listen where it was told; the text is for who told it."""


class Demo:
    """A workspace and a bot connected to it; `with Demo() as demo` leaves nothing behind."""

    def __init__(self, port: int | None = None, **settings: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="llaves-demo-")
        self._port = port or 0
        self.slack = Workspace(manifest=_manifest(), port=self._port)
        self._settings = settings
        self._bot: subprocess.Popen[bytes] | None = None
        self.log = Path(self._folder.name) / "bot.log"
        self.database_url = f"sqlite:///{self._folder.name}/llaves.sqlite3"
        self.cast: Cast
        self.environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        try:
            self._listen()
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

    def _listen(self) -> None:
        try:
            self.slack.start()
        except OSError as error:
            reason = {errno.EADDRINUSE: "está ocupado", errno.EACCES: "no está permitido"}.get(
                error.errno or 0
            )
            if reason is None:
                raise
            sentence = (
                f"El puerto {self._port} {reason}. Ponga otro en --port, o quite --port para usar uno libre."
            )
            raise PortRefusedError(sentence) from None

    def _prepare(self) -> None:
        self.cast = sample.invite(self.slack)
        self.environment = {
            **{name: os.environ[name] for name in _KEPT if name in os.environ},
            **sample.settings_for(self.slack, self.cast, self.database_url),
            "LLAVES_PORT": "0",
            **self._settings,
        }
        with open_engine(self.database_url) as engine:
            upgrade(engine)
            sample.fill(sessions_of(engine))

    def start_bot(self) -> None:
        """Start the bot and wait until it is connected. Raises `NotConnectedError` when it is not."""
        with self.log.open("ab") as log:
            self._bot = subprocess.Popen(
                [sys.executable, "-m", "bot", "start"], env=self.environment, stdout=log, stderr=log
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


def _manifest() -> Path:
    return Path(__file__).parents[2] / "manifest.yml"
