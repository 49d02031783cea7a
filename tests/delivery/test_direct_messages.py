import json

import pytest

from bot.delivery.courier import Delivery
from storage.enums import IntentKind, IntentStatus, PersonStatus
from tests.delivery.office import Office
from tests.delivery.stub import Answer, Stub, refusal


def test_the_first_message_to_a_person_opens_the_dm_and_the_next_ones_reuse_it(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    office.change_person(office.delegate_id, status=PersonStatus.ACTIVE)
    office.tell(IntentKind.REGISTRATION_DECIDED, office.delegate_id)
    delivery.drain()
    request = office.request()
    office.return_request(request)
    office.tell(IntentKind.REQUEST_RETURNED, request)
    delivery.drain()
    assert [call.args["users"] for call in slack.made("conversations.open")] == ["U0DELEGATE"]
    assert len(slack.channels["D0DELEGATE"]) == 2
    assert office.person(office.delegate_id).dm_channel == "D0DELEGATE"


def test_opening_a_dm_changes_nothing_a_card_would_show(office: Office, delivery: Delivery) -> None:
    office.change_person(office.delegate_id, status=PersonStatus.ACTIVE)
    version = office.person(office.delegate_id).version
    office.tell(IntentKind.REGISTRATION_DECIDED, office.delegate_id)
    delivery.drain()
    assert office.person(office.delegate_id).version == version


def test_a_dm_that_is_no_more_is_opened_again(office: Office, delivery: Delivery, slack: Stub) -> None:
    office.change_person(office.delegate_id, status=PersonStatus.ACTIVE, dm_channel="D0GONE")
    key = office.tell(IntentKind.REGISTRATION_DECIDED, office.delegate_id)
    slack.fail("chat.postMessage", refusal("channel_not_found"))
    delivery.drain()
    office.clock.advance(seconds=30)
    delivery.drain()
    assert len(slack.channels["D0DELEGATE"]) == 1
    assert office.intent(key).status is IntentStatus.SENT


@pytest.mark.parametrize("code", ["missing_scope", "unknown_method"])
def test_a_dm_that_may_not_be_opened_goes_out_to_the_persons_id(
    office: Office, delivery: Delivery, slack: Stub, code: str
) -> None:
    office.change_person(office.delegate_id, status=PersonStatus.ACTIVE)
    key = office.tell(IntentKind.REGISTRATION_DECIDED, office.delegate_id)
    slack.fail("conversations.open", refusal(code))
    delivery.drain()
    assert [call.args["channel"] for call in slack.made("chat.postMessage")] == ["U0DELEGATE"]
    assert office.intent(key).status is IntentStatus.SENT
    assert office.person(office.delegate_id).dm_channel == "D0DELEGATE"


def test_the_first_message_of_thousands_opens_the_dm_by_itself(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    office.remind(3)
    delivery.drain()
    assert [call.args["channel"] for call in slack.made("chat.postMessage")] == [
        "U0R0000",
        "U0R0001",
        "U0R0002",
    ]
    assert slack.made("conversations.open") == []
    office.tell(IntentKind.REGISTRATION_DECIDED, office.delegate_id + 2)
    delivery.drain()
    assert slack.made("chat.postMessage")[-1].args["channel"] == "D0R0000"


def test_one_of_thousands_that_may_have_arrived_is_looked_for_in_the_dm(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    office.remind(1)
    slack.fail("chat.postMessage", Answer(done=True, drop=True))
    delivery.drain()
    office.clock.advance(seconds=30)
    delivery.drain()
    assert office.statuses() == [IntentStatus.SENT]
    assert len(slack.messages()) == 1


def test_one_of_thousands_whose_account_is_closed_is_given_up(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    office.remind(1)
    slack.fail("chat.postMessage", refusal("channel_not_found"))
    slack.fail("conversations.open", refusal("user_disabled"))
    delivery.drain()
    assert office.statuses() == [IntentStatus.DEAD]


@pytest.mark.parametrize("code", ["user_not_found", "user_disabled", "cannot_dm_bot"])
def test_a_person_nobody_can_reach_is_given_up(
    office: Office, delivery: Delivery, slack: Stub, code: str
) -> None:
    office.change_person(office.delegate_id, status=PersonStatus.ACTIVE)
    key = office.tell(IntentKind.REGISTRATION_DECIDED, office.delegate_id)
    slack.fail("conversations.open", refusal(code))
    delivery.drain()
    intent = office.intent(key)
    assert (intent.status, intent.last_error) == (IntentStatus.DEAD, code)


def test_a_suspended_person_is_not_told_of_a_decision_that_no_longer_holds(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    office.change_person(office.delegate_id, status=PersonStatus.SUSPENDED)
    key = office.tell(IntentKind.REGISTRATION_DECIDED, office.delegate_id)
    delivery.drain()
    assert office.intent(key).status is IntentStatus.OBSOLETE
    assert slack.calls == []


def test_a_rejected_person_is_told_the_reason(office: Office, delivery: Delivery, slack: Stub) -> None:
    office.change_person(
        office.delegate_id, status=PersonStatus.REJECTED, decision_reason="El documento no coincide."
    )
    office.tell(IntentKind.REGISTRATION_DECIDED, office.delegate_id)
    delivery.drain()
    assert "El documento no coincide." in slack.messages()[0]["text"]


def test_a_return_already_corrected_is_not_told(office: Office, delivery: Delivery, slack: Stub) -> None:
    request = office.request()
    office.return_request(request)
    key = office.tell(IntentKind.REQUEST_RETURNED, request)
    office.resubmit(request)
    delivery.drain()
    assert office.intent(key).status is IntentStatus.OBSOLETE
    assert slack.calls == []


def test_a_return_already_cancelled_is_not_told(office: Office, delivery: Delivery, slack: Stub) -> None:
    request = office.request()
    key = office.tell(IntentKind.REQUEST_RETURNED, request)
    office.cancel(request)
    delivery.drain()
    assert office.intent(key).status is IntentStatus.OBSOLETE
    assert slack.calls == []


def test_keys_that_are_not_assigned_are_not_announced(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    key = office.tell(IntentKind.KEYS_ASSIGNED, office.request())
    delivery.drain()
    assert office.intent(key).status is IntentStatus.OBSOLETE
    assert slack.calls == []


def test_the_announcement_of_keys_holds_no_part_of_them(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    request = office.request()
    office.assign(request)
    office.tell(IntentKind.KEYS_ASSIGNED, request)
    delivery.drain()
    (message,) = slack.channels["D0DELEGATE"]
    assert "00000000-0000-4000-8000-000000000001" not in json.dumps(message)
    assert "sealed" not in json.dumps(message)


def test_a_corrected_request_concerns_whoever_corrected_it(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    request = office.request()
    office.return_request(request)
    office.resubmit(request, by=office.other_delegate())
    office.return_request(request)
    office.tell(IntentKind.REQUEST_RETURNED, request)
    delivery.drain()
    assert {channel for channel, messages in slack.channels.items() if messages} == {"D0OTHER"}
    office.resubmit(request, by=office.delegate_id)
    office.assign(request)
    office.tell(IntentKind.KEYS_ASSIGNED, request)
    delivery.drain()
    assert (len(slack.channels["D0OTHER"]), len(slack.channels["D0DELEGATE"])) == (1, 1)
