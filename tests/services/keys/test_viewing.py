import pytest
from sqlalchemy.exc import DBAPIError

from bot.errors import FieldError, NotAllowedError, UserError
from bot.services.access import Actor
from bot.services.keys.assigning import assign_keys
from bot.services.keys.viewing import reveal, sedes_to_view, viewable
from storage.crypto import CryptoError
from storage.enums import AuditAction, Environment, PersonStatus, RequestStatus
from storage.models import Key
from tests.services.office import (
    ANDRES,
    BEATRIZ,
    CAMILA,
    CENTRO,
    HOSPITAL,
    LAURA,
    MATEO,
    NORTE,
    PARAMETERS,
    TOMAS,
    Noted,
    Office,
)
from tests.services.typed import client_id, client_secret

NOTHING_SEEN = Noted(LAURA, AuditAction.KEYS_VIEWED, f"provider:{HOSPITAL}", {"versions": {}})


def test_a_delegate_reads_the_keys_of_their_provider_with_the_parameters(office: Office) -> None:
    request_id = office.assigned()
    shown = reveal(office.desk, LAURA, HOSPITAL)
    assert (shown.request.id, shown.request.provider.codigo) == (request_id, HOSPITAL)
    assert shown.parameters == PARAMETERS
    assert {environment: (key.client_id, key.client_secret) for environment, key in shown.keys.items()} == {
        Environment.PRODUCTION: (client_id(1), client_secret(1)),
        Environment.PREPRODUCTION: (client_id(2), client_secret(2)),
    }


def test_what_is_shown_does_not_print_its_secrets(office: Office) -> None:
    office.assigned()
    assert client_secret(1) not in repr(reveal(office.desk, LAURA, HOSPITAL))


def test_the_other_delegate_of_the_nit_reads_them_too(office: Office) -> None:
    office.assigned(NORTE, ANDRES)
    assert len(reveal(office.desk, MATEO, NORTE).keys) == 2


def test_each_viewing_is_on_the_record_with_the_versions_seen(office: Office) -> None:
    office.assigned(number=1)
    office.assigned(number=11)
    with office.recorded() as record:
        reveal(office.desk, LAURA, HOSPITAL)
        reveal(office.desk, LAURA, HOSPITAL)
    seen = {"versions": {"production": 2, "preproduction": 2}}
    assert record.noted == [Noted(LAURA, AuditAction.KEYS_VIEWED, f"provider:{HOSPITAL}", seen)] * 2
    assert record.told == []


def test_when_the_viewing_cannot_be_noted_nothing_is_shown(office: Office) -> None:
    office.assigned()
    with office.without_table("audit"), pytest.raises(DBAPIError) as failed:
        reveal(office.desk, LAURA, HOSPITAL)
    assert client_secret(1) not in str(failed.value)


def test_the_development_keys_are_never_shown_nor_noted_as_seen(office: Office) -> None:
    request_id = office.request()
    entries = [*office.both(1), office.entry(Environment.DEVELOPMENT, 3)]
    assign_keys(office.desk, CAMILA, request_id, entries)
    with office.recorded() as record:
        shown = reveal(office.desk, LAURA, HOSPITAL)
    assert set(shown.keys) == {Environment.PRODUCTION, Environment.PREPRODUCTION}
    assert set(record.noted[0].detail["versions"]) == {"production", "preproduction"}


def test_before_there_are_keys_the_state_is_shown_and_the_viewing_noted_all_the_same(office: Office) -> None:
    office.request()
    with office.recorded() as record:
        shown = reveal(office.desk, LAURA, HOSPITAL)
    assert (shown.keys, shown.request.status) == ({}, RequestStatus.PENDING)
    assert record.noted == [NOTHING_SEEN]


def test_a_sede_with_only_development_keys_has_nothing_to_see(office: Office) -> None:
    request_id = office.request()
    assign_keys(office.desk, CAMILA, request_id, [office.entry(Environment.DEVELOPMENT, 3)])
    with office.recorded() as record:
        assert reveal(office.desk, LAURA, HOSPITAL).keys == {}
    assert record.noted == [NOTHING_SEEN]


def test_the_old_keys_stay_visible_while_the_renewal_waits(office: Office) -> None:
    office.assigned(number=1)
    renewal = office.request()
    shown = reveal(office.desk, LAURA, HOSPITAL)
    assert (shown.request.id, shown.request.status) == (renewal, RequestStatus.PENDING)
    assert shown.keys[Environment.PRODUCTION].client_secret == client_secret(1)


@pytest.mark.parametrize("codigo", [HOSPITAL, CENTRO, "259990000199"])
def test_a_sede_of_another_nit_or_without_requests_is_refused_unnoted(office: Office, codigo: str) -> None:
    office.assigned()
    office.assigned(NORTE, ANDRES, number=11)
    with office.nothing_stored(), pytest.raises(FieldError):
        reveal(office.desk, ANDRES, codigo)


@pytest.mark.parametrize("actor", [CAMILA, BEATRIZ, TOMAS, Actor("T0ELSEWHERE", LAURA.user_id)])
def test_nobody_but_a_delegate_sees_keys(office: Office, actor: Actor) -> None:
    office.assigned()
    with office.nothing_stored():
        with pytest.raises(NotAllowedError):
            reveal(office.desk, actor, HOSPITAL)
        with pytest.raises(NotAllowedError):
            viewable(office.desk, actor)


def test_a_suspended_delegate_sees_keys_no_more(office: Office) -> None:
    office.assigned()
    office.change(LAURA, status=PersonStatus.SUSPENDED)
    with office.nothing_stored(), pytest.raises(NotAllowedError, match="suspendido"):
        reveal(office.desk, LAURA, HOSPITAL)


def test_ciphertexts_swapped_between_two_rows_are_not_read_as_each_others_keys(office: Office) -> None:
    office.assigned()
    production, preproduction = office.keys(HOSPITAL)
    with office.sessions.begin() as session:
        for row, other in ((production, preproduction), (preproduction, production)):
            ciphertext = other.secret_ciphertext
            session.query(Key).filter_by(id=row.id).update({"secret_ciphertext": ciphertext})
    with office.nothing_stored(), pytest.raises(CryptoError):
        reveal(office.desk, LAURA, HOSPITAL)


def test_only_sedes_that_asked_are_there_to_choose_each_with_its_newest_request(office: Office) -> None:
    office.assigned(NORTE, ANDRES)
    renewal = office.request(NORTE, ANDRES)
    centro = office.request(CENTRO, MATEO)
    found = viewable(office.desk, ANDRES)
    assert [(request.codigo, request.id) for request in found.requests] == [
        (NORTE, renewal),
        (CENTRO, centro),
    ]


def test_whoever_never_asked_is_told_how_to(office: Office) -> None:
    with pytest.raises(UserError, match="/llaves solicitar"):
        viewable(office.desk, LAURA)


@pytest.mark.parametrize(("typed", "found"), [("", [NORTE, CENTRO]), ("centro", [CENTRO]), ("sur", [])])
def test_only_sedes_that_asked_are_suggested_by_the_words_typed(
    office: Office, typed: str, found: list[str]
) -> None:
    office.assigned(NORTE, ANDRES)
    office.request(CENTRO, MATEO)
    assert [sede.codigo for sede in sedes_to_view(office.desk, ANDRES, typed)] == found
    assert sedes_to_view(office.desk, LAURA, typed) == []


def test_the_sedes_with_keys_are_suggested_to_delegates_only(office: Office) -> None:
    office.assigned()
    with pytest.raises(NotAllowedError):
        sedes_to_view(office.desk, CAMILA, "")
