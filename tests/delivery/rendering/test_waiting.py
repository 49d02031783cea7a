"""What waits too long, as it is told at the moment of sending."""

from collections.abc import Callable

import pytest
from slack_sdk import WebClient

from bot.delivery.courier import Delivery
from bot.delivery.rendering.job import Surroundings
from bot.metrics import Metrics
from storage import outbox
from storage.enums import IntentKind, IntentStatus, PersonStatus, RequestStatus, RoundKind
from storage.models import Round
from tests.delivery.office import Office
from tests.delivery.stub import Stub

STALE, ESCALATED = IntentKind.STALE_REQUESTS, IntentKind.STALE_REQUESTS_ESCALATED


@pytest.fixture
def delivery(office: Office, client: WebClient, metrics: Metrics) -> Delivery:
    where = Surroundings("C0OFFICIALS", "C0MANAGERS", workspace_url="https://made-up.slack.com/")
    clock = office.clock
    return Delivery(office.sessions, client, where, clock.now, metrics, monotonic=clock.monotonic)


@pytest.fixture(autouse=True)
def everybody_works(office: Office) -> None:
    for person_id in (office.delegate_id, office.official_id):
        office.change_person(person_id, status=PersonStatus.ACTIVE)


def _chased(office: Office, request: int, step: int) -> int:
    """A request is taken into a round; returns the round's id."""
    with office.sessions.begin() as session:
        chase = Round(kind=RoundKind.STALE_REQUESTS, slot="2026-01-15T10", at=office.clock.now())
        session.add(chase)
    office.change_request(request, RequestStatus.PENDING, chased_step=step, chase_id=chase.id)
    return chase.id


def _tell(office: Office, kind: IntentKind, subject: int, recipient: int) -> str:
    """Add an intent that names somebody; returns its dedupe key."""
    with office.sessions.begin() as session:
        outbox.add(
            session,
            kind=kind,
            subject_id=subject,
            dedupe_key="named",
            lane=f"dm:{recipient}",
            recipient_id=recipient,
            now=office.clock.now(),
        )
    return "named"


def _obsolete(office: Office, key: str) -> bool:
    return office.intent(key).status is IntentStatus.OBSOLETE


class TestStale:
    def test_a_round_is_one_message_in_the_officials_channel_with_a_link_to_the_card(
        self, office: Office, delivery: Delivery, slack: Stub
    ) -> None:
        request = office.request()
        office.tell(IntentKind.REQUEST_CARD, request)
        delivery.drain()
        office.take(request, minutes=60 * 24 * 3)
        office.clock.advance(days=1)
        office.tell(STALE, _chased(office, request, 1))
        delivery.drain()
        card, reminder = slack.channels["C0OFFICIALS"]
        link = f"https://made-up.slack.com/archives/C0OFFICIALS/p{card['ts'].replace('.', '')}"
        assert f"<{link}|Ver tarjeta>" in str(reminder["blocks"])
        assert "desde el 14 ene 2026, 10:00 (1 día hábil) · la tiene <@U0OFFICIAL>" in reminder["text"]
        assert "En la fila hay 1 pendiente en total." in reminder["text"]

    def test_the_wait_is_that_of_the_moment_of_sending(
        self, office: Office, delivery: Delivery, slack: Stub
    ) -> None:
        round_id = _chased(office, office.request(), 1)
        office.tell(STALE, round_id)
        office.clock.advance(days=7)  # Slack refused for a week
        delivery.drain()
        assert "(5 días hábiles)" in slack.channels["C0OFFICIALS"][0]["text"]

    def test_managers_hear_of_those_at_the_last_step_only(
        self, office: Office, delivery: Delivery, slack: Stub
    ) -> None:
        request = office.request()
        early = office.tell(ESCALATED, _chased(office, request, 3))
        delivery.drain()
        assert _obsolete(office, early)
        office.change_request(request, RequestStatus.PENDING, chased_step=5)
        office.tell(ESCALATED, 1, "late")
        delivery.drain()
        assert "lleva 5 días hábiles o más" in slack.channels["C0MANAGERS"][0]["text"]
        assert slack.channels["C0OFFICIALS"] == []

    @pytest.mark.parametrize("kind", [STALE, ESCALATED])
    def test_when_all_were_answered_meanwhile_nobody_is_told(
        self, office: Office, delivery: Delivery, slack: Stub, kind: IntentKind
    ) -> None:
        request = office.request()
        key = office.tell(kind, _chased(office, request, 5))
        office.assign(request)
        delivery.drain()
        assert _obsolete(office, key)
        assert slack.calls == []


