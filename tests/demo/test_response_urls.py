"""Response URLs: five uses, thirty minutes, and only what Slack takes."""

from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.demo.server import Person, Workspace
from tests.demo.bolt_end import buttons, connected, notes


@pytest.fixture
def laura(slack: Workspace) -> Person:
    return slack.add_person("Laura Restrepo")


@pytest.fixture
def hook(slack: Workspace, app: App, client: WebClient, laura: Person) -> WebhookClient:
    """The response URL of the button "Ver" in a direct message."""
    urls: list[str] = []
    app.action("Ver")(notes(urls, lambda body: body["response_url"]))
    client.chat_postMessage(channel=laura.user_id, text="Llaves", blocks=[buttons("Ver")])
    with connected(slack, app):
        laura.press("Ver")
    return WebhookClient(urls[0])


def error(answer: WebhookResponse) -> tuple[int, bool]:
    return answer.status_code, '"ok":false' in answer.body


def test_the_sixth_use_is_refused(hook: WebhookClient, laura: Person) -> None:
    for number in range(5):
        assert hook.send(text=str(number)).body == "ok"
    sixth = hook.send(text="5")
    assert (sixth.status_code, "used_url" in sixth.body) == (404, True)
    assert [each.text for each in laura.ephemerals] == list("01234")


def test_after_thirty_minutes_it_is_refused(hook: WebhookClient, slack: Workspace) -> None:
    slack.let_time_pass(30 * 60 + 1)
    late = hook.send(text="tarde")
    assert (late.status_code, "expired_url" in late.body) == (404, True)


def test_the_original_is_replaced_and_deleted(hook: WebhookClient, laura: Person) -> None:
    hook.send(text="Vista", replace_original=True)
    assert [each.text for each in laura.dms] == ["Vista"]
    assert error(hook.send(delete_original=True, text="y algo más")) == (400, True)
    hook.send(delete_original=True)
    assert laura.dms == []
    assert "message_not_found" in hook.send(delete_original=True).body


@pytest.mark.parametrize(
    "body", [{"text": "x", "color": "rojo"}, {"response_type": "secret", "text": "x"}, {}]
)
def test_what_is_no_message_is_refused_without_counting(
    hook: WebhookClient, laura: Person, body: dict[str, Any]
) -> None:
    for _ in range(6):
        assert error(hook.send_dict(body)) == (400, True)
    assert laura.ephemerals == []
    assert hook.send(text="bien").status_code == 200
