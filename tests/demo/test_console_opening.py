"""Shortcuts, the Home tab and searches from the terminal."""

import io
from typing import Any

import pytest
from rich.console import Console
from slack_bolt import App
from slack_sdk import WebClient

from bot.demo.console.seat import Seat
from bot.demo.console.words import obey
from bot.demo.server import Workspace
from tests.demo.bolt_end import asks, buttons, connected, modal, notes, opens, row


@pytest.fixture
def seat(slack: Workspace, monkeypatch: pytest.MonkeyPatch) -> Seat:
    monkeypatch.setattr(
        "bot.demo.console.seat.NEWS_SECONDS", 0.2
    )  # some of what is pressed here shows nothing
    laura = slack.add_person("Laura Restrepo")
    return Seat(Console(file=io.StringIO(), width=120), {"laura": laura}, laura)


def printed(seat: Seat, *lines: str) -> str:
    """What these lines print."""
    assert isinstance(seat.console.file, io.StringIO)
    seat.console.file.truncate(0)
    seat.console.file.seek(0)
    for line in lines:
        obey(seat, line)
    return seat.console.file.getvalue()


def draws_home(app: App, *blocks: dict[str, Any]) -> None:
    @app.event("app_home_opened")
    def _draw(event: Any, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": list(blocks)})


def test_a_shortcut_is_run_by_part_of_its_name_and_help_names_it(
    slack: Workspace, app: App, seat: Seat
) -> None:
    app.shortcut("request_keys")(
        lambda ack, client, body: (client.views_open(trigger_id=body["trigger_id"], view=modal()), ack())
    )
    with connected(slack, app):
        assert "══ Solicitud ══" in printed(seat, "atajo solicitar")
        assert "Tiene una ventana abierta" in printed(seat, "atajo solicitar llaves")
        assert "Tiene una ventana abierta" in printed(seat, "inicio")
    assert "atajo nombre               usar un atajo de la aplicación: Solicitar llaves\n" in printed(
        seat, "ayuda"
    )


def test_a_shortcut_that_is_not_there_is_answered_with_those_that_are(seat: Seat) -> None:
    assert "No hay ningún atajo «bailar». Están:\n  • Solicitar llaves\n" in printed(seat, "atajo bailar")


def test_home_is_opened_pressed_and_left(slack: Workspace, app: App, seat: Seat) -> None:
    pressed: list[str] = []
    app.action("Ver llaves")(notes(pressed, lambda body: body["actions"][0]["value"]))
    draws_home(app, row("*Sede Norte*", "Ver llaves", "norte"), row("*Sede Sur*", "Ver llaves", "sur"))
    with connected(slack, app):
        text = printed(seat, "inicio")
        assert "══ Inicio ══" in text
        assert "Sede Sur" in text
        assert "«Ver llaves» está 2 veces. Escriba cuál, del 1 al 2" in printed(seat, "pulsar ver")
        printed(seat, "pulsar ver 2")
        assert pressed == ["sur"]
        assert "Sede Norte" not in printed(seat, "mensajes")


def test_a_button_of_home_comes_before_those_of_messages(
    slack: Workspace, app: App, client: WebClient, seat: Seat
) -> None:
    where: list[str] = []
    app.action("Ver")(notes(where, lambda body: body["container"]["type"]))
    draws_home(app, buttons("Ver"))
    client.chat_postMessage(channel=seat.who.user_id, text="x", blocks=[buttons("Ver")])
    with connected(slack, app):
        text = printed(seat, "inicio", "pulsar ver")
        assert "Había 2 botones «Ver»: fue el de Inicio." in text
        printed(seat, "pulsar ver 2")
    assert where == ["view", "message"]


def test_home_that_the_app_never_draws_is_told(
    slack: Workspace, app: App, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.demo.console.opening.NEWS_SECONDS", 0.01)
    app.event("app_home_opened")(lambda ack: ack())
    with connected(slack, app):
        assert "El bot no ha dibujado la pestaña Inicio." in printed(seat, "inicio")


def test_a_search_is_typed_and_sent_with_enter(slack: Workspace, app: App, seat: Seat) -> None:
    search = asks("Buscar prestador", {"type": "plain_text_input"}, dispatch_action=True)
    note = asks("Nota", {"type": "plain_text_input"})
    opens(app, modal(search, note))

    @app.action("value")
    def _found(ack: Any, body: Any, client: WebClient) -> None:
        found = row(f"Encontrado: {body['actions'][0]['value']}", "Elegir", "1")
        client.views_update(view_id=body["view"]["id"], view=modal(search, note, found))
        ack()

    with connected(slack, app):
        printed(seat, "/llaves")
        assert "Encontrado: rio" in printed(seat, "buscar prestador rio")
        assert "«Nota» no busca: se envía con la ventana." in printed(seat, "buscar nota rio")


def test_a_deactivated_account_is_told_that_it_can_do_nothing(slack: Workspace, seat: Seat) -> None:
    slack.deactivate(seat.who)
    for line in ("/llaves", "atajo solicitar", "inicio", "mensajes"):
        assert "Esta cuenta está desactivada" in printed(seat, line)
