"""Two people at once, on both databases. One effect, and the other learns what happened in plain words."""

from collections.abc import Callable
from functools import partial

from sqlalchemy import Engine

from bot.errors import FieldError, OvertakenError, UserError
from bot.forms.registration import OfficialRegistrationForm
from bot.ids import Field
from bot.services.access import Actor, Read
from bot.services.keys.assigning import assign_keys
from bot.services.registration.deciding import approve, reject
from bot.services.registration.registering import register
from bot.services.requests.asking import submit_request
from bot.services.requests.returning import return_request
from bot.services.requests.taking import take_request
from bot.services.requests.withdrawing import cancel_request
from bot.services.users.managers import seed_managers
from storage import audit
from storage.enums import AuditAction, PersonStatus, RequestStatus
from storage.models import Consent, KeyRequest, Person
from tests.services.at_once import at_once
from tests.services.office import (
    ANDRES,
    BEATRIZ,
    CAMILA,
    CENTRO,
    HOSPITAL,
    JULIAN,
    LAURA,
    MATEO,
    NORTE,
    TEAM,
    TOMAS,
    Office,
)
from tests.services.typed import answers, client_secret, delegate_form, official_form

VALERIA = Actor(TEAM, "U0VALERIA")


def _refusals(outcomes: list[object]) -> list[UserError]:
    return [outcome for outcome in outcomes if isinstance(outcome, UserError)]


def _actions(office: Office) -> list[AuditAction]:
    lines = office.lines()
    assert audit.first_broken(lines) is None
    return [line.action for line in lines]


def test_two_delegates_who_ask_for_one_sede_make_one_request(office: Office, engine: Engine) -> None:
    asking = [partial(submit_request, office.desk, who, answers(NORTE)) for who in (ANDRES, MATEO)]
    outcomes = at_once(engine, "INSERT INTO key_requests", *asking)
    (refused,) = _refusals(outcomes)
    assert isinstance(refused, OvertakenError)
    assert "solicitud en trámite desde el 14 ene 2026" in refused.sentence
    with office.sessions() as session:
        assert session.query(KeyRequest).count() == 1
        assert session.query(Consent).count() == 2
    assert _actions(office) == [AuditAction.KEYS_REQUESTED]


def test_two_delegates_who_ask_for_different_sedes_both_succeed(office: Office, engine: Engine) -> None:
    outcomes = at_once(
        engine,
        "INSERT INTO key_requests",
        partial(submit_request, office.desk, ANDRES, answers(NORTE)),
        partial(submit_request, office.desk, MATEO, answers(CENTRO)),
    )
    assert _refusals(outcomes) == []
    assert _actions(office) == [AuditAction.KEYS_REQUESTED] * 2


def test_two_delegates_who_correct_one_request_correct_it_once(office: Office, engine: Engine) -> None:
    request_id = office.returned(NORTE, ANDRES)
    correcting = [partial(submit_request, office.desk, who, answers(NORTE)) for who in (ANDRES, MATEO)]
    (refused,) = _refusals(at_once(engine, "UPDATE key_requests", *correcting))
    assert isinstance(refused, OvertakenError)
    assert "solicitud en trámite" in refused.sentence
    assert "ya no está pendiente" not in refused.sentence
    assert office.stored_request(request_id).version == 3
    assert _actions(office).count(AuditAction.REQUEST_CORRECTED) == 1


def test_two_officials_who_enter_keys_have_one_effect_and_the_later_learns_who_won(
    office: Office, engine: Engine
) -> None:
    request_id = office.request()
    officials = (CAMILA, JULIAN)
    entering = [
        partial(assign_keys, office.desk, who, request_id, office.both(number))
        for who, number in zip(officials, (1, 11), strict=True)
    ]
    outcomes = at_once(engine, "UPDATE key_requests", *entering)
    (refused,) = _refusals(outcomes)
    assert isinstance(refused, OvertakenError)
    winner = officials[1 - outcomes.index(refused)]
    assert f"Por <@{winner.user_id}>, 14 ene 2026" in refused.sentence
    assert {key.assigned_by_id for key in office.keys(HOSPITAL)} == {office.person(winner).id}
    assert len(office.keys(HOSPITAL)) == 2
    assert _actions(office) == [AuditAction.KEYS_REQUESTED, AuditAction.KEYS_ASSIGNED]


