"""The simulation behind the page: the demo, who is in it, its clock, and the news of it."""

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from bot.demo.deployment import Demo
from bot.demo.page.news.changes import Changes
from bot.demo.page.news.happenings import Happening, Happenings
from bot.demo.page.opening import register_who_is_known
from bot.demo.page.people import PersonInfo, people_of
from bot.demo.page.seat import Seat, seat_from
from bot.demo.page.tour import Step, done_in, steps
from bot.demo.page.travel import STARTING_OVER, BusyError, MovableClock, Travel
from bot.demo.sample import Cast
from bot.demo.server import Workspace
from bot.demo.world.world import World
from storage.db import Sessions, open_engine, sessions_of

_PATIENCE_SECONDS = 2


class Simulation(MovableClock, Protocol):
    """A workspace with a bot connected to it, as `Demo` is."""

    slack: Workspace
    cast: Cast
    database_url: str

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


@dataclass(frozen=True)
class _Run:
    """One life of the simulation, from its start to its end."""

    number: int
    world: World
    cast: Cast
    people: Mapping[str, PersonInfo]
    travel: Travel
    happenings: Happenings
    sessions: Sessions
    ending: ExitStack


class Show:
    """Owns the simulation; `with Show() as show` leaves nothing behind.

    Starting over replaces everything at once: whoever keeps a person or the world of before keeps the old ones.

    Args:
        begin: makes a simulation that has not started.
        open_with: what the people have done before the visitor comes.
    """

    def __init__(
        self,
        begin: Callable[[], Simulation] = Demo,
        open_with: Callable[[Cast], object] = register_who_is_known,
    ) -> None:
        self._begin = begin
        self._open_with = open_with
        self._changes = Changes()
        self._starting_over = threading.Lock()
        self._replacing = threading.Lock()
        self._current: _Run | None = None

    def __enter__(self) -> Self:
        self._current = self._start(1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._starting_over:
            with self._replacing:
                run, self._current = self._current, None
            if run is not None:
                self._end(run)

    @property
    def people(self) -> Mapping[str, PersonInfo]:
        """Everybody the visitor can be, by key: laura, andres, camila, julian, beatriz, tomas."""
        return self._run.people

    @property
    def world(self) -> World:
        """What the workspace knows; hold `world.changed` while reading."""
        return self._run.world

    @property
    def cast(self) -> Cast:
        """The people again, and the ids of their two channels."""
        return self._run.cast

    @property
    def travel(self) -> Travel:
        """The clock."""
        return self._run.travel

    @property
    def changes(self) -> Changes:
        """The news, of every run."""
        return self._changes

    @property
    def run(self) -> int:
        """Which life of the simulation this is: 1, and one more each time it starts over."""
        return self._run.number

    def seat(self, query: Mapping[str, str]) -> Seat:
        """Read `as` and `at` of an address; what is not valid falls back."""
        run = self._run
        return seat_from(query, run.people, run.world)

    def happenings(self) -> Sequence[Happening]:
        """Return the last envelopes, newest first, secrets masked."""
        return self._run.happenings.latest()

    def tour(self, seat: Seat) -> Sequence[Step]:
        """Return the three steps of the first screen; each is done once it really happened."""
        with self._replacing:  # the database of before goes away with its simulation
            run = self._run
            with run.sessions.begin() as session:
                done = done_in(session)
        return steps(run.cast.general, run.cast.officials_channel, done, seat)

    def reset(self) -> None:
        """Start over; the old simulation answers until the new one is ready, a few seconds later.

        Raises BusyError while the clock moves or another start is under way, NotConnectedError when the new bot does
        not connect: then everything stays as it is.
        """
        if not self._starting_over.acquire(blocking=False):
            raise BusyError(STARTING_OVER)
        try:
            with self.travel.held_back():
                fresh = self._start(self.run + 1)
                with self._replacing:
                    old, self._current = self._run, fresh
                self._changes.happened()  # at once: the old bot takes its time to stop
                self._end(old)
        finally:
            self._starting_over.release()

    @property
    def _run(self) -> _Run:
        if self._current is None:
            raise RuntimeError("the show has not begun")
        return self._current

    def _start(self, number: int) -> _Run:
        with ExitStack() as stack:
            simulation = stack.enter_context(self._begin())
            engine = stack.enter_context(open_engine(simulation.database_url))
            self._open_with(simulation.cast)
            slack = simulation.slack
            world = slack.world
            happenings = Happenings(lambda: slack.envelopes, world.directory.name_of)
            run = _Run(
                number,
                world,
                simulation.cast,
                people_of(simulation.cast),
                Travel(simulation, self._changes.happened),
                happenings,
                sessions_of(engine),
                stack.pop_all(),
            )
        with world.change():
            world.watchers += [happenings.note, self._changes.happened]
        return run

    @staticmethod
    def _end(run: _Run) -> None:
        with run.world.changed:
            run.world.watchers.clear()
        run.ending.close()
        run.travel.wait(_PATIENCE_SECONDS)
