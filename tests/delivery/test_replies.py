"""The word in a card's thread that tells its channel that something came back."""

import pytest

from bot.delivery.courier import Delivery
from storage.enums import IntentKind, IntentStatus
from tests.delivery.office import Office
from tests.delivery.stub import Answer, Stub, refusal


@pytest.fixture
def corrected(office: Office, delivery: Delivery) -> int:
    """The id of a request that came back, whose card says so already."""
    request = office.request()
    office.tell(IntentKind.REQUEST_CARD, request, "asked")
    delivery.drain()
    office.return_request(request)
    office.resubmit(request, by=office.other_delegate())
    office.tell(IntentKind.REQUEST_CARD, request, "corrected")
    delivery.drain()
    return request


def test_a_corrected_request_is_announced_in_the_thread_of_its_card_and_in_the_channel(
    office: Office, delivery: Delivery, slack: Stub, corrected: int
) -> None:
    key = office.tell(IntentKind.REQUEST_CORRECTED, corrected)
    delivery.drain()
    card, reply = slack.channels["C0OFFICIALS"]
    assert (reply["thread_ts"], reply["reply_broadcast"]) == (card["ts"], True)
    assert "<@U0OTHER> corrigió la solicitud" in reply["text"]
    assert not any(block["type"] == "actions" for block in reply["blocks"])
    assert office.intent(key).status is IntentStatus.SENT


def test_whoever_took_the_request_is_called_to_see_the_correction(
    office: Office, delivery: Delivery, slack: Stub, corrected: int
) -> None:
    office.take(corrected)
    office.tell(IntentKind.REQUEST_CORRECTED, corrected)
    delivery.drain()
    reply = slack.channels["C0OFFICIALS"][-1]
    assert "<@U0OFFICIAL>, usted la tiene tomada" in reply["text"]


def test_a_reply_leaves_the_cards_place_as_it_was(
    office: Office, delivery: Delivery, slack: Stub, corrected: int
) -> None:
    office.tell(IntentKind.REQUEST_CORRECTED, corrected)
    delivery.drain()
    card = office.card(corrected)
    assert card is not None
    assert card.ts == slack.channels["C0OFFICIALS"][0]["ts"]


def test_a_repeated_registration_is_announced_where_its_card_stands(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    person = office.delegate_id
    office.tell(IntentKind.REGISTRATION_CARD, person, "registered")
    delivery.drain()
    office.reject(person)
    office.register_again(person)
    office.tell(IntentKind.REGISTRATION_CARD, person, "again")
    office.tell(IntentKind.REGISTRATION_REPEATED, person)
    delivery.drain()
    card, reply = slack.channels["C0OFFICIALS"]
    assert (reply["thread_ts"], reply["reply_broadcast"]) == (card["ts"], True)
    assert "<@U0DELEGATE> corrigió su registro" in reply["text"]


def test_when_the_card_moves_the_word_follows_it(office: Office, delivery: Delivery, slack: Stub) -> None:
    person = office.delegate_id
    office.tell(IntentKind.REGISTRATION_CARD, person, "registered")
    delivery.drain()
    office.reject(person)
    office.register_as_official(person)
    office.tell(IntentKind.REGISTRATION_CARD, person, "again")
    office.tell(IntentKind.REGISTRATION_REPEATED, person)
    delivery.drain()
    assert len(slack.channels["C0OFFICIALS"]) == 1
    card, reply = slack.channels["C0MANAGERS"]
    assert reply["thread_ts"] == card["ts"]


@pytest.mark.parametrize(
    "code", ["thread_not_found", "cannot_reply_to_message", "restricted_action_thread_locked"]
)
def test_without_a_thread_the_word_goes_to_the_channel(
    office: Office, delivery: Delivery, slack: Stub, corrected: int, code: str
) -> None:
    key = office.tell(IntentKind.REQUEST_CORRECTED, corrected)
    slack.fail("chat.postMessage", refusal(code))
    delivery.drain()
    _, word = slack.channels["C0OFFICIALS"]
    assert "thread_ts" not in word
    assert "reply_broadcast" not in word
    assert word["metadata"]["event_payload"]["operation_id"] == office.intent(key).operation_id
    assert office.intent(key).status is IntentStatus.SENT


@pytest.mark.parametrize("arrived", [True, False], ids=["arrived", "lost"])
def test_after_a_dropped_connection_the_channel_has_the_word_once(
    office: Office, delivery: Delivery, slack: Stub, corrected: int, *, arrived: bool
) -> None:
    key = office.tell(IntentKind.REQUEST_CORRECTED, corrected)
    slack.fail("chat.postMessage", Answer(drop=True, done=arrived))
    delivery.drain()
    assert (office.intent(key).status, office.intent(key).in_doubt) == (IntentStatus.PENDING, True)
    office.clock.advance(seconds=2)
    delivery.drain()
    assert len(slack.channels["C0OFFICIALS"]) == 2
    assert office.intent(key).status is IntentStatus.SENT


def test_after_a_crash_the_next_replica_looks_before_it_replies(
    office: Office, delivery: Delivery, slack: Stub, corrected: int
) -> None:
    key = office.tell(IntentKind.REQUEST_CORRECTED, corrected)
    metadata = {"event_payload": {"operation_id": office.intent(key).operation_id}}
    slack.channels["C0OFFICIALS"].append({"ts": "9.9", "metadata": metadata})
    office.crash_during_claim()
    delivery.drain()
    assert len(slack.made("chat.postMessage")) == 1  # the card
    assert office.intent(key).status is IntentStatus.SENT


def test_a_correction_that_was_attended_meanwhile_is_not_announced(
    office: Office, delivery: Delivery, slack: Stub, corrected: int
) -> None:
    key = office.tell(IntentKind.REQUEST_CORRECTED, corrected)
    office.assign(corrected)
    delivery.drain()
    assert office.intent(key).status is IntentStatus.OBSOLETE
    assert len(slack.messages()) == 1


def test_a_registration_that_was_decided_meanwhile_is_not_announced(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    office.tell(IntentKind.REGISTRATION_CARD, office.delegate_id)
    delivery.drain()
    key = office.tell(IntentKind.REGISTRATION_REPEATED, office.delegate_id)
    office.reject(office.delegate_id)
    delivery.drain()
    assert office.intent(key).status is IntentStatus.OBSOLETE
    assert len(slack.messages()) == 1


def test_a_subject_without_a_card_has_no_thread_to_speak_in(office: Office, delivery: Delivery) -> None:
    keys = [
        office.tell(IntentKind.REQUEST_CORRECTED, office.request()),
        office.tell(IntentKind.REGISTRATION_REPEATED, office.delegate_id),
        office.tell(IntentKind.REQUEST_CORRECTED, 999),
    ]
    delivery.drain()
    assert {office.intent(key).status for key in keys} == {IntentStatus.OBSOLETE}
