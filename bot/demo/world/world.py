"""The whole state of the local workspace, behind one lock."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.demo.strict.problems import child, problem
from bot.demo.world.directory import Directory
from bot.demo.world.files import Files
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
        self.files = Files(self.ids, self.directory, clock)
        self.views = Views(self.ids, self.directory)
        self.triggers = Triggers(self.ids, clock)
        self.response_urls = ResponseUrls(self.messages, clock)
        self.refused_blocks: set[str] = set()
        """Types of block that this workspace does not know yet."""
        self.address: Callable[[], str] = lambda: ""
        """Where it is served, without a final slash."""
        self.calls: list[tuple[str, Json]] = []
        self.watchers: list[Callable[[], object]] = []
        """Called after every change, while the lock is held: they only take note."""
        self.changed = threading.Condition(threading.RLock())

    def problems_here(self, blocks: object, pointer: str) -> list[str]:
        """What is wrong with blocks only because of `refused_blocks`."""
        listed = blocks if isinstance(blocks, list) else []
        return [
            problem(f"unsupported type: {block['type']}", child(child(pointer, index), "type"))
            for index, block in enumerate(listed)
            if block["type"] in self.refused_blocks
        ]

    @contextmanager
    def change(self) -> Iterator[None]:
        """Hold the lock, then wake everyone who waits for something to happen."""
        with self.changed:
            try:
                yield
            finally:
                self.changed.notify_all()
                for noted in self.watchers:
                    noted()
