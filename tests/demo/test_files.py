"""Files as the official SDK uploads them, and what people see of them."""

import http.client
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.server import Channel, Person, Workspace
from bot.demo.world.manifest import Manifest

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
CONTENT = b"\xef\xbb\xbfnombre;vence\r\n\x00\xff"


@pytest.fixture
def slack() -> Iterator[Workspace]:
    with Workspace(manifest=MANIFEST) as running:
        yield running


@pytest.fixture
def camila(slack: Workspace) -> Person:
    return slack.add_person("Camila Ospina")


@pytest.fixture
def managers(slack: Workspace, camila: Person) -> Channel:
    return slack.add_channel("gerentes", private=True, members=[camila])


def code_of(call: Any, **arguments: Any) -> str:
    """The error of a call that must fail."""
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return str(caught.value.response["error"])


def begin(client: WebClient, name: str = "lista.csv", length: int = len(CONTENT)) -> tuple[str, str]:
    answer = client.files_getUploadURLExternal(filename=name, length=length)
    return answer["file_id"], answer["upload_url"]


def send(url: str, content: bytes = CONTENT, kind: str = "application/octet-stream") -> int:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc)
    try:
        connection.request("POST", parts.path, content, {"Content-Type": kind})
        return connection.getresponse().status
    finally:
        connection.close()


def test_an_uploaded_file_is_a_reply_in_its_thread_that_people_can_download(
    client: WebClient, slack: Workspace, camila: Person, managers: Channel
) -> None:
    digest = client.chat_postMessage(channel=managers.id, text="Resumen")
    client.chat_postMessage(channel=managers.id, text="Otra cosa")
    client.files_upload_v2(
        filename="lista.csv",
        content=CONTENT,
        channel=managers.id,
        thread_ts=digest["ts"],
        initial_comment="La lista",
    )
    seen = camila.messages(managers)[-1]
    assert (seen.text, seen.raw["thread_ts"]) == ("La lista\n📎 lista.csv", digest["ts"])
    assert "📎 lista.csv" in camila.screen
    assert camila.download("lista.csv") == CONTENT
    outsider = slack.add_person("Laura Restrepo")
    with pytest.raises(LookupError):
        outsider.download("lista.csv")
    history = client.conversations_history(channel=managers.id)["messages"]
    assert [each["text"] for each in history] == ["Otra cosa", "Resumen"]
    thread = client.conversations_replies(channel=managers.id, ts=digest["ts"])["messages"]
    assert [each["text"] for each in thread] == ["Resumen", "La lista"]
    assert thread[1]["user"] == thread[0]["user"] == slack.bot_user_id
    assert (thread[1]["files"][0]["name"], thread[1]["files"][0]["size"]) == ("lista.csv", len(CONTENT))


def test_of_two_files_of_one_name_the_newest_is_downloaded(
    client: WebClient, camila: Person, managers: Channel
) -> None:
    for content in (b"uno", b"dos"):
        client.files_upload_v2(filename="lista.csv", content=content, channel=managers.id)
    assert camila.download("lista.csv") == b"dos"


def test_a_file_is_there_for_nobody_before_it_is_complete_and_only_once_afterwards(
    client: WebClient, camila: Person, managers: Channel
) -> None:
    file_id, url = begin(client)
    complete = {"files": [{"id": file_id}], "channel_id": managers.id}
    assert code_of(client.files_completeUploadExternal, **complete) == "file_not_found"
    assert send(url) == 200
    assert send(url) == 404
    assert camila.messages(managers) == []
    client.files_completeUploadExternal(files=[{"id": file_id, "title": "Lista"}], channel_id=managers.id)
    assert code_of(client.files_completeUploadExternal, **complete) == "file_not_found"
    assert camila.messages(managers)[0].raw["files"][0]["title"] == "Lista"


def test_other_bytes_than_announced_are_refused(client: WebClient) -> None:
    _, url = begin(client, length=3)
    assert send(url, b"cuatro") == 400
    assert send(url.replace("/upload/", "/upload/x"), b"uno") == 404
    assert send(url, b"uno") == 200
    assert code_of(client.files_getUploadURLExternal, filename="a", length=0) == "invalid_arguments"


def test_the_bytes_may_come_as_a_form(client: WebClient, camila: Person, managers: Channel) -> None:
    file_id, url = begin(client)
    head = b'--b\r\nContent-Disposition: form-data; name="filename"; filename="lista.csv"\r\n'
    body = head + b"Content-Type: application/octet-stream\r\n\r\n" + CONTENT + b"\r\n--b--\r\n"
    assert send(url, body, "multipart/form-data; boundary=b") == 200
    client.files_completeUploadExternal(files=[{"id": file_id, "title": None}], channel_id=managers.id)
    assert camila.download("lista.csv") == CONTENT


