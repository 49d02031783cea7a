"""Registration (manual §6.2): asking to be let in, and deciding on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.errors import FieldError, NotAllowedError, OvertakenError, UserError
from bot.forms.registration import DelegateRegistrationForm, OfficialRegistrationForm
from bot.ids import Field
from bot.rules.consent_texts import CURRENT
from bot.rules.lifecycle import REGISTRATION_STEPS, RegistrationStep
from bot.rules.login import document_login
from bot.rules.permissions import ability_to_decide_on
from bot.services.access import Actor, require
from bot.services.desk import Desk
from bot.views.text import USER_TYPES, mention, moment_text, person_state
from storage import audit, consents, outbox, people, providers
from storage.enums import AuditAction, ConsentKind, IntentKind, PersonStatus, Role
from storage.models import Person, Provider


@dataclass(frozen=True)
class Registered:
    """A registration just sent, with the provider it speaks for."""

    person: Person
    provider: Provider | None


def may_register(desk: Desk, actor: Actor) -> str | None:
    """Check that somebody may register; return why an earlier registration was refused, if it was.

    Raises `UserError` when they already are registered, waiting or suspended.
    """
    with desk.sessions.begin() as session:
        return _refusal_before(people.find(session, actor.team_id, actor.user_id))


def _refusal_before(person: Person | None) -> str | None:
    if person is None:
        return None
    match person.status:
        case PersonStatus.REJECTED:
            return person.decision_reason
        case PersonStatus.ACTIVE:
            role = USER_TYPES.get(person.role, "Gerente")
            raise UserError(
                f"Usted ya está registrado como {role}. Escriba `/llaves ayuda` para ver qué puede hacer."
            )
        case PersonStatus.PENDING:
            raise _waiting(person)
        case PersonStatus.SUSPENDED:
            raise NotAllowedError("Su acceso está suspendido. Comuníquese con un gerente del programa IHCE.")


def _waiting(person: Person) -> OvertakenError:
    return OvertakenError(
        f"Su registro del {moment_text(person.registered_at)} está pendiente de aprobación. "
        "Le avisaremos por mensaje directo."
    )


def register(
    desk: Desk, actor: Actor, form: DelegateRegistrationForm | OfficialRegistrationForm
) -> Registered:
    """Store a registration and ask for its approval. Raises `FieldError` or `UserError`; then nothing is stored."""
    return desk.transact(lambda session: _register(desk, session, actor, form))


def _register(
    desk: Desk, session: Session, actor: Actor, form: DelegateRegistrationForm | OfficialRegistrationForm
) -> Registered:
    now = desk.now()
    before = people.find(session, actor.team_id, actor.user_id)
    _refusal_before(before)
    provider = _provider_of(session, form) if isinstance(form, DelegateRegistrationForm) else None
    holder = people.holder_of_document(session, actor.team_id, form.document_type, form.document_number)
    if holder is not None and holder.user_id != actor.user_id:
        raise FieldError(
            {
                Field.DOCUMENT_NUMBER: "Este documento ya está registrado con otra cuenta de Slack. "
                "Si es suyo, comuníquese con un gerente del programa IHCE."
            }
        )
    answers = _answers(form) | {"registered_at": now, "decided_by_id": None, "decided_at": None}
    if before is None:
        person = Person(
            team_id=actor.team_id, user_id=actor.user_id, status=PersonStatus.PENDING, version=1, **answers
        )
        session.add(person)
        session.flush()
    else:
        person = before
        _step(session, person, RegistrationStep.REGISTER_AGAIN, decision_reason=None, **answers)
    text = CURRENT[ConsentKind.CONFIDENTIALITY]
    consents.record(
        session,
        person_id=person.id,
        request_id=None,
        kind=text.kind,
        version=text.version,
        body=text.body,
        sha256=text.sha256,
        at=now,
    )
    audit.append(
        session,
        at=now,
        team_id=actor.team_id,
        user_id=actor.user_id,
        action=AuditAction.REGISTERED,
        subject=f"person:{person.id}",
        role=person.role,
        nit=person.nit,
    )
    _redraw_card(session, desk, person)
    return Registered(person, provider)


def _provider_of(session: Session, form: DelegateRegistrationForm) -> Provider:
    sedes = providers.of_nit(session, form.nit)
    if not sedes:
        raise FieldError(
            {
                Field.NIT: "Este NIT no está en el directorio de prestadores (REPS). Verifique el número; "
                "si es correcto, comuníquese con la mesa de ayuda: 601 330 5043."
            }
        )
    return sedes[0]


def _answers(form: DelegateRegistrationForm | OfficialRegistrationForm) -> dict[str, Any]:
    login = document_login(form.document_type, form.document_number)
    document: dict[str, Any] = {"document_type": form.document_type, "document_number": form.document_number}
    if isinstance(form, DelegateRegistrationForm):
        return document | {
            "role": Role.DELEGATE,
            "entity_type": form.entity_type,
            "nit": form.nit,
            "login": form.login or login,
        }
    return document | {"role": Role.OFFICIAL, "entity_type": None, "nit": None, "login": login}


def pending_registration(desk: Desk, actor: Actor, person_id: int) -> Person:
    """Return a registration that this actor may decide on now. Raises `UserError` otherwise."""
    with desk.sessions.begin() as session:
        person, _decider = _to_decide(session, actor, person_id)
        return person


def approve(desk: Desk, actor: Actor, person_id: int) -> None:
    """Let somebody in: officials for delegates, managers for officials."""
    _decide(desk, actor, person_id, RegistrationStep.APPROVE, AuditAction.REGISTRATION_APPROVED, None)


def reject(desk: Desk, actor: Actor, person_id: int, reason: str) -> None:
    """Refuse a registration, saying why."""
    _decide(desk, actor, person_id, RegistrationStep.REJECT, AuditAction.REGISTRATION_REJECTED, reason)


def _decide(
    desk: Desk,
    actor: Actor,
    person_id: int,
    step: RegistrationStep,
    action: AuditAction,
    reason: str | None,
) -> None:
    now = desk.now()
    with desk.sessions.begin() as session:
        person, decider = _to_decide(session, actor, person_id)
        _step(session, person, step, decided_by_id=decider.id, decided_at=now, decision_reason=reason)
        audit.append(
            session,
            at=now,
            team_id=actor.team_id,
            user_id=actor.user_id,
            action=action,
            subject=f"person:{person.id}",
        )
        _redraw_card(session, desk, person)
        outbox.add(
            session,
            kind=IntentKind.REGISTRATION_DECIDED,
            subject_id=person.id,
            dedupe_key=f"registration_decided:{person.id}:{person.version}",
            lane=f"dm:{person.id}",
            now=now,
        )


def _to_decide(session: Session, actor: Actor, person_id: int) -> tuple[Person, Person]:
    person = people.load(session, person_id)
    if person is None:
        raise UserError("Ese registro ya no existe.")
    decider = require(session, actor, ability_to_decide_on(person.role))
    if person.status is not PersonStatus.PENDING:
        raise _decided_already(person)
    return person, decider


def _step(session: Session, person: Person, step: RegistrationStep, **changes: object) -> None:
    expected, status = REGISTRATION_STEPS[step]
    if not people.change(session, person, expected, status=status, **changes):
        session.refresh(person)
        if person.status is PersonStatus.PENDING:
            raise _waiting(person)
        raise _decided_already(people.load(session, person.id) or person)


def _decided_already(person: Person) -> OvertakenError:
    decided = (
        f" Lo decidió {mention(person.decided_by)} el {moment_text(person.decided_at)}."
        if person.decided_by and person.decided_at
        else ""
    )
    return OvertakenError(f"Este registro ya fue atendido: {person_state(person)}.{decided}")


def _redraw_card(session: Session, desk: Desk, person: Person) -> None:
    outbox.add(
        session,
        kind=IntentKind.REGISTRATION_CARD,
        subject_id=person.id,
        dedupe_key=f"registration_card:{person.id}:{person.version}",
        lane=f"card:registration:{person.id}",
        now=desk.now(),
    )


def seed_managers(desk: Desk, team_id: str, user_ids: Sequence[str]) -> None:
    """Make sure the people of `LLAVES_MANAGERS` exist as managers: they start the chain of approvals.

    Somebody already registered keeps the role they have.
    """
    desk.transact(lambda session: _seed_managers(session, desk, team_id, user_ids))


def _seed_managers(session: Session, desk: Desk, team_id: str, user_ids: Sequence[str]) -> None:
    now = desk.now()
    for user_id in user_ids:
        if people.find(session, team_id, user_id) is not None:
            continue
        manager = Person(
            team_id=team_id,
            user_id=user_id,
            role=Role.MANAGER,
            status=PersonStatus.ACTIVE,
            login=user_id,
            registered_at=now,
            version=1,
        )
        session.add(manager)
        session.flush()
        audit.append(
            session,
            at=now,
            team_id=team_id,
            user_id=user_id,
            action=AuditAction.MANAGER_SEEDED,
            subject=f"person:{manager.id}",
        )
