"""A digest, where it is kept, and the file that follows it."""

import pytest
import structlog
from sqlalchemy import text

from bot.delivery.courier import ATTEMPTS_FOR_A_FILE, Delivery
from storage.enums import IntentKind, IntentStatus, Role
from tests.delivery.office import Office
from tests.delivery.stub import Answer, Stub, refusal, throttled

BOM = b"\xef\xbb\xbf"
STEPS = ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"]


def _files(slack: Stub, channel: str) -> list[str]:
    return [file["name"] for message in slack.channels[channel] for file in message.get("files", ())]


def test_a_digest_is_posted_kept_and_followed_by_its_file_in_the_thread(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    number = office.digest()
    delivery.drain()
    message, beside = slack.channels["C0MANAGERS"]
    assert office.place_of_digest(number) == ("C0MANAGERS", message["ts"])
    assert beside["thread_ts"] == message["ts"]
    assert "No contiene ClientID" in beside["text"]
    (file,) = slack.files.values()
    assert (file["name"], file["content"][:3]) == (f"llaves-vencimientos-2026-01-14-{number}.csv", BOM)
    assert set(office.statuses()) == {IntentStatus.SENT}


def test_a_digest_for_one_person_and_its_file_stay_between_them_and_the_bot(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    office.change_person(office.official_id, role=Role.MANAGER)
    number = office.digest(office.official_id)
    delivery.drain()
    assert office.place_of_digest(number)[0] == "D0OFFICIAL"
    assert list(slack.channels) == ["D0OFFICIAL"]
    assert len(_files(slack, "D0OFFICIAL")) == 1


def test_a_digest_whose_answer_was_lost_is_found_again_and_gets_its_file_once(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    number = office.digest()
    slack.fail("chat.postMessage", Answer(drop=True, done=True))
    delivery.drain()
    assert office.place_of_digest(number) == (None, None)
    office.clock.advance(seconds=2)
    delivery.drain()
    message, _ = slack.channels["C0MANAGERS"]
    assert office.place_of_digest(number) == ("C0MANAGERS", message["ts"])
    assert len(_files(slack, "C0MANAGERS")) == 1


def test_a_file_whose_answer_was_lost_is_found_in_the_thread_and_not_uploaded_again(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    office.digest()
    slack.fail("files.completeUploadExternal", Answer(drop=True, done=True))
    delivery.drain()
    office.clock.advance(seconds=30)
    delivery.drain()
    assert len(slack.made("upload")) == len(_files(slack, "C0MANAGERS")) == 1
    assert set(office.statuses()) == {IntentStatus.SENT}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    "answer", [Answer(drop=True), Answer("", 503), throttled("7")], ids=["drop", "503", "429"]
)
def test_a_file_that_failed_on_its_way_is_there_once_in_the_end(
    office: Office, delivery: Delivery, slack: Stub, step: str, answer: Answer
) -> None:
    office.digest()
    slack.fail(step, answer)
    delivery.drain()
    assert _files(slack, "C0MANAGERS") == []
    office.clock.advance(seconds=30)
    delivery.drain()
    assert len(_files(slack, "C0MANAGERS")) == 1
    assert set(office.statuses()) == {IntentStatus.SENT}


def test_a_file_that_somebody_else_put_there_is_not_taken_for_ours(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    number = office.digest()
    slack.fail("files.completeUploadExternal", Answer(drop=True))
    delivery.drain()
    _, ts = office.place_of_digest(number)
    same_name = {"name": f"llaves-vencimientos-2026-01-14-{number}.csv"}
    slack.channels["C0MANAGERS"].append(
        {"ts": "9.9", "thread_ts": ts, "user": "U0OTHER", "files": [same_name]}
    )
    office.clock.advance(seconds=30)
    delivery.drain()
    assert len(slack.made("files.completeUploadExternal")) == 2


def test_a_scope_that_was_not_granted_yet_costs_the_file_some_time_and_others_nothing(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    number = office.digest()
    slack.fail("files.getUploadURLExternal", *[refusal("missing_scope")] * 3)
    with structlog.testing.capture_logs() as logs:
        for _ in range(3):
            delivery.drain()
            office.clock.advance(minutes=15)
    failed = [line for line in logs if line["event"] == "delivery_failed"]
    assert [line["retry_in"] for line in failed] == [30, 60, 120]
    assert "reinstall" in failed[0]["remedy"]
    office.tell(IntentKind.REQUEST_CARD, office.request())
    delivery.drain()
    assert len(slack.channels["C0OFFICIALS"]) == len(_files(slack, "C0MANAGERS")) == 1
    assert office.intent(f"digest_file:{number}").status is IntentStatus.SENT


def test_a_file_that_a_policy_forbids_is_given_up_after_a_day(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    number = office.digest()
    slack.fail("files.completeUploadExternal", *[refusal("restricted_action")] * 2)
    delivery.drain()
    with office.sessions.begin() as session:
        session.execute(
            text(f"UPDATE outbox SET attempts = {ATTEMPTS_FOR_A_FILE - 1} WHERE kind = 'digest_file'")
        )
    office.clock.advance(minutes=15)
    delivery.drain()
    intent = office.intent(f"digest_file:{number}")
    assert (intent.status, intent.last_error) == (IntentStatus.DEAD, "restricted_action")
    assert office.intent(f"digest:{number}").status is IntentStatus.SENT


def test_the_file_of_a_digest_that_was_deleted_is_given_up(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    number = office.digest()
    slack.fail("files.completeUploadExternal", refusal("thread_not_found"))
    delivery.drain()
    assert office.intent(f"digest_file:{number}").status is IntentStatus.DEAD


def test_a_chart_that_slack_refuses_is_left_out_before_the_other_blocks_are(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    office.assign(office.request())
    office.clock.advance(days=170)
    office.digest()
    slack.fail("chat.postMessage", refusal("invalid_blocks"))
    with structlog.testing.capture_logs() as logs:
        delivery.drain()
    rich, simpler = (
        [block["type"] for block in call.args["blocks"]] for call in slack.made("chat.postMessage")
    )
    assert "data_visualization" in rich
    assert "data_visualization" not in simpler
    assert len(simpler) == len(rich)
    assert [line["code"] for line in logs if line["event"] == "blocks_refused"] == ["invalid_blocks"]
    assert slack.channels["C0MANAGERS"][0]["metadata"]


def test_when_slack_refuses_the_simpler_blocks_too_the_text_says_everything(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    office.digest()
    slack.fail("chat.postMessage", *[refusal("invalid_blocks")] * 2)
    delivery.drain()
    message = slack.channels["C0MANAGERS"][0]
    assert "blocks" not in message
    assert "Resumen" in message["text"]
