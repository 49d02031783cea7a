"""The page on a phone, 390 × 844."""

from playwright.sync_api import expect

from bot.demo.page.show import Show
from tests.browser.conftest import Visit


def test_a_phone_shows_every_place_without_scrolling_sideways(show: Show, visit: Visit) -> None:
    phone = visit(390, 844)
    wide = {}
    for who, at in (
        ("laura", "tour"),
        ("laura", "app"),
        ("camila", show.cast.officials_channel),
        ("camila", "home"),
    ):
        phone.go(who, at)
        wide[at] = phone.overflow()
    phone.go("tomas", show.cast.general)
    phone.command("/llaves registro")
    expect(phone.window).to_be_visible()
    wide["window"] = phone.overflow()
    phone.page.keyboard.press("Escape")
    expect(phone.window).to_have_count(0)
    phone.page.get_by_role("button", name="Qué está pasando").click()
    wide["panel"] = phone.overflow()
    assert {place: pixels for place, pixels in wide.items() if pixels > 0} == {}


def test_on_a_phone_places_and_people_are_in_a_drawer(visit: Visit) -> None:
    phone = visit(390, 844)
    phone.go("laura", "app")
    drawer = phone.page.get_by_role("link", name="Camila Ospina")
    menu = phone.page.get_by_role("button", name="Abrir lugares y personas")
    expect(drawer).to_be_hidden()
    menu.click()
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(drawer).to_be_in_viewport()
    assert phone.page.evaluate("[main.inert, panel.inert]") == [True, True]
    phone.page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(menu).to_be_focused()
    assert phone.page.evaluate("[main.inert, panel.inert]") == [False, False]
    menu.click()
    drawer.click()
    expect(phone.page.locator("#main")).to_contain_text("como Camila Ospina")
    expect(drawer).to_be_hidden()
