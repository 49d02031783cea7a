"""The whole simulation starts over."""

from playwright.sync_api import expect

from bot.demo.page.seat import TOUR, Seat
from bot.demo.page.show import Show
from tests.browser.conftest import Visit

RESTART_MS = 60_000


def test_starting_over_asks_first_and_leaves_nothing_of_before(show_with_keys: Show, visit: Visit) -> None:
    laura, camila = visit(), visit()
    camila.go("camila", "home")
    expect(camila.page.locator("#home .blocks")).to_be_visible()
    laura.go("laura", "tour")
    expect(laura.page.locator(".step.done").first).to_be_visible()
    reset = laura.page.get_by_role("button", name="Reiniciar", exact=True)
    reset.click()
    laura.question.get_by_role("button", name="Cancelar").click()
    expect(laura.page.locator(".step.done").first).to_be_visible()
    reset.click()
    with laura.page.expect_navigation(timeout=RESTART_MS):
        laura.question.get_by_role("button", name="Reiniciar").click()
        expect(laura.page.get_by_role("status").filter(has_text="Reiniciando")).to_be_visible()
        laura.page.keyboard.press("Escape")
        told = camila.page.locator("#notice")
        expect(told).to_have_text("La simulación se reinició en otra pestaña.", timeout=RESTART_MS)
    expect(camila.page.locator("#home .blocks")).to_be_visible()  # asked for anew
    expect(laura.page.locator(".step")).to_have_count(3)
    expect(laura.page.locator(".step.done")).to_have_count(0)
    assert not any(step.done for step in show_with_keys.tour(Seat("laura", TOUR)))
    laura.go("camila", show_with_keys.cast.officials_channel)
    expect(laura.message("Registro: Delegado Administrativo")).to_be_visible()
    expect(laura.message("Inscripción Token")).to_have_count(0)
