"""Accessibility, as axe-core judges it."""

from playwright.sync_api import expect

from bot.demo.page.show import Show
from tests.browser.conftest import Visit


def test_axe_core_finds_nothing_on_the_tour_a_card_a_form_with_errors_and_home(
    show: Show, visit: Visit
) -> None:
    visitor = visit()
    wrong = {}
    for who, at in (("laura", "tour"), ("camila", show.cast.officials_channel), ("camila", "home")):
        visitor.go(who, at)
        expect(visitor.page.locator("#main .b-section, #main .step").first).to_be_visible()
        wrong[at] = visitor.violations()
    visitor.go("tomas", show.cast.general)
    visitor.command("/llaves registro")
    visitor.window.get_by_role("radio").first.check()
    visitor.button("Continuar").click()
    expect(visitor.field("Nit de la entidad")).to_be_visible()
    visitor.window.locator("[type=submit]").click()
    expect(visitor.window.locator(".error").first).to_be_visible()
    wrong["form"] = visitor.violations()
    visitor.close_windows()
    assert {place: found for place, found in wrong.items() if found} == {}
