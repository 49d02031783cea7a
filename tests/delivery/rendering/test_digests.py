"""What a digest's intents render: the message for whoever is to read it, and the file beside it."""

from typing import Any

import pytest

from bot.delivery.rendering.digests import FILE_COMMENT, digest, digest_file
from bot.delivery.rendering.drafts import DigestDraft, Draft, FileDraft
from bot.delivery.rendering.job import Job
from bot.services.digests.making import make_due_digests, order_digest
from storage.db import Sessions
from storage.enums import DigestKind, Halt, IntentKind, PersonStatus, Role
from storage.models import Digest, Halted, Intent, Person
from tests.clock import Clock
from tests.delivery.office import CHANNELS
from tests.services.office import BEATRIZ, HOSPITAL, Office
from tests.services.typed import client_id, client_secret


@pytest.fixture
def ministry(sessions: Sessions, clock: Clock) -> Office:
    return Office.open(sessions, clock)


def _rendered(ministry: Office, kind: DigestKind) -> Draft | None:
    """Render the intent of the newest digest of a kind."""
    with ministry.sessions.begin() as session:
        made = session.query(Digest).filter_by(kind=kind).order_by(Digest.id.desc()).first()
        assert made
        intent = session.query(Intent).filter_by(kind=IntentKind.DIGEST, subject_id=made.id).one()
        return digest(Job(session, intent, CHANNELS, ministry.clock.now()))


def _message(draft: Draft | None) -> str:
    assert isinstance(draft, DigestDraft)
    return draft.message.text


def test_the_weekly_digest_goes_to_the_managers_channel_and_mentions_who_chose_it(ministry: Office) -> None:
    make_due_digests(ministry.desk)
    draft = _rendered(ministry, DigestKind.WEEKLY)
    assert isinstance(draft, DigestDraft)
    assert draft.to == CHANNELS.managers
    assert "Para <@U0BEATRIZ>" in draft.message.text
    assert "Resumen semanal de llaves" in draft.message.text


def test_a_digest_that_everybody_turned_off_meanwhile_is_not_sent(ministry: Office) -> None:
    make_due_digests(ministry.desk)
    ministry.change(BEATRIZ, weekly_digest=False)
    assert _rendered(ministry, DigestKind.WEEKLY) is None
    assert "Resumen mensual" in _message(_rendered(ministry, DigestKind.MONTHLY))


def test_an_ordered_digest_goes_to_whoever_asked_and_mentions_nobody(ministry: Office) -> None:
    order_digest(ministry.desk, BEATRIZ)
    draft = _rendered(ministry, DigestKind.ON_DEMAND)
    assert isinstance(draft, DigestDraft)
    assert isinstance(draft.to, Person)
    assert draft.to.user_id == BEATRIZ.user_id
    assert "Para" not in draft.message.text


def test_an_ordered_digest_tells_the_figures_of_when_it_is_sent(ministry: Office) -> None:
    order_digest(ministry.desk, BEATRIZ)
    ministry.clock.advance(hours=1)
    ministry.assigned()
    draft = _rendered(ministry, DigestKind.ON_DEMAND)
    assert "más de 90 días: *1*" in _message(draft)


NO_READER_ANY_MORE = pytest.mark.parametrize(
    "change",
    [{"status": PersonStatus.SUSPENDED}, {"role": Role.OFFICIAL, "document_number": "10000009"}],
    ids=["suspended", "demoted"],
)


@NO_READER_ANY_MORE
def test_whoever_may_not_read_it_any_more_gets_no_digest(ministry: Office, change: dict[str, Any]) -> None:
    order_digest(ministry.desk, BEATRIZ)
    ministry.change(BEATRIZ, **change)
    assert _rendered(ministry, DigestKind.ON_DEMAND) is None


@NO_READER_ANY_MORE
def test_whoever_may_not_read_it_any_more_gets_no_file(ministry: Office, change: dict[str, Any]) -> None:
    assert _file(ministry, change, channel="D0BEATRIZ", ts="1768402800.000001") is None


def test_the_change_is_told_since_the_last_weekly_digest(ministry: Office) -> None:
    make_due_digests(ministry.desk)
    ministry.assigned()
    ministry.clock.advance(hours=1)
    order_digest(ministry.desk, BEATRIZ)
    assert "más de 90 días: *1* (+1)" in _message(_rendered(ministry, DigestKind.ON_DEMAND))


def test_who_halted_the_reminders_is_told_as_of_the_moment_of_sending(ministry: Office) -> None:
    order_digest(ministry.desk, BEATRIZ)
    manager = ministry.person(BEATRIZ)
    with ministry.sessions.begin() as session:
        session.add(Halted(what=Halt.EXPIRY_REMINDERS, by_id=manager.id, at=ministry.clock.now()))
    assert "*Recordatorios detenidos* por <@U0BEATRIZ> el 14 ene 2026, 10:00" in _message(
        _rendered(ministry, DigestKind.ON_DEMAND)
    )


def _file(ministry: Office, change: dict[str, Any] | None = None, **place: str) -> Draft | None:
    ministry.assigned()
    order_digest(ministry.desk, BEATRIZ)
    if change:
        ministry.change(BEATRIZ, **change)
    with ministry.sessions.begin() as session:
        made = session.query(Digest).one()
        for name, value in place.items():
            setattr(made, name, value)
        intent = session.query(Intent).filter_by(kind=IntentKind.DIGEST, subject_id=made.id).one()
        return digest_file(Job(session, intent, CHANNELS, ministry.clock.now()))


def test_the_file_goes_into_the_thread_of_its_digest_and_lists_every_key_without_a_secret(
    ministry: Office,
) -> None:
    draft = _file(ministry, channel="D0BEATRIZ", ts="1768402800.000001")
    assert isinstance(draft, FileDraft)
    assert (draft.channel, draft.thread) == ("D0BEATRIZ", "1768402800.000001")
    assert draft.name == "llaves-vencimientos-2026-01-14-1.csv"
    assert draft.comment == FILE_COMMENT
    assert "el tipo *Texto*" in FILE_COMMENT  # or Excel takes the zeros off the códigos
    assert draft.content.decode("utf-8-sig").count(HOSPITAL) == 2
    assert client_id(1).encode() not in draft.content
    assert client_secret(1).encode() not in draft.content


def test_a_digest_that_was_not_sent_yet_has_no_thread_for_a_file(ministry: Office) -> None:
    assert _file(ministry) is None
