"""Trouble on demand: what tests ask the local Slack to do wrong."""

import asyncio
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class TooMany:
    """Answer 429 with this `Retry-After`."""

    retry_after: int


@dataclass(frozen=True)
class Failing:
    """Answer `ok: false` with this error, under this HTTP status."""

    error: str
    http_status: int


@dataclass(frozen=True)
class Dropped:
    """Close the TCP connection without an answer, after or before the effect."""

    stored: bool


@dataclass(frozen=True)
class NotJson:
    """Answer with a proxy's HTML page and status 503."""


class Hold:
    """One call that hangs until released, or until the caller gives up.

    Attributes:
        reached: set when the call is hanging.
        stored: whether its effect has already happened by then.
    """

    def __init__(self, *, stored: bool) -> None:
        self.stored = stored
        self.reached = threading.Event()
        self._released = False
        self._lock = threading.Lock()
        self._wake: Callable[[], object] = lambda: None

    def release(self) -> None:
        """Let the call go on."""
        with self._lock:
            self._released = True
            self._wake()

    async def until_released(self) -> None:
        """Hang; runs on the server's loop."""
        event = asyncio.Event()
        loop = asyncio.get_running_loop()
        with self._lock:
            if self._released:
                event.set()
            self._wake = lambda: None if loop.is_closed() else loop.call_soon_threadsafe(event.set)
        self.reached.set()
        await event.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


Fault = TooMany | Failing | Dropped | NotJson | Hold


class Faults:
    """What to do wrong next. Each order spoils the next call of that method, in the order given."""

    def __init__(self, disconnect: Callable[[bool], None]) -> None:
        self._lock = threading.Lock()
        self._orders: dict[str, deque[Fault]] = defaultdict(deque)
        self._redeliveries = 0
        self._disconnect = disconnect

    def hold(self, method: str, *, stored: bool) -> Hold:
        """Hang the next call, before (`stored=False`) or after its effect. Use it in a `with`, or release it."""
        order = Hold(stored=stored)
        self._order(method, order)
        return order

    def rate_limit(self, method: str, retry_after: int, times: int = 1) -> None:
        """Answer the next calls with 429; `retry_after` in seconds."""
        self._order(method, TooMany(retry_after), times)

    def fail(self, method: str, error: str, times: int = 1, http_status: int = 200) -> None:
        """Answer the next calls with `ok: false`; nothing happens."""
        self._order(method, Failing(error, http_status), times)

    def drop_connection(self, method: str, stored: bool) -> None:  # noqa: FBT001 - reads well at the call
        """Close the connection of the next call without an answer."""
        self._order(method, Dropped(stored))

    def non_json(self, method: str) -> None:
        """Answer the next call with HTML, as a proxy in between would; nothing happens."""
        self._order(method, NotJson())

    def redeliver(self) -> None:
        """Deliver the next command or interaction twice, under one envelope_id."""
        with self._lock:
            self._redeliveries += 1

    def disconnect_sockets(self, *, abruptly: bool = False) -> None:
        """Ask every Socket Mode connection to be renewed, or cut them without a word."""
        self._disconnect(abruptly)

    def take(self, method: str) -> Fault | None:
        """The order for this call, if any."""
        with self._lock:
            orders = self._orders[method]
            return orders.popleft() if orders else None

    def copies(self) -> int:
        """How often to deliver this envelope."""
        with self._lock:
            if not self._redeliveries:
                return 1
            self._redeliveries -= 1
            return 2

    def _order(self, method: str, fault: Fault, times: int = 1) -> None:
        with self._lock:
            self._orders[method].extend([fault] * times)
