"""Actualizar Token (manual §6.4.2.1): an official corrects keys that a provider already has, without a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.errors import OvertakenError, UserError
from bot.rules.fields.credentials import KeyEntry
from bot.rules.lifecycle import RequestStep
from bot.rules.permissions import Ability
from bot.services.access import Actor, Read, require
from bot.services.desk import Desk
from bot.services.keys.storing import put_in_force, refuse_reuse, unusual
from bot.services.requests import request_steps
from bot.services.traces import note, tell
from bot.views.keys.key_view import SHOWN
from bot.views.text import mention, moment_text
from storage import keys, people, requests
from storage.enums import AuditAction, Environment, IntentKind, RequestStatus
from storage.models import Key, KeyRequest, Person

_AGAIN = "Abra de nuevo «Actualizar Keys» en `/llaves actualizar` y revise si aún hace falta."


@dataclass(frozen=True)
class Correction:
    """Keys that are about to be corrected, by whom, and the request they came by."""

    official: Person
    request: KeyRequest
    keys: Mapping[Environment, Key]
    now: datetime


@dataclass(frozen=True)
class Updated:
    """A request whose keys were corrected.

    Attributes:
        environments: those that have new keys.
        unusual: those among them whose secret has not today's Entra form.
        delegates: how many people are told; None where they never see what changed.
    """

    official: Person
    request: KeyRequest
    environments: list[Environment]
    unusual: list[Environment]
    delegates: int | None


def prepare_update(desk: Desk, actor: Actor, request_id: int) -> Correction:
    """Return the keys in force to an official who may correct them. Raises `UserError` otherwise."""
    with desk.sessions.begin() as session:
        official = require(session, actor, Ability.UPDATE_KEYS)
        request = _in_force(session, request_id)
        return Correction(official, request, keys.in_force(session, request.codigo), desk.now())


def update_keys(desk: Desk, actor: Actor, read: Read, entries: Sequence[KeyEntry]) -> Updated:
    """Put new versions of the entered environments in force and tell the provider's delegates; all of it or nothing.

    Environments that were not entered stay as they are. Raises `FieldError` for a value already in use elsewhere,
    `OvertakenError` when the keys changed since they were `read`.
    """
    try:
        with desk.sessions.begin() as session:
            return _update(desk, session, actor, read, entries)
    except IntegrityError:
        raise OvertakenError(
            f"Otra persona acaba de guardar las llaves de este prestador. {_AGAIN}"
        ) from None


def _update(desk: Desk, session: Session, actor: Actor, read: Read, entries: Sequence[KeyEntry]) -> Updated:
    official = require(session, actor, Ability.UPDATE_KEYS)
    now = desk.now()
    _refuse_if_stale(_in_force(session, read.id), read)
    # The version first: of two officials at once, only the one who moves it goes on to the keys.
    request = request_steps.move(
        desk,
        session,
        read.id,
        RequestStep.UPDATE,
        read.version,
        updated_by_id=official.id,
        updated_at=now,
    )
    environments = [entry.environment for entry in entries]
    note(
        desk,
        session,
        actor,
        AuditAction.KEYS_UPDATED,
        f"request:{read.id}",
        codigo=request.codigo,
        versions={each.value: keys.next_version(session, request.codigo, each) for each in environments},
    )
    # What is corrected may be exactly that two environments had each other's application.
    refuse_reuse(desk, session, request.codigo, entries, freed=environments)
    saved = put_in_force(desk, session, request, official, entries, now)
    told = None
    if any(each in SHOWN for each in environments):
        delegates = people.active_delegates(session, request.provider.nit)
        for delegate in delegates:
            tell(desk, session, IntentKind.KEYS_UPDATED, saved[0], delegate.id)
        told = len(delegates)
    return Updated(official, request, environments, unusual(entries), told)


def _in_force(session: Session, request_id: int) -> KeyRequest:
    request = requests.load(session, request_id)
    if request is None:
        raise UserError("Esa solicitud ya no existe.")
    if request.status is not RequestStatus.ASSIGNED:
        raise OvertakenError(
            "Estas llaves ya no están vigentes: se asignaron otras por una resolicitud. "
            "Busque el prestador de nuevo con `/llaves actualizar`."
        )
    return request


def _refuse_if_stale(request: KeyRequest, read: Read) -> None:
    if request.version == read.version:
        return
    by = (
        f"{mention(request.updated_by)} actualizó estas llaves el {moment_text(request.updated_at)}, "
        "después de que usted abrió el formulario. "
        if request.updated_by and request.updated_at
        else "Estas llaves cambiaron después de que usted abrió el formulario. "
    )
    raise OvertakenError(by + _AGAIN)
