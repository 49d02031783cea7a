"""The Web API as the official SDK meets it: tokens, scopes, arguments, limits, messages, history."""

import http.client
import json
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.methods.table import METHODS
from bot.demo.server import Workspace
from bot.demo.strict.payloads import method_rules
from tests.demo.bolt_end import buttons


def refused(call: Any, **arguments: Any) -> Any:
    """The answer to a call that must fail."""
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return caught.value.response


def post(slack: Workspace, path: str, body: str, **headers: str) -> tuple[int, dict[str, Any]]:
    connection = http.client.HTTPConnection(urlsplit(slack.api_url).netloc)
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def test_every_method_with_a_rule_is_served() -> None:
    assert set(METHODS) | {"apps.connections.open"} == set(method_rules())


def test_an_authenticated_answer_tells_the_granted_scopes(client: WebClient, slack: Workspace) -> None:
    answer = client.auth_test()
    assert answer["team_id"] == slack.team_id
    assert answer["user_id"] == slack.bot_user_id
    assert (
        answer.headers["x-oauth-scopes"]
        == "commands,chat:write,im:write,users:read,groups:read,groups:history"
    )


def test_wrong_missing_and_misplaced_tokens_are_told_apart(client: WebClient, slack: Workspace) -> None:
    url = slack.api_url
    assert refused(WebClient(token="xoxb-otro", base_url=url).auth_test)["error"] == "invalid_auth"
    assert refused(WebClient(base_url=url).auth_test)["error"] == "not_authed"
    assert (
        refused(WebClient(token=slack.app_token, base_url=url).auth_test)["error"] == "not_allowed_token_type"
    )
    assert (
        refused(client.apps_connections_open, app_token=slack.bot_token)["error"] == "not_allowed_token_type"
    )


def test_unknown_methods_arguments_and_missing_ones_are_refused(client: WebClient) -> None:
    assert refused(client.api_call, api_method="llaves.entregar")["error"] == "unknown_method"
    answer = refused(client.chat_postMessage, channel="C1", text="x", color="rojo")
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] invalid additional property: color"]
    assert refused(client.api_call, api_method="users.info")["error"] == "invalid_arguments"


def test_a_missing_scope_is_named(client: WebClient, slack: Workspace) -> None:
    public = slack.add_channel("general")
    answer = refused(client.conversations_history, channel=public.id)
    assert (answer["error"], answer["needed"]) == ("missing_scope", "channels:history")
    assert refused(client.team_info)["needed"] == "team:read"


def test_forms_json_and_multipart_say_the_same(slack: Workspace) -> None:
    laura = slack.add_person("Laura Restrepo")
    bearer = {"Authorization": f"Bearer {slack.bot_token}"}
    blocks = [{"type": "divider"}]
    form = urlencode(
        {"token": slack.bot_token, "channel": laura.user_id, "text": "uno", "blocks": json.dumps(blocks)}
    )
    as_json = json.dumps({"channel": laura.user_id, "text": "dos", "blocks": blocks})
    parts = f'--b\r\nContent-Disposition: form-data; name="channel"\r\n\r\n{laura.user_id}\r\n'
    parts += '--b\r\nContent-Disposition: form-data; name="text"\r\n\r\ntres años\r\n--b--\r\n'
    path = "/api/chat.postMessage"
    assert post(slack, path, form, **{"Content-Type": "application/x-www-form-urlencoded"})[1]["ok"]
    assert post(slack, path, as_json, **bearer, **{"Content-Type": "application/json; charset=utf-8"})[1][
        "ok"
    ]
    multipart = {"Content-Type": "multipart/form-data; boundary=b"}
    connection = http.client.HTTPConnection(urlsplit(slack.api_url).netloc)
    connection.request("POST", path, parts.encode(), bearer | multipart)
    assert json.loads(connection.getresponse().read())["ok"]
    connection.close()
    assert [each.notification for each in laura.dms] == ["uno", "dos", "tres años"]
    assert (
        post(slack, path, "{", **bearer, **{"Content-Type": "application/json"})[1]["error"] == "invalid_json"
    )


def test_invalid_blocks_post_nothing_and_say_where(client: WebClient, slack: Workspace) -> None:
    laura = slack.add_person("Laura Restrepo")
    answer = refused(client.chat_postMessage, channel=laura.user_id, text="x", blocks=[{"type": "header"}])
    assert answer["error"] == "invalid_blocks"
    assert "/blocks/0" in answer["response_metadata"]["messages"][0]
    assert laura.dms == []


def test_the_app_posts_only_where_it_is(client: WebClient, slack: Workspace) -> None:
    private = slack.add_channel("aparte", private=True, app_is_member=False)
    public = slack.add_channel("general", app_is_member=False)
    old = slack.add_channel("viejo", private=True)
    slack.archive(old)
    gone = slack.add_person("Sin cuenta", deleted=True)
    errors = {
        private.id: "channel_not_found",
        "C404": "channel_not_found",
        public.id: "not_in_channel",
        old.id: "is_archived",
        gone.user_id: "user_disabled",
        slack.bot_user_id: "cannot_dm_bot",
    }
    for channel, error in errors.items():
        assert refused(client.chat_postMessage, channel=channel, text="x")["error"] == error


