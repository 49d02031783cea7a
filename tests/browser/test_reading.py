"""Reading a long conversation while it grows."""

from playwright.sync_api import expect

from bot.demo.page.show import Show
from tests.browser.conftest import Visit


def test_what_comes_while_one_reads_above_is_told_and_reached_with_one_press(
    show: Show, visit: Visit
) -> None:
    person, general = show.cast.julian, show.cast.general
    for _ in range(3):
        person.command("/llaves ayuda", general)
    julian = visit(1280, 480)
    julian.go("julian", general)
    newer = julian.page.get_by_role("button", name="Mensajes nuevos")
    expect(julian.messages.last).to_be_in_viewport()
    person.command("/llaves ayuda", general)
    expect(julian.messages).to_have_count(4)
    expect(newer).to_be_hidden()  # it is in front of one's eyes
    julian.messages.first.scroll_into_view_if_needed()
    person.command("/llaves ayuda", general)
    expect(newer).to_be_visible()
    newer.click()
    expect(julian.messages.last).to_be_in_viewport()
    expect(newer).to_be_hidden()


def test_a_message_that_goes_away_is_no_new_one(show: Show, visit: Visit) -> None:
    julian, channel = visit(1280, 480), show.cast.officials_channel
    julian.go("julian", channel)
    with show.world.change():
        posted = [
            show.world.messages.post(channel, {"text": f"{number}. " + "Hola. " * 300}) for number in range(3)
        ]
    expect(julian.messages.last).to_contain_text("2. Hola.")
    julian.messages.first.scroll_into_view_if_needed()
    with show.world.change():
        show.world.messages.delete(posted.pop())
    expect(julian.messages.last).to_contain_text("1. Hola.")
    expect(julian.page.get_by_role("button", name="Mensajes nuevos")).to_be_hidden()
    with show.world.change():
        for each in posted:
            show.world.messages.delete(each)


def test_the_way_to_where_commands_are_typed_begins_no_tour(visit: Visit) -> None:
    tomas = visit()
    tomas.go("tomas", "app")
    tomas.follow("Ir a # general")
    expect(tomas.composer).to_be_focused()
    expect(tomas.page.locator("#coach")).to_be_hidden()
