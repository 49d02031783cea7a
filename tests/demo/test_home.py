"""The Home tab: published, opened, redrawn and pressed."""

from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.server import Person, Workspace
from tests.demo.bolt_end import asks, buttons, connected, modal, notes, rewritten, row


def home(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "home", "blocks": list(blocks)} | more


@pytest.fixture
def laura(slack: Workspace) -> Person:
    return slack.add_person("Laura Restrepo")


def test_the_tab_reads_as_last_published_to_those_who_open_it(
    slack: Workspace, client: WebClient, laura: Person
) -> None:
    client.views_publish(user_id=laura.user_id, view=home(row("*Sede Norte*", "Ver llaves", "1")))
    assert "Sede Norte" not in laura.screen
    laura.open_home()
    assert laura.home is not None
    assert laura.home.text == "Sede Norte\n[ Ver llaves ]"
    assert laura.screen.startswith("══ Inicio ══\nSede Norte")
    laura.leave_home()
    assert "Sede Norte" not in laura.screen
    assert slack.add_person("Andrés Quintero").published_home is None


def test_whoever_waits_sees_the_tab_redrawn(slack: Workspace, app: App, laura: Person) -> None:
    @app.event("app_home_opened")
    def _draw(event: Any, client: WebClient) -> None:
        visit = "segunda" if "view" in event else "primera"
        guard = {"hash": event["view"]["hash"]} if "view" in event else {}
        client.views_publish(user_id=event["user"], view=home(row(visit, "Ver", "1")), **guard)

    with connected(slack, app):
        laura.open_home()
        laura.wait_for(lambda who: who.home and "primera" in who.home.text)
        laura.open_home()
        laura.wait_for(lambda who: who.home and "segunda" in who.home.text)


def test_a_button_of_the_tab_opens_a_modal_and_cannot_push_one(
    slack: Workspace, app: App, client: WebClient, laura: Person
) -> None:
    seen: list[dict[str, Any]] = []
    app.action("Solicitar")(notes(seen, lambda body: body))
    search = asks("Buscar", {"type": "plain_text_input"}, dispatch_action=True)
    client.views_publish(user_id=laura.user_id, view=home(search, buttons("Solicitar"), private_metadata="x"))
    app.event("app_home_opened")(lambda ack: ack())
    with connected(slack, app):
        laura.open_home()
        laura.fill("Buscar", "río")
        laura.press("Solicitar")
        with pytest.raises(SlackApiError, match="invalid_trigger_id"):
            client.views_push(trigger_id=seen[0]["trigger_id"], view=modal())
        client.views_open(trigger_id=seen[0]["trigger_id"], view=modal())
    assert laura.modal is not None
    assert seen[0]["container"]["type"] == "view"
    assert (seen[0]["view"]["type"], seen[0]["view"]["private_metadata"]) == ("home", "x")
    assert seen[0]["view"]["state"]["values"]["Buscar"]["value"]["value"] == "río"


def test_the_event_is_sent_only_to_who_subscribed(manifest: Path, tmp_path: Path) -> None:
    def _unsubscribed(document: dict[str, Any]) -> None:
        document["settings"]["event_subscriptions"]["bot_events"].remove("app_home_opened")

    with Workspace(manifest=rewritten(manifest, tmp_path, _unsubscribed)) as slack:
        slack.add_person("Laura Restrepo").open_home()
        assert slack.envelopes == []


def test_an_app_without_the_tab_neither_opens_nor_publishes_it(manifest: Path, tmp_path: Path) -> None:
    def _without(document: dict[str, Any]) -> None:
        document["features"]["app_home"]["home_tab_enabled"] = False

    with Workspace(manifest=rewritten(manifest, tmp_path, _without)) as slack:
        laura = slack.add_person("Laura Restrepo")
        with pytest.raises(LookupError):
            laura.open_home()
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        with pytest.raises(SlackApiError, match="not_enabled"):
            client.views_publish(user_id=laura.user_id, view=home())


def test_nothing_is_published_for_who_has_no_account(
    slack: Workspace, client: WebClient, laura: Person
) -> None:
    slack.deactivate(laura)
    for user_id in (laura.user_id, "U404", slack.bot_user_id):
        with pytest.raises(SlackApiError) as caught:
            client.views_publish(user_id=user_id, view=home())
        assert caught.value.response["error"] == "invalid_arguments"
        assert caught.value.response["response_metadata"]["messages"] == ["invalid `user_id`"]
    assert laura.published_home is None


@pytest.mark.parametrize(
    ("view", "where"),
    [
        (home({"type": "alert", "text": {"type": "plain_text", "text": "Ojo"}}), "/view/blocks/0/type"),
        (home({"type": "markdown", "text": "Ojo"}), "/view/blocks/0/type"),
        (home(*[{"type": "divider"}] * 101), "/view/blocks"),
        (home(title={"type": "plain_text", "text": "Llaves"}), "/view"),
        (home(row("", "Ver", "1")), "/view/blocks/0/text/text"),
    ],
)
def test_a_tab_that_slack_would_refuse_leaves_the_one_before(
    client: WebClient, laura: Person, view: dict[str, Any], where: str
) -> None:
    client.views_publish(user_id=laura.user_id, view=home(buttons("Ver")))
    with pytest.raises(SlackApiError) as caught:
        client.views_publish(user_id=laura.user_id, view=view)
    assert caught.value.response["error"] == "invalid_arguments"
    assert f"[json-pointer:{where}]" in caught.value.response["response_metadata"]["messages"][0]
    assert laura.published_home is not None
    assert laura.published_home.text == "[ Ver ]"
