"""Cancelar solicitud: out of the queue, without a trace on the keys in force."""

import pytest

from bot.errors import NotAllowedError, OvertakenError, UserError
from bot.services.access import Actor
from bot.services.keys.assigning import assign_keys
from bot.services.keys.viewing import reveal, viewable
from bot.services.requests.asking import Application, prepare_request, submit_request
from bot.services.requests.taking import take_request
from bot.services.requests.withdrawing import cancel_request
from storage.enums import AuditAction, Environment, IntentKind, RequestKind, RequestStatus
from tests.services.office import (
    ANDRES,
    BEATRIZ,
    CAMILA,
    HOSPITAL,
    LAURA,
    MATEO,
    NORTE,
    TOMAS,
    Noted,
    Office,
    Told,
)
from tests.services.typed import answers, client_secret


@pytest.mark.parametrize("who", [ANDRES, MATEO], ids=["the-same-delegate", "another-delegate-of-the-nit"])
@pytest.mark.parametrize("returned", [False, True])
def test_a_delegate_cancels_an_open_request_of_their_nit(
    office: Office, who: Actor, *, returned: bool
) -> None:
    request_id = office.returned(NORTE, ANDRES) if returned else office.request(NORTE, ANDRES)
    version = office.stored_request(request_id).version + 1
    with office.recorded() as record:
        done = cancel_request(office.desk, who, office.request_sent(request_id))
    request = office.stored_request(request_id)
    assert (request.status, request.version) == (RequestStatus.CANCELLED, version)
    assert (request.cancelled_by_id, request.cancelled_at) == (office.person(who).id, office.clock.now())
    assert (done.request.id, done.person.user_id, done.keys_in_force) == (request_id, who.user_id, False)
    assert record.told == [
        Told(
            IntentKind.REQUEST_CARD,
            request_id,
            f"request_card:{request_id}:{version}",
            f"card:request:{request_id}",
        )
    ]
    assert record.noted == [
        Noted(who, AuditAction.REQUEST_CANCELLED, f"request:{request_id}", {"codigo": NORTE})
    ]


def test_an_official_who_took_it_stops_no_cancellation(office: Office) -> None:
    request_id = office.request()
    read = office.request_sent(request_id)
    take_request(office.desk, CAMILA, request_id)
    cancel_request(office.desk, LAURA, read)
    request = office.stored_request(request_id)
    assert (request.status, request.taken_by_id) == (RequestStatus.CANCELLED, None)


def test_the_request_of_another_nit_is_not_cancelled(office: Office) -> None:
    read = office.request_sent(office.request())
    with office.nothing_stored(), pytest.raises(UserError, match="no es de su entidad"):
        cancel_request(office.desk, ANDRES, read)


@pytest.mark.parametrize("actor", [CAMILA, BEATRIZ, TOMAS])
def test_nobody_but_a_delegate_cancels(office: Office, actor: Actor) -> None:
    read = office.request_sent(office.request())
    with office.nothing_stored(), pytest.raises(NotAllowedError):
        cancel_request(office.desk, actor, read)


def test_a_second_cancellation_is_told_of_the_first(office: Office) -> None:
    read = office.request_sent(office.request(NORTE, ANDRES))
    cancel_request(office.desk, ANDRES, read)
    with office.nothing_stored(), pytest.raises(OvertakenError, match="<@U0ANDRES> canceló esta solicitud"):
        cancel_request(office.desk, MATEO, read)


def test_a_request_with_keys_is_not_cancelled_by_an_old_button(office: Office) -> None:
    request_id = office.request()
    read = office.request_sent(request_id)
    assign_keys(office.desk, CAMILA, request_id, office.both(1))
    with office.nothing_stored(), pytest.raises(OvertakenError, match="ya asignó las llaves"):
        cancel_request(office.desk, LAURA, read)


def test_an_old_button_does_not_cancel_what_was_corrected_since(office: Office) -> None:
    request_id = office.returned(NORTE, ANDRES)
    read = office.request_sent(request_id)
    office.clock.advance(minutes=1)
    submit_request(office.desk, MATEO, answers(NORTE))
    with office.nothing_stored(), pytest.raises(OvertakenError, match="corregida por <@U0MATEO>"):
        cancel_request(office.desk, ANDRES, read)


def test_after_a_cancelled_first_request_the_next_is_a_first_one_again_filled_in(office: Office) -> None:
    request_id = office.request()
    cancel_request(office.desk, LAURA, office.request_sent(request_id))
    found = prepare_request(office.desk, LAURA)
    assert isinstance(found, Application)
    assert found.previous is not None
    assert (found.kind, found.previous.id) == (RequestKind.ENROLLMENT, request_id)
    assert office.stored_request(office.request()).kind is RequestKind.ENROLLMENT


def test_after_a_cancelled_renewal_the_keys_stay_visible_and_another_renewal_is_possible(
    office: Office,
) -> None:
    former = office.assigned(number=1)
    office.clock.advance(days=1)
    renewal = office.request()
    assert cancel_request(office.desk, LAURA, office.request_sent(renewal)).keys_in_force
    shown = reveal(office.desk, LAURA, HOSPITAL)
    assert (shown.request.id, shown.request.status) == (former, RequestStatus.ASSIGNED)
    assert shown.keys[Environment.PRODUCTION].client_secret == client_secret(1)
    found = prepare_request(office.desk, LAURA)
    assert isinstance(found, Application)
    assert found.kind is RequestKind.RENEWAL
    assert office.stored_request(office.request()).kind is RequestKind.RENEWAL


def test_a_sede_whose_only_request_was_cancelled_shows_that_state(office: Office) -> None:
    cancel_request(office.desk, LAURA, office.request_sent(office.request()))
    (request,) = viewable(office.desk, LAURA).requests
    assert request.status is RequestStatus.CANCELLED
    assert reveal(office.desk, LAURA, HOSPITAL).keys == {}