def test_an_upload_nobody_completes_is_discarded(client: WebClient, slack: Workspace) -> None:
    file_id, url = begin(client)
    send(url)
    slack.let_time_pass(3601)
    assert code_of(client.files_completeUploadExternal, files=[{"id": file_id}]) == "file_not_found"
    assert send(url) == 404


def test_a_file_goes_only_where_the_app_is_and_stays_whole_when_it_does_not(
    client: WebClient, slack: Workspace, managers: Channel
) -> None:
    public = slack.add_channel("general", app_is_member=False)
    old = slack.add_channel("viejo", private=True)
    slack.archive(old)
    file_id, url = begin(client)
    send(url)
    files: list[dict[str, str | None]] = [{"id": file_id}]
    refusals: dict[str, dict[str, Any]] = {
        "channel_not_found": {"channel_id": "C404"},
        "not_in_channel": {"channel_id": public.id},
        "is_archived": {"channel_id": old.id},
        "thread_not_found": {"channel_id": managers.id, "thread_ts": "1.000001"},
        "channels_limit_exceeded": {"channels": [managers.id] * 101},
        "invalid_arguments": {"channels": [managers.id] * 2, "thread_ts": "1.000001"},
    }
    for error, where in refusals.items():
        assert code_of(client.files_completeUploadExternal, files=files, **where) == error
    assert client.files_completeUploadExternal(files=files, channel_id=managers.id)["files"]


def test_a_file_without_a_channel_is_seen_by_nobody(client: WebClient, camila: Person) -> None:
    client.files_upload_v2(filename="lista.csv", content=CONTENT)
    with pytest.raises(LookupError):
        camila.download("lista.csv")


def test_scopes_are_asked_for_as_slack_does(client: WebClient, slack: Workspace) -> None:
    assert code_of(client.files_info, file="F404") == "missing_scope"
    granted = slack._world.manifest
    slack._world.manifest = Manifest(
        **(vars(granted) | {"scopes": tuple(each for each in granted.scopes if each != "files:write")})
    )
    assert code_of(client.files_upload_v2, filename="a", content=b"x") == "missing_scope"


def test_a_thread_is_read_from_its_root(client: WebClient, managers: Channel) -> None:
    root = client.chat_postMessage(channel=managers.id, text="Raíz")["ts"]
    operation = {"event_type": "llaves_operation", "event_payload": {"operation_id": "x"}}
    replies = [
        client.chat_postMessage(channel=managers.id, text=text, thread_ts=root, metadata=operation)["ts"]
        for text in ("uno", "dos")
    ]
    read = client.conversations_replies
    whole = read(channel=managers.id, ts=root, include_all_metadata=True)["messages"]
    assert [each["ts"] for each in whole] == [root, *replies]
    assert whole[1]["metadata"] == operation
    assert "event_payload" not in read(channel=managers.id, ts=root)["messages"][1]["metadata"]
    assert [each["ts"] for each in read(channel=managers.id, ts=replies[0])["messages"]] == [replies[0]]
    page = read(channel=managers.id, ts=root, limit=2)
    assert page["has_more"]
    following = read(channel=managers.id, ts=root, cursor=page["response_metadata"]["next_cursor"])
    assert [each["ts"] for each in following["messages"]] == replies[1:]
    assert [each["ts"] for each in read(channel=managers.id, ts=root, oldest=replies[0])["messages"]] == [
        root,
        replies[1],
    ]
    assert code_of(read, channel=managers.id, ts="1.000001") == "thread_not_found"


def test_messages_after_a_jump_in_time_are_as_much_later(
    client: WebClient, slack: Workspace, managers: Channel
) -> None:
    before = client.chat_postMessage(channel=managers.id, text="antes")["ts"]
    slack.let_time_pass(30 * 86400)
    after = client.chat_postMessage(channel=managers.id, text="después")["ts"]
    assert float(after) - float(before) >= 30 * 86400
    history = client.conversations_history
    newer = history(channel=managers.id, oldest=f"{float(before) + 86400:.6f}")["messages"]
    older = history(channel=managers.id, latest=f"{float(before) + 86400:.6f}")["messages"]
    assert [each["text"] for each in (*newer, *older)] == ["después", "antes"]
