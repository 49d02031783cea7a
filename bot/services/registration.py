"""Registration (manual §6.2): asking to be let in."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.errors import FieldError, NotAllowedError, UserError
from bot.forms.registration import DelegateRegistrationForm, OfficialRegistrationForm
from bot.ids import Field
from bot.rules.lifecycle import RegistrationStep
from bot.rules.login import document_login
from bot.services import registration_steps
from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.traces import announce, keep_consents, note, redraw_card
from bot.views.text import USER_TYPES
from storage import people, providers
from storage.enums import AuditAction, CardKind, ConsentKind, IntentKind, PersonStatus, Role
from storage.models import Person, Provider


@dataclass(frozen=True)
class Registered:
    """A registration just sent, with the provider it speaks for."""

    person: Person
    provider: Provider | None


def may_register(desk: Desk, actor: Actor) -> Person | None:
    """Check that somebody may register; return their refused registration, if there was one.

    Raises `UserError` when they already are registered, waiting or suspended.
    """
    with desk.sessions.begin() as session:
        return _refused_before(session, actor)


def _refused_before(session: Session, actor: Actor) -> Person | None:
    person = people.find(session, actor.team_id, actor.user_id)
    if person is None:
        return None
    match person.status:
        case PersonStatus.REJECTED:
            return person
        case PersonStatus.ACTIVE:
            role = USER_TYPES[person.role]
            raise UserError(
                f"Usted ya está registrado como {role}. Escriba `/llaves ayuda` para ver qué puede hacer."
            )
        case PersonStatus.PENDING:
            raise registration_steps.overtaken(person)
        case PersonStatus.SUSPENDED:
            raise NotAllowedError("Su acceso está suspendido. Comuníquese con un gerente del programa IHCE.")


def register(
    desk: Desk, actor: Actor, form: DelegateRegistrationForm | OfficialRegistrationForm
) -> Registered:
    """Store a registration and ask for its approval. Raises `FieldError` or `UserError`; then nothing is stored."""
    return desk.transact(lambda session: _register(desk, session, actor, form))


def _register(
    desk: Desk, session: Session, actor: Actor, form: DelegateRegistrationForm | OfficialRegistrationForm
) -> Registered:
    now = desk.now()
    refused = _refused_before(session, actor)
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
    if refused is None:
        person = Person(
            team_id=actor.team_id, user_id=actor.user_id, status=PersonStatus.PENDING, version=1, **answers
        )
        session.add(person)
        session.flush()
    else:
        person = refused
        registration_steps.move(
            session, person, RegistrationStep.REGISTER_AGAIN, decision_reason=None, **answers
        )
    keep_consents(desk, session, person, ConsentKind.CONFIDENTIALITY)
    note(
        desk,
        session,
        actor,
        AuditAction.REGISTERED,
        f"person:{person.id}",
        role=person.role,
        nit=person.nit,
    )
    redraw_card(desk, session, CardKind.REGISTRATION, person)
    if refused is not None:
        announce(desk, session, IntentKind.REGISTRATION_REPEATED, CardKind.REGISTRATION, person)
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
