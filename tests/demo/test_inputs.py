"""What people type and choose: checked by Slack's client, shaped as Slack shapes it, kept across updates."""

from typing import Any

import pytest
from slack_bolt import App

from bot.demo.server import Workspace
from tests.demo.bolt_end import asks, connected, modal, opens, text

NIT = asks("Nit de la entidad", {"type": "plain_text_input", "min_length": 9, "max_length": 10})


def test_what_slacks_client_refuses_never_reaches_the_app(slack: Workspace, app: App) -> None:
    number = {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"}
    blocks = [NIT, asks("Correo", {"type": "email_text_input"}), asks("Cantidad", number, optional=True)]
    opens(app, modal(*blocks, asks("Sitio", {"type": "url_text_input"}, optional=True)))
    laura = slack.add_person("Laura Restrepo")
    with connected(slack, app):
        laura.command("/llaves")
        assert list(laura.submit().errors) == ["Nit de la entidad", "Correo"]
        laura.fill("Nit de la entidad", "12")
        laura.fill("Correo", "laura")
        laura.fill("Cantidad", "1.5")
        laura.fill("Sitio", "ips.example")
        assert list(laura.submit().errors) == ["Nit de la entidad", "Correo", "Cantidad", "Sitio"]
        assert laura.modal is not None
        assert laura.modal.errors["Nit de la entidad"] == "Escriba al menos 9 caracteres."
    assert [each.kind for each in slack.envelopes] == ["slash_commands"]


def test_every_kind_of_input_reaches_the_app_in_slacks_shape(slack: Workspace, app: App) -> None:
    options = [{"text": text("Cédula"), "value": "CC"}, {"text": text("Pasaporte"), "value": "PA"}]
    box = [{"text": text("Acepto"), "value": "yes"}]
    view = modal(
        asks("Tipo", {"type": "static_select", "options": options}),
        asks("Varios", {"type": "multi_static_select", "options": options}),
        asks("Uno", {"type": "radio_buttons", "options": options}),
        asks("Consentimiento", {"type": "checkboxes", "options": box}),
        asks("Vence", {"type": "datepicker"}),
        asks("Encargada", {"type": "users_select"}),
        asks("Nota", {"type": "plain_text_input"}, optional=True),
        asks("Aviso", {"type": "checkboxes", "options": box}, optional=True),
        asks("Otro", {"type": "static_select", "options": options}, optional=True),
    )
    opens(app, view)
    seen: dict[str, Any] = {}

    @app.view("form")
    def _submit(ack: Any, view: Any) -> None:
        seen.update({label: each["value"] for label, each in view["state"]["values"].items()})
        ack()

    laura = slack.add_person("Laura Restrepo")
    with connected(slack, app):
        laura.command("/llaves")
        laura.fill("Tipo", "Pasaporte")
        laura.fill("Varios", ["Cédula", "Pasaporte"])
        laura.fill("Uno", "Cédula")
        laura.fill("Consentimiento", True)
        laura.fill("Vence", "2027-03-18")
        laura.fill("Encargada", laura.name)
        assert "☑ Acepto" in laura.screen
        assert "● Cédula" in laura.screen
        assert "* Encargada: Laura Restrepo" in laura.screen
        assert laura.submit().errors == {}
    assert seen["Tipo"]["selected_option"]["value"] == "PA"
    assert [each["value"] for each in seen["Varios"]["selected_options"]] == ["CC", "PA"]
    assert seen["Uno"]["selected_option"]["value"] == "CC"
    assert seen["Consentimiento"]["selected_options"][0]["value"] == "yes"
    assert seen["Vence"] == {"type": "datepicker", "selected_date": "2027-03-18"}
    assert seen["Encargada"] == {"type": "users_select", "selected_user": laura.user_id}
    assert seen["Nota"] == {"type": "plain_text_input", "value": None}
    assert seen["Aviso"] == {"type": "checkboxes", "selected_options": []}
    assert seen["Otro"] == {"type": "static_select", "selected_option": None}


def test_an_external_select_asks_the_app_what_to_offer(slack: Workspace, app: App) -> None:
    opens(app, modal(asks("Prestador", {"type": "external_select", "min_query_length": 2})))
    asked: list[str] = []

    @app.options("value")
    def _options(ack: Any, payload: Any) -> None:
        asked.append(payload["value"])
        ack(options=[{"text": text("Hospital del Río"), "value": "990010000101"}])

    laura = slack.add_person("Laura Restrepo")
    with connected(slack, app):
        laura.command("/llaves")
        assert laura.options("Prestador", "h") == []
        laura.fill("Prestador", "Hospital del Río", search="río")
        with pytest.raises(LookupError, match="Hospital del Río"):
            laura.fill("Prestador", "Clínica del Mar")
    assert asked == ["río", "Clínica del Mar"]
    assert "* Prestador: Hospital del Río" in laura.screen


def test_typed_input_survives_an_update_only_under_the_same_ids(slack: Workspace, app: App) -> None:
    menu = asks(
        "Clase",
        {"type": "static_select", "options": [{"text": text("IPS"), "value": "ips"}]},
        dispatch_action=True,
    )
    kept = asks("Nombre", {"type": "plain_text_input"})
    lost = asks("Sede", {"type": "plain_text_input"}) | {"block_id": "one"}
    opens(app, modal(menu, kept, lost))

    @app.action("value")
    def _redraw(ack: Any, body: Any, client: Any) -> None:
        view = modal(menu, kept, lost | {"block_id": "two"}, title="Otra")
        client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)
        ack()

    laura = slack.add_person("Laura Restrepo")
    with connected(slack, app):
        laura.command("/llaves")
        laura.fill("Nombre", "Hospital del Río")
        laura.fill("Sede", "Principal")
        laura.fill("Clase", "IPS")
    assert laura.modal is not None
    assert laura.modal.title == "Otra"
    assert "* Nombre: Hospital del Río" in laura.modal.text
    assert "* Sede:\n" in f"{laura.modal.text}\n"
