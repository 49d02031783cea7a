"""Trouble on demand, as the official SDK and Bolt meet it."""

import logging
from concurrent.futures import ThreadPoolExecutor
from http.client import RemoteDisconnected
from urllib.error import URLError

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.server import Workspace
from tests.demo.bolt_end import connected, notes


@pytest.fixture(autouse=True)
def _quiet_sdk(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "slack_sdk")


@pytest.mark.parametrize("stored", [True, False])
def test_a_dropped_connection_leaves_the_caller_in_doubt(
    slack: Workspace, client: WebClient, *, stored: bool
) -> None:
    laura = slack.add_person("Laura Restrepo")
    slack.faults.drop_connection("chat.postMessage", stored)
    with pytest.raises((RemoteDisconnected, ConnectionResetError, URLError)):
        client.chat_postMessage(channel=laura.user_id, text="uno")
    assert len(laura.dms) == int(stored)
    client.chat_postMessage(channel=laura.user_id, text="dos")
    assert laura.dms[-1].text == "dos"


@pytest.mark.parametrize("stored", [True, False])
def test_a_held_call_waits_before_or_after_its_effect(
    slack: Workspace, client: WebClient, *, stored: bool
) -> None:
    laura = slack.add_person("Laura Restrepo")
    with ThreadPoolExecutor(1) as pool, slack.faults.hold("chat.postMessage", stored=stored) as hold:
        call = pool.submit(client.chat_postMessage, channel=laura.user_id, text="uno")
        assert hold.reached.wait(5)
        assert len(laura.dms) == int(stored)
        assert not call.done()
        hold.release()
        assert call.result(5)["ok"]
    assert [each.text for each in laura.dms] == ["uno"]


def test_a_caller_who_gives_up_on_a_held_call_has_no_effect(slack: Workspace) -> None:
    laura = slack.add_person("Laura Restrepo")
    hasty = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=1)
    slack.faults.hold("chat.postMessage", stored=False)
    with pytest.raises((TimeoutError, URLError)):
        hasty.chat_postMessage(channel=laura.user_id, text="uno")
    laura.wait_for(
        lambda _: any(method == "chat.postMessage" for method, _ in slack.calls), what="the hang-up"
    )
    assert laura.dms == []


def test_stopping_does_not_wait_for_held_calls(slack: Workspace, client: WebClient) -> None:
    hold = slack.faults.hold("auth.test", stored=False)
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(client.auth_test)
        assert hold.reached.wait(5)
        slack.stop()
        assert isinstance(call.exception(5), OSError)


def test_ordered_refusals_come_once_and_in_order(slack: Workspace, client: WebClient) -> None:
    slack.faults.rate_limit("auth.test", retry_after=7)
    slack.faults.fail("auth.test", "internal_error", http_status=500)
    slack.faults.non_json("auth.test")
    found = []
    for _ in range(3):
        with pytest.raises(SlackApiError) as caught:
            client.auth_test()
        found.append((caught.value.response.status_code, caught.value.response.headers.get("Retry-After")))
    assert found == [(429, "7"), (500, None), (503, None)]
    assert client.auth_test()["ok"]


def test_a_redelivered_command_reaches_the_app_twice_with_one_trigger(slack: Workspace, app: App) -> None:
    triggers: list[str] = []
    app.command("/llaves")(notes(triggers, lambda body: body["trigger_id"], "Listo"))
    laura = slack.add_person("Laura Restrepo")
    slack.faults.redeliver()
    with connected(slack, app):
        assert laura.command("/llaves").text == "Listo"
        assert len(triggers) == 2
        assert len(set(triggers)) == 1
        assert len(laura.ephemerals) == 1
        laura.command("/llaves")
    assert len(triggers) == 3


def test_a_renewed_connection_carries_the_next_command(slack: Workspace, app: App) -> None:
    app.command("/llaves")(lambda ack: ack("Listo"))
    laura = slack.add_person("Laura Restrepo")
    with connected(slack, app):
        slack.faults.disconnect_sockets()
        slack.wait_for_app()
        assert laura.command("/llaves").text == "Listo"
    assert [method for method, _ in slack.calls].count("apps.connections.open") == 2