class TestFreed:
    def _freed(self, office: Office, delivery: Delivery) -> int:
        request = office.request()
        office.tell(IntentKind.REQUEST_CARD, request)
        delivery.drain()
        return request

    def test_it_is_said_in_the_thread_of_the_card_and_in_the_channel(
        self, office: Office, delivery: Delivery, slack: Stub
    ) -> None:
        _tell(office, IntentKind.REQUEST_FREED, self._freed(office, delivery), office.official_id)
        delivery.drain()
        card, word = slack.channels["C0OFFICIALS"]
        assert (word["thread_ts"], word["reply_broadcast"]) == (card["ts"], True)
        assert word["text"].startswith("<@U0OFFICIAL> tomó la solicitud de Clínica Inventada S.A.S.")

    @pytest.mark.parametrize("since", [Office.take, Office.assign, Office.return_request])
    def test_what_was_taken_up_again_is_not_called_free(
        self, office: Office, delivery: Delivery, slack: Stub, since: Callable[[Office, int], None]
    ) -> None:
        request = self._freed(office, delivery)
        key = _tell(office, IntentKind.REQUEST_FREED, request, office.official_id)
        since(office, request)
        delivery.drain()
        assert _obsolete(office, key)
        assert len(slack.channels["C0OFFICIALS"]) == 1

    def test_a_row_of_an_older_version_does_nothing(
        self, office: Office, delivery: Delivery, slack: Stub
    ) -> None:
        key = office.tell(IntentKind.REQUEST_FREED, self._freed(office, delivery))
        delivery.drain()
        assert _obsolete(office, key)
        assert len(slack.calls) == 1

    def test_without_a_card_there_is_no_thread_to_speak_in(self, office: Office, delivery: Delivery) -> None:
        key = _tell(office, IntentKind.REQUEST_FREED, office.request(), office.official_id)
        delivery.drain()
        assert _obsolete(office, key)


class TestDelayed:
    def _late(self, office: Office) -> int:
        request = office.request()
        office.clock.advance(days=6)  # Tuesday 20
        office.change_request(request, RequestStatus.PENDING, delay_told_at=office.clock.now())
        return request

    def test_the_delegate_reads_the_new_date_in_a_direct_message(
        self, office: Office, delivery: Delivery, slack: Stub
    ) -> None:
        self._late(office)
        _tell(office, IntentKind.REQUEST_DELAYED, office.delegate_id, office.delegate_id)
        delivery.drain()
        (message,) = slack.messages()
        assert "Nueva fecha esperada: a más tardar el *23 ene 2026*" in message["text"]
        assert "110010000001 · Inscripción Token" in message["text"]

    def test_a_message_that_waited_until_somebody_attends_tells_the_date_the_delegate_reads_elsewhere(
        self, office: Office, delivery: Delivery, slack: Stub
    ) -> None:
        self._late(office)
        _tell(office, IntentKind.REQUEST_DELAYED, office.delegate_id, office.delegate_id)
        office.clock.advance(hours=9)
        delivery.drain()
        assert slack.calls == []
        office.clock.advance(hours=13)
        delivery.drain()
        (message,) = slack.messages()
        assert "a más tardar el *23 ene 2026*" in message["text"]

    def test_an_answer_or_a_correction_meanwhile_leaves_nothing_to_tell(
        self, office: Office, delivery: Delivery, slack: Stub
    ) -> None:
        request = self._late(office)
        key = _tell(office, IntentKind.REQUEST_DELAYED, office.delegate_id, office.delegate_id)
        office.change_request(request, RequestStatus.PENDING, delay_told_at=None)
        delivery.drain()
        assert _obsolete(office, key)
        assert slack.calls == []

    def test_a_colleague_does_not_hear_of_what_the_sender_hears(
        self, office: Office, delivery: Delivery, slack: Stub
    ) -> None:
        self._late(office)
        other = office.other_delegate()
        office.change_person(other, status=PersonStatus.ACTIVE)
        key = _tell(office, IntentKind.REQUEST_DELAYED, other, other)
        delivery.drain()
        assert _obsolete(office, key)
        assert slack.calls == []

    def test_the_successor_of_a_suspended_delegate_hears_of_it(
        self, office: Office, delivery: Delivery, slack: Stub
    ) -> None:
        self._late(office)
        other = office.other_delegate()
        office.change_person(other, status=PersonStatus.ACTIVE)
        office.change_person(office.delegate_id, status=PersonStatus.SUSPENDED)
        _tell(office, IntentKind.REQUEST_DELAYED, other, other)
        delivery.drain()
        assert len(slack.messages()) == 1
