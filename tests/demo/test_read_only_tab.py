"""A manifest that has people write nothing to the app: its conversation then has no place for commands either."""

from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.server import Workspace
from tests.demo.bolt_end import connected, rewritten


def _read_only(document: dict[str, Any]) -> None:
    document["features"]["app_home"]["messages_tab_read_only_enabled"] = True


def test_commands_are_typed_elsewhere_and_alone_means_in_ones_own_notes(
    manifest: Path, tmp_path: Path
) -> None:
    with Workspace(manifest=rewritten(manifest, tmp_path, _read_only)) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        app, places = App(client=client), []

        @app.command("/llaves")
        def _answer(ack: Any, body: Any) -> None:
            places.append((body["channel_id"], body["channel_name"]))
            ack("Buenos días.")

        laura = slack.add_person("Laura Restrepo")
        conversation = client.conversations_open(users=laura.user_id)["channel"]["id"]
        with connected(slack, app):
            with pytest.raises(PermissionError, match="read-only"):
                laura.command("/llaves", conversation)
            laura.command("/llaves")
        ((place, name),) = places
        assert (place != conversation, name) == (True, "directmessage")
        assert laura.ephemerals[-1].text == "Buenos días."
        assert "── Laura Restrepo (usted) ──" in laura.screen
        with pytest.raises(SlackApiError, match="channel_not_found"):
            client.chat_postMessage(channel=place, text="Hola")
