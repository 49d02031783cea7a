"""A show over a little simulation, and its page."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.demo.page.drawn.drawing import Drawing
from bot.demo.page.show import Show
from bot.demo.page.web.server import PageServer
from tests.demo.page.browsing import Browser
from tests.demo.page.simulation import LittleSimulation, nothing_before


@dataclass
class Stage:
    """A show and every simulation it has begun, the latest last."""

    show: Show
    begun: list[LittleSimulation]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, manifest: Path) -> Iterator[Stage]:
    begun: list[LittleSimulation] = []

    def begin() -> LittleSimulation:
        begun.append(LittleSimulation(tmp_path_factory.mktemp("simulation"), manifest))
        return begun[-1]

    with Show(begin, nothing_before) as show:
        yield Stage(show, begun)


@pytest.fixture(scope="module")
def browser(stage: Stage) -> Iterator[Browser]:
    with PageServer() as server, server.serving(stage.show, Drawing(stage.show)):
        yield Browser(server.address)
