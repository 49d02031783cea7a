"""How the browser learns that something changed: a stream that says so, and of which run of the simulation."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress

DEBOUNCE_SECONDS = 0.05
HEARTBEAT_SECONDS = 15.0


class Changes:
    """Takes the news from whichever thread makes it, and wakes the streams."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watching: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def happened(self) -> None:
        """Wake them; returns at once."""
        with self._lock:
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


async def stream(
    changes: Changes, run: Callable[[], int], heartbeat: float = HEARTBEAT_SECONDS
) -> AsyncIterator[str]:
    """Server-sent events without an end: one now, and one after each burst of changes.

    Their data is the number of the run, as `run` gives it: a page drawn in an earlier one knows that it is over. A
    comment goes out every `heartbeat` seconds of silence, so that a dead connection is noticed.
    """
    with changes.watched() as news:
        while True:
            news.clear()
            yield f"data: {run()}\n\n"
            while not await _came(news, heartbeat):
                yield ":\n\n"
            await asyncio.sleep(DEBOUNCE_SECONDS)


async def _came(news: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(news.wait(), seconds)
    except TimeoutError:
        return False
    return True
