"""Visualización de llaves (manual §6.4.1.2): a delegate reads the keys of their own provider, on the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import FieldError, UserError
from bot.ids import Field
from bot.rules.fields.connection import ConnectionParameters
from bot.rules.permissions import Ability
from bot.services.access import Actor, require
from bot.services.desk import Desk
from bot.services.traces import note
from bot.views.keys.key_view import SHOWN, RevealedKey
from bot.views.requests.sede_picker import sede_label
from storage import keys, requests
from storage.enums import AuditAction, Environment
from storage.models import KeyRequest, Person, Provider
from storage.words import matches


@dataclass(frozen=True)
class Viewable:
    """The request that tells where each sede of a delegate's NIT stands, of those that asked at all."""

    person: Person
    requests: Sequence[KeyRequest]


@dataclass(frozen=True)
class Revealed:
    """A provider's keys in the clear, and the parameters that go with them."""

    person: Person
    request: KeyRequest
    keys: Mapping[Environment, RevealedKey]
    parameters: Mapping[Environment, ConnectionParameters]
    now: datetime


def viewable(desk: Desk, actor: Actor) -> Viewable:
    """Return which sedes there is something to see of. Raises `UserError` when nothing was ever asked for."""
    with desk.sessions.begin() as session:
        person = require(session, actor, Ability.VIEW_KEYS)
        found = requests.latest_of_nit(session, person.nit or "")
    if not found:
        raise UserError("Aún no ha solicitado llaves. Escriba `/llaves solicitar` para pedirlas.")
    return Viewable(person, found)


def sedes_to_view(desk: Desk, actor: Actor, typed: str) -> Sequence[Provider]:
    """Return the delegate's sedes that ever asked for keys and match what they typed."""
    with desk.sessions.begin() as session:
        person = require(session, actor, Ability.VIEW_KEYS)
        asked = requests.latest_of_nit(session, person.nit or "")
    return [request.provider for request in asked if matches(typed, sede_label(request.provider))]


def reveal(desk: Desk, actor: Actor, codigo: str) -> Revealed:
    """Decrypt the keys of one sede for its own delegate. The audit line commits before anything is shown."""
    with desk.sessions.begin() as session:
        person = require(session, actor, Ability.VIEW_KEYS)
        own = {request.codigo: request for request in requests.latest_of_nit(session, person.nit or "")}
        if codigo not in own:
            raise FieldError(
                {Field.CODIGO: "Esta sede no pertenece a su entidad o aún no ha solicitado llaves."}
            )
        in_force = keys.in_force(session, codigo)
        revealed = {
            environment: RevealedKey(
                client_id=key.client_id,
                client_secret=desk.key_ring.decrypt(
                    key.secret_ciphertext, keys.binding(codigo, environment, key.version)
                ),
                expires_at=key.expires_at,
            )
            for environment, key in in_force.items()
            if environment in SHOWN
        }
        # Without keys too: the connection parameters that are shown anyway hold a subscription key.
        versions = {environment.value: in_force[environment].version for environment in revealed}
        note(desk, session, actor, AuditAction.KEYS_VIEWED, f"provider:{codigo}", versions=versions)
    return Revealed(person, own[codigo], revealed, desk.parameters, desk.now())
