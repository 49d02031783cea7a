"""Windows one on another, and where the focus is once they are gone."""

import threading

from playwright.sync_api import Route, expect

from bot.demo.page.show import Show
from tests.browser.conftest import Visit
from tests.browser.story import be_designated
from tests.browser.visitor import Visitor


def open_two(laura: Visitor, show: Show) -> None:
    laura.go("laura", show.cast.general)
    laura.command("/llaves")
    laura.button("Verificación de requisitos").click()
    expect(laura.window.locator(".behind")).to_contain_text("Menú Principal")


def test_esc_held_down_closes_one_window_and_the_next_press_the_other(show: Show, visit: Visit) -> None:
    laura = visit()
    open_two(laura, show)
    laura.page.keyboard.down("Escape")
    for _ in range(3):
        laura.page.keyboard.down("Escape")  # it repeats
    expect(laura.window.get_by_role("heading", name="Menú Principal")).to_be_visible()
    expect(laura.page.locator("[aria-busy=true]")).to_have_count(0)
    laura.page.keyboard.down("Escape")
    laura.page.keyboard.up("Escape")
    expect(laura.window.get_by_role("heading", name="Menú Principal")).to_be_visible()
    laura.page.keyboard.press("Escape")
    expect(laura.window).to_have_count(0)
    expect(laura.composer).to_be_focused()
    expect(laura.page.locator("#notice")).to_be_hidden()


def test_a_gesture_to_go_back_closes_one_window(show: Show, visit: Visit) -> None:
    laura = visit()
    open_two(laura, show)
    laura.page.evaluate("document.getElementById('modal').requestClose()")
    expect(laura.window.get_by_role("heading", name="Menú Principal")).to_be_visible()
    laura.page.evaluate("document.getElementById('modal').requestClose()")
    expect(laura.window).to_have_count(0)


def test_what_is_meant_for_a_window_that_went_is_refused_in_words_and_shuts_no_other(
    show: Show, visit: Visit
) -> None:
    camila, deaf = visit(), threading.Event()

    def hear(asked: Route) -> None:
        answer = asked.fetch()
        if deaf.is_set():
            asked.abort()
        else:
            asked.fulfill(response=answer)

    camila.page.route("**/parts?*", hear)
    camila.go("camila", show.cast.general)
    camila.command("/llaves")
    expect(camila.button("Cerrar")).to_be_visible()
    deaf.set()  # this tab hears nothing of the other one, not even what is on its way
    show.cast.camila.close()
    show.cast.camila.command("/llaves asignar")
    camila.button("Cerrar").click()
    expect(camila.window.locator(".window-notice")).to_contain_text("Esa ventana ya no está al frente")
    assert show.cast.camila.modal is not None
    camila.page.unroute_all(behavior="wait")
    show.changes.happened()
    expect(camila.window.get_by_role("heading", name="Listado de Tokens").first).to_be_visible()
    camila.complaints.clear()  # the browser's, of what was lost and of the refusal
    camila.close_windows()


def test_a_list_lies_over_its_window_and_moves_nothing_in_it(show: Show, visit: Visit) -> None:
    be_designated(show.cast.andres)
    for size in ((1280, 800), (390, 844)):
        andres = visit(*size)
        andres.go("andres", show.cast.general)
        andres.command("/llaves solicitar")
        heading = andres.window.get_by_role("heading")
        before = heading.bounding_box()
        sede = andres.field("Código de habilitación")
        sede.press_sequentially("sede")
        options = andres.window.get_by_role("option")
        expect(options.first).to_be_visible()
        expect(options.last).to_be_in_viewport()
        assert heading.bounding_box() == before
        box, field = andres.window.get_by_role("listbox").bounding_box(), sede.bounding_box()
        assert box is not None
        assert field is not None
        assert (box["x"], box["width"]) == (field["x"], field["width"])
        assert box["y"] >= field["y"] + field["height"] or box["y"] + box["height"] <= field["y"]
        sede.press("Escape")
        expect(options.first).to_be_hidden()
        andres.close_windows()


def test_the_focus_stays_with_the_message_whose_button_goes_away(show: Show, visit: Visit) -> None:
    beatriz, channel = visit(), show.cast.managers_channel
    button = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "Atender"}}
    with show.world.change():
        card = show.world.messages.post(
            channel,
            {"text": "Tarjeta", "blocks": [{"type": "actions", "block_id": "b", "elements": [button]}]},
        )
    beatriz.go("beatriz", channel)
    beatriz.messages.last.get_by_role("button", name="Atender").focus()
    with show.world.change():
        show.world.messages.update(card, {"text": "Atendida", "blocks": []})
    expect(beatriz.messages.last).to_contain_text("Atendida")
    expect(beatriz.messages.last).to_be_focused()
    with show.world.change():
        show.world.messages.delete(card)
    expect(beatriz.page.locator("#messages")).to_be_focused()


def test_a_link_to_a_message_leads_to_it_and_marks_it(show: Show, visit: Visit) -> None:
    beatriz = visit()
    channel = show.cast.managers_channel
    beatriz.go("beatriz", channel)
    first = beatriz.messages.first.get_attribute("id")
    beatriz.page.goto(f"/?as=beatriz&at={channel}&point={first}")
    message = beatriz.page.locator(f"#{first}")
    expect(message).to_have_attribute("data-pointed", "")
    expect(message).to_be_focused()
    expect(message).to_be_in_viewport()
    expect(beatriz.page.locator("#coach")).to_be_hidden()  # that is for who comes from the tour
    expect(message).not_to_have_attribute("data-pointed", "")
    beatriz.page.goto(f"/?as=beatriz&at={channel}&point=message-1-1")
    expect(beatriz.messages.first).to_be_visible()
    expect(beatriz.page.locator("[data-pointed]")).to_have_count(0)
    expect(beatriz.page.locator("#notice")).to_have_text("Ese mensaje ya no se muestra: hay muchos después.")
