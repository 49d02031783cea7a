import pytest
from slack_sdk import WebClient

from bot.delivery.courier import LEASE, Delivery
from bot.delivery.sender import ATTEMPTS_BEFORE_POSTING_BLINDLY
from bot.metrics import Metrics
from storage.enums import IntentKind, IntentStatus
from tests.delivery.office import CHANNELS, Office
from tests.delivery.stub import Answer, Stub, refusal, throttled

LOST = [
    Answer(drop=True, done=True),
    Answer(hang=True, done=True),
    Answer("stream timeout", 408, done=True),
    Answer("<html>", 502, done=True),
    Answer('{"ok": false, "error": "internal_error"}', done=True),
]
FAILED = [
    Answer(drop=True),
    Answer(hang=True),
    Answer("stream timeout", 408),
    Answer("<html>", 502),
    refusal("internal_error"),
]
HOW = ["dropped", "timed out", "not JSON", "bad gateway", "internal error"]


@pytest.mark.parametrize("answer", LOST, ids=HOW)
def test_a_post_whose_answer_was_lost_is_found_in_the_channel_and_not_posted_again(
    office: Office, delivery: Delivery, slack: Stub, client: WebClient, answer: Answer
) -> None:
    request = office.request()
    key = office.tell(IntentKind.REQUEST_CARD, request)
    slack.fail("chat.postMessage", answer)
    client.timeout = 1 if answer.hang else 30
    delivery.drain()
    client.timeout = 30
    assert (office.intent(key).status, office.intent(key).in_doubt) == (IntentStatus.PENDING, True)
    office.clock.advance(seconds=2)
    delivery.drain()
    (message,) = slack.messages()
    card = office.card(request)
    assert card is not None
    assert card.ts == message["ts"]
    assert office.intent(key).status is IntentStatus.SENT


@pytest.mark.parametrize("answer", FAILED, ids=HOW)
def test_a_post_that_never_arrived_is_posted_once(
    office: Office, delivery: Delivery, slack: Stub, client: WebClient, answer: Answer
) -> None:
    key = office.tell(IntentKind.REQUEST_CARD, office.request())
    slack.fail("chat.postMessage", answer)
    client.timeout = 1 if answer.hang else 30
    delivery.drain()
    client.timeout = 30
    office.clock.advance(seconds=2)
    delivery.drain()
    assert len(slack.messages()) == 1
    assert office.intent(key).status is IntentStatus.SENT


