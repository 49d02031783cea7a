from typing import Any

import pytest

from bot.delivery.courier import Delivery
from storage.db import Sessions
from storage.enums import CardKind, IntentKind, IntentStatus, PersonStatus, RequestStatus
from storage.models import Card
from tests.delivery.office import Office
from tests.delivery.stub import Stub, refusal


def test_a_new_request_is_posted_once_in_the_officials_channel_and_its_place_is_kept(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    request = office.request()
    key = office.tell(IntentKind.REQUEST_CARD, request)
    assert delivery.drain() == 1
    (message,) = slack.channels["C0OFFICIALS"]
    card = office.card(request)
    assert card is not None
    assert (card.channel, card.ts, card.drawn_version) == ("C0OFFICIALS", message["ts"], 1)
    assert office.intent(key).status is IntentStatus.SENT


def test_a_post_carries_text_blocks_and_its_operation_id_and_unfurls_nothing(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    key = office.tell(IntentKind.REQUEST_CARD, office.request())
    delivery.drain()
    (message,) = slack.messages()
    assert message["text"]
    assert message["blocks"]
    assert message["metadata"] == {
        "event_type": "llaves_operation",
        "event_payload": {"operation_id": office.intent(key).operation_id},
    }
    assert (message["unfurl_links"], message["unfurl_media"]) == (False, False)


def test_a_change_redraws_the_card_where_it_stands(office: Office, delivery: Delivery, slack: Stub) -> None:
    request = office.request()
    office.tell(IntentKind.REQUEST_CARD, request, "first")
    delivery.drain()
    office.return_request(request)
    office.tell(IntentKind.REQUEST_CARD, request, "second")
    delivery.drain()
    (message,) = slack.messages()
    card = office.card(request)
    assert card is not None
    assert card.drawn_version == 2
    assert "Falta el teléfono." in message["text"]


def test_a_card_that_shows_the_newest_state_is_not_drawn_again(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    request = office.request()
    office.return_request(request)
    office.tell(IntentKind.REQUEST_CARD, request, "asked")
    office.tell(IntentKind.REQUEST_CARD, request, "returned")
    assert delivery.drain() == 2
    assert [call.method for call in slack.calls] == ["chat.postMessage"]
    assert office.statuses() == [IntentStatus.SENT, IntentStatus.OBSOLETE]


def test_a_taken_card_says_so_until_it_is_freed(office: Office, delivery: Delivery, slack: Stub) -> None:
    request = office.request()
    office.take(request)
    office.tell(IntentKind.REQUEST_CARD, request, "taken")
    delivery.drain()
    (message,) = slack.messages()
    assert "tomada por <@U0OFFICIAL> hasta el 14 ene 2026, 12:00" in message["text"]
    assert _labels(message) == ["Ingresar info", "Soltar", "Devolver"]
    office.change_request(request, RequestStatus.PENDING, taken_by_id=None, taken_until=None)
    office.tell(IntentKind.REQUEST_CARD, request, "freed")
    delivery.drain()
    assert "tomada" not in message["text"]
    assert _labels(message) == ["Ingresar info", "Tomar", "Devolver"]


def test_a_cancelled_request_loses_its_buttons_in_place(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    request = office.request()
    office.tell(IntentKind.REQUEST_CARD, request, "asked")
    delivery.drain()
    office.cancel(request)
    office.tell(IntentKind.REQUEST_CARD, request, "cancelled")
    delivery.drain()
    (message,) = slack.messages()
    assert "Estado: *Cancelada* · <@U0DELEGATE>" in message["text"]
    assert not _has_buttons(message)


@pytest.mark.parametrize("code", ["message_not_found", "cant_update_message", "edit_window_closed"])
def test_a_card_somebody_deleted_is_posted_anew_and_its_old_place_forgotten(
    office: Office, delivery: Delivery, slack: Stub, code: str
) -> None:
    request = office.request()
    office.tell(IntentKind.REQUEST_CARD, request, "first")
    delivery.drain()
    office.return_request(request)
    office.tell(IntentKind.REQUEST_CARD, request, "second")
    slack.fail("chat.update", refusal(code))
    delivery.drain()
    card = office.card(request)
    assert card is not None
    assert card.ts == slack.channels["C0OFFICIALS"][-1]["ts"]
    assert len(slack.made("chat.postMessage")) == 2


def test_a_card_in_a_channel_the_settings_no_longer_name_moves_when_it_is_out_of_reach(
    office: Office, delivery: Delivery, slack: Stub, sessions: Sessions
) -> None:
    request = office.request()
    with sessions.begin() as session:
        session.add(
            Card(kind=CardKind.REQUEST, subject_id=request, channel="C0OLD", ts="1.1", drawn_version=0)
        )
    office.tell(IntentKind.REQUEST_CARD, request)
    slack.fail("chat.update", refusal("is_archived"))
    delivery.drain()
    card = office.card(request)
    assert card is not None
    assert card.channel == "C0OFFICIALS"


def test_a_delegates_registration_is_for_officials_and_an_officials_for_managers(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    office.tell(IntentKind.REGISTRATION_CARD, office.delegate_id)
    office.tell(IntentKind.REGISTRATION_CARD, office.official_id)
    delivery.drain()
    assert "<@U0DELEGATE>" in slack.channels["C0OFFICIALS"][0]["text"]
    assert "<@U0OFFICIAL>" in slack.channels["C0MANAGERS"][0]["text"]


def _labels(message: dict[str, Any]) -> list[str]:
    actions = (block for block in message["blocks"] if block["type"] == "actions")
    return [button["text"]["text"] for block in actions for button in block["elements"]]


def _has_buttons(message: dict[str, Any]) -> bool:
    return any(block["type"] == "actions" for block in message["blocks"])


def test_a_refused_delegate_who_comes_back_as_an_official_is_decided_on_by_managers(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    person = office.delegate_id
    office.tell(IntentKind.REGISTRATION_CARD, person, "delegate")
    delivery.drain()
    office.reject(person)
    office.register_as_official(person)
    office.tell(IntentKind.REGISTRATION_CARD, person, "official")
    delivery.drain()
    (left,), (new,) = slack.channels["C0OFFICIALS"], slack.channels["C0MANAGERS"]
    assert "continúa en otro canal" in left["text"]
    assert not _has_buttons(left)
    assert _has_buttons(new)
    card = office.registration_card(person)
    assert card is not None
    assert (card.channel, card.ts, card.drawn_version) == ("C0MANAGERS", new["ts"], 3)


@pytest.mark.parametrize("code", ["message_not_found", "channel_not_found", "is_archived"])
def test_a_card_moves_even_when_its_old_place_is_out_of_reach(
    office: Office, delivery: Delivery, slack: Stub, code: str
) -> None:
    person = office.delegate_id
    office.tell(IntentKind.REGISTRATION_CARD, person, "delegate")
    delivery.drain()
    office.register_as_official(person)
    office.tell(IntentKind.REGISTRATION_CARD, person, "official")
    slack.fail("chat.update", refusal(code))
    delivery.drain()
    assert len(slack.channels["C0MANAGERS"]) == 1


def test_a_card_does_not_move_before_its_old_place_is_retired(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    person = office.delegate_id
    office.tell(IntentKind.REGISTRATION_CARD, person, "delegate")
    delivery.drain()
    office.register_as_official(person)
    office.tell(IntentKind.REGISTRATION_CARD, person, "official")
    slack.fail("chat.update", refusal("internal_error"))
    delivery.drain()
    assert slack.channels["C0MANAGERS"] == []
    office.clock.advance(minutes=5)
    delivery.drain()
    assert len(slack.channels["C0MANAGERS"]) == 1
    assert not _has_buttons(slack.channels["C0OFFICIALS"][0])


def test_a_decided_registration_loses_its_buttons_in_place(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    office.tell(IntentKind.REGISTRATION_CARD, office.delegate_id, "first")
    delivery.drain()
    (message,) = slack.messages()
    assert _has_buttons(message)
    office.change_person(
        office.delegate_id,
        status=PersonStatus.ACTIVE,
        decided_by_id=office.official_id,
        decided_at=office.clock.now(),
    )
    office.tell(IntentKind.REGISTRATION_CARD, office.delegate_id, "second")
    delivery.drain()
    assert not _has_buttons(message)


def test_a_card_about_nothing_is_obsolete(office: Office, delivery: Delivery, slack: Stub) -> None:
    key = office.tell(IntentKind.REQUEST_CARD, 999)
    delivery.drain()
    assert office.intent(key).status is IntentStatus.OBSOLETE
    assert slack.calls == []
