"""A form of two steps in one window, which the first answer changes."""

from playwright.sync_api import Route, expect

from bot.demo.page.show import Show
from tests.browser.conftest import Visit


def test_the_second_step_can_be_sent_although_the_answer_to_the_first_is_still_on_its_way(
    show: Show, visit: Visit
) -> None:
    tomas, on_their_way = visit(), []

    def hold_back(route: Route) -> None:
        on_their_way.append((route, route.fetch()))

    tomas.go("tomas", show.cast.general)
    tomas.command("/llaves registro")
    tomas.window.get_by_role("radio").first.check()
    tomas.page.route("**/acts/submit", hold_back, times=1)
    tomas.button("Continuar").click()
    expect(tomas.field("Tipo de Entidad")).to_be_focused()  # the news of the change came first
    assert len(on_their_way) == 1
    tomas.button("Registrar").click()
    expect(tomas.window.locator(".error").first).to_be_visible()
    expect(tomas.field("Nit de la entidad")).to_be_focused()
    for route, answer in on_their_way:
        route.fulfill(response=answer)
    tomas.close_windows()


def test_what_is_wrong_with_a_field_is_in_view_with_it(show: Show, visit: Visit) -> None:
    tomas = visit(1280, 430)
    tomas.go("tomas", show.cast.general)
    tomas.command("/llaves registro")
    tomas.window.get_by_role("radio").first.check()
    tomas.button("Continuar").click()
    tomas.field("Nit de la entidad").fill("901000101")
    tomas.button("Registrar").click()
    document = tomas.field("Número identificación delegado")
    expect(tomas.window.locator("[aria-invalid]").first).to_be_focused()
    expect(tomas.window.locator(".error").first).to_be_in_viewport(ratio=1)
    expect(document).to_have_attribute("aria-invalid", "true")
    tomas.close_windows()