def test_an_update_without_blocks_removes_them_and_a_long_text_is_refused(
    client: WebClient, slack: Workspace
) -> None:
    laura = slack.add_person("Laura Restrepo")
    sent = client.chat_postMessage(channel=laura.user_id, text="uno", blocks=[buttons("Ver")])
    place = {"channel": sent["channel"], "ts": sent["ts"]}
    client.chat_update(**place, text="dos", blocks=[buttons("Abrir")])
    assert (laura.dms[0].buttons, laura.dms[0].edited, laura.dms[0].revision) == (["Abrir"], False, 1)
    assert refused(client.chat_update, **place, text="x" * 4001)["error"] == "msg_too_long"
    client.chat_update(**place, text="tres")
    assert (laura.dms[0].text, laura.dms[0].buttons, laura.dms[0].edited) == ("tres", [], True)
    assert (
        refused(client.chat_update, channel=sent["channel"], ts="1.000001", text="x")["error"]
        == "message_not_found"
    )


def test_history_gives_whole_metadata_only_when_asked(client: WebClient, slack: Workspace) -> None:
    channel = slack.add_channel("llaves-funcionarios", private=True)
    metadata = {"event_type": "llaves_card", "event_payload": {"operation": "op-1"}}
    first = client.chat_postMessage(channel=channel.id, text="uno", metadata=metadata)
    second = client.chat_postMessage(channel=channel.id, text="dos")
    assert second["ts"] > first["ts"]
    whole = client.conversations_history(channel=channel.id, include_all_metadata=True)
    assert [each["text"] for each in whole["messages"]] == ["dos", "uno"]
    assert whole["messages"][1]["metadata"] == metadata
    plain = client.conversations_history(channel=channel.id)
    assert plain["messages"][1]["metadata"] == {"event_type": "llaves_card"}
    page = client.conversations_history(channel=channel.id, limit=1)
    assert page["has_more"]
    following = client.conversations_history(
        channel=channel.id, cursor=page["response_metadata"]["next_cursor"]
    )
    assert [each["text"] for each in following["messages"]] == ["uno"]
    newer = client.conversations_history(channel=channel.id, oldest=first["ts"])
    assert [each["text"] for each in newer["messages"]] == ["dos"]


def test_posts_into_one_channel_are_paced_and_told_how_long_to_wait(
    client: WebClient, slack: Workspace
) -> None:
    laura, andres = slack.add_person("Laura Restrepo"), slack.add_person("Andrés Quintero")
    direct = [client.chat_postMessage(channel=laura.user_id, text="x")["channel"] for _ in range(2)]
    client.chat_postMessage(channel=direct[0], text="x")
    answer = refused(client.chat_postMessage, channel=laura.user_id, text="x")
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "1")
    client.chat_postMessage(channel=andres.user_id, text="x")
    slack.let_time_pass(1)
    client.chat_postMessage(channel=laura.user_id, text="x")


def test_a_method_has_its_calls_a_minute(client: WebClient, slack: Workspace) -> None:
    laura = slack.add_person("Laura Restrepo")
    for _ in range(method_rules()["users.info"].per_minute):
        client.users_info(user=laura.user_id)
    assert refused(client.users_info, user=laura.user_id).status_code == 429
    slack.let_time_pass(60)
    client.users_info(user=laura.user_id)


def test_people_and_channels_are_described_as_slack_does(client: WebClient, slack: Workspace) -> None:
    guest = slack.add_person("Invitada", restricted=True)
    stranger = slack.add_person("Fuera", stranger=True)
    assert client.users_info(user=guest.user_id)["user"]["is_restricted"]
    outside = client.users_info(user=stranger.user_id)["user"]
    assert outside["is_stranger"]
    assert outside["team_id"] != slack.team_id
    assert refused(client.users_info, user="U404")["error"] == "user_not_found"
    channel = slack.add_channel("llaves-funcionarios", private=True, members=[guest])
    shown = client.conversations_info(channel=channel.id)["channel"]
    assert (shown["is_private"], shown["is_member"], shown["is_archived"]) == (True, True, False)
    assert set(client.conversations_members(channel=channel.id)["members"]) == {
        guest.user_id,
        slack.bot_user_id,
    }
    opened = client.conversations_open(users=guest.user_id)["channel"]["id"]
    assert client.chat_postMessage(channel=guest.user_id, text="x")["channel"] == opened


def test_an_ephemeral_reaches_only_a_member(client: WebClient, slack: Workspace) -> None:
    camila, laura = slack.add_person("Camila Ospina"), slack.add_person("Laura Restrepo")
    channel = slack.add_channel("llaves-funcionarios", private=True, members=[camila])
    sent = client.chat_postEphemeral(channel=channel.id, user=camila.user_id, text="Solo usted")
    assert [each.text for each in camila.ephemerals] == ["Solo usted"]
    assert camila.messages(channel) == []
    answer = refused(client.chat_postEphemeral, channel=channel.id, user=laura.user_id, text="x")
    assert answer["error"] == "user_not_in_channel"
    update = refused(client.chat_update, channel=channel.id, ts=sent["message_ts"], text="x")
    assert update["error"] == "message_not_found"


def test_calls_are_recorded_in_order_without_tokens(client: WebClient, slack: Workspace) -> None:
    client.auth_test()
    refused(client.chat_postMessage, channel="C404", text="x")
    assert [method for method, _ in slack.calls] == ["auth.test", "chat.postMessage"]
    assert slack.bot_token not in str(slack.calls)
