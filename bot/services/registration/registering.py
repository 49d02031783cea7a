"""Registration (manual §6.2): asking to be let in."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.errors import FieldError, NotAllowedError, UserError
from bot.forms.registration import DelegateRegistrationForm, OfficialRegistrationForm
from bot.ids import Field
from bot.rules.fields.login import document_login
from bot.rules.governing import may_work
from bot.rules.lifecycle import RegistrationStep
from bot.services.access import NOT_A_PERSON, UNKNOWN_ACCOUNT, Account, Actor
from bot.services.desk import Desk
from bot.services.registration import designated, registration_steps
from bot.services.traces import announce, keep_consents, note, redraw_card, tell
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
            raise NotAllowedError(
                "Su acceso está suspendido. Comuníquese con la mesa de ayuda: 601 330 5043."
            )


def register(
    desk: Desk,
    actor: Actor,
    form: DelegateRegistrationForm | OfficialRegistrationForm,
    account: Account = UNKNOWN_ACCOUNT,
) -> Registered:
    """Store a registration and ask for its approval, or let a designated delegate in. Raises `FieldError` or `UserError`; then nothing is stored.

    `account` is what Slack says of the actor's: a guest may be a delegate, not an official; its e-mail proves who is
    on the list of designated delegates.
    """
    return desk.transact(lambda session: _register(desk, session, actor, form, account))


def _register(
    desk: Desk,
    session: Session,
    actor: Actor,
    form: DelegateRegistrationForm | OfficialRegistrationForm,
    account: Account,
) -> Registered:
    _refuse_account(form, account)
    refused = _refused_before(session, actor)
    answers = _answers(form) | {"guest": account.guest, "designation_match": None}
    provider = designation = None
    if isinstance(form, DelegateRegistrationForm):
        provider = _provider_of(session, form)
        designation = designated.designation_of(session, form)
        answers["designation_match"] = designated.match(designation, account)
    _require_free_document(session, actor, form)
    person = _stored(desk, session, actor, refused, answers)
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
    # The list never overrules who refused this registration before.
    let_in = refused is None and designated.let_in(desk, session, person, designation)
    redraw_card(desk, session, CardKind.REGISTRATION, person)
    if let_in:
        tell(desk, session, IntentKind.REGISTRATION_DECIDED, person, person.id)
    elif refused is not None:
        announce(desk, session, IntentKind.REGISTRATION_REPEATED, CardKind.REGISTRATION, person)
    return Registered(person, provider)


def _stored(
    desk: Desk, session: Session, actor: Actor, refused: Person | None, answers: dict[str, Any]
) -> Person:
    answers = answers | {"registered_at": desk.now(), "decided_by_id": None, "decided_at": None}
    if refused is not None:
        step = RegistrationStep.REGISTER_AGAIN
        registration_steps.move(session, refused, step, decision_reason=None, **answers)
        return refused
    person = Person(
        team_id=actor.team_id, user_id=actor.user_id, status=PersonStatus.PENDING, version=1, **answers
    )
    session.add(person)
    session.flush()
    return person


def _require_free_document(
    session: Session, actor: Actor, form: DelegateRegistrationForm | OfficialRegistrationForm
) -> None:
    holder = people.holder_of_document(session, actor.team_id, form.document_type, form.document_number)
    if holder is not None and holder.user_id != actor.user_id:
        raise FieldError(
            {
                Field.DOCUMENT_NUMBER: "Este documento ya está registrado con otra cuenta de Slack. "
                "Si es suyo, comuníquese con la mesa de ayuda: 601 330 5043."
            }
        )


def _refuse_account(form: DelegateRegistrationForm | OfficialRegistrationForm, account: Account) -> None:
    if account.bot or account.deleted:
        raise NotAllowedError(NOT_A_PERSON)
    role = Role.DELEGATE if isinstance(form, DelegateRegistrationForm) else Role.OFFICIAL
    if not may_work(role, guest=account.guest):
        raise NotAllowedError(
            "Su cuenta de Slack es de invitado, y un invitado no puede registrarse como funcionario del MSPS. Pida al "
            "administrador de Slack que la haga miembro, o regístrese como Delegado Administrativo."
        )


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
