"""A person and a real Bolt app talk through the local Slack over Socket Mode."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.demo.server import AppFault, ConfirmationNeeded, DispatchFailed, OperationTimeout, Workspace
from tests.demo.bolt_end import asks, buttons, connected, modal, notes, opens, text

NIT = asks("Nit de la entidad", {"type": "plain_text_input", "min_length": 9, "max_length": 10})


def test_a_command_opens_a_modal_that_is_corrected_and_closed(slack: Workspace, app: App) -> None:
    opens(app, modal(NIT))

    @app.view("form")
    def _submit(ack: Any, view: Any) -> None:
        value = view["state"]["values"]["Nit de la entidad"]["value"]
        assert value["type"] == "plain_text_input"
        wrong = value["value"] != "901000101"
        ack(response_action="errors", errors={"Nit de la entidad": "No existe."}) if wrong else ack()

    laura = slack.add_person("Laura Restrepo")
    with connected(slack, app):
        assert laura.command("/llaves solicitar").text == ""
        assert laura.modal is not None
        assert laura.modal.title == "Solicitud"
        assert laura.modal.labels == ["Nit de la entidad"]
        laura.fill("Nit de la entidad", "901000999")
        assert laura.submit().errors == {"Nit de la entidad": "No existe."}
        assert "* Nit de la entidad: 901000999\n  ⚠ No existe." in laura.screen
        laura.fill("Nit de la entidad", "901000101")
        assert laura.submit().errors == {}
    assert laura.modal is None


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        ({"response_action": "update", "view": modal(NIT, title="Dos")}, ["Dos"]),
        ({"response_action": "push", "view": modal(NIT, title="Dos")}, ["Dos", "Uno"]),
        ({"response_action": "clear"}, []),
    ],
)
def test_a_submission_may_redraw_stack_or_clear(
    slack: Workspace, app: App, answer: dict[str, Any], titles: list[str]
) -> None:
    opens(app, modal(title="Uno"))
    app.view("form")(lambda ack: ack(**answer))
    laura = slack.add_person("Laura Restrepo")
    found = []
    with connected(slack, app):
        laura.command("/llaves")
        laura.submit()
        while laura.modal is not None:
            found.append(laura.modal.title)
            laura.close()
    assert found == titles


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"value": "No."}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "replace"},
        {"response_action": "update", "view": modal(NIT, title="Un título de más de veinticuatro letras")},
        {"text": "Listo"},
    ],
)
def test_an_answer_slack_would_refuse_is_the_apps_fault(
    slack: Workspace, app: App, answer: dict[str, Any]
) -> None:
    opens(app, modal(asks("Nit", {"type": "plain_text_input", "initial_value": "1"})))
    app.view("form")(lambda ack: ack(answer))
    laura = slack.add_person("Laura Restrepo")
    with connected(slack, app):
        laura.command("/llaves")
        with pytest.raises(AppFault):
            laura.submit()


def test_a_button_of_a_message_answers_through_its_response_url(
    slack: Workspace, app: App, client: WebClient
) -> None:
    app.command("/llaves")(lambda ack: ack("Para *usted*, <@U0>"))

    @app.action("Tomar")
    def _take(ack: Any, respond: Any, body: Any) -> None:
        assert body["message"]["ts"] == body["container"]["message_ts"]
        assert respond("Tomada.").status_code == 200
        assert respond(text="Tomada por otra", replace_original=True).status_code == 200
        ack()

    camila, otra = slack.add_person("Camila Ospina"), slack.add_person("Sin canal")
    channel = slack.add_channel("llaves-funcionarios", private=True, members=[camila])
    with connected(slack, app):
        client.chat_postMessage(channel=channel.id, text="Solicitud", blocks=[buttons("Tomar", "Devolver")])
        assert camila.messages(channel)[0].buttons == ["Tomar", "Devolver"]
        camila.press("Tomar")
        with pytest.raises(LookupError, match="sees: \\[\\]"):
            otra.press("Tomar")
        assert camila.command("/llaves").text == "Para usted, @U0"
    assert [each.text for each in camila.messages(channel)] == ["Tomada por otra"]
    assert [each.text for each in camila.ephemerals] == ["Tomada.", "Para usted, @U0"]
    with pytest.raises(LookupError):
        otra.messages(channel)


def test_a_button_with_a_dialog_needs_an_answer_to_it(slack: Workspace, app: App, client: WebClient) -> None:
    pressed: list[str] = []
    app.action("Anular")(notes(pressed, lambda body: body["actions"][0]["action_ts"]))
    laura = slack.add_person("Laura Restrepo")
    dialog = {
        "title": text("¿Anular?"),
        "text": text("No se deshace."),
        "confirm": text("Sí"),
        "deny": text("No"),
    }
    with connected(slack, app):
        client.chat_postMessage(
            channel=laura.user_id, text="Su solicitud", blocks=[buttons("Anular", confirm=dialog)]
        )
        with pytest.raises(ConfirmationNeeded, match="No se deshace"):
            laura.press("Anular")
        laura.press("Anular", confirm=False)
        assert pressed == []
        laura.press("Anular", confirm=True)
        laura.press_again()
    assert len(set(pressed)) == 2


def test_the_home_tab_is_drawn_when_it_is_opened(slack: Workspace, app: App) -> None:
    @app.event("app_home_opened")
    def _draw(event: Any, client: Any) -> None:
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [buttons("Ver llaves")]})

    app.action("Ver llaves")(
        lambda ack, client, body: (client.views_open(trigger_id=body["trigger_id"], view=modal()), ack())
    )
    laura = slack.add_person("Laura Restrepo")
    with connected(slack, app):
        assert laura.home is None
        laura.open_home()
        home = laura.wait_for(lambda person: person.home, what="her Home tab")
        assert home.text == "[ Ver llaves ]"
        laura.press("Ver llaves")
    assert laura.modal is not None


def test_closing_tells_the_app_only_when_it_asked(slack: Workspace, app: App) -> None:
    opens(app, modal(notify_on_close=True))
    cleared: list[bool] = []
    app.view_closed("form")(notes(cleared, lambda body: body["is_cleared"]))
    laura = slack.add_person("Laura Restrepo")
    with connected(slack, app):
        laura.command("/llaves")
        laura.close()
        laura.command("/llaves")
        laura.close(everything=True)
    assert cleared == [False, True]


def test_a_late_acknowledgement_is_a_timeout_for_the_person(manifest: Path) -> None:
    late = Event()
    with Workspace(manifest=manifest, ack_seconds=0.2) as slack:
        app = App(client=WebClient(token=slack.bot_token, base_url=slack.api_url))
        app.command("/llaves")(lambda ack: (late.wait(5), ack()))
        with connected(slack, app):
            with pytest.raises(OperationTimeout):
                slack.add_person("Laura Restrepo").command("/llaves")
            late.set()
        assert [each.acked for each in slack.envelopes] == [False]


def test_people_of_other_teams_and_unknown_commands_are_turned_away(slack: Workspace) -> None:
    laura, stranger = slack.add_person("Laura Restrepo"), slack.add_person("Fuera", stranger=True)
    with pytest.raises(PermissionError):
        stranger.command("/llaves")
    with pytest.raises(LookupError, match="/llaves"):
        laura.command("/claves")
    with pytest.raises(DispatchFailed):
        laura.command("/llaves")


def test_a_command_can_be_answered_only_with_a_message(slack: Workspace, app: App) -> None:
    app.command("/llaves")(lambda ack: ack({"response_action": "clear"}))
    laura = slack.add_person("Laura Restrepo")
    with connected(slack, app), pytest.raises(AppFault):
        laura.command("/llaves")
