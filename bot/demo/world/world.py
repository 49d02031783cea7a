"""The whole state of the local workspace, behind one lock."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.demo.world.directory import Directory
from bot.demo.world.ids import Ids
from bot.demo.world.manifest import Manifest
from bot.demo.world.messages import Messages
from bot.demo.world.records import Json
from bot.demo.world.response_urls import ResponseUrls
from bot.demo.world.triggers import Triggers
from bot.demo.world.views import Views


class World:
    """Everything Slack would know.

    Args:
        manifest: what the installed app may do.
        clock: monotonic seconds, for what expires.
        now: Unix seconds, for timestamps.
    """

    def __init__(
        self, manifest: Manifest, clock: Callable[[], float], now: Callable[[], float] = time.time
    ) -> None:
        self.manifest = manifest
        self.ids = Ids(now)
        self.directory = Directory(self.ids, manifest.bot_name)
        self.messages = Messages(self.ids, self.directory)
        self.views = Views(self.ids, self.directory)
        self.triggers = Triggers(self.ids, clock)
        self.response_urls = ResponseUrls(self.messages, clock)
        self.calls: list[tuple[str, Json]] = []
        self.changed = threading.Condition(threading.RLock())

    @contextmanager
    def change(self) -> Iterator[None]:
        """Hold the lock, then wake everyone who waits for something to happen."""
        with self.changed:
            try:
                yield
            finally:
                self.changed.notify_all()
