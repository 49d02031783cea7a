"""Nothing that somebody types is lost, whatever the page is drawn anew with meanwhile."""

import json
import time

from playwright.sync_api import APIResponse, Page, Route, expect

from bot.demo.page.show import Show
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

NIT, NUMBER = "Nit de la entidad", "Número identificación delegado"


class Held:
    """Drawings that the server has made and that do not arrive until they are let go."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._waiting: list[tuple[Route, APIResponse]] = []
        self._open = False
        page.route("**/parts?*", self._hold)

    def wait(self, show: Show) -> None:
        """Have the page ask for one, unless it has already."""
        show.changes.happened()
        deadline = time.monotonic() + 15
        while not self._waiting and time.monotonic() < deadline:
            self._page.evaluate("null")  # meanwhile what the page asks for is dealt with
        assert self._waiting

    def let_go(self) -> None:
        for route, answer in self._waiting:
            route.fulfill(response=answer)
        self._waiting.clear()

    def open(self) -> None:
        """Let these go, and all that come."""
        self._open = True
        self.let_go()
        self._page.unroute_all(behavior="wait")

    def _hold(self, route: Route) -> None:
        self._waiting.append((route, route.fetch()))
        if self._open:
            self.let_go()


def open_second_step(visitor: Visitor, show: Show) -> None:
    visitor.go("tomas", show.cast.general)
    visitor.command("/llaves registro")
    visitor.window.get_by_role("radio").first.check()
    visitor.button("Continuar").click()
    expect(visitor.field(NIT)).to_be_visible()
    expect(visitor.page.locator("[aria-busy=true]")).to_have_count(0)


def draw_anew(show: Show, visitor: Visitor) -> None:
    """Let something happen that the visitor's page asks for at once."""
    with visitor.page.expect_request("**/parts?*"):
        show.changes.happened()


def test_a_drawing_from_before_what_is_typed_takes_none_of_it_away(show: Show, visit: Visit) -> None:
    tomas = visit()
    open_second_step(tomas, show)
    drawings = Held(tomas.page)
    show.people["tomas"].person.fill(NUMBER, "1")  # in another tab: without it there is nothing new to draw
    drawings.wait(show)
    for label, text in ((NIT, "900123456"), (NUMBER, "1020304050")):
        with tomas.page.expect_response("**/acts/put"):
            tomas.field(label).fill(text)
    tomas.button("Cerrar todo").focus()  # the field with the focus is spared anyway
    with tomas.page.expect_request("**/parts?*"):  # the next is asked for once the first is dealt with
        drawings.let_go()
    expect(tomas.field(NIT)).to_have_value("900123456")
    expect(tomas.field(NUMBER)).to_have_value("1020304050")
    drawings.open()
    draw_anew(show, tomas)
    expect(tomas.field(NIT)).to_have_value("900123456")
    expect(tomas.field(NUMBER)).to_have_value("1020304050")
    tomas.close_windows()


def test_nor_does_a_drawing_made_while_it_was_on_its_way(show: Show, visit: Visit) -> None:
    tomas = visit()
    on_its_way: list[Route] = []
    open_second_step(tomas, show)

    def hold(route: Route) -> None:
        on_its_way.append(route)

    tomas.page.route("**/acts/put", hold, times=1)
    with tomas.page.expect_request("**/acts/put"):
        tomas.field(NIT).fill("900123456")
    tomas.button("Cerrar todo").focus()
    drawings = Held(tomas.page)
    show.people["tomas"].person.fill(NUMBER, "1")
    drawings.wait(show)  # the server does not hold the text yet
    with tomas.page.expect_response("**/acts/put"):
        on_its_way[0].continue_()
    with tomas.page.expect_request("**/parts?*"):
        drawings.let_go()
    expect(tomas.field(NIT)).to_have_value("900123456")
    drawings.open()
    tomas.close_windows()


