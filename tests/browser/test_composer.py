"""The commands the composer suggests, and what Enter, Tab and Esc do with them."""

from playwright.sync_api import expect

from bot.demo.page.show import Show
from tests.browser.conftest import Visit


def test_enter_and_tab_take_what_is_marked_and_esc_closes_the_list(show: Show, visit: Visit) -> None:
    laura = visit()
    laura.go("laura", show.cast.general)
    suggested = laura.page.locator("#composer-list [role=option]")
    for key, typed, taken in (
        ("Enter", "/llaves so", "/llaves solicitar"),
        ("Tab", "/LLAVES EST", "/llaves estado"),
    ):
        laura.composer.fill("")
        laura.composer.press_sequentially(typed)
        expect(suggested.first).to_have_attribute("aria-selected", "true")
        laura.composer.press(key)
        expect(laura.composer).to_have_value(taken)
        expect(laura.composer).to_be_focused()
        expect(suggested.first).to_be_hidden()
    laura.composer.fill("/llaves so")
    expect(suggested.first).to_be_visible()
    laura.composer.press("Escape")
    expect(suggested.first).to_be_hidden()
    expect(laura.composer).to_have_value("/llaves so")


def test_a_whole_command_is_sent_although_there_are_longer_ones(show: Show, visit: Visit) -> None:
    laura = visit()
    laura.go("laura", show.cast.general)
    laura.composer.press_sequentially("/LLAVES")
    expect(laura.page.locator("#composer-list [role=option]").first).to_be_visible()
    with laura.page.expect_request("**/acts/command") as sent:
        laura.composer.press("Enter")
    assert (sent.value.post_data_json or {})["line"] == "/LLAVES"
    expect(laura.composer).to_have_value("")
    expect(laura.page.locator("#composer-list [role=option]").first).to_be_hidden()
    laura.close_windows()


def test_a_sentence_about_the_composer_does_not_lie_over_it(show: Show, visit: Visit) -> None:
    for size in ((1280, 800), (390, 844)):
        laura = visit(*size)
        laura.go("laura", show.cast.general)
        laura.command("hola")
        expect(laura.page.locator("#notice")).to_be_visible()
        notice, composer = laura.page.locator("#notice").bounding_box(), laura.composer.bounding_box()
        assert notice is not None
        assert composer is not None
        assert notice["y"] + notice["height"] <= composer["y"]
