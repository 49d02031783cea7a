"""What a person has in front of them: the latest of each conversation, and the window before it."""

from slack_bolt import App
from slack_sdk import WebClient

from bot.demo.server import Workspace
from tests.demo.bolt_end import asks, buttons, connected, modal, opens, text


def test_the_last_three_messages_of_a_channel_are_shown_newest_at_the_bottom(
    client: WebClient, slack: Workspace
) -> None:
    camila = slack.add_person("Camila Ospina")
    channel = slack.add_channel("llaves-funcionarios", members=[camila])
    for number in range(1, 6):
        client.chat_postMessage(channel=channel.id, text=f"mensaje {number}")
        slack.let_time_pass(1)
    shown = camila.screen
    assert shown.index("(más arriba: 2 mensajes)") < shown.index("mensaje 3") < shown.index("mensaje 5")
    assert "mensaje 2\n" not in shown


def test_ephemerals_are_marked_and_never_hide_the_last_real_message(
    client: WebClient, slack: Workspace
) -> None:
    camila = slack.add_person("Camila Ospina")
    channel = slack.add_channel("llaves-funcionarios", members=[camila])
    client.chat_postMessage(channel=channel.id, text="la tarjeta")
    for number in range(1, 5):
        client.chat_postEphemeral(channel=channel.id, user=camila.user_id, text=f"aviso {number}")
    shown = camila.screen
    assert shown.startswith("── #llaves-funcionarios ──\n(más arriba: 1 mensaje)\n")
    assert shown.index("la tarjeta") < shown.index("aviso 2") < shown.index("aviso 4")
    assert shown.endswith("aviso 4\n(Solo usted puede ver este mensaje)")
    assert shown.count("(Solo usted puede ver este mensaje)") == 3


def test_with_a_window_open_its_fields_are_the_only_ones(slack: Workspace, app: App) -> None:
    options = [{"text": text("Sí"), "value": "yes"}]
    menu = {"type": "static_select", "action_id": "menu", "placeholder": text("Elija"), "options": options}
    opens(app, modal(asks("Nit", {"type": "plain_text_input", "max_length": 3}), asks("Clase", menu)))
    laura = slack.add_person("Laura Restrepo")
    channel = slack.add_channel("general", members=[laura])
    with connected(slack, app):
        app.client.chat_postMessage(
            channel=channel.id,
            text="x",
            blocks=[{"type": "actions", "elements": [menu]}, buttons("Aprobar")],
        )
        assert [each.label for each in laura.fields] == ["Elija"]
        laura.command("/llaves")
        assert [each.label for each in laura.fields] == ["Nit", "Clase"]
        assert "* Clase: [ Elija ▾ ]" in laura.screen
        assert "Aprobar" not in laura.screen
        assert "[ Aprobar ]" in laura.conversations
        laura.fill("Nit", "9010")
    assert laura.complaint("Nit") == "Escriba como máximo 3 caracteres."
    assert laura.complaint("Clase") == "Complete este campo obligatorio."