def test_of_keys_and_a_return_one_holds(office: Office, engine: Engine) -> None:
    request_id = office.request()
    outcomes = at_once(
        engine,
        "UPDATE key_requests",
        partial(assign_keys, office.desk, CAMILA, request_id, office.both(1)),
        partial(return_request, office.desk, JULIAN, Read(request_id, 1), "El correo no es institucional."),
    )
    (refused,) = _refusals(outcomes)
    returned = outcomes.index(refused) == 0
    assert ("<@U0JULIAN>" if returned else "<@U0CAMILA>") in refused.sentence
    status = RequestStatus.RETURNED if returned else RequestStatus.ASSIGNED
    assert office.stored_request(request_id).status is status
    assert len(office.keys(HOSPITAL)) == (0 if returned else 2)


def test_of_two_officials_who_take_a_request_one_has_it_and_the_other_learns_until_when(
    office: Office, engine: Engine
) -> None:
    request_id = office.request()
    officials = (CAMILA, JULIAN)
    outcomes = at_once(
        engine,
        "UPDATE key_requests",
        *[partial(take_request, office.desk, who, request_id) for who in officials],
    )
    (refused,) = _refusals(outcomes)
    winner = officials[1 - outcomes.index(refused)]
    assert f"<@{winner.user_id}> tomó esta solicitud hasta el 14 ene 2026, 12:00" in refused.sentence
    assert office.stored_request(request_id).taken_by_id == office.person(winner).id
    assert _actions(office).count(AuditAction.REQUEST_TAKEN) == 1


def test_a_double_click_on_tomar_refuses_nothing(office: Office, engine: Engine) -> None:
    request_id = office.request()
    twice = [partial(take_request, office.desk, CAMILA, request_id)] * 2
    assert _refusals(at_once(engine, "UPDATE key_requests", *twice)) == []
    assert office.stored_request(request_id).taken_by_id == office.person(CAMILA).id


def test_a_take_never_stops_a_correction_of_the_same_moment(office: Office, engine: Engine) -> None:
    request_id = office.request()
    read = office.request_sent(request_id)
    office.clock.advance(minutes=1)
    corrected = answers(HOSPITAL, software_name="Historia Dos")
    outcomes = at_once(
        engine,
        "UPDATE key_requests",
        partial(submit_request, office.desk, LAURA, corrected, read),
        partial(take_request, office.desk, CAMILA, request_id),
    )
    assert not isinstance(outcomes[0], UserError)
    assert office.stored_request(request_id).software_name == "Historia Dos"


def test_of_two_corrections_of_a_pending_request_one_holds_and_the_other_learns_whose(
    office: Office, engine: Engine
) -> None:
    request_id = office.request(NORTE, ANDRES)
    read = office.request_sent(request_id)
    office.clock.advance(minutes=1)
    delegates = (ANDRES, MATEO)
    correcting = [
        partial(submit_request, office.desk, who, answers(NORTE, software_name=who.user_id), read)
        for who in delegates
    ]
    outcomes = at_once(engine, "UPDATE key_requests", *correcting)
    (refused,) = _refusals(outcomes)
    winner = delegates[1 - outcomes.index(refused)]
    assert f"corregida por <@{winner.user_id}> el 14 ene 2026, 10:01" in refused.sentence
    assert office.stored_request(request_id).software_name == winner.user_id
    assert _actions(office).count(AuditAction.REQUEST_CORRECTED) == 1


def test_of_a_cancellation_and_keys_one_holds(office: Office, engine: Engine) -> None:
    request_id = office.request()
    outcomes = at_once(
        engine,
        "UPDATE key_requests",
        partial(cancel_request, office.desk, LAURA, office.request_sent(request_id)),
        partial(assign_keys, office.desk, CAMILA, request_id, office.both(1)),
    )
    (refused,) = _refusals(outcomes)
    cancelled = outcomes.index(refused) == 1
    assert ("Cancelada. Por <@U0LAURA>" if cancelled else "ya asignó las llaves") in refused.sentence
    assert len(office.keys(HOSPITAL)) == (0 if cancelled else 2)


def test_one_secret_entered_for_two_providers_at_once_serves_only_one(office: Office, engine: Engine) -> None:
    first, second = office.request(), office.request(NORTE, ANDRES)
    outcomes = at_once(
        engine,
        "UPDATE key_requests",
        partial(assign_keys, office.desk, CAMILA, first, office.both(1)),
        partial(assign_keys, office.desk, JULIAN, second, office.both(1)),
    )
    (refused,) = _refusals(outcomes)
    assert isinstance(refused, FieldError)
    assert "production_client_secret" in refused.sentences
    assert client_secret(1) not in refused.sentence
    statuses = {office.stored_request(request_id).status for request_id in (first, second)}
    assert statuses == {RequestStatus.ASSIGNED, RequestStatus.PENDING}


