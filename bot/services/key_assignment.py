"""Asignar Token (manual §6.4.2.1): an official enters the keys made in Microsoft Entra ID."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.errors import FieldError, OvertakenError
from bot.forms.key_entry import block_id
from bot.ids import KeyField
from bot.rules.calendar import start_of_day
from bot.rules.credentials import KeyEntry, looks_modern
from bot.rules.lifecycle import RequestStep
from bot.rules.permissions import Ability
from bot.services import request_steps
from bot.services.access import Actor, require
from bot.services.desk import Desk
from bot.services.traces import note, tell
from storage import keys, requests
from storage.enums import AuditAction, Environment, IntentKind
from storage.models import Key, KeyRequest, Person


@dataclass(frozen=True)
class Assignment:
    """A request whose keys are about to be entered, and by whom."""

    official: Person
    request: KeyRequest


@dataclass(frozen=True)
class Assigned:
    """A request with its keys stored; `unusual` are the environments whose secret has not today's Entra form."""

    request: KeyRequest
    unusual: list[Environment]


def prepare_assignment(desk: Desk, actor: Actor, request_id: int) -> Assignment:
    """Return a pending request to an official who may enter its keys. Raises `UserError` otherwise."""
    with desk.sessions.begin() as session:
        official = require(session, actor, Ability.ASSIGN_KEYS)
        return Assignment(official, request_steps.pending(session, request_id))


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
    _supersede_former(desk, session, request_id)
    # The status first: of two officials at once, only the one who moves it goes on to the keys.
    request = request_steps.move(
        desk, session, request_id, RequestStep.ASSIGN, assigned_by_id=official.id, assigned_at=desk.now()
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
    # After the audit line, whose lock lets one transaction at a time past it: a secret that somebody enters for
    # another provider at this very moment is stored by now, or will be refused in its turn.
    _refuse_reuse(desk, session, request, entries)
    for entry in entries:
        _put_in_force(desk, session, request, official, entry)
    tell(desk, session, IntentKind.KEYS_ASSIGNED, request, request.submitted_by.id)
    unusual = [entry.environment for entry in entries if not looks_modern(entry.client_secret)]
    return Assigned(request, unusual)


def _supersede_former(desk: Desk, session: Session, request_id: int) -> None:
    """Close the request whose keys are about to be replaced: one per provider is in force."""
    request = request_steps.pending(session, request_id)
    former = requests.in_force_of(session, request.codigo)
    if former is not None:
        request_steps.move(desk, session, former.id, RequestStep.SUPERSEDE)


def _refuse_reuse(desk: Desk, session: Session, request: KeyRequest, entries: Sequence[KeyEntry]) -> None:
    sentences: dict[str, str] = {}
    for entry in entries:
        if keys.with_fingerprint(session, desk.key_ring.fingerprints(entry.client_secret)):
            sentences[block_id(entry.environment, KeyField.CLIENT_SECRET)] = (
                "Este ClientSecret ya se usó antes. Genere uno nuevo en Entra."
            )
        holder = keys.with_client_id(session, entry.client_id)
        # A renewal keeps the application in Entra and only changes its secret.
        if holder and (holder.codigo, holder.environment) != (request.codigo, entry.environment):
            sentences[block_id(entry.environment, KeyField.CLIENT_ID)] = (
                "Este ClientID ya está asignado a otro prestador o ambiente. Verifíquelo en Entra."
            )
    if sentences:
        raise FieldError(sentences)


def _put_in_force(
    desk: Desk, session: Session, request: KeyRequest, official: Person, entry: KeyEntry
) -> None:
    version = keys.next_version(session, request.codigo, entry.environment)
    binding = keys.binding(request.codigo, entry.environment, version)
    keys.replace(
        session,
        Key(
            codigo=request.codigo,
            environment=entry.environment,
            version=version,
            client_id=entry.client_id,
            secret_ciphertext=desk.key_ring.encrypt(entry.client_secret, binding),
            secret_fingerprint=desk.key_ring.fingerprint(entry.client_secret),
            expires_at=start_of_day(entry.expires_on),
            request_id=request.id,
            assigned_by_id=official.id,
            assigned_at=desk.now(),
        ),
    )
