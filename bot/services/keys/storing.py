"""Putting keys in force: what Asignar Token and Actualizar Token (manual §6.4.2) do alike."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import FieldError
from bot.forms.key_entry import block_id
from bot.ids import KeyField
from bot.rules.calendar.days import start_of_day
from bot.rules.fields.credentials import KeyEntry, looks_modern
from bot.services.desk import Desk
from storage import keys
from storage.enums import Environment
from storage.models import Key, KeyRequest, Person


def refuse_reuse(
    desk: Desk,
    session: Session,
    codigo: str,
    entries: Sequence[KeyEntry],
    freed: Collection[Environment] = (),
) -> None:
    """Raise `FieldError` for a secret that was ever used, or a ClientID in force elsewhere.

    A provider's environments in `freed` give up their ClientID by this very entry, so another may have it. Ask after
    the audit line was written: its lock lets one transaction at a time past it, so a secret that somebody enters
    for another provider at this very moment is stored by now, or will be refused in its turn.
    """
    sentences: dict[str, str] = {}
    for entry in entries:
        if keys.with_fingerprint(session, desk.key_ring.fingerprints(entry.client_secret)):
            sentences[block_id(entry.environment, KeyField.CLIENT_SECRET)] = (
                "Este ClientSecret ya se usó antes. Genere uno nuevo en Entra."
            )
        # An environment keeps its application in Entra when only the secret is new.
        own = {(codigo, environment) for environment in (entry.environment, *freed)}
        holder = keys.with_client_id(session, entry.client_id)
        if holder and (holder.codigo, holder.environment) not in own:
            sentences[block_id(entry.environment, KeyField.CLIENT_ID)] = (
                "Este ClientID ya está asignado a otro prestador o ambiente. Verifíquelo en Entra."
            )
    if sentences:
        raise FieldError(sentences)


def put_in_force(
    desk: Desk,
    session: Session,
    request: KeyRequest,
    official: Person,
    entries: Sequence[KeyEntry],
    at: datetime,
) -> list[Key]:
    """Encrypt the keys of one Guardar and put each in the place of the one before it; `at` is the moment of all."""
    return [_put(desk, session, request, official, entry, at) for entry in entries]


def _put(
    desk: Desk, session: Session, request: KeyRequest, official: Person, entry: KeyEntry, at: datetime
) -> Key:
    version = keys.next_version(session, request.codigo, entry.environment)
    binding = keys.binding(request.codigo, entry.environment, version)
    key = Key(
        codigo=request.codigo,
        environment=entry.environment,
        version=version,
        client_id=entry.client_id,
        secret_ciphertext=desk.key_ring.encrypt(entry.client_secret, binding),
        secret_fingerprint=desk.key_ring.fingerprint(entry.client_secret),
        expires_at=start_of_day(entry.expires_on),
        request_id=request.id,
        assigned_by_id=official.id,
        assigned_at=at,
    )
    keys.replace(session, key)
    return key


def unusual(entries: Sequence[KeyEntry]) -> list[Environment]:
    """Return the environments whose secret has not the form Entra gives today."""
    return [entry.environment for entry in entries if not looks_modern(entry.client_secret)]
