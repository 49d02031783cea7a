import pytest

from bot.errors import FieldError, NotAllowedError, OvertakenError
from bot.services.access import Actor, Read
from bot.services.keys.assigning import assign_keys
from bot.services.requests.asking import submit_request
from bot.services.requests.returning import prepare_return, return_request
from bot.services.requests.taking import release_request, take_request
from storage.enums import AuditAction, IntentKind, PersonStatus, RequestKind, RequestStatus
from storage.models import Consent
from tests.services.office import (
    ANDRES,
    BEATRIZ,
    CAMILA,
    HOSPITAL,
    JULIAN,
    LAURA,
    MATEO,
    NORTE,
    TOMAS,
    Noted,
    Office,
    Told,
)
from tests.services.typed import answers

REASON = "El correo no es institucional."


def _card(request_id: int, version: int) -> Told:
    return Told(
        IntentKind.REQUEST_CARD,
        request_id,
        f"request_card:{request_id}:{version}",
        f"card:request:{request_id}",
    )


def test_a_returned_request_keeps_who_when_and_why(office: Office) -> None:
    request_id = office.request()
    office.clock.advance(hours=1)
    return_request(office.desk, CAMILA, office.request_read(request_id), REASON)
    request = office.stored_request(request_id)
    assert (request.status, request.version, request.return_reason) == (RequestStatus.RETURNED, 2, REASON)
    assert (request.returned_by_id, request.returned_at) == (office.person(CAMILA).id, office.clock.now())


def test_a_return_redraws_the_card_and_tells_the_delegate_who_asked(office: Office) -> None:
    request_id = office.request(NORTE, MATEO)
    with office.recorded() as record:
        return_request(office.desk, CAMILA, office.request_read(request_id), REASON)
    assert record.told == [
        _card(request_id, version=2),
        Told(
            IntentKind.REQUEST_RETURNED,
            request_id,
            f"request_returned:{request_id}:2:{office.person(MATEO).id}",
            f"dm:{office.person(MATEO).id}",
        ),
    ]
    assert record.noted == [Noted(CAMILA, AuditAction.REQUEST_RETURNED, f"request:{request_id}", {})]


@pytest.mark.parametrize("actor", [LAURA, ANDRES, BEATRIZ, TOMAS])
def test_only_an_official_returns_a_request(office: Office, actor: Actor) -> None:
    request_id = office.request()
    with office.nothing_stored(), pytest.raises(NotAllowedError):
        return_request(office.desk, actor, office.request_read(request_id), REASON)


def test_a_second_return_is_told_who_was_first(office: Office) -> None:
    request_id = office.returned()
    with office.nothing_stored(), pytest.raises(OvertakenError, match=r"Devuelta\. Por <@U0CAMILA>"):
        return_request(office.desk, JULIAN, Read(request_id, 1), REASON)


def test_a_request_with_keys_is_not_returned(office: Office) -> None:
    request_id = office.assigned()
    with office.nothing_stored(), pytest.raises(OvertakenError, match="Asignado"):
        return_request(office.desk, JULIAN, Read(request_id, 1), REASON)


@pytest.mark.parametrize("who", [ANDRES, MATEO], ids=["the-same-delegate", "another-delegate-of-the-nit"])
def test_a_correction_puts_the_same_request_back_into_the_queue(office: Office, who: Actor) -> None:
    request_id = office.returned(NORTE, ANDRES)
    asked_at = office.clock.now()
    office.clock.advance(days=1)
    with office.recorded() as record:
        done = submit_request(office.desk, who, answers(NORTE, software_name="Historia Dos"))
    request = office.stored_request(request_id)
    assert done.request.id == request_id
    assert (request.status, request.version) == (RequestStatus.PENDING, 3)
    assert (request.kind, request.software_name) == (RequestKind.ENROLLMENT, "Historia Dos")
    assert (request.requested_at, request.resubmitted_at) == (asked_at, office.clock.now())
    assert request.requested_by_id == office.person(ANDRES).id
    assert request.resubmitted_by_id == office.person(who).id
    assert done.request.submitted_by.user_id == who.user_id
    assert record.told == [
        _card(request_id, version=3),
        Told(
            IntentKind.REQUEST_CORRECTED,
            request_id,
            f"request_corrected:{request_id}:3",
            f"card:request:{request_id}",
        ),
    ]
    assert record.noted == [
        Noted(who, AuditAction.REQUEST_CORRECTED, f"request:{request_id}", {"codigo": NORTE})
    ]


