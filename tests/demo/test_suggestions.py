"""External menus: what they ask the app, when, and what it may answer."""

from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.server import AppFault, Person, Workspace
from tests.demo.bolt_end import asks, connected, modal, opens, text

HOSPITAL = {"text": text("Hospital del Río"), "value": "990010000101"}
CLINIC = {"text": text("Clínica del Mar"), "value": "990020000201"}


def menu(**more: Any) -> dict[str, Any]:
    return {"type": "external_select", "placeholder": text("Busque el prestador")} | more


def offers(app: App, *options: dict[str, Any]) -> list[dict[str, Any]]:
    """The app offers the options that contain what was typed; returns what it is asked."""
    asked: list[dict[str, Any]] = []

    @app.options("value")
    def _options(ack: Any, body: Any) -> None:
        asked.append(body)
        ack(options=[each for each in options if body["value"].lower() in each["text"]["text"].lower()])

    return asked


@pytest.fixture
def laura(slack: Workspace) -> Person:
    return slack.add_person("Laura Restrepo")


def test_a_menu_without_a_shortest_query_asks_when_it_is_opened(
    slack: Workspace, app: App, laura: Person
) -> None:
    opens(app, modal(asks("Prestador", menu(min_query_length=0))))
    asked = offers(app, HOSPITAL, CLINIC)
    with connected(slack, app):
        laura.command("/llaves")
        assert "* Prestador: [ Busque el prestador ▾ ]" in laura.screen
        assert laura.options("Prestador") == ["Hospital del Río", "Clínica del Mar"]
        assert laura.options("Prestador", "mar") == ["Clínica del Mar"]
        assert laura.options("Prestador", "nada") == []
        assert laura.modal is not None
        view_id = laura.modal.raw["id"]
    assert [each["value"] for each in asked] == ["", "mar", "nada"]
    assert asked[0]["container"] == {"type": "view", "view_id": view_id}
    assert (asked[0]["block_id"], asked[0]["action_id"]) == ("Prestador", "value")
    assert "trigger_id" not in asked[0]


def test_three_letters_are_asked_for_unless_the_menu_says_otherwise(
    slack: Workspace, app: App, laura: Person
) -> None:
    opens(app, modal(asks("Prestador", menu())))
    asked = offers(app, HOSPITAL)
    with connected(slack, app):
        laura.command("/llaves")
        assert laura.options("Prestador", "ho") == []
        assert laura.options("Prestador", "hos") == ["Hospital del Río"]
    assert [each["value"] for each in asked] == ["hos"]


def test_choosing_in_a_dispatching_menu_reaches_the_app_at_once(
    slack: Workspace, app: App, laura: Person
) -> None:
    opens(app, modal(asks("Prestador", menu(min_query_length=0), dispatch_action=True)))
    offers(app, HOSPITAL, CLINIC)
    seen: list[dict[str, Any]] = []

    @app.action("value")
    def _chosen(ack: Any, body: Any) -> None:
        seen.append(body)
        ack()

    with connected(slack, app):
        laura.command("/llaves")
        laura.fill("Prestador", "Clínica del Mar", search="")
    (action,) = seen[0]["actions"]
    assert (action["type"], action["selected_option"]) == ("external_select", CLINIC)
    assert seen[0]["view"]["state"]["values"]["Prestador"]["value"]["selected_option"] == CLINIC
    assert "* Prestador: Clínica del Mar" in laura.screen


def test_an_initial_option_is_shown_and_submitted_without_being_asked_for(
    slack: Workspace, app: App, laura: Person
) -> None:
    opens(app, modal(asks("Prestador", menu(initial_option=HOSPITAL))))
    seen: list[dict[str, Any]] = []

    @app.view("form")
    def _submit(ack: Any, view: Any) -> None:
        seen.append(view["state"]["values"]["Prestador"]["value"])
        ack()

    with connected(slack, app):
        laura.command("/llaves")
        assert "* Prestador: Hospital del Río" in laura.screen
        assert laura.submit().errors == {}
    assert seen == [{"type": "external_select", "selected_option": HOSPITAL}]


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": text("Hospital"), "value": "9" * 151},
        {"text": text("H" * 76), "value": "9"},
        {"text": {"type": "mrkdwn", "text": "Hospital"}, "value": "9"},
        {"text": text("Hospital")},
    ],
)
def test_an_initial_option_that_is_none_is_refused(
    slack: Workspace, app: App, laura: Person, wrong: dict[str, Any]
) -> None:
    refused: list[Any] = []

    @app.command("/llaves")
    def _open(ack: Any, body: Any, client: WebClient) -> None:
        view = modal(asks("Prestador", menu(initial_option=wrong)))
        with pytest.raises(SlackApiError) as caught:
            client.views_open(trigger_id=body["trigger_id"], view=view)
        refused.append(caught.value.response)
        ack()

    with connected(slack, app):
        laura.command("/llaves")
    assert refused[0]["error"] == "invalid_arguments"
    assert "/initial_option" in refused[0]["response_metadata"]["messages"][0]


@pytest.mark.parametrize(
    "answer",
    [
        {"text": "Hospital"},
        {"options": [HOSPITAL], "option_groups": []},
        {"options": [HOSPITAL | {"url": "https://example.org"}]},
        {"options": [{"text": text("H" * 76), "value": "9"}]},
        {"options": [{"text": text("H"), "value": "9" * 151}]},
        {"options": [{"text": text(f"H{each}"), "value": str(each)} for each in range(101)]},
        {"option_groups": [{"label": text("IPS")}]},
        {"option_groups": [{"label": text("IPS"), "options": [HOSPITAL, {"text": text("x")}]}]},
    ],
)
def test_options_slack_would_refuse_are_the_apps_fault(
    slack: Workspace, app: App, laura: Person, answer: dict[str, Any]
) -> None:
    opens(app, modal(asks("Prestador", menu(min_query_length=0))))
    app.options("value")(lambda ack: ack(answer))
    with connected(slack, app):
        laura.command("/llaves")
        with pytest.raises(AppFault):
            laura.options("Prestador")


def test_options_may_come_in_groups(slack: Workspace, app: App, laura: Person) -> None:
    opens(app, modal(asks("Prestador", menu(min_query_length=0))))
    groups = [
        {"label": text("Villaflor"), "options": [HOSPITAL]},
        {"label": text("Mar"), "options": [CLINIC]},
    ]
    app.options("value")(lambda ack: ack(option_groups=groups))
    with connected(slack, app):
        laura.command("/llaves")
        assert laura.options("Prestador") == ["Hospital del Río", "Clínica del Mar"]
        laura.fill("Prestador", "Clínica del Mar")
    assert "* Prestador: Clínica del Mar" in laura.screen
