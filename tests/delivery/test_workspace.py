"""Delivery against the strict local Slack: what it sends is accepted, and what goes wrong is put right."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog
from slack_sdk import WebClient

from bot.delivery.courier import Delivery
from bot.delivery.rendering.job import Surroundings
from bot.demo.server import Channel, Message, Person, Workspace
from bot.metrics import Metrics
from storage.db import Sessions
from storage.enums import IntentKind, IntentStatus, PersonStatus, Role
from tests.clock import Clock
from tests.delivery.office import Office

MANIFEST = Path(__file__).parents[2] / "manifest.yml"


@dataclass
class Ministry:
    """The workspace, two people in it, and the office whose outbox is delivered there."""

    slack: Workspace
    laura: Person
    camila: Person
    officials: Channel
    managers: Channel
    office: Office
    delivery: Delivery

    def cards(self) -> list[Message]:
        return self.camila.messages(self.officials)

    def deliver_later(self, seconds: float = 60) -> None:
        """Let time pass on both sides, and deliver."""
        self.office.clock.advance(seconds=seconds)
        self.slack.let_time_pass(seconds)
        self.delivery.drain()


@pytest.fixture
def ministry(sessions: Sessions, clock: Clock) -> Iterator[Ministry]:
    with Workspace(manifest=MANIFEST) as slack:
        laura, camila = slack.add_person("Laura"), slack.add_person("Camila")
        officials = slack.add_channel("funcionarios", private=True, members=[camila])
        managers = slack.add_channel("gerentes", private=True, members=[camila])
        delivery = Delivery(
            sessions,
            WebClient(slack.bot_token, base_url=slack.api_url, timeout=30, retry_handlers=[]),
            Surroundings(officials=officials.id, managers=managers.id),
            clock.now,
            Metrics("test"),
            monotonic=clock.monotonic,
            luck=lambda: 0.0,
        )
        office = Office.open(sessions, clock, laura.user_id, camila.user_id)
        yield Ministry(slack, laura, camila, officials, managers, office, delivery)


def test_slack_takes_every_kind_of_message_as_it_is_drawn(ministry: Ministry) -> None:
    office = ministry.office
    with structlog.testing.capture_logs() as logs:
        office.tell(IntentKind.REGISTRATION_CARD, office.delegate_id, "registered")
        office.tell(IntentKind.REGISTRATION_CARD, office.official_id)
        ministry.deliver_later()
        office.reject(office.delegate_id)
        office.register_again(office.delegate_id)
        office.tell(IntentKind.REGISTRATION_CARD, office.delegate_id, "registered again")
        office.tell(IntentKind.REGISTRATION_REPEATED, office.delegate_id)
        ministry.deliver_later()
        office.change_person(office.delegate_id, status=PersonStatus.ACTIVE)
        office.tell(IntentKind.REGISTRATION_DECIDED, office.delegate_id)
        office.tell(IntentKind.REGISTRATION_CARD, office.delegate_id, "decided")
        request = office.request()
        office.tell(IntentKind.REQUEST_CARD, request, "asked")
        ministry.deliver_later()
        office.return_request(request)
        office.tell(IntentKind.REQUEST_RETURNED, request)
        office.tell(IntentKind.REQUEST_CARD, request, "returned")
        ministry.deliver_later()
        office.resubmit(request)
        office.tell(IntentKind.REQUEST_CARD, request, "corrected")
        office.tell(IntentKind.REQUEST_CORRECTED, request)
        ministry.deliver_later()
        office.assign(request)
        office.tell(IntentKind.KEYS_ASSIGNED, request)
        office.tell(IntentKind.REQUEST_CARD, request, "assigned")
        ministry.deliver_later()
    assert {line["event"] for line in logs} == {"intent_settled"}
    assert set(office.statuses()) == {IntentStatus.SENT}
    words = [message.text for message in ministry.cards() if "de este hilo" in message.text]
    assert [word.partition(" corrigió ")[2][:11] for word in words] == ["su registro", "la solicitu"]
    assert (len(ministry.cards()), len(ministry.camila.messages(ministry.managers))) == (4, 1)
    assert len(ministry.laura.dms) == 3


@pytest.mark.parametrize("charts", [True, False], ids=["charts", "no charts yet"])
def test_slack_takes_a_digest_and_the_list_beside_it(ministry: Ministry, *, charts: bool) -> None:
    office = ministry.office
    if not charts:
        ministry.slack.refuse_blocks("data_visualization")
    office.assign(office.request())
    office.clock.advance(days=170)
    office.change_person(office.official_id, role=Role.MANAGER)
    in_channel, in_person = office.digest(), office.digest(office.official_id)
    with structlog.testing.capture_logs() as logs:
        ministry.deliver_later()
    digest, beside = ministry.camila.messages(ministry.managers)
    told, attached = ministry.camila.dms
    names = [f"llaves-vencimientos-2026-07-03-{number}.csv" for number in (in_channel, in_person)]
    assert [beside.text.rpartition("📎 ")[2], attached.text.rpartition("📎 ")[2]] == names
    assert (beside.raw["thread_ts"], attached.raw["thread_ts"]) == (digest.ts, told.ts)
    assert ministry.camila.download(names[0]).startswith(b"\xef\xbb\xbf")
    assert office.place_of_digest(in_channel) == (ministry.managers.id, digest.ts)
    assert ("▦" in digest.text) is charts
    refused = [line["event"] for line in logs if line["event"] != "intent_settled"]
    assert refused == ([] if charts else ["blocks_refused"] * 2)
    with pytest.raises(LookupError):
        ministry.laura.download(names[0])


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
@pytest.mark.parametrize("stored", [True, False], ids=["stored", "not stored"])
def test_after_a_dropped_connection_the_list_is_beside_its_digest_once(
    ministry: Ministry, step: str, *, stored: bool
) -> None:
    ministry.office.digest()
    ministry.slack.faults.drop_connection(step, stored)
    ministry.deliver_later()
    ministry.deliver_later()
    assert len(ministry.camila.messages(ministry.managers)) == 2
    assert set(ministry.office.statuses()) == {IntentStatus.SENT}


def test_a_redrawn_card_keeps_its_place_shows_the_new_state_and_is_not_marked_as_edited(
    ministry: Ministry,
) -> None:
    request = ministry.office.request()
    ministry.office.tell(IntentKind.REQUEST_CARD, request, "asked")
    ministry.delivery.drain()
    (before,) = ministry.cards()
    ministry.office.return_request(request)
    ministry.office.tell(IntentKind.REQUEST_CARD, request, "returned")
    ministry.deliver_later()
    (after,) = ministry.cards()
    assert (after.ts, after.edited) == (before.ts, False)
    assert "Falta el teléfono." in after.text
    assert "Devolver" in before.buttons
    assert after.buttons == []


@pytest.mark.parametrize("stored", [True, False], ids=["stored", "not stored"])
def test_after_a_dropped_connection_there_is_one_card_and_it_is_the_one_to_redraw(
    ministry: Ministry, *, stored: bool
) -> None:
    request = ministry.office.request()
    ministry.office.tell(IntentKind.REQUEST_CARD, request)
    ministry.slack.faults.drop_connection("chat.postMessage", stored)
    ministry.delivery.drain()
    assert len(ministry.cards()) == int(stored)
    ministry.deliver_later()
    (seen,) = ministry.cards()
    card = ministry.office.card(request)
    assert card is not None
    assert card.ts == seen.ts


@pytest.mark.parametrize("stored", [True, False], ids=["stored", "not stored"])
def test_after_a_dropped_connection_a_person_has_one_message(ministry: Ministry, *, stored: bool) -> None:
    office = ministry.office
    office.change_person(office.delegate_id, status=PersonStatus.ACTIVE)
    office.tell(IntentKind.REGISTRATION_DECIDED, office.delegate_id)
    ministry.slack.faults.drop_connection("chat.postMessage", stored)
    ministry.delivery.drain()
    ministry.deliver_later()
    assert len(ministry.laura.dms) == 1


@pytest.mark.parametrize("stored", [True, False], ids=["stored", "not stored"])
def test_after_a_dropped_connection_the_channel_hears_of_a_correction_once(
    ministry: Ministry, *, stored: bool
) -> None:
    office = ministry.office
    request = office.request()
    office.tell(IntentKind.REQUEST_CARD, request)
    ministry.deliver_later()
    office.return_request(request)
    office.resubmit(request)
    office.tell(IntentKind.REQUEST_CORRECTED, request)
    ministry.slack.faults.drop_connection("chat.postMessage", stored)
    ministry.deliver_later()
    assert len(ministry.cards()) == 1 + int(stored)
    ministry.deliver_later()
    assert len(ministry.cards()) == 2


def test_a_correction_whose_card_was_deleted_is_told_in_the_channel(ministry: Ministry) -> None:
    office = ministry.office
    request = office.request()
    office.tell(IntentKind.REQUEST_CARD, request)
    ministry.deliver_later()
    office.return_request(request)
    office.resubmit(request)
    (card,) = ministry.cards()
    with ministry.slack._world.change():
        messages = ministry.slack._world.messages
        messages.delete(messages.find(ministry.officials.id, card.ts))
    key = office.tell(IntentKind.REQUEST_CORRECTED, request)
    ministry.deliver_later()
    assert office.intent(key).status is IntentStatus.SENT
    (word,) = ministry.cards()
    assert "corrigió la solicitud" in word.text


def test_a_burst_is_delivered_without_slack_ever_having_to_say_too_many(ministry: Ministry) -> None:
    office = ministry.office
    office.change_person(office.delegate_id, status=PersonStatus.ACTIVE)
    for number in range(8):
        office.tell(IntentKind.REGISTRATION_DECIDED, office.delegate_id, f"told {number}")
    with structlog.testing.capture_logs() as logs:
        for _ in range(8):
            while ministry.delivery.deliver_next():
                pass
            office.clock.advance(seconds=1)
            ministry.slack.let_time_pass(1)
    assert len(ministry.laura.dms) == 8
    assert {line["event"] for line in logs} == {"intent_settled"}


def test_what_slack_throttles_arrives_all_the_same(ministry: Ministry) -> None:
    office = ministry.office
    office.change_person(office.delegate_id, status=PersonStatus.ACTIVE)
    for number in range(8):
        office.tell(IntentKind.REGISTRATION_DECIDED, office.delegate_id, f"told {number}")
    ministry.delivery.drain()  # faster than Slack allows
    assert len(ministry.laura.dms) < 8
    for _ in range(8):
        ministry.deliver_later(seconds=5)
    assert len(ministry.laura.dms) == 8


def test_a_bot_that_was_not_invited_posts_as_soon_as_it_is(ministry: Ministry) -> None:
    ministry.slack.remove(ministry.managers)
    key = ministry.office.tell(IntentKind.REGISTRATION_CARD, ministry.office.official_id)
    ministry.delivery.drain()
    assert ministry.office.intent(key).last_error == "channel_not_found"
    ministry.slack.invite(ministry.managers, ministry.camila)
    with ministry.slack._world.change():
        ministry.slack._world.directory.channels[ministry.managers.id].members.add(ministry.slack.bot_user_id)
    ministry.deliver_later()
    assert len(ministry.camila.messages(ministry.managers)) == 1


def test_a_person_whose_account_was_closed_is_given_up(ministry: Ministry) -> None:
    office = ministry.office
    office.change_person(office.delegate_id, status=PersonStatus.ACTIVE)
    key = office.tell(IntentKind.REGISTRATION_DECIDED, office.delegate_id)
    ministry.slack.deactivate(ministry.laura)
    ministry.delivery.drain()
    assert office.intent(key).status is IntentStatus.DEAD
