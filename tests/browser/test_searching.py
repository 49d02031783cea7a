"""Lists to search in, questions that need a yes, and windows that close: all by keyboard."""

from playwright.sync_api import expect

from bot.demo.page.show import Show
from tests.browser.conftest import Visit
from tests.browser.story import be_designated, request_for_sede

SEDE = "Código de habilitación"


def test_the_queue_is_searched_with_enter_and_esc_gives_the_focus_back(show: Show, visit: Visit) -> None:
    be_designated(show.cast.andres)
    request_for_sede(show.cast.andres, "SEDE NORTE")
    camila = visit()
    camila.go("camila", show.cast.general)
    camila.command("/llaves asignar")
    search = camila.field("Buscar:")
    expect(camila.window).to_contain_text("SEDE NORTE")
    search.press_sequentially("cerezas")
    search.press("Enter")
    expect(camila.window).not_to_contain_text("SEDE NORTE")
    expect(search).to_be_focused()
    expect(search).to_have_value("cerezas")
    search.fill("059990000201")
    search.press("Enter")
    expect(camila.window).to_contain_text("SEDE NORTE")
    search.press("Escape")
    expect(camila.window).to_have_count(0)
    expect(camila.composer).to_be_focused()


def test_a_sede_is_found_by_typing_and_its_request_cancelled_after_a_yes(show: Show, visit: Visit) -> None:
    be_designated(show.cast.andres)
    request_for_sede(show.cast.andres, "SEDE CENTRO")
    andres = visit()
    andres.go("andres", show.cast.general)
    andres.command("/llaves solicitar")
    sede = andres.field(SEDE)
    expect(sede).to_be_focused()
    andres.page.keyboard.type("centro")
    expect(andres.window.get_by_role("option")).to_have_count(1)
    andres.page.keyboard.press("ArrowDown")
    chosen = andres.window.get_by_role("option", selected=True)
    expect(sede).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    andres.page.keyboard.press("Enter")
    expect(sede).to_have_value("059990000202 · SEDE CENTRO · Vallehermoso · En trámite")
    andres.page.keyboard.press("Enter")
    cancel = andres.button("Cancelar solicitud")
    expect(cancel).to_be_visible()  # one in course is shown at once

    cancel.focus()
    cancel.press("Enter")
    expect(andres.question).to_contain_text("El Ministerio ya no atenderá la solicitud")
    andres.page.keyboard.press("Escape")
    expect(andres.question).to_have_count(0)
    expect(cancel).to_be_focused()  # the question is gone, the window is not
    expect(andres.window).to_contain_text("Ya tiene una solicitud en trámite")

    cancel.press("Enter")
    expect(andres.question.get_by_role("button", name="No, conservarla")).to_be_focused()
    andres.page.keyboard.press("Tab")
    expect(andres.question.get_by_role("button", name="Sí, cancelar")).to_be_focused()
    andres.page.keyboard.press("Enter")
    expect(andres.window).to_contain_text("Su solicitud quedó cancelada")
