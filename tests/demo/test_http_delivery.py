"""HTTP mode: the same conversation over signed requests to Bolt behind waitress."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from bot.demo.server import DispatchFailed, Workspace
from bot.web import serve
from tests.demo.bolt_end import asks, modal, notes, opens, rewritten, text


@contextmanager
def served(slack: Workspace, app: App) -> Iterator[None]:
    """The app at the other end of HTTP."""
    server = serve(SlackRequestHandler(app), "127.0.0.1", 0)
    try:
        slack.deliver_over_http(f"http://127.0.0.1:{server.port}/slack/events")
        slack.wait_for_app()
        yield
    finally:
        server.stop()


@pytest.fixture
def signed_app(slack: Workspace, client: WebClient) -> Iterator[App]:
    app = App(client=client, signing_secret=slack.signing_secret)
    with served(slack, app):
        yield app


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


def offers_one(app: App) -> None:
    opens(app, modal(asks("Prestador", {"type": "external_select", "min_query_length": 0})))
    option = {"text": text("Hospital del Río"), "value": "990010000101"}
    app.options("value")(lambda ack: ack(options=[option]))


def test_menus_ask_nobody_over_http_without_an_options_load_url(slack: Workspace, signed_app: App) -> None:
    offers_one(signed_app)
    laura = slack.add_person("Laura Restrepo")
    laura.command("/llaves")
    with pytest.raises(LookupError, match="message_menu_options_url"):
        laura.options("Prestador")
    with pytest.raises(LookupError, match="message_menu_options_url"):
        laura.fill("Prestador", "Hospital del Río")
    assert [each.kind for each in slack.envelopes] == ["slash_commands"]


def test_menus_ask_at_the_options_load_url_and_the_rest_goes_to_the_request_url(
    slack: Workspace, signed_app: App
) -> None:
    offers_one(signed_app)
    url = slack._courier.http._url  # type: ignore[union-attr]
    laura = slack.add_person("Laura Restrepo")
    slack.deliver_over_http(url, options_url=f"{url}/options")
    laura.command("/llaves")
    with pytest.raises(DispatchFailed, match="404"):
        laura.options("Prestador")
    slack.deliver_over_http(url, options_url=url)
    assert laura.options("Prestador") == ["Hospital del Río"]


def test_the_manifests_options_load_url_lets_menus_ask_over_http(manifest: Path, tmp_path: Path) -> None:
    def _with_url(document: dict[str, Any]) -> None:
        document["settings"]["interactivity"]["message_menu_options_url"] = "https://bot.example.com/events"

    with Workspace(manifest=rewritten(manifest, tmp_path, _with_url)) as slack:
        app = App(
            client=WebClient(token=slack.bot_token, base_url=slack.api_url),
            signing_secret=slack.signing_secret,
        )
        offers_one(app)
        with served(slack, app):
            laura = slack.add_person("Laura Restrepo")
            laura.command("/llaves")
            laura.fill("Prestador", "Hospital del Río")
            assert "* Prestador: Hospital del Río" in laura.screen


def test_a_shortcut_and_an_account_event_arrive_over_http(slack: Workspace, signed_app: App) -> None:
    signed_app.shortcut("request_keys")(
        lambda ack, client, body: (client.views_open(trigger_id=body["trigger_id"], view=modal()), ack())
    )
    signed_app.event("user_change")(lambda ack: ack())
    laura = slack.add_person("Laura Restrepo")
    laura.shortcut("Solicitar llaves")
    assert laura.modal is not None
    slack.deactivate(laura)
    assert [(each.kind, each.acked) for each in slack.envelopes] == [
        ("shortcut", True),
        ("user_change", True),
    ]
