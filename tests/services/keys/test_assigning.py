from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.errors import NotAllowedError, OvertakenError, UserError
from bot.rules.fields.credentials import KeyEntry
from bot.services.access import Actor
from bot.services.keys.assigning import assign_keys, prepare_assignment
from bot.services.requests.taking import take_request
from storage import keys
from storage.crypto import CryptoError
from storage.enums import AuditAction, Environment, IntentKind, RequestStatus
from tests.services.office import (
    ANDRES,
    BEATRIZ,
    CAMILA,
    HOSPITAL,
    JULIAN,
    LAURA,
    NORTE,
    TOMAS,
    Noted,
    Office,
    Told,
)
from tests.services.typed import client_id, client_secret


def test_the_keys_are_in_force_and_the_request_is_closed(office: Office) -> None:
    request_id = office.request()
    office.clock.advance(hours=1)
    done = assign_keys(office.desk, CAMILA, request_id, office.both(1))
    request, official = office.stored_request(request_id), office.person(CAMILA)
    assert (request.status, request.version) == (RequestStatus.ASSIGNED, 2)
    assert (request.assigned_by_id, request.assigned_at) == (official.id, office.clock.now())
    assert done.request.assigned_by is not None
    production, preproduction = office.keys(HOSPITAL)
    assert (production.environment, production.client_id) == (Environment.PRODUCTION, client_id(1))
    assert (preproduction.environment, preproduction.client_id) == (Environment.PREPRODUCTION, client_id(2))
    for key in (production, preproduction):
        assert (key.version, key.request_id, key.assigned_by_id) == (1, request_id, official.id)
        assert (key.assigned_at, key.superseded_at) == (office.clock.now(), None)


def test_a_key_expires_at_midnight_in_bogota(office: Office) -> None:
    request_id = office.request()
    entries = [office.entry(Environment.PRODUCTION, 1, days=17)]
    assign_keys(office.desk, CAMILA, request_id, entries)
    assert office.keys(HOSPITAL)[0].expires_at == datetime(2026, 1, 31, 5, 0, tzinfo=UTC)


def test_an_assignment_redraws_the_card_and_tells_the_delegate_who_asked(office: Office) -> None:
    request_id = office.request(NORTE, ANDRES)
    with office.recorded() as record:
        assign_keys(office.desk, CAMILA, request_id, office.both(1))
    assert record.told == [
        Told(
            IntentKind.REQUEST_CARD,
            request_id,
            f"request_card:{request_id}:2",
            f"card:request:{request_id}",
        ),
        Told(
            IntentKind.KEYS_ASSIGNED,
            request_id,
            f"keys_assigned:{request_id}:2:{office.person(ANDRES).id}",
            f"dm:{office.person(ANDRES).id}",
        ),
    ]
    assert record.noted == [
        Noted(
            CAMILA,
            AuditAction.KEYS_ASSIGNED,
            f"request:{request_id}",
            {"codigo": NORTE, "environments": ["production", "preproduction"]},
        )
    ]


def test_a_secret_is_stored_encrypted_and_opens_only_in_its_own_row(office: Office) -> None:
    office.assigned()
    production, preproduction = office.keys(HOSPITAL)
    ring = office.desk.key_ring
    bound = keys.binding(HOSPITAL, Environment.PRODUCTION, 1)
    assert client_secret(1) not in production.secret_ciphertext
    assert ring.decrypt(production.secret_ciphertext, bound) == client_secret(1)
    with pytest.raises(CryptoError):
        ring.decrypt(preproduction.secret_ciphertext, bound)


def test_a_renewal_retires_the_old_keys_and_keeps_their_history(office: Office) -> None:
    office.assigned(number=1)
    office.clock.advance(days=90)
    renewal = office.assigned(number=11)
    history = [(key.environment, key.version, key.superseded_at) for key in office.keys(HOSPITAL)]
    now = office.clock.now()
    assert history == [
        (Environment.PRODUCTION, 1, now),
        (Environment.PREPRODUCTION, 1, now),
        (Environment.PRODUCTION, 2, None),
        (Environment.PREPRODUCTION, 2, None),
    ]
    assert {key.request_id for key in office.keys(HOSPITAL)[2:]} == {renewal}


