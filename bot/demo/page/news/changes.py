"""How the browser learns that something changed: a number that grows, and a stream that tells it."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress

DEBOUNCE_SECONDS = 0.05
HEARTBEAT_SECONDS = 15.0


class Changes:
    """Counts changes, whichever thread makes them, and wakes the streams."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = 0
        self._watching: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    @property
    def revision(self) -> int:
        """How many changes there have been."""
        return self._revision

    def happened(self) -> None:
        """Count one more; returns at once."""
        with self._lock:
            self._revision += 1
            watching = list(self._watching)
        for loop, news in watching:
            with suppress(RuntimeError):  # that loop has just ended
                loop.call_soon_threadsafe(news.set)

    @contextmanager
    def watched(self) -> Iterator[asyncio.Event]:
        """Give an event of the running loop that is set at each change."""
        watch = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._watching.add(watch)
        try:
            yield watch[1]
        finally:
            with self._lock:
                self._watching.discard(watch)


async def stream(changes: Changes, heartbeat: float = HEARTBEAT_SECONDS) -> AsyncIterator[str]:
    """Server-sent events without an end: the revision now, and again after each burst of changes.

    A comment goes out every `heartbeat` seconds of silence, so that a dead connection is noticed.
    """
    with changes.watched() as news:
        while True:
            news.clear()
            yield f"data: {changes.revision}\n\n"
            while not await _came(news, heartbeat):
                yield ":\n\n"
            await asyncio.sleep(DEBOUNCE_SECONDS)


async def _came(news: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(news.wait(), seconds)
    except TimeoutError:
        return False
    return True
