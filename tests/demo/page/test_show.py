"""The simulation behind the page: who is in it, its clock, its news, and starting over."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import TracebackType

import pytest

from bot.demo.console.choosing import NotUnderstoodError
from bot.demo.page.news.changes import Changes, stream
from bot.demo.page.seat import Seat
from bot.demo.page.show import Show
from bot.demo.page.travel import BusyError
from bot.demo.sample import Cast
from bot.demo.time_travel import TimeTravelError
from tests.demo.page.conftest import Stage
from tests.demo.page.simulation import LittleSimulation, nothing_before


@pytest.fixture
def show(stage: Stage) -> Show:
    return stage.show


def test_the_visitor_can_be_six_people(show: Show) -> None:
    assert list(show.people) == ["laura", "andres", "camila", "julian", "beatriz", "tomas"]
    assert show.people["laura"].name == "Laura Restrepo"
    assert show.people["laura"].what == "Delegada del Hospital San Roque"
    assert show.people["andres"].what == "Delegado designado de la Clínica La Esperanza"


@pytest.mark.parametrize(
    ("query", "seat"),
    [
        ({}, Seat("laura", "tour")),
        ({"as": "camila"}, Seat("camila", "app")),
        ({"as": "Camila", "at": "home"}, Seat("camila", "home")),
        ({"as": "nobody", "at": "app"}, Seat("laura", "app")),
        ({"as": "nobody"}, Seat("laura", "tour")),
        ({"as": "camila", "at": "nowhere"}, Seat("camila", "app")),
    ],
)
def test_an_address_that_is_not_valid_falls_back(show: Show, query: dict[str, str], seat: Seat) -> None:
    assert show.seat(query) == seat


def test_a_channel_is_a_place_for_its_members_only(show: Show) -> None:
    channel = show.cast.officials_channel
    assert show.seat({"as": "camila", "at": channel}).at == channel
    assert show.seat({"as": "laura", "at": channel}).at == "app"


async def _woken(show: Show, by: Callable[[], object]) -> bool:
    """Tell whether something wakes those who watch."""
    with show.changes.watched() as news:
        by()
        await asyncio.sleep(0)
        return news.is_set()


def test_what_people_do_is_news(show: Show) -> None:
    laura = show.people["laura"].person
    assert asyncio.run(_woken(show, lambda: laura.command("/llaves hola")))


def test_what_people_do_is_told_with_the_time_the_bot_took(show: Show) -> None:
    show.people["laura"].person.command("/llaves hola")
    newest = show.happenings()[0]
    assert (newest.kind, newest.who, newest.about) == ("slash_commands", "Laura Restrepo", "/llaves hola")
    assert newest.acked
    assert newest.milliseconds > 0


def test_starting_over_brings_new_people_and_is_news_of_another_run(stage: Stage) -> None:
    show = stage.show
    show.people["laura"].person.command("/llaves hola")
    old, before = stage.begun[-1], show.run
    assert asyncio.run(_woken(show, show.reset))
    assert stage.begun[-1] is not old
    assert show.run == before + 1
    assert show.people["laura"].person.ephemerals == []
    laura = show.people["laura"].person
    assert asyncio.run(_woken(show, lambda: laura.command("/llaves hola")))


def test_the_simulation_of_before_no_longer_makes_news(stage: Stage) -> None:
    old = stage.begun[-1].slack.world
    stage.show.reset()

    def change() -> None:
        with old.change():
            pass

    assert not asyncio.run(_woken(stage.show, change))


def test_a_simulation_that_ends_badly_is_replaced_all_the_same(tmp_path: Path, manifest: Path) -> None:
    class BadlyEnding(LittleSimulation):
        def __exit__(
            self,
            kind: type[BaseException] | None,
            error: BaseException | None,
            trace: TracebackType | None,
        ) -> None:
            super().__exit__(kind, error, trace)
            if len(begun) == 2:
                raise OSError("the folder is in use")

    begun: list[LittleSimulation] = []

    def begin() -> LittleSimulation:
        begun.append(BadlyEnding(tmp_path, manifest))
        return begun[-1]

    def start_over() -> None:
        with pytest.raises(OSError, match="in use"):
            show.reset()

    with Show(begin, nothing_before) as show:
        assert asyncio.run(_woken(show, start_over))
        assert show.run == 2
        assert show.world is begun[-1].slack.world
        begun.clear()


def test_a_start_that_fails_leaves_everything_as_it_is(tmp_path: Path, manifest: Path) -> None:
    starts = 0

    def begin() -> LittleSimulation:
        nonlocal starts
        starts += 1
        if starts > 1:
            raise TimeoutError
        return LittleSimulation(tmp_path, manifest)

    with Show(begin, nothing_before) as show:
        world = show.world
        with pytest.raises(TimeoutError):
            show.reset()
        assert show.world is world
        assert show.run == 1
        assert show.people["laura"].person.command("/llaves hola").text == "Buenos días."
        show.travel.advance("1h")
        show.travel.wait(10)
        assert show.travel.trouble is None


def test_the_clock_moves_once_at_a_time_and_nothing_starts_over_meanwhile(stage: Stage) -> None:
    show, simulation = stage.show, stage.begun[-1]
    arriving = threading.Event()
    simulation.on_the_way = lambda: arriving.wait(10)
    before = show.travel.now()
    show.travel.advance("2s")
    with pytest.raises(BusyError):
        show.travel.advance("1d")
    with pytest.raises(BusyError):
        show.reset()
    moving = show.travel.progress
    assert moving is not None
    arriving.set()
    show.travel.wait(10)
    assert show.travel.progress is None
    assert (show.travel.now() - before).days == 14
    assert show.travel.trouble is None


def test_the_clock_stands_while_everything_starts_over(tmp_path: Path, manifest: Path) -> None:
    refused: list[BusyError] = []

    def meanwhile(_cast: Cast) -> None:
        if begun == 2:
            with pytest.raises(BusyError, match="se está reiniciando") as caught:
                show.travel.advance("1d")
            refused.append(caught.value)

    begun = 0

    def begin() -> LittleSimulation:
        nonlocal begun
        begun += 1
        return LittleSimulation(tmp_path, manifest)

    with Show(begin, meanwhile) as show:
        show.reset()
        assert refused
        show.travel.advance("1d")
        show.travel.wait(10)
        assert show.travel.trouble is None


def test_a_journey_that_ends_early_says_why(stage: Stage) -> None:
    def stop() -> None:
        raise TimeTravelError("El bot no terminó lo que había que hacer.")

    stage.begun[-1].on_the_way = stop
    stage.show.travel.advance("1h")
    stage.show.travel.wait(10)
    assert stage.show.travel.trouble == "El bot no terminó lo que había que hacer."
    stage.begun[-1].on_the_way = lambda: None
    stage.show.travel.advance("1h")
    stage.show.travel.wait(10)
    assert stage.show.travel.trouble is None


def test_the_clock_takes_only_what_it_understands(show: Show) -> None:
    with pytest.raises(NotUnderstoodError, match="hacia atrás"):
        show.travel.advance("-1d")


async def _next(events: AsyncIterator[str]) -> str:
    return await asyncio.wait_for(anext(events), 5)


def test_a_burst_of_changes_is_told_once_and_silence_is_filled_in() -> None:
    changes = Changes()

    async def told() -> list[str]:
        events = stream(changes, lambda: 7, heartbeat=0.01)
        lines = [await _next(events), await _next(events)]
        for _ in range(3):
            changes.happened()
        lines.append(await _next(events))
        lines.append(await _next(events))
        return lines

    assert asyncio.run(told()) == ["data: 7\n\n", ":\n\n", "data: 7\n\n", ":\n\n"]
