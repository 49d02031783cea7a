"""Who is asking, and whether they may."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.errors import NotAllowedError
from bot.rules.permissions import Ability, may
from storage import people
from storage.enums import PersonStatus
from storage.models import Person


@dataclass(frozen=True)
class Actor:
    """A Slack user as every payload names them; never an e-mail or a display name."""

    team_id: str
    user_id: str


@dataclass(frozen=True)
class Account:
    """What Slack says of somebody's account; `guest` is None where it said nothing, and whoever decides is told."""

    guest: bool | None = False
    email: str | None = None
    deleted: bool = False
    bot: bool = False


UNKNOWN_ACCOUNT = Account(guest=None)

FOREIGN = (
    "Su cuenta de Slack es de otra organización, y las llaves de la IHCE se tramitan con una cuenta de esta. Escriba a "
    "soporte_ihce@minsalud.gov.co para que lo inviten, o llame al 601 330 5043."
)
NOT_A_PERSON = "Una aplicación no tramita llaves: hágalo una persona con su propia cuenta de Slack."


@dataclass(frozen=True)
class Read:
    """What somebody had before their eyes when they acted: a thing by its id, in one version."""

    id: int
    version: int


_NOT_ACTIVE = {
    PersonStatus.PENDING: (
        "Su registro está pendiente de aprobación. Le avisaremos por mensaje directo cuando lo revisen."
    ),
    PersonStatus.REJECTED: (
        "Su registro no fue aprobado. Escriba `/llaves registro` para corregirlo y enviarlo de nuevo."
    ),
    PersonStatus.SUSPENDED: "Su acceso está suspendido. Comuníquese con la mesa de ayuda: 601 330 5043.",
}

_REFUSALS = {
    Ability.REQUEST_KEYS: "Solo el delegado administrativo de un prestador solicita llaves.",
    Ability.VIEW_KEYS: "Solo el delegado administrativo de un prestador ve sus llaves.",
    Ability.ASSIGN_KEYS: "Solo un funcionario del MSPS ingresa llaves.",
    Ability.UPDATE_KEYS: "Solo un funcionario del MSPS actualiza llaves.",
    Ability.TAKE_REQUESTS: "Solo un funcionario del MSPS toma solicitudes.",
    Ability.RETURN_REQUESTS: "Solo un funcionario del MSPS devuelve solicitudes.",
    Ability.DECIDE_ON_DELEGATES: "Solo un funcionario del MSPS o un gerente aprueba a un delegado.",
    Ability.DECIDE_ON_OFFICIALS: "Solo un gerente aprueba a un funcionario.",
    Ability.GOVERN_USERS: "Solo un gerente administra los usuarios.",
    Ability.SNOOZE_REMINDERS: "Solo el delegado administrativo de un prestador pospone sus recordatorios.",
    Ability.READ_DIGESTS: (
        "Solo un gerente consulta el resumen de las llaves. Para saber en qué va todo escriba `/llaves estado`."
    ),
    Ability.GOVERN_REMINDERS: "Solo un gerente envía o detiene los recordatorios.",
}


def require_member(actor: Actor, home_team_id: str, *, bot: bool) -> None:
    """Check that a person of the team that installed the app is acting.

    Slack Connect brings in people of other teams, who see cards and their buttons. Raises `NotAllowedError`.
    """
    if actor.team_id != home_team_id:
        raise NotAllowedError(FOREIGN)
    if bot:
        raise NotAllowedError(NOT_A_PERSON)


def active_person(session: Session, actor: Actor) -> Person:
    """Return who is asking. Raises `NotAllowedError` unless they are registered and approved."""
    person = people.find(session, actor.team_id, actor.user_id)
    if person is None:
        raise NotAllowedError("Usted aún no está registrado. Escriba `/llaves registro` para empezar.")
    if person.status is not PersonStatus.ACTIVE:
        raise NotAllowedError(_NOT_ACTIVE[person.status])
    return person


def require(session: Session, actor: Actor, ability: Ability) -> Person:
    """Return who is asking. Raises `NotAllowedError` unless their role has the ability."""
    person = active_person(session, actor)
    if not may(person.role, ability):
        raise NotAllowedError(_REFUSALS[ability])
    return person
