"""Triggers, the view stack, hashes and external ids, as strict as Slack's."""

from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.server import Person, Workspace
from tests.demo.bolt_end import asks, buttons, connected, modal, notes, opens


def error_of(call: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return str(caught.value.response["error"])


@pytest.fixture
def triggers(app: App) -> list[str]:
    """The triggers of commands and of the button "Seguir", oldest first."""
    received: list[str] = []
    app.command("/llaves")(notes(received, lambda body: body["trigger_id"]))
    app.action("Seguir")(notes(received, lambda body: body["trigger_id"]))
    return received


@pytest.fixture
def laura(slack: Workspace) -> Person:
    return slack.add_person("Laura Restrepo")


def test_a_trigger_lives_three_seconds_and_opens_once(
    slack: Workspace, app: App, client: WebClient, triggers: list[str], laura: Person
) -> None:
    with connected(slack, app):
        laura.command("/llaves")
        client.views_open(trigger_id=triggers[0], view=modal())
        assert error_of(client.views_open, trigger_id=triggers[0], view=modal()) == "exchanged_trigger_id"
        laura.command("/llaves")
        slack.let_time_pass(3.1)
        assert error_of(client.views_open, trigger_id=triggers[1], view=modal()) == "expired_trigger_id"
        assert error_of(client.views_open, trigger_id="1.2.abc", view=modal()) == "invalid_trigger_id"


def test_a_refused_view_leaves_its_trigger_good(
    slack: Workspace, app: App, client: WebClient, triggers: list[str], laura: Person
) -> None:
    with connected(slack, app):
        laura.command("/llaves")
        wrong = modal(title="Un título de más de veinticuatro letras")
        assert error_of(client.views_open, trigger_id=triggers[0], view=wrong) == "invalid_arguments"
        client.views_open(trigger_id=triggers[0], view=modal())


def test_a_stack_holds_three_views_pushed_from_within(
    slack: Workspace, app: App, client: WebClient, triggers: list[str], laura: Person
) -> None:
    with connected(slack, app):
        laura.command("/llaves")
        laura.command("/llaves")
        client.views_open(trigger_id=triggers[0], view=modal(buttons("Seguir"), title="1"))
        assert error_of(client.views_push, trigger_id=triggers[1], view=modal()) == "invalid_trigger_id"
        for title in ("2", "3"):
            laura.press("Seguir")
            client.views_push(trigger_id=triggers[-1], view=modal(buttons("Seguir"), title=title))
        laura.press("Seguir")
        assert error_of(client.views_push, trigger_id=triggers[-1], view=modal()) == "push_limit_reached"
    assert laura.modal is not None
    assert laura.modal.title == "3"


def test_a_stale_hash_is_a_conflict_and_a_closed_view_is_gone(
    slack: Workspace, app: App, client: WebClient, triggers: list[str], laura: Person
) -> None:
    with connected(slack, app):
        laura.command("/llaves")
        view = client.views_open(trigger_id=triggers[0], view=modal(external_id="una"))["view"]
        client.views_update(external_id="una", hash=view["hash"], view=modal(title="Dos", external_id="una"))
        stale = {"view_id": view["id"], "hash": view["hash"], "view": modal()}
        assert error_of(client.views_update, **stale) == "hash_conflict"
        laura.close()
        assert error_of(client.views_update, view_id=view["id"], view=modal()) == "not_found"


def test_an_external_id_belongs_to_one_open_view(
    slack: Workspace, app: App, client: WebClient, triggers: list[str], laura: Person
) -> None:
    andres = slack.add_person("Andrés Quintero")
    with connected(slack, app):
        laura.command("/llaves")
        andres.command("/llaves")
        client.views_open(trigger_id=triggers[0], view=modal(external_id="una"))
        second = {"trigger_id": triggers[1], "view": modal(external_id="una")}
        assert error_of(client.views_open, **second) == "duplicate_external_id"


def test_a_home_tab_refuses_modals_and_stale_hashes(client: WebClient, laura: Person) -> None:
    home = {"type": "home", "blocks": [buttons("Ver")]}
    view = client.views_publish(user_id=laura.user_id, view=home)["view"]
    client.views_publish(user_id=laura.user_id, view=home, hash=view["hash"])
    stale = {"user_id": laura.user_id, "view": home, "hash": view["hash"]}
    assert error_of(client.views_publish, **stale) == "hash_conflict"
    assert error_of(client.views_publish, user_id=laura.user_id, view=modal()) == "invalid_arguments"


def test_a_label_that_repeats_must_be_counted(slack: Workspace, app: App, laura: Person) -> None:
    one, two = (
        asks("ClientID", {"type": "plain_text_input"}) | {"block_id": each} for each in ("one", "two")
    )
    opens(app, modal(one, two))
    with connected(slack, app):
        laura.command("/llaves")
        with pytest.raises(LookupError, match=r"nth=1\.\.2"):
            laura.fill("ClientID", "a")
        with pytest.raises(LookupError, match="ClientID"):
            laura.fill("ClientSecret", "a")
        laura.fill("ClientID", "b", nth=2)
    assert "* ClientID:\n* ClientID: b" in laura.screen
