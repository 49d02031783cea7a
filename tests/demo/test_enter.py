"""Text inputs that tell the app what is typed: at Enter, at each character, or with the form."""

from typing import Any

import pytest
from slack_bolt import App

from bot.demo.server import Person, Workspace
from tests.demo.bolt_end import asks, connected, modal, opens, text

ENTER, CHARACTER = "on_enter_pressed", "on_character_entered"


def search(*triggers: str, **more: Any) -> dict[str, Any]:
    """An input that sends what is typed; without triggers it leaves them to Slack."""
    config = {"dispatch_action_config": {"trigger_actions_on": list(triggers)}} if triggers else {}
    element = {"type": "plain_text_input", "placeholder": text("NIT o nombre")} | config
    return asks("Buscar", element, dispatch_action=True) | more


@pytest.fixture
def laura(slack: Workspace) -> Person:
    return slack.add_person("Laura Restrepo")


@pytest.fixture
def seen(app: App) -> list[dict[str, Any]]:
    received: list[dict[str, Any]] = []

    @app.action("value")
    def _typed(ack: Any, body: Any) -> None:
        received.append(body)
        ack()

    return received


@pytest.mark.parametrize("triggers", [(ENTER,), ()])
def test_what_is_typed_is_sent_at_enter_and_not_before(
    slack: Workspace, app: App, laura: Person, seen: list[dict[str, Any]], triggers: tuple[str, ...]
) -> None:
    opens(app, modal(search(*triggers), asks("Nota", {"type": "plain_text_input"})))
    with connected(slack, app):
        laura.command("/llaves")
        laura.fill("Nota", "urgente")
        laura.fill("Buscar", "901000101")
        assert seen == []
        laura.press_enter("Buscar")
    (action,) = seen[0]["actions"]
    assert seen[0]["type"] == "block_actions"
    assert (action["type"], action["block_id"], action["action_id"], action["value"]) == (
        "plain_text_input",
        "Buscar",
        "value",
        "901000101",
    )
    values = seen[0]["view"]["state"]["values"]
    assert values["Buscar"]["value"] == {"type": "plain_text_input", "value": "901000101"}
    assert values["Nota"]["value"]["value"] == "urgente"
    assert seen[0]["trigger_id"]


def test_a_character_trigger_sends_when_it_is_filled_in_and_not_at_enter(
    slack: Workspace, app: App, laura: Person, seen: list[dict[str, Any]]
) -> None:
    opens(app, modal(search(CHARACTER)))
    with connected(slack, app):
        laura.command("/llaves")
        laura.fill("Buscar", "río")
        with pytest.raises(LookupError, match="on_enter_pressed"):
            laura.press_enter("Buscar")
    assert [each["actions"][0]["value"] for each in seen] == ["río"]


def test_both_triggers_send_both_times(
    slack: Workspace, app: App, laura: Person, seen: list[dict[str, Any]]
) -> None:
    opens(app, modal(search(ENTER, CHARACTER)))
    with connected(slack, app):
        laura.command("/llaves")
        laura.fill("Buscar", "río")
        laura.press_enter("Buscar")
    assert [each["actions"][0]["value"] for each in seen] == ["río", "río"]


def test_a_config_without_dispatch_action_sends_nothing(
    slack: Workspace, app: App, laura: Person, seen: list[dict[str, Any]]
) -> None:
    opens(app, modal(search(ENTER, CHARACTER, dispatch_action=False)))
    with connected(slack, app):
        laura.command("/llaves")
        laura.fill("Buscar", "río")
        with pytest.raises(LookupError, match="sends nothing"):
            laura.press_enter("Buscar")
    assert seen == []


def test_enter_in_an_empty_search_sends_that_there_is_nothing(
    slack: Workspace, app: App, laura: Person, seen: list[dict[str, Any]]
) -> None:
    opens(app, modal(search(ENTER)))
    with connected(slack, app):
        laura.command("/llaves")
        laura.press_enter("Buscar")
        with pytest.raises(LookupError, match="there is: \\['Buscar'\\]"):
            laura.press_enter("Nota")
    assert seen[0]["actions"][0]["value"] is None


def test_of_two_searches_the_one_that_is_counted_sends(
    slack: Workspace, app: App, laura: Person, seen: list[dict[str, Any]]
) -> None:
    opens(app, modal(search(ENTER), search(ENTER, block_id="second")))
    with connected(slack, app):
        laura.command("/llaves")
        laura.fill("Buscar", "río", nth=2)
        laura.press_enter("Buscar", nth=2)
    assert seen[0]["actions"][0]["block_id"] == "second"
    assert seen[0]["actions"][0]["value"] == "río"
