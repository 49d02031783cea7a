"""The main conversation, by mouse and keyboard, with two people at once."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from bot.demo.page.show import Show
from tests.browser.conftest import Visit
from tests.browser.story import ENVIRONMENTS
from tests.browser.visitor import Visitor
from tests.flows.people import CONSENTS, REQUEST, secret

MAIL = "Correo Líder Técnico"


def begin_with_the_tour(laura: Visitor) -> None:
    laura.page.goto("/")
    laura.page.get_by_role("link", name="Ser Laura y solicitar").click()
    expect(laura.composer).to_be_focused()
    laura.page.keyboard.type("/llaves so")
    expect(laura.page.get_by_role("option")).to_contain_text(["/llaves solicitar"])
    laura.page.keyboard.press("Enter")  # takes what is suggested, instead of sending half a word
    expect(laura.composer).to_have_value("/llaves solicitar")
    laura.page.keyboard.press("Enter")
    expect(laura.window.get_by_role("heading", name="Inscripción Token")).to_be_visible()


def request_keys(laura: Visitor) -> None:
    for label, text in (REQUEST | {MAIL: "sistemas en el hospital"}).items():
        laura.field(label).fill(text)
    for label in CONSENTS:
        laura.window.get_by_role("group", name=label).get_by_role("checkbox").check()
    laura.field("Teléfono Responsable").press("Enter")
    mail = laura.field(MAIL)
    expect(mail).to_have_accessible_description("Escriba un correo electrónico válido.")
    expect(mail).to_have_attribute("aria-invalid", "true")
    expect(mail).to_be_focused()
    expect(mail).to_have_value("sistemas en el hospital")
    expect(laura.field("Software SIH")).to_have_value("Andino HIS")
    mail.fill(REQUEST[MAIL])
    laura.button("Generar llave de acceso").click()
    expect(laura.window).to_contain_text("creado con éxito")
    laura.page.keyboard.press("Escape")
    expect(laura.window).to_have_count(0)
    expect(laura.composer).to_be_focused()


def enter_keys(camila: Visitor, show: Show, secrets: list[str]) -> None:
    card = camila.message("Inscripción Token", "Estado: Pendiente")
    expect(card).to_be_visible()  # it came by itself
    card.get_by_role("button", name="Ingresar info").click()
    expires = (show.travel.now() + timedelta(weeks=5)).date().isoformat()
    for number, (environment, each) in enumerate(zip(ENVIRONMENTS, secrets, strict=True)):
        camila.field(f"{environment}: ClientID").fill(f"0a1b2c3d-0000-4000-8000-00000000000{number}")
        camila.field(f"{environment}: ClientSecret").fill(each)
        camila.field(f"{environment}: Fecha de expiración").fill(expires)
    camila.window.locator("[type=submit]").click()
    expect(camila.window).to_contain_text("El registro se realizó correctamente")
    camila.close_windows()
    expect(camila.message("Inscripción Token", "Estado: Asignado")).to_be_visible()


def read_keys(laura: Visitor, secrets: list[str]) -> None:
    laura.message("Se ha asignado token").get_by_role("button", name="Ver llaves").click()
    for each in secrets:
        expect(laura.window).to_contain_text(each)
    laura.button("Copiar").last.click()
    expect(laura.button("Copiado")).to_have_count(1)
    expect(laura.page.locator("#told")).to_have_text("Copiado")
    copied = laura.page.evaluate("navigator.clipboard.readText()")
    assert [each for each in secrets if each in copied]
    laura.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    laura.button("Copiar").first.click()
    expect(laura.window.locator(".window-notice")).to_have_text(
        "No se pudo copiar: seleccione el texto y cópielo."
    )
    expect(laura.button("Copiado")).to_have_count(0)  # it offers to copy again
    laura.close_windows()


def nobody_else_sees(secrets: list[str], others: list[Visitor]) -> None:
    for each in others:
        everything = each.page.content()
        values = each.page.evaluate("[...document.querySelectorAll('input, textarea')].map((e) => e.value)")
        assert [found for found in secrets if found in everything or found in values] == []


def test_keys_travel_from_the_official_to_the_delegate_by_mouse_and_keyboard(
    fresh_show: Show, visit: Visit
) -> None:
    channel = fresh_show.cast.officials_channel
    laura, camila, julian = visit(), visit(), visit()
    secrets = [secret("abc"), secret("xyz")]
    camila.go("camila", channel)
    julian.go("julian", channel)
    camila.page.evaluate("window.neverReloaded = true")
    begin_with_the_tour(laura)
    request_keys(laura)
    enter_keys(camila, fresh_show, secrets)
    expect(laura.page.locator("#place-app.new")).to_be_visible()  # without a reload
    laura.follow("llaves , hay mensajes nuevos")
    expect(laura.message("Se ha asignado token")).to_be_visible()
    expect(julian.message("Inscripción Token", "Estado: Asignado")).to_be_visible()
    nobody_else_sees(secrets, [laura, camila, julian])  # nor the delegate, until she asks
    read_keys(laura, secrets)
    assert camila.page.evaluate("window.neverReloaded")

    camila.page.get_by_role("button", name="Qué está pasando").click()
    happenings = camila.page.locator("#panel .happenings > li")
    submitted = happenings.filter(has_text="Camila Ospina envió un formulario").first
    expect(submitted.locator(".ack")).to_have_text(re.compile(r"^\d+ ms$"))
    submitted.locator("summary").click()
    expect(submitted.locator("pre")).to_be_visible()
    expect(submitted.locator("pre")).to_contain_text("••••")
    nobody_else_sees(secrets, [laura, camila, julian])

    expect(laura.page.locator("#coach")).to_contain_text("Recorrido completo")
    expect(laura.page.get_by_role("button", name="Adelantar 30 días")).to_be_enabled()
    laura.page.get_by_role("link", name="Recorrido").click()
    expect(laura.page.locator(".step.done")).to_have_count(3)


def test_only_the_one_who_asked_sees_an_ephemeral_and_it_says_so(show: Show, visit: Visit) -> None:
    general = show.cast.general
    laura, camila = visit(), visit()
    laura.go("laura", general)
    camila.go("camila", general)
    laura.command("/llaves ayuda")
    expect(laura.message("Solo usted puede ver este mensaje")).to_be_visible()
    camila.go("camila", general)
    expect(camila.messages).to_have_count(0)


def test_a_stranger_is_told_how_to_begin_and_gets_no_form_of_the_delegates(visit: Visit) -> None:
    tomas = visit()
    tomas.go("laura", "tour")
    tomas.follow("Tomás Vargas Ajeno al proceso: sin registro")
    tomas.follow("general")
    expect(tomas.page.locator("#sidebar")).not_to_contain_text("llaves-funcionarios")
    tomas.command("/llaves solicitar")
    expect(tomas.message("Solo usted puede ver este mensaje", "/llaves registro")).to_be_visible()
    expect(tomas.window.get_by_label("Software SIH")).to_have_count(0)
