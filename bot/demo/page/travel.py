"""The clock of the page: it moves forward in a thread of its own, and says how far it is."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.demo.console.travelling import duration
from bot.demo.time_travel import TimeTravelError

BUSY = "El reloj ya está avanzando: espere a que llegue."
STARTING_OVER = "La simulación se está reiniciando: espere un momento."
_BROKEN = "El reloj se detuvo antes de llegar. Reinicie la simulación."


class BusyError(Exception):
    """Something is under way that must end first; the text is for who waits."""


class MovableClock(Protocol):
    """A clock that can be moved forward, and everything with it."""

    def now(self) -> datetime:
        """Return what time it is for everybody."""

    def advance(self, delta: timedelta, on_step: Callable[[datetime], None] | None = None) -> None:
        """Let time pass; `on_step` is called at each stop on the way, and at the end."""


@dataclass(frozen=True)
class Progress:
    """How far the clock is.

    Attributes:
        moment: the last stop, in UTC.
        fraction: of the way, from 0 to 1.
    """

    moment: datetime
    fraction: float


class Travel:
    """Moves one clock, one journey at a time.

    Args:
        clock: what is moved.
        changed: told at the beginning, at each stop and at the end.
    """

    def __init__(self, clock: MovableClock, changed: Callable[[], object]) -> None:
        self._clock = clock
        self._changed = changed
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._progress: Progress | None = None
        self._trouble: str | None = None
        self._held_back = False

    def now(self) -> datetime:
        """Return what time it is in the workspace, in UTC."""
        return self._clock.now()

    @property
    def progress(self) -> Progress | None:
        """How far the journey is; None when the clock stands where it is."""
        return self._progress

    @property
    def trouble(self) -> str | None:
        """Why the last journey ended early, for people; None when it did not."""
        return self._trouble

    def advance(self, amount: str) -> None:
        """Begin to let `12h`, `30d` or `2s` (weeks) pass; returns at once.

        Raises NotUnderstoodError for another amount, BusyError while the clock is moving or held back.
        """
        delta = duration(amount)
        with self._lock:
            self._refuse_unless_it_stands()
            start = self._clock.now()
            self._progress, self._trouble = Progress(start, 0.0), None
            self._thread = threading.Thread(
                target=self._go, args=(start, delta), name="time-travel", daemon=True
            )
        self._changed()
        self._thread.start()

    @contextmanager
    def held_back(self) -> Iterator[None]:
        """Let no journey begin meanwhile: the simulation starts over. Raises BusyError while the clock is moving."""
        with self._lock:
            self._refuse_unless_it_stands()
            self._held_back = True
        try:
            yield
        finally:
            with self._lock:
                self._held_back = False

    def wait(self, seconds: float) -> None:
        """Wait until the clock has arrived, for so long at most."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _refuse_unless_it_stands(self) -> None:
        if self._progress is not None:
            raise BusyError(BUSY)
        if self._held_back:
            raise BusyError(STARTING_OVER)

    def _go(self, start: datetime, delta: timedelta) -> None:
        def reached(moment: datetime) -> None:
            self._progress = Progress(moment, min(1.0, (moment - start) / delta))
            self._changed()

        trouble = None
        try:
            self._clock.advance(delta, reached)
        except TimeTravelError as error:
            trouble = str(error)
        except Exception:  # noqa: BLE001 - the demo may have been ended meanwhile, and nobody waits for this thread
            trouble = _BROKEN
        with self._lock:
            self._progress, self._trouble = None, trouble
        self._changed()
