"""HTTP mode: the same conversation over signed requests to Bolt behind waitress."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient
from waitress.server import create_server  # type: ignore[import-untyped]  # it ships no types

from bot.demo.server import DispatchFailed, Workspace
from tests.demo.bolt_end import asks, modal, notes, opens


@pytest.fixture
def signed_app(slack: Workspace, client: WebClient) -> Iterator[App]:
    app = App(client=client, signing_secret=slack.signing_secret)
    server = create_server(SlackRequestHandler(app), host="127.0.0.1", port=0)
    thread = Thread(target=server.run)
    thread.start()
    slack.deliver_over_http(f"http://127.0.0.1:{server.effective_port}/slack/events")
    slack.wait_for_app()
    yield app
    server.close()
    thread.join(5)


def test_a_form_is_filled_in_over_http(slack: Workspace, signed_app: App) -> None:
    opens(signed_app, modal(asks("Año", {"type": "plain_text_input"})))
    seen: list[str] = []

    @signed_app.view("form")
    def _submit(ack: Any, view: Any) -> None:
        seen.append(view["state"]["values"]["Año"]["value"]["value"])
        ack(response_action="errors", errors={"Año": "No."}) if len(seen) == 1 else ack()

    laura = slack.add_person("Laura Restrepo")
    assert laura.command("/llaves solicitar").text == ""
    laura.fill("Año", "«dos mil»")
    assert laura.submit().errors == {"Año": "No."}
    assert laura.submit().errors == {}
    assert laura.modal is None
    assert seen == ["«dos mil»", "«dos mil»"]
    assert all(each.acked for each in slack.envelopes)


def test_a_command_is_answered_and_delivered_twice_over_http(slack: Workspace, signed_app: App) -> None:
    texts: list[str] = []
    signed_app.command("/llaves")(notes(texts, lambda body: body["text"], "Listo"))
    laura = slack.add_person("Laura Restrepo")
    slack.faults.redeliver()
    assert laura.command("/llaves estado & más").text == "Listo"
    assert texts == ["estado & más"] * 2


def test_home_events_arrive_over_http(slack: Workspace, signed_app: App) -> None:
    @signed_app.event("app_home_opened")
    def _draw(event: Any, client: Any) -> None:
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [{"type": "divider"}]})

    laura = slack.add_person("Laura Restrepo")
    laura.open_home()
    assert laura.wait_for(lambda person: person.home, what="her Home tab").text.startswith("─")


def test_a_request_signed_with_another_secret_is_refused_by_the_app(
    slack: Workspace, manifest: Path, signed_app: App
) -> None:
    assert signed_app.name
    stranger_url = slack._courier.http._url  # type: ignore[union-attr]
    with Workspace(manifest=manifest) as other:
        other.deliver_over_http(stranger_url)
        with pytest.raises(DispatchFailed, match="401"):
            other.add_person("Fuera").command("/llaves")
