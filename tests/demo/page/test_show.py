"""The simulation behind the page: who is in it, its clock, its news, and starting over."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.console.choosing import NotUnderstoodError
from bot.demo.page.news.changes import Changes, stream
from bot.demo.page.seat import Seat
from bot.demo.page.show import Show
from bot.demo.page.travel import BusyError
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


def test_the_revision_grows_with_what_people_do(show: Show) -> None:
    before = show.revision
    show.people["laura"].person.command("/llaves hola")
    assert show.revision > before


def test_what_people_do_is_told_with_the_time_the_bot_took(show: Show) -> None:
    show.people["laura"].person.command("/llaves hola")
    newest = show.happenings()[0]
    assert (newest.kind, newest.who, newest.about) == ("slash_commands", "Laura Restrepo", "/llaves hola")
    assert newest.acked
    assert newest.milliseconds > 0


def test_starting_over_brings_new_people_and_keeps_the_revision_growing(stage: Stage) -> None:
    show = stage.show
    laura = show.people["laura"].person
    laura.command("/llaves hola")
    old, before = stage.begun[-1], show.revision
    show.reset()
    assert stage.begun[-1] is not old
    assert show.revision > before
    assert show.people["laura"].person.ephemerals == []
    again = show.revision
    show.people["laura"].person.command("/llaves hola")
    assert show.revision > again


def test_the_simulation_of_before_no_longer_makes_news(stage: Stage) -> None:
    old = stage.begun[-1].slack.world
    stage.show.reset()
    before = stage.show.revision
    with old.change():
        pass
    assert stage.show.revision == before


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
        assert show.people["laura"].person.command("/llaves hola").text == "Buenos días."


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
        events = stream(changes, heartbeat=0.01)
        lines = [await _next(events), await _next(events)]
        for _ in range(3):
            changes.happened()
        lines.append(await _next(events))
        lines.append(await _next(events))
        return lines

    assert asyncio.run(told()) == ["data: 0\n\n", ":\n\n", "data: 3\n\n", ":\n\n"]