def test_a_correction_keeps_consents_of_whoever_corrected_it(office: Office) -> None:
    request_id = office.returned(NORTE, ANDRES)
    submit_request(office.desk, MATEO, answers(NORTE))
    with office.sessions() as session:
        given = session.query(Consent).filter_by(request_id=request_id).order_by(Consent.id).all()
    andres, mateo = office.person(ANDRES).id, office.person(MATEO).id
    assert [consent.person_id for consent in given] == [andres, andres, mateo, mateo]


def test_a_delegate_of_another_nit_corrects_nothing(office: Office) -> None:
    office.returned()
    with office.nothing_stored(), pytest.raises(FieldError):
        submit_request(office.desk, ANDRES, answers(HOSPITAL))


def test_a_corrected_request_may_be_returned_again_and_the_delegate_is_told_again(office: Office) -> None:
    request_id = office.returned()
    submit_request(office.desk, LAURA, answers(HOSPITAL))
    with office.recorded() as record:
        return_request(
            office.desk, JULIAN, office.request_read(request_id), "Falta la extensión del teléfono."
        )
    assert [told.dedupe_key for told in record.told] == [
        f"request_card:{request_id}:4",
        f"request_returned:{request_id}:4:{office.person(LAURA).id}",
    ]


def test_a_request_returned_after_a_correction_goes_back_to_whoever_corrected_it(office: Office) -> None:
    request_id = office.returned(NORTE, ANDRES)
    submit_request(office.desk, MATEO, answers(NORTE))
    with office.recorded() as record:
        return_request(office.desk, JULIAN, office.request_read(request_id), REASON)
    assert [told.lane for told in record.told] == [
        f"card:request:{request_id}",
        f"dm:{office.person(MATEO).id}",
    ]


def test_the_keys_of_a_corrected_request_are_announced_to_whoever_corrected_it(office: Office) -> None:
    request_id = office.returned(NORTE, ANDRES)
    submit_request(office.desk, MATEO, answers(NORTE))
    with office.recorded() as record:
        assign_keys(office.desk, CAMILA, request_id, office.both(1))
    assert record.told[-1].kind is IntentKind.KEYS_ASSIGNED
    assert record.told[-1].lane == f"dm:{office.person(MATEO).id}"


def test_a_reason_written_before_the_correction_does_not_return_the_corrected_request(office: Office) -> None:
    request_id = office.request()
    read_first = office.request_read(request_id)
    return_request(office.desk, CAMILA, read_first, REASON)
    submit_request(office.desk, LAURA, answers(HOSPITAL))
    with (
        office.nothing_stored(),
        pytest.raises(OvertakenError, match="cambió desde que usted la leyó"),
    ):
        return_request(office.desk, JULIAN, read_first, REASON)


def test_while_one_official_has_it_another_returns_nothing_and_learns_until_when(office: Office) -> None:
    request_id = office.request()
    take_request(office.desk, CAMILA, request_id)
    with office.nothing_stored():
        with pytest.raises(
            OvertakenError, match=r"<@U0CAMILA> tomó esta solicitud hasta el 14 ene 2026, 12:00"
        ):
            prepare_return(office.desk, JULIAN, request_id)
        with pytest.raises(OvertakenError, match="<@U0CAMILA> tomó esta solicitud"):
            return_request(office.desk, JULIAN, office.request_read(request_id), REASON)


def test_whoever_has_it_returns_it_and_has_it_no_more(office: Office) -> None:
    request_id = office.request()
    take_request(office.desk, CAMILA, request_id)
    assert prepare_return(office.desk, CAMILA, request_id).official.user_id == CAMILA.user_id
    return_request(office.desk, CAMILA, office.request_read(request_id), REASON)
    request = office.stored_request(request_id)
    assert (request.status, request.taken_by_id, request.taken_until) == (RequestStatus.RETURNED, None, None)


def test_one_that_was_released_may_be_returned_by_anybody(office: Office) -> None:
    request_id = office.request()
    take_request(office.desk, CAMILA, request_id)
    release_request(office.desk, CAMILA, request_id)
    return_request(office.desk, JULIAN, office.request_read(request_id), REASON)
    assert office.stored_request(request_id).status is RequestStatus.RETURNED


def test_what_a_suspended_delegate_sent_goes_back_to_those_who_may_act_for_the_nit(office: Office) -> None:
    request_id = office.request(NORTE, MATEO)
    office.change(MATEO, status=PersonStatus.SUSPENDED)
    with office.recorded() as record:
        return_request(office.desk, CAMILA, office.request_read(request_id), REASON)
    assert [told.lane for told in record.told if told.kind is IntentKind.REQUEST_RETURNED] == [
        f"dm:{office.person(ANDRES).id}"
    ]
