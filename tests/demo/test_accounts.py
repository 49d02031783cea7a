"""Accounts that an administrator closes, opens again and restricts, and what the app hears of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.server import Workspace
from tests.demo.bolt_end import asks, buttons, connected, modal, opens, rewritten


def test_deactivating_making_a_guest_and_reactivating_each_send_the_account(
    slack: Workspace, app: App, client: WebClient
) -> None:
    laura = slack.add_person("Laura Restrepo", email="laura@ips.example")

    @app.event("user_change")
    def _note(event: Any) -> None:
        state = f"{event['user']['deleted']} {event['user']['is_restricted']}"
        client.chat_postMessage(channel=witness.user_id, text=f"{event['user']['id']} {state}")

    witness = slack.add_person("Camila Ospina")
    with connected(slack, app):
        for number, change in enumerate((slack.deactivate, slack.reactivate, slack.make_guest), start=1):
            change(laura)
            witness.wait_for(lambda who, number=number: len(who.dms) == number)  # type: ignore[misc]
    said = [each.text.partition(" ")[2] for each in witness.dms]
    assert said == ["True False", "False False", "False True"]
    assert all(each.text.startswith(laura.user_id) for each in witness.dms)


def test_the_event_has_slacks_wrapper_and_the_user_as_users_info_tells_it(
    slack: Workspace, app: App, client: WebClient
) -> None:
    heard: list[dict[str, Any]] = []

    @app.event("user_change")
    def _note(body: Any) -> None:
        heard.append(body)
        client.auth_test()  # wakes whoever waits

    laura = slack.add_person("Laura Restrepo", email="laura@ips.example")
    with connected(slack, app):
        slack.deactivate(laura)
        laura.wait_for(lambda _: heard, what="the event")
    (body,) = heard
    assert body["type"] == "event_callback"
    assert body["event_id"].startswith("Ev")
    assert body["event"]["type"] == "user_change"
    assert isinstance(body["event"]["cache_ts"], int)
    assert isinstance(body["event"]["event_ts"], str)
    assert body["event"]["user"] == client.users_info(user=laura.user_id)["user"]
    assert "email" not in body["event"]["user"]["profile"]
    assert [(each.kind, each.acked) for each in slack.envelopes] == [("user_change", True)]


def test_the_event_tells_the_address_only_with_its_scope(manifest: Path, tmp_path: Path) -> None:
    def _with_mail(document: dict[str, Any]) -> None:
        document["oauth_config"]["scopes"]["bot"].append("users:read.email")

    with Workspace(manifest=rewritten(manifest, tmp_path, _with_mail)) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        app, heard = App(client=client), []

        @app.event("user_change")
        def _note(event: Any) -> None:
            heard.append(event["user"]["profile"]["email"])
            client.auth_test()  # wakes whoever waits

        laura = slack.add_person("Laura Restrepo", email="laura@ips.example")
        with connected(slack, app):
            slack.make_guest(laura)
            laura.wait_for(lambda _: heard, what="the event")
    assert heard == ["laura@ips.example"]


def _unsubscribed(document: dict[str, Any]) -> None:
    document["settings"]["event_subscriptions"]["bot_events"].remove("user_change")


def _unscoped(document: dict[str, Any]) -> None:
    document["oauth_config"]["scopes"]["bot"].remove("users:read")


@pytest.mark.parametrize("change", [_unsubscribed, _unscoped])
def test_no_event_without_the_subscription_or_its_scope(
    manifest: Path, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    with Workspace(manifest=rewritten(manifest, tmp_path, change)) as slack:
        laura = slack.add_person("Laura Restrepo")
        slack.deactivate(laura)
        assert laura.deactivated
        assert slack.envelopes == []


def test_a_change_that_changes_nothing_and_a_strangers_send_no_event(slack: Workspace) -> None:
    laura, stranger = slack.add_person("Laura Restrepo"), slack.add_person("Fuera", stranger=True)
    slack.reactivate(laura)
    slack.deactivate(stranger)
    assert slack.envelopes == []


def test_a_deactivated_person_loses_what_is_open_and_can_do_nothing(
    slack: Workspace, app: App, client: WebClient
) -> None:
    opens(app, modal(asks("Nit", {"type": "plain_text_input"}), notify_on_close=True))
    laura = slack.add_person("Laura Restrepo")
    acts: list[Callable[[], object]] = [
        lambda: laura.command("/llaves"),
        lambda: laura.shortcut("Solicitar llaves"),
        lambda: laura.fill("Nit", "9"),
        lambda: laura.press_enter("Nit"),
        lambda: laura.options("Nit"),
        laura.submit,
        lambda: laura.press("Ver"),
        laura.press_again,
        laura.close,
        laura.open_home,
        laura.leave_home,
    ]
    app.action("Ver")(lambda ack: ack())
    app.event("user_change")(lambda ack: ack())
    with connected(slack, app):
        client.chat_postMessage(channel=laura.user_id, text="x", blocks=[buttons("Ver")])
        laura.press("Ver")
        laura.command("/llaves")
        slack.deactivate(laura)
        assert laura.modal is None
        before = len(slack.envelopes)
        for act in acts:
            with pytest.raises(PermissionError, match="deactivated"):
                act()
        assert len(slack.envelopes) == before
        assert "view_closed" not in [each.kind for each in slack.envelopes]
        slack.reactivate(laura)
        assert laura.modal is None
        laura.command("/llaves")
        assert laura.modal is not None


def test_the_web_api_tells_a_deactivated_account_and_does_not_write_to_it(
    slack: Workspace, client: WebClient
) -> None:
    laura = slack.add_person("Laura Restrepo")
    slack.deactivate(laura)
    assert client.users_info(user=laura.user_id)["user"]["deleted"] is True
    with pytest.raises(SlackApiError, match="user_disabled"):
        client.chat_postMessage(channel=laura.user_id, text="x")