def test_a_dm_whose_answer_was_lost_is_not_sent_again(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    request = office.request()
    office.return_request(request)
    key = office.tell(IntentKind.REQUEST_RETURNED, request)
    slack.fail("chat.postMessage", Answer(drop=True, done=True))
    delivery.drain()
    office.clock.advance(seconds=2)
    delivery.drain()
    assert len(slack.channels["D0DELEGATE"]) == 1
    assert office.intent(key).status is IntentStatus.SENT


def test_after_a_crash_the_next_replica_looks_before_it_posts(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    request = office.request()
    key = office.tell(IntentKind.REQUEST_CARD, request)
    metadata = {"event_payload": {"operation_id": office.intent(key).operation_id}}
    slack.channels["C0OFFICIALS"].append({"ts": "1.1", "metadata": metadata})
    office.crash_during_claim()
    delivery.drain()
    card = office.card(request)
    assert card is not None
    assert (card.ts, card.drawn_version) == ("1.1", 1)
    assert slack.made("chat.postMessage") == []


def test_after_a_crash_before_the_post_the_next_replica_posts_once(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    office.tell(IntentKind.REQUEST_CARD, office.request())
    office.crash_during_claim()
    delivery.drain()
    assert [call.method for call in slack.calls] == ["conversations.history", "chat.postMessage"]


def test_a_card_found_in_the_channel_is_redrawn_to_the_state_of_now(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    request = office.request()
    office.tell(IntentKind.REQUEST_CARD, request)
    slack.fail("chat.postMessage", Answer(drop=True, done=True))
    delivery.drain()
    office.return_request(request)
    office.clock.advance(seconds=2)
    delivery.drain()
    (message,) = slack.messages()
    card = office.card(request)
    assert card is not None
    assert "Falta el teléfono." in message["text"]
    assert card.drawn_version == 2


def test_a_newer_intent_does_not_post_a_second_card_past_one_in_doubt(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    request = office.request()
    office.tell(IntentKind.REQUEST_CARD, request, "asked")
    slack.fail("chat.postMessage", Answer(drop=True, done=True))
    delivery.drain()
    office.return_request(request)
    office.tell(IntentKind.REQUEST_CARD, request, "returned")
    delivery.drain()
    assert len(slack.messages()) == 1
    office.clock.advance(seconds=2)
    delivery.drain()
    assert len(slack.messages()) == 1
    assert office.statuses() == [IntentStatus.SENT, IntentStatus.OBSOLETE]


def test_the_look_into_the_channel_goes_page_by_page_and_not_past_the_intents_time(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    key = office.tell(IntentKind.REQUEST_CARD, office.request())
    since = office.clock.now().timestamp() - 600
    slack.page_size = 2
    metadata = {"event_payload": {"operation_id": office.intent(key).operation_id}}
    slack.channels["C0OFFICIALS"] = [
        {"ts": "1.1", "metadata": metadata},
        *({"ts": f"2.{number}"} for number in range(4)),
    ]
    office.crash_during_claim()
    delivery.drain()
    looks = slack.made("conversations.history")
    assert [look.args.get("cursor") for look in looks] == [None, "2", "4"]
    assert {float(look.args["oldest"]) for look in looks} == {since}
    assert {look.args["include_all_metadata"] for look in looks} == {"1"}
    assert slack.made("chat.postMessage") == []


def test_a_history_too_long_to_look_through_is_no_proof_that_nothing_was_posted(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    key = office.tell(IntentKind.REQUEST_CARD, office.request())
    slack.page_size = 1
    slack.channels["C0OFFICIALS"] = [{"ts": f"1.{number}"} for number in range(9)]
    office.crash_during_claim()
    delivery.drain()
    assert slack.made("chat.postMessage") == []
    assert len(slack.made("conversations.history")) == 8
    intent = office.intent(key)
    assert (intent.status, intent.in_doubt, intent.last_error) == (
        IntentStatus.PENDING,
        True,
        "history_too_long",
    )


@pytest.mark.parametrize("code", ["missing_scope", "unknown_method", "channel_not_found"])
def test_a_channel_nobody_may_read_gets_the_message_again_rather_than_never(
    office: Office, delivery: Delivery, slack: Stub, code: str
) -> None:
    key = office.tell(IntentKind.REQUEST_CARD, office.request())
    office.crash_during_claim()
    slack.fail("conversations.history", refusal(code))
    delivery.drain()
    assert len(slack.messages()) == 1
    assert office.intent(key).status is IntentStatus.SENT


@pytest.mark.parametrize("answer", [throttled("7"), refusal("internal_error")], ids=["429", "500"])
def test_a_look_that_fails_for_now_posts_nothing_and_stays_in_doubt(
    office: Office, delivery: Delivery, slack: Stub, answer: Answer
) -> None:
    key = office.tell(IntentKind.REQUEST_CARD, office.request())
    office.crash_during_claim()
    slack.fail("conversations.history", answer)
    delivery.drain()
    assert slack.messages() == []
    assert (office.intent(key).status, office.intent(key).in_doubt) == (IntentStatus.PENDING, True)


def test_a_look_that_keeps_failing_does_not_hold_a_request_for_ever(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    office.tell(IntentKind.REQUEST_CARD, office.request())
    office.crash_during_claim()
    slack.fail("conversations.history", *[refusal("internal_error")] * ATTEMPTS_BEFORE_POSTING_BLINDLY)
    for _ in range(ATTEMPTS_BEFORE_POSTING_BLINDLY - 2):
        delivery.drain()
        office.clock.advance(minutes=1)
    assert slack.messages() == []
    delivery.drain()
    assert len(slack.messages()) == 1


def test_a_refusal_after_a_look_ends_the_doubt(office: Office, delivery: Delivery, slack: Stub) -> None:
    key = office.tell(IntentKind.REQUEST_CARD, office.request())
    office.crash_during_claim()
    slack.fail("chat.postMessage", refusal("not_in_channel"))
    delivery.drain()
    assert not office.intent(key).in_doubt


def test_a_sender_that_outlived_its_lease_leaves_the_cards_place_to_its_successor(
    office: Office, delivery: Delivery, slack: Stub, client: WebClient
) -> None:
    request = office.request()
    key = office.tell(IntentKind.REQUEST_CARD, request)
    successor = Delivery(office.sessions, client, CHANNELS, office.clock.now, Metrics("successor"))

    def overtaken() -> None:
        office.clock.advance(seconds=LEASE.total_seconds())
        assert successor.drain() == 1

    slack.meanwhile("chat.postMessage", overtaken)
    delivery.drain()
    first, late = slack.messages()
    card = office.card(request)
    assert card is not None
    assert card.ts == first["ts"] != late["ts"]
    assert (office.intent(key).status, office.intent(key).attempts) == (IntentStatus.SENT, 2)
