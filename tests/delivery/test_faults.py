import json
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackObjectFormationError

from bot.delivery.faults import Fault, Reaction, read
from tests.delivery.stub import Answer, Stub, refusal


def _read(slack: Stub, answer: Answer) -> Fault:
    slack.fail("chat.postMessage", answer)
    client = WebClient(
        "xoxb-made-up", base_url=slack.url, timeout=1 if answer.hang else 30, retry_handlers=[]
    )
    with pytest.raises(Exception) as failed:  # noqa: PT011 - whatever the SDK makes of it
        client.chat_postMessage(channel="C0", text="hola")
    assert isinstance(failed.value, Exception)
    return read(failed.value)


@pytest.mark.parametrize(
    ("code", "reaction"),
    [
        ("ratelimited", Reaction.OBEY),
        ("rate_limited", Reaction.OBEY),
        ("internal_error", Reaction.RETRY),
        ("fatal_error", Reaction.RETRY),
        ("service_unavailable", Reaction.RETRY),
        ("message_not_found", Reaction.GONE),
        ("thread_not_found", Reaction.GONE),
        ("cannot_reply_to_message", Reaction.GONE),
        ("restricted_action_thread_locked", Reaction.GONE),
        ("restricted_action_non_threadable_channel", Reaction.GONE),
        ("restricted_action_read_only_channel", Reaction.REPAIR),
        ("edit_window_closed", Reaction.GONE),
        ("user_not_found", Reaction.UNREACHABLE),
        ("cannot_dm_bot", Reaction.UNREACHABLE),
        ("invalid_blocks", Reaction.PLAIN),
        ("msg_too_long", Reaction.PLAIN),
        ("not_in_channel", Reaction.REPAIR),
        ("missing_scope", Reaction.REPAIR),
        ("invalid_auth", Reaction.REPAIR),
        ("account_inactive", Reaction.REPAIR),
        ("a_code_of_next_year", Reaction.REPAIR),
    ],
)
def test_each_code_of_slack_has_its_reaction(slack: Stub, code: str, reaction: Reaction) -> None:
    assert _read(slack, refusal(code)) == Fault(reaction, code)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer("stream timeout", headers={"Content-Type": "text/plain"}), "not_slack"),
        (Answer("<html>Bad gateway</html>", headers={"Content-Type": "text/html"}), "not_slack"),
        (Answer("stream timeout", 408), "not_slack"),
        (Answer("", 200), "not_slack"),
        (Answer('"text"', 200), "AttributeError"),
        (Answer("[]", 200), "not_slack"),
        (Answer("null", 200), "not_slack"),
        (Answer('{"ok": false}', 200), "not_slack"),
        (Answer('{"ok": false, "error": {"code": 1}}', 200), "not_slack"),
        (Answer('{"ok": false, "error": "internal_error"}', 503), "http_503"),
        (Answer("<html>", 502), "http_502"),
        (Answer(drop=True), "RemoteDisconnected"),
        (Answer(hang=True), "TimeoutError"),
    ],
)
def test_an_answer_that_is_not_slacks_leaves_the_outcome_open(slack: Stub, answer: Answer, code: str) -> None:
    fault = _read(slack, answer)
    assert fault == Fault(Reaction.RETRY, code)
    assert fault.ambiguous


def test_a_server_that_is_away_leaves_the_outcome_open() -> None:
    assert read(URLError(ConnectionRefusedError())) == Fault(Reaction.RETRY, "URLError")


def test_a_block_the_sdk_itself_refuses_was_never_sent() -> None:
    fault = read(SlackObjectFormationError("text too long"))
    assert fault.reaction is Reaction.PLAIN
    assert not fault.ambiguous


@pytest.mark.parametrize("status", [200, 429])
def test_the_retry_after_of_a_throttled_call_is_kept(slack: Stub, status: int) -> None:
    body = json.dumps({"ok": False, "error": "ratelimited"})
    assert _read(slack, Answer(body, status, {"Retry-After": "17"})) == Fault(
        Reaction.OBEY, "ratelimited", "17"
    )


def test_a_throttled_answer_without_a_body_is_still_a_throttled_answer(slack: Stub) -> None:
    assert _read(slack, Answer("", 429, {"Retry-After": "3"})) == Fault(Reaction.OBEY, "ratelimited", "3")


def test_slacks_remarks_on_our_blocks_are_kept(slack: Stub) -> None:
    answer = refusal("invalid_blocks", response_metadata={"messages": ["[ERROR] too long [/blocks/0]"]})
    assert _read(slack, answer).details == ["[ERROR] too long [/blocks/0]"]


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("not_in_channel", "invite the bot"),
        ("missing_scope", "reinstall"),
        ("invalid_auth", "SLACK_BOT_TOKEN"),
        ("restricted_action_read_only_channel", "policy"),
        ("a_code_of_next_year", "documentation"),
    ],
)
def test_a_fault_somebody_must_repair_names_the_remedy(code: str, advice: str) -> None:
    assert advice in Fault(Reaction.REPAIR, code).remedy