def test_two_officials_who_approve_let_the_delegate_in_once(office: Office, engine: Engine) -> None:
    person_id = register(office.desk, TOMAS, delegate_form()).person.id
    approving = [partial(approve, office.desk, who, Read(person_id, 1)) for who in (CAMILA, JULIAN)]
    outcomes = at_once(engine, "UPDATE people", *approving)
    (refused,) = _refusals(outcomes)
    winner = (CAMILA, JULIAN)[1 - outcomes.index(refused)]
    assert f"Activo. Lo decidió <@{winner.user_id}>" in refused.sentence
    assert _actions(office).count(AuditAction.REGISTRATION_APPROVED) == 1


def test_of_an_approval_and_a_rejection_one_holds(office: Office, engine: Engine) -> None:
    person_id = register(office.desk, TOMAS, delegate_form()).person.id
    outcomes = at_once(
        engine,
        "UPDATE people",
        partial(approve, office.desk, CAMILA, Read(person_id, 1)),
        partial(reject, office.desk, BEATRIZ, Read(person_id, 1), "El NIT no corresponde a su entidad."),
    )
    (refused,) = _refusals(outcomes)
    approved = outcomes.index(refused) == 1
    assert ("Activo. Lo decidió <@U0CAMILA>" if approved else "Rechazado. Lo decidió <@U0BEATRIZ>") in (
        refused.sentence
    )
    status = PersonStatus.ACTIVE if approved else PersonStatus.REJECTED
    assert office.person(TOMAS).status is status
    assert office.person(TOMAS).version == 2


def _registering(
    office: Office, *people: tuple[Actor, OfficialRegistrationForm]
) -> list[Callable[[], object]]:
    return [partial(register, office.desk, who, form) for who, form in people]


def test_a_registration_sent_twice_is_stored_once_and_the_person_told_so(
    office: Office, engine: Engine
) -> None:
    twice = _registering(office, (TOMAS, delegate_form()), (TOMAS, delegate_form()))
    (refused,) = _refusals(at_once(engine, "INSERT INTO people", *twice))
    assert "pendiente de aprobación" in refused.sentence
    assert _actions(office) == [AuditAction.REGISTERED]


def test_a_second_registration_sent_twice_is_stored_once_and_the_person_told_so(
    office: Office, engine: Engine
) -> None:
    person_id = register(office.desk, TOMAS, delegate_form()).person.id
    reject(office.desk, CAMILA, Read(person_id, 1), "El NIT no corresponde a su entidad.")
    twice = _registering(office, (TOMAS, delegate_form()), (TOMAS, delegate_form()))
    (refused,) = _refusals(at_once(engine, "UPDATE people", *twice))
    assert "pendiente de aprobación" in refused.sentence
    assert "ya fue atendido" not in refused.sentence
    assert office.person(TOMAS).version == 3


def test_one_document_from_two_accounts_registers_one_and_does_not_tell_the_other_it_did(
    office: Office, engine: Engine
) -> None:
    both = _registering(office, (TOMAS, official_form()), (VALERIA, official_form()))
    (refused,) = _refusals(at_once(engine, "INSERT INTO people", *both))
    assert isinstance(refused, FieldError)
    assert list(refused.sentences) == [Field.DOCUMENT_NUMBER]


def test_the_first_two_people_who_ever_accept_a_text_both_get_registered(
    office: Office, engine: Engine
) -> None:
    both = _registering(office, (TOMAS, official_form("2020202020")), (VALERIA, official_form("3030303030")))
    assert _refusals(at_once(engine, "INSERT INTO consent_texts", *both)) == []
    assert office.person(TOMAS).status is office.person(VALERIA).status is PersonStatus.PENDING


def test_two_replicas_that_start_together_seed_a_manager_once(office: Office, engine: Engine) -> None:
    starting = [partial(seed_managers, office.desk, TEAM, ["U0RODRIGO"])] * 2
    assert _refusals(at_once(engine, "INSERT INTO people", *starting)) == []
    with office.sessions() as session:
        assert session.query(Person).filter_by(user_id="U0RODRIGO").count() == 1
    assert _actions(office) == [AuditAction.MANAGER_SEEDED]


def test_two_replicas_that_start_together_promote_somebody_once(office: Office, engine: Engine) -> None:
    register(office.desk, TOMAS, delegate_form())
    starting = [partial(seed_managers, office.desk, TEAM, [TOMAS.user_id])] * 2
    assert _refusals(at_once(engine, "UPDATE people", *starting)) == []
    assert office.person(TOMAS).version == 2
    assert _actions(office) == [AuditAction.REGISTERED, AuditAction.MANAGER_SEEDED]
