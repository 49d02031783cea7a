"""Actualizar Token (§6.4.2.1): correcting keys that a provider has, one environment or all."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.errors import FieldError, NotAllowedError, OvertakenError, UserError
from bot.services.access import Actor, Read
from bot.services.keys.assigning import assign_keys
from bot.services.keys.updating import prepare_update, update_keys
from bot.services.keys.viewing import reveal
from storage.enums import AuditAction, Environment, IntentKind, PersonStatus, RequestStatus
from storage.models import Intent
from tests.services.at_once import at_once
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
from tests.services.typed import client_id, client_secret

PRODUCTION, PREPRODUCTION = Environment.PRODUCTION, Environment.PREPRODUCTION
DEVELOPMENT = Environment.DEVELOPMENT


def _update(
    office: Office, request_id: int, *numbered: tuple[Environment, int], actor: Actor = CAMILA
) -> None:
    entries = [office.entry(environment, number) for environment, number in numbered]
    update_keys(office.desk, actor, office.request_read(request_id), entries)


def _versions(office: Office, codigo: str = HOSPITAL) -> list[tuple[Environment, int, bool]]:
    return [(key.environment, key.version, key.superseded_at is None) for key in office.keys(codigo)]


def test_the_entered_environment_gets_a_new_version_and_the_other_stays(office: Office) -> None:
    request_id = office.assigned()
    office.clock.advance(days=1)
    _update(office, request_id, (PRODUCTION, 11))
    assert _versions(office) == [(PRODUCTION, 1, False), (PREPRODUCTION, 1, True), (PRODUCTION, 2, True)]
    former, _, new = office.keys(HOSPITAL)
    assert former.superseded_at == new.assigned_at == office.clock.now()
    assert (new.request_id, new.assigned_by_id) == (request_id, office.person(CAMILA).id)
    shown = reveal(office.desk, LAURA, HOSPITAL)
    assert shown.keys[PRODUCTION].client_secret == client_secret(11)
    assert shown.keys[PREPRODUCTION].client_secret == client_secret(2)


def test_the_request_stays_assigned_and_says_who_updated_it_when(office: Office) -> None:
    request_id = office.assigned()
    office.clock.advance(hours=1)
    done = update_keys(office.desk, JULIAN, office.request_read(request_id), [office.entry(PRODUCTION, 11)])
    request = office.stored_request(request_id)
    assert (request.status, request.version) == (RequestStatus.ASSIGNED, 3)
    assert (request.updated_by_id, request.updated_at) == (office.person(JULIAN).id, office.clock.now())
    assert (done.environments, done.unusual, done.delegates) == ([PRODUCTION], [], 1)


def test_an_environment_that_had_no_keys_may_get_its_first(office: Office) -> None:
    request_id = office.assigned()
    _update(office, request_id, (DEVELOPMENT, 11))
    assert _versions(office)[-1] == (DEVELOPMENT, 1, True)


def test_delegates_hear_nothing_of_the_environment_they_never_see(office: Office) -> None:
    request_id = office.assigned()
    with office.recorded() as record:
        done = update_keys(
            office.desk, CAMILA, office.request_read(request_id), [office.entry(DEVELOPMENT, 11)]
        )
    assert done.delegates is None
    assert IntentKind.KEYS_UPDATED not in {told.kind for told in record.told}


def test_a_secret_of_an_unusual_form_is_stored_and_told(office: Office) -> None:
    request_id = office.assigned()
    entry = replace(office.entry(PRODUCTION, 11), client_secret="an-old-made-up-secret")
    done = update_keys(office.desk, CAMILA, office.request_read(request_id), [entry])
    assert done.unusual == [PRODUCTION]


def test_every_active_delegate_of_the_nit_is_told_about_the_saved_keys(office: Office) -> None:
    request_id = office.assigned(NORTE, ANDRES)
    with office.recorded() as record:
        _update(office, request_id, (PREPRODUCTION, 11), (PRODUCTION, 12))
    saved = office.keys(NORTE)[2:]
    assert {key.assigned_at for key in saved} == {office.clock.now()}
    first = saved[0].id
    andres, mateo = office.person(ANDRES).id, office.person(MATEO).id
    assert record.told == [
        Told(
            IntentKind.REQUEST_CARD, request_id, f"request_card:{request_id}:3", f"card:request:{request_id}"
        ),
        Told(IntentKind.KEYS_UPDATED, first, f"keys_updated:{first}:2:{andres}", f"dm:{andres}"),
        Told(IntentKind.KEYS_UPDATED, first, f"keys_updated:{first}:2:{mateo}", f"dm:{mateo}"),
    ]
    with office.sessions() as session:
        told = session.query(Intent).filter_by(kind=IntentKind.KEYS_UPDATED).order_by(Intent.id).all()
    assert [intent.recipient_id for intent in told] == [andres, mateo]
    assert record.noted == [
        Noted(
            CAMILA,
            AuditAction.KEYS_UPDATED,
            f"request:{request_id}",
            {"codigo": NORTE, "versions": {"preproduction": 2, "production": 2}},
        )
    ]


def test_a_suspended_delegate_is_not_told(office: Office) -> None:
    request_id = office.assigned(NORTE, ANDRES)
    office.change(ANDRES, status=PersonStatus.SUSPENDED)
    done = update_keys(office.desk, CAMILA, office.request_read(request_id), [office.entry(PRODUCTION, 11)])
    assert done.delegates == 1


def test_a_pending_renewal_stops_no_correction_and_replaces_it_when_it_is_assigned(office: Office) -> None:
    request_id = office.assigned()
    renewal = office.request()
    _update(office, request_id, (PRODUCTION, 11))
    assert office.stored_request(renewal).status is RequestStatus.PENDING
    assign_keys(office.desk, CAMILA, renewal, office.both(21))
    assert office.stored_request(request_id).status is RequestStatus.SUPERSEDED
    assert _versions(office)[-2:] == [(PRODUCTION, 3, True), (PREPRODUCTION, 2, True)]


class TestPreparing:
    def test_the_official_gets_the_keys_in_force(self, office: Office) -> None:
        request_id = office.assigned()
        _update(office, request_id, (PRODUCTION, 11))
        found = prepare_update(office.desk, CAMILA, request_id)
        assert {environment: key.version for environment, key in found.keys.items()} == {
            PRODUCTION: 2,
            PREPRODUCTION: 1,
        }
        assert (found.request.id, found.official.user_id) == (request_id, CAMILA.user_id)

    def test_a_request_without_keys_has_none_to_correct(self, office: Office) -> None:
        with pytest.raises(UserError, match="ya no están vigentes"):
            prepare_update(office.desk, CAMILA, office.request())

    def test_a_request_that_was_replaced_says_where_to_look(self, office: Office) -> None:
        replaced = office.assigned(number=1)
        office.assigned(number=11)
        with pytest.raises(OvertakenError, match="se asignaron otras por una resolicitud"):
            prepare_update(office.desk, CAMILA, replaced)

    def test_a_request_that_does_not_exist(self, office: Office) -> None:
        with pytest.raises(UserError, match="ya no existe"):
            prepare_update(office.desk, CAMILA, 999)


@pytest.mark.parametrize("actor", [LAURA, BEATRIZ, TOMAS])
def test_only_an_official_corrects_keys(office: Office, actor: Actor) -> None:
    request_id = office.assigned()
    read = office.request_read(request_id)
    with office.nothing_stored(), pytest.raises(NotAllowedError):
        update_keys(office.desk, actor, read, office.both(11))
    with pytest.raises(NotAllowedError):
        prepare_update(office.desk, actor, request_id)


class TestTwoAtOnce:
    def test_who_read_an_older_version_is_told_who_was_faster(self, office: Office) -> None:
        request_id = office.assigned()
        read = office.request_read(request_id)
        update_keys(office.desk, CAMILA, read, [office.entry(PRODUCTION, 11)])
        with (
            office.nothing_stored(),
            pytest.raises(OvertakenError, match=r"<@U0CAMILA> actualizó estas llaves el 14 ene 2026, 10:00"),
        ):
            update_keys(office.desk, JULIAN, read, [office.entry(PRODUCTION, 12)])

    def test_a_form_of_an_older_version_of_ours_is_asked_to_be_opened_again(self, office: Office) -> None:
        request_id = office.assigned()
        with office.nothing_stored(), pytest.raises(OvertakenError, match="Abra de nuevo «Actualizar Keys»"):
            update_keys(office.desk, JULIAN, Read(request_id, 0), [office.entry(PRODUCTION, 12)])

    def test_at_the_same_moment_one_wins_and_the_other_is_told(self, office: Office, engine: Engine) -> None:
        request_id = office.assigned()
        read = office.request_read(request_id)
        outcomes = at_once(
            engine,
            "UPDATE key_requests",
            lambda: update_keys(office.desk, CAMILA, read, [office.entry(PRODUCTION, 11)]),
            lambda: update_keys(office.desk, JULIAN, read, [office.entry(PREPRODUCTION, 12)]),
        )
        assert sum(isinstance(outcome, OvertakenError) for outcome in outcomes) == 1
        assert len(office.keys(HOSPITAL)) == 3

    def test_a_correction_and_an_assignment_leave_one_key_in_force(
        self, office: Office, engine: Engine
    ) -> None:
        former = office.assigned()
        renewal = office.request()
        read = office.request_read(former)
        at_once(
            engine,
            "UPDATE key_requests",
            lambda: update_keys(office.desk, CAMILA, read, [office.entry(PRODUCTION, 11)]),
            lambda: assign_keys(office.desk, JULIAN, renewal, office.both(21)),
        )
        in_force = [key for key in office.keys(HOSPITAL) if key.superseded_at is None]
        assert {key.client_id for key in in_force} == {client_id(21), client_id(22)}
        assert office.stored_request(former).status is RequestStatus.SUPERSEDED


class TestReuse:
    def _refused(self, office: Office, request_id: int, **changes: Any) -> dict[str, str]:
        entry = replace(office.entry(PRODUCTION, 31), **changes)
        read = office.request_read(request_id)
        with office.nothing_stored(), pytest.raises(FieldError) as refused:
            update_keys(office.desk, CAMILA, read, [entry])
        return refused.value.sentences

    def test_the_client_id_may_stay_while_the_secret_is_new(self, office: Office) -> None:
        request_id = office.assigned()
        entry = replace(office.entry(PRODUCTION, 11), client_id=client_id(1))
        update_keys(office.desk, CAMILA, office.request_read(request_id), [entry])
        assert office.keys(HOSPITAL)[-1].client_id == client_id(1)

    def test_the_secret_in_force_is_refused(self, office: Office) -> None:
        sentences = self._refused(office, office.assigned(), client_secret=client_secret(1))
        assert list(sentences) == ["production_client_secret"]

    def test_the_secret_of_an_environment_that_stays_is_refused(self, office: Office) -> None:
        sentences = self._refused(office, office.assigned(), client_secret=client_secret(2))
        assert list(sentences) == ["production_client_secret"]

    def test_the_client_id_of_an_environment_that_stays_is_refused(self, office: Office) -> None:
        sentences = self._refused(office, office.assigned(), client_id=client_id(2))
        assert list(sentences) == ["production_client_id"]

    def test_the_client_id_of_another_provider_is_refused(self, office: Office) -> None:
        office.assigned(NORTE, ANDRES, number=21)
        sentences = self._refused(office, office.assigned(), client_id=client_id(21))
        assert list(sentences) == ["production_client_id"]

    def test_two_environments_that_had_each_others_application_are_put_right_together(
        self, office: Office
    ) -> None:
        request_id = office.assigned()
        crossed = [
            replace(office.entry(PRODUCTION, 11), client_id=client_id(2)),
            replace(office.entry(PREPRODUCTION, 12), client_id=client_id(1)),
        ]
        update_keys(office.desk, CAMILA, office.request_read(request_id), crossed)
        in_force = {key.environment: key for key in office.keys(HOSPITAL) if key.superseded_at is None}
        assert in_force[PRODUCTION].client_id == client_id(2)
        assert in_force[PREPRODUCTION].client_id == client_id(1)
