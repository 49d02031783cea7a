"""Asignar Token (manual §6.4.2.1): an official enters the keys made in Microsoft Entra ID."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.errors import OvertakenError
from bot.rules.fields.credentials import KeyEntry
from bot.rules.lifecycle import RequestStep
from bot.rules.permissions import Ability
from bot.services.access import Actor, require
from bot.services.desk import Desk
from bot.services.keys.storing import put_in_force, refuse_reuse, unusual
from bot.services.requests import request_steps
from bot.services.traces import note, tell_delegates
from storage import requests
from storage.enums import AuditAction, Environment, IntentKind
from storage.models import KeyRequest, Person


@dataclass(frozen=True)
class Assignment:
    """A request whose keys are about to be entered, and by whom; `held` when that official took it for themselves."""

    official: Person
    request: KeyRequest
    held: bool


@dataclass(frozen=True)
class Assigned:
    """A request with its keys stored; `unusual` are the environments whose secret has not today's Entra form."""

    official: Person
    request: KeyRequest
    unusual: list[Environment]


def prepare_assignment(desk: Desk, actor: Actor, request_id: int) -> Assignment:
    """Return a pending request to an official who may enter its keys. Raises `UserError` otherwise."""
    with desk.sessions.begin() as session:
        official = require(session, actor, Ability.ASSIGN_KEYS)
        request = request_steps.pending(session, request_id)
        # Only here: whoever has typed the keys already, from before it was taken, is not made to type them again.
        now = desk.now()
        request_steps.refuse_if_held(request, official, now)
        return Assignment(official, request, held=request.holder(now) is not None)


def assign_keys(desk: Desk, actor: Actor, request_id: int, entries: Sequence[KeyEntry]) -> Assigned:
    """Encrypt and store the keys, close the request and tell its delegate; all of it or nothing.

    Raises `FieldError` for a value already in use elsewhere, `OvertakenError` when somebody else attended it.
    """
    try:
        with desk.sessions.begin() as session:
            return _assign(desk, session, actor, request_id, entries)
    except IntegrityError:
        raise OvertakenError("Otra persona acaba de guardar las llaves de este prestador.") from None


def _assign(
    desk: Desk, session: Session, actor: Actor, request_id: int, entries: Sequence[KeyEntry]
) -> Assigned:
    official = require(session, actor, Ability.ASSIGN_KEYS)
    now = desk.now()
    _supersede_former(desk, session, request_id)
    # The status first: of two officials at once, only the one who moves it goes on to the keys.
    request = request_steps.move(
        desk, session, request_id, RequestStep.ASSIGN, assigned_by_id=official.id, assigned_at=now
    )
    note(
        desk,
        session,
        actor,
        AuditAction.KEYS_ASSIGNED,
        f"request:{request_id}",
        codigo=request.codigo,
        environments=[entry.environment.value for entry in entries],
    )
    refuse_reuse(desk, session, request.codigo, entries)
    put_in_force(desk, session, request, official, entries, now)
    tell_delegates(desk, session, IntentKind.KEYS_ASSIGNED, request)
    return Assigned(official, request, unusual(entries))


def _supersede_former(desk: Desk, session: Session, request_id: int) -> None:
    """Close the request whose keys are about to be replaced: one per provider is in force."""
    request = request_steps.pending(session, request_id)
    former = requests.in_force_of(session, request.codigo)
    if former is not None:
        request_steps.move(desk, session, former.id, RequestStep.SUPERSEDE)