def test_what_the_server_did_not_take_stays_and_goes_again_with_the_next_thing_done(
    show: Show, visit: Visit
) -> None:
    tomas, tries = visit(), []
    open_second_step(tomas, show)

    def lose(route: Route) -> None:
        tries.append(json.loads(route.request.post_data or "{}")["content"])
        route.fulfill(status=409, json={"sentence": "Hoy no."})

    tomas.page.route("**/acts/put", lose, times=2)
    tomas.field(NIT).fill("900123456")
    expect(tomas.window.locator(".window-notice")).to_have_text("Hoy no.")
    tomas.field(NUMBER).focus()
    draw_anew(show, tomas)
    tomas.button("Registrar").click()  # not without what is written there
    expect(tomas.field(NIT)).to_have_value("900123456")
    expect(tomas.page.locator("[aria-busy=true]")).to_have_count(0)
    assert tries == ["900123456", "900123456"]
    expect(tomas.window.locator(".error")).to_have_count(0)
    tomas.button("Registrar").click()
    expect(tomas.window.locator(".error").first).to_be_visible()
    expect(tomas.field(NIT)).not_to_have_attribute("aria-invalid", "true")
    assert show.people["tomas"].person.complaint(NIT) is None
    tomas.complaints.clear()  # the browser's of the answers above
    tomas.close_windows()


def test_an_error_goes_away_once_its_field_is_changed(show: Show, visit: Visit) -> None:
    tomas = visit()
    open_second_step(tomas, show)
    tomas.button("Registrar").click()
    number = tomas.field(NUMBER)
    expect(number).to_have_attribute("aria-invalid", "true")
    expect(tomas.window.locator("[aria-invalid]").first).to_be_focused()
    number.press_sequentially("10")
    expect(number).not_to_have_attribute("aria-invalid", "true")
    expect(number).to_be_focused()
    expect(tomas.field(NIT)).to_have_attribute("aria-invalid", "true")
    tomas.close_windows()


def test_a_line_begun_in_the_composer_is_there_when_one_comes_back(show: Show, visit: Visit) -> None:
    laura = visit()
    laura.go("laura", show.cast.general)
    laura.composer.press_sequentially("/llaves est")
    laura.follow("Inicio")
    laura.follow("general")
    expect(laura.composer).to_have_value("/llaves est")
    laura.go("andres", show.cast.general)
    expect(laura.composer).to_have_value("")
    laura.go("laura", show.cast.general)
    laura.command("/llaves ayuda")
    expect(laura.message("Solo usted puede ver este mensaje")).to_be_visible()
    expect(laura.composer).to_have_value("")
    laura.go("laura", show.cast.general)
    expect(laura.composer).to_have_value("")


def test_a_line_that_was_sent_is_no_draft_although_its_answer_is_not_there_yet(
    show: Show, visit: Visit
) -> None:
    laura = visit()
    laura.go("laura", show.cast.general)
    with laura.page.expect_request("**/acts/command"):
        laura.page.route("**/acts/command", lambda _route: None)
        laura.command("/llaves ayuda")
    laura.page.unroute_all()
    laura.go("laura", show.cast.general)
    expect(laura.composer).to_have_value("")


def test_what_was_not_taken_yet_goes_along_when_one_leaves(show: Show, visit: Visit) -> None:
    tomas = visit()
    open_second_step(tomas, show)
    with tomas.page.expect_request("**/acts/put"):
        tomas.page.route("**/acts/put", lambda _route: None, times=1)  # it never arrives
        tomas.field(NIT).fill("900123456")
    tomas.go("tomas", show.cast.general)
    expect(tomas.field(NIT)).to_have_value("900123456")
    tomas.close_windows()


def test_a_drawing_that_breaks_off_halfway_leaves_no_button_dead(show: Show, visit: Visit) -> None:
    tomas = visit()
    open_second_step(tomas, show)
    tomas.page.route(
        "**/parts?*", lambda route: route.fulfill(body='{"parts": {', content_type="application/json")
    )
    tomas.button("Registrar").click()
    expect(tomas.page.locator("[aria-busy=true]")).to_have_count(0)
    tomas.page.unroute_all(behavior="wait")
    tomas.button("Registrar").click()
    expect(tomas.window.locator(".error").first).to_be_visible()
    tomas.close_windows()
