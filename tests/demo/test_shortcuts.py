"""Global shortcuts: run by name, from anywhere, by people of this workspace."""

from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App

from bot.demo.server import AppFault, OperationTimeout, Workspace
from bot.demo.world.manifest import Manifest
from tests.demo.bolt_end import connected, modal, notes, rewritten


def opens_a_form(app: App) -> None:
    @app.shortcut("request_keys")
    def _open(ack: Any, body: Any, client: Any) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal())
        ack()


def test_a_shortcut_opens_a_modal_with_a_payload_of_slacks_shape(slack: Workspace, app: App) -> None:
    seen: list[dict[str, Any]] = []

    @app.shortcut("request_keys")
    def _open(ack: Any, body: Any, client: Any) -> None:
        seen.append(body)
        client.views_open(trigger_id=body["trigger_id"], view=modal())
        ack()

    laura = slack.add_person("Laura Restrepo")
    with connected(slack, app):
        laura.shortcut("Solicitar llaves")
    assert laura.modal is not None
    assert (seen[0]["type"], seen[0]["callback_id"]) == ("shortcut", "request_keys")
    assert seen[0]["team"] == {"id": slack.team_id, "domain": "demo-local"}
    assert seen[0]["user"] == {"id": laura.user_id, "username": "laura.restrepo", "team_id": slack.team_id}
    assert {"token", "action_ts", "trigger_id"} <= set(seen[0])
    assert not {"channel", "channel_id", "response_url", "message", "view"} & set(seen[0])
    assert [each.kind for each in slack.envelopes] == ["shortcut"]


def test_a_shortcut_answered_with_a_message_is_the_apps_fault(slack: Workspace, app: App) -> None:
    app.shortcut("request_keys")(notes([], lambda body: body, "Listo"))
    laura = slack.add_person("Laura Restrepo")
    with connected(slack, app), pytest.raises(AppFault, match="empty body"):
        laura.shortcut("Solicitar llaves")


def test_a_shortcut_without_an_app_is_a_timeout(slack: Workspace) -> None:
    with pytest.raises(OperationTimeout):
        slack.add_person("Laura Restrepo").shortcut("Solicitar llaves")


@pytest.mark.parametrize("name", ["Solicitar", "Usar mensaje", "request_keys"])
def test_only_the_visible_name_of_a_global_shortcut_runs_it(slack: Workspace, name: str) -> None:
    with pytest.raises(LookupError, match=r"it has \['Solicitar llaves'\]"):
        slack.add_person("Laura Restrepo").shortcut(name)
    assert slack.envelopes == []


def test_guests_run_shortcuts_and_people_of_other_teams_do_not(slack: Workspace, app: App) -> None:
    opens_a_form(app)
    guest = slack.add_person("Invitada", restricted=True)
    outsider = slack.add_person("Fuera", team_id="T0OTHERTEAM")
    with connected(slack, app):
        guest.shortcut("Solicitar llaves")
        with pytest.raises(PermissionError):
            outsider.shortcut("Solicitar llaves")
    assert guest.modal is not None
    assert outsider.modal is None


def test_the_manifest_tells_shortcuts_of_both_kinds_apart(manifest: Path) -> None:
    read = Manifest.load(manifest)
    assert [(each.name, each.callback_id, each.kind) for each in read.shortcuts] == [
        ("Solicitar llaves", "request_keys", "global"),
        ("Usar mensaje", "use_message", "message"),
    ]
    assert list(read.global_shortcuts) == ["Solicitar llaves"]


def _without_commands(document: dict[str, Any]) -> None:
    document["oauth_config"]["scopes"]["bot"].remove("commands")


def _without_interactivity(document: dict[str, Any]) -> None:
    document["settings"]["interactivity"]["is_enabled"] = False


@pytest.mark.parametrize("change", [_without_commands, _without_interactivity])
def test_shortcuts_need_the_scope_commands_and_interactivity(
    manifest: Path, tmp_path: Path, change: Any
) -> None:
    with Workspace(manifest=rewritten(manifest, tmp_path, change)) as slack:
        laura = slack.add_person("Laura Restrepo")
        assert laura.shortcuts == []
        with pytest.raises(LookupError):
            laura.shortcut("Solicitar llaves")
