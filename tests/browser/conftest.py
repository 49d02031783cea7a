"""The demo, its page, and a real browser in front of it; one of each for all these tests."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from bot.demo.page.drawn.drawing import Drawing
from bot.demo.page.seat import TOUR, Seat
from bot.demo.page.show import Show
from bot.demo.page.web.server import PageServer
from scripts.pictures.browser import browser_path, open_browser
from tests.browser.story import ask_for_keys, assign_keys
from tests.browser.visitor import Visitor

_MISSING = "no Chromium on this machine: sudo apt-get install chromium, or set CHROMIUM to its path"

Visit = Callable[..., Visitor]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The system's own browser. Only as long as these tests: its event loop is in the way of other tests' loops."""
    path = browser_path()
    if path is None:
        if os.environ.get("LLAVES_NEEDS_BROWSER"):
            pytest.fail(_MISSING, pytrace=False)
        pytest.skip(_MISSING)
    expect.set_options(timeout=15_000)  # a busy machine is no fault of the page
    with open_browser(path) as browser:
        yield browser


@pytest.fixture(scope="package")
def played_on(chromium: Browser) -> Iterator[tuple[Show, str]]:
    """The show and its address; whoever has no browser need not wait for it."""
    assert chromium.is_connected()
    with Show() as show, PageServer() as server, server.serving(show, Drawing(show)):
        yield show, server.address


@pytest.fixture
def show(played_on: tuple[Show, str]) -> Show:
    """Wherever the tests before have brought it."""
    return played_on[0]


@pytest.fixture
def fresh_show(show: Show) -> Show:
    """As it is when the visitor comes; what other tests did is gone."""
    if any(step.done for step in show.tour(Seat("laura", TOUR))):
        show.reset()
    return show


@pytest.fixture
def show_with_keys(show: Show) -> Show:
    """The hospital has keys that expire in five weeks or later."""
    asked, assigned, _read = (step.done for step in show.tour(Seat("laura", TOUR)))
    if not assigned:
        if asked:  # by whom is not told
            show.reset()
        ask_for_keys(show.cast.laura)
        assign_keys(show)
    return show


@pytest.fixture
def visit(played_on: tuple[Show, str], chromium: Browser) -> Iterator[Visit]:
    """Let somebody come with a browser of their own. The test fails on whatever their consoles complain of."""
    visitors: list[Visitor] = []
    contexts = []

    def come(width: int = 1280, height: int = 800) -> Visitor:
        contexts.append(
            chromium.new_context(
                base_url=played_on[1],
                locale="es-CO",
                reduced_motion="reduce",
                viewport={"width": width, "height": height},
                permissions=["clipboard-read", "clipboard-write"],
            )
        )
        contexts[-1].set_default_timeout(20_000)
        visitors.append(Visitor(contexts[-1].new_page()))
        return visitors[-1]

    yield come
    for each in contexts:
        each.close()
    for someone in played_on[0].people.values():
        if someone.person.modal is not None:  # it would be in front of whoever comes next
            someone.person.close(everything=True)
    assert [each.complaints for each in visitors if each.complaints] == []