def test_a_renewal_closes_the_request_before_it_and_redraws_its_card(office: Office) -> None:
    former = office.assigned(number=1)
    renewal = office.request()
    with office.recorded() as record:
        assign_keys(office.desk, JULIAN, renewal, office.both(11))
    assert office.stored_request(former).status is RequestStatus.SUPERSEDED
    assert office.stored_request(renewal).status is RequestStatus.ASSIGNED
    assert [told.subject_id for told in record.told if told.kind is IntentKind.REQUEST_CARD] == [
        former,
        renewal,
    ]


def test_all_keys_of_one_guardar_share_its_moment(office: Office) -> None:
    request_id = office.assigned()
    moments = {key.assigned_at for key in office.keys(HOSPITAL)}
    assert moments == {office.stored_request(request_id).assigned_at}


class TestWhatAnotherOfficialTook:
    def test_its_form_opens_for_that_official_alone_until_the_take_ends(self, office: Office) -> None:
        request_id = office.request()
        take_request(office.desk, JULIAN, request_id)
        with pytest.raises(OvertakenError, match="<@U0JULIAN> tomó esta solicitud"):
            prepare_assignment(office.desk, CAMILA, request_id)
        assert prepare_assignment(office.desk, JULIAN, request_id).request.id == request_id
        office.clock.advance(days=3)
        assert prepare_assignment(office.desk, CAMILA, request_id).request.id == request_id

    def test_what_was_typed_before_is_saved_all_the_same(self, office: Office) -> None:
        request_id = office.request()
        take_request(office.desk, JULIAN, request_id)
        assign_keys(office.desk, CAMILA, request_id, office.both(1))
        assert office.stored_request(request_id).status is RequestStatus.ASSIGNED


def test_an_environment_left_out_of_a_renewal_keeps_its_key(office: Office) -> None:
    request_id = office.request()
    with_development = [*office.both(1), office.entry(Environment.DEVELOPMENT, 3)]
    assign_keys(office.desk, CAMILA, request_id, with_development)
    office.assigned(number=11)
    (development,) = [key for key in office.keys(HOSPITAL) if key.environment is Environment.DEVELOPMENT]
    assert (development.version, development.superseded_at) == (1, None)


def test_environments_whose_secret_is_not_of_todays_form_are_told(office: Office) -> None:
    request_id = office.request()
    production, preproduction = office.both(1)
    entries: list[KeyEntry] = [production, replace(preproduction, client_secret="an-old-made-up-secret")]
    assert assign_keys(office.desk, CAMILA, request_id, entries).unusual == [Environment.PREPRODUCTION]


@pytest.mark.parametrize("actor", [LAURA, ANDRES, BEATRIZ, TOMAS, Actor("T0ELSEWHERE", CAMILA.user_id)])
def test_only_an_official_enters_keys(office: Office, actor: Actor) -> None:
    request_id = office.request()
    with office.nothing_stored(), pytest.raises(NotAllowedError):
        assign_keys(office.desk, actor, request_id, office.both(1))


def test_a_second_official_is_told_who_already_attended_the_request(office: Office) -> None:
    request_id = office.assigned()
    office.clock.advance(minutes=5)
    with (
        office.nothing_stored(),
        pytest.raises(OvertakenError, match=r"Asignado\. Por <@U0CAMILA>, 14 ene 2026, 10:00\."),
    ):
        assign_keys(office.desk, JULIAN, request_id, office.both(11))


def test_a_returned_request_takes_no_keys(office: Office) -> None:
    request_id = office.returned()
    with office.nothing_stored(), pytest.raises(OvertakenError, match=r"Devuelta.*<@U0CAMILA>"):
        assign_keys(office.desk, JULIAN, request_id, office.both(1))


def test_a_request_that_does_not_exist_takes_no_keys(office: Office) -> None:
    with office.nothing_stored(), pytest.raises(UserError, match="ya no existe"):
        assign_keys(office.desk, CAMILA, 999, office.both(1))
