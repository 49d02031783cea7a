"""Made-up people, providers, requests and keys in memory: what views are given, without a database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from bot.rules.fields.connection import ConnectionParameters
from bot.views.keys.key_view import RevealedKey
from storage.enums import (
    DocumentType,
    EntityType,
    Environment,
    PersonStatus,
    RequestKind,
    RequestStatus,
    Role,
)
from storage.models import Key, KeyRequest, Person, Provider

NOW = datetime(2026, 1, 14, 15, 5, tzinfo=UTC)
"""10:05 in Bogotá."""

NIT = "901000101"
CODIGO = "259990000101"

GUIDS = MappingProxyType(
    {
        Environment.PRODUCTION: "0a0a0a0a-1111-4222-8333-000000000001",
        Environment.PREPRODUCTION: "0a0a0a0a-1111-4222-8333-000000000002",
        Environment.DEVELOPMENT: "0a0a0a0a-1111-4222-8333-000000000003",
    }
)
SECRETS = MappingProxyType(
    {
        Environment.PRODUCTION: "Inv8Q~madeUp.production_secret-000000001",
        Environment.PREPRODUCTION: "Inv8Q~madeUp.preproduction-0000000000002",
        Environment.DEVELOPMENT: "Inv8Q~madeUp.development_000000000000003",
    }
)
PARAMETERS = MappingProxyType(
    {
        environment: ConnectionParameters(
            endpoint=f"https://{environment.value}.example.org/ihce",
            tenant_id="0b0b0b0b-1111-4222-8333-000000000004",
            scope="api://0c0c0c0c-1111-4222-8333-000000000005/.default",
            apim_subscription_key="0123456789abcdef" * 2,
        )
        for environment in Environment
    }
)


@dataclass(frozen=True)
class Typed:
    """Every text that comes from people, or from the directory, in the samples of one test."""

    name: str = "Clínica Inventada S.A.S."
    sede: str = "Sede Norte"
    municipality: str = "Bello"
    department: str = "Antioquia"
    login: str = f"ADMINHCEIPS{NIT}"
    document: str = "1020304050"
    supplier: str = "Programas Inventados S.A.S."
    software: str = "SIH Uno"
    lead: str = "Ana Prueba"
    email: str = "ana@clinica.example"
    phone: str = "+573001234567"
    responsible: str = "Luis Prueba"
    reason: str = "El correo del líder técnico no existe."

    @classmethod
    def longest(cls, letter: str) -> "Typed":
        """Fill every column as far as the tables and the forms let, with one letter."""
        return cls(
            name=letter * 300,
            sede=letter * 300,
            municipality=letter * 100,
            department=letter * 100,
            login=letter * 40,
            document=letter * 20,
            supplier=letter * 200,
            software=letter * 200,
            lead=letter * 200,
            email=letter * 242 + "@example.org",
            phone=letter * 40,
            responsible=letter * 200,
            reason=letter * 1000,
        )


USUAL = Typed()


def provider(typed: Typed = USUAL, number: int = 0) -> Provider:
    """Return a sede; `number` tells those of one NIT apart."""
    return Provider(
        codigo=f"{int(CODIGO) + number:012}",
        nit=NIT,
        name=typed.name,
        sede=typed.sede,
        municipality=typed.municipality,
        department=typed.department,
    )


def delegate(
    status: PersonStatus = PersonStatus.ACTIVE, typed: Typed = USUAL, user_id: str = "U0DELEGATE"
) -> Person:
    """Return a delegate of the made-up clinic."""
    return _person(Role.DELEGATE, status, typed, user_id=user_id, nit=NIT)


def official(status: PersonStatus = PersonStatus.ACTIVE, typed: Typed = USUAL) -> Person:
    """Return an official of the ministry."""
    return _person(Role.OFFICIAL, status, typed, user_id="U0OFFICIAL")


def manager() -> Person:
    """Return a manager, who comes from the settings and so has no document."""
    return Person(
        id=3,
        team_id="T0MINISTRY",
        user_id="U0MANAGER",
        role=Role.MANAGER,
        status=PersonStatus.ACTIVE,
        version=1,
        login="U0MANAGER",
        registered_at=NOW,
        decided_by=None,
    )


def _person(
    role: Role, status: PersonStatus, typed: Typed, *, user_id: str, nit: str | None = None
) -> Person:
    decided = status is not PersonStatus.PENDING
    return Person(
        id=1 if role is Role.DELEGATE else 2,
        team_id="T0MINISTRY",
        user_id=user_id,
        role=role,
        status=status,
        version=5,
        entity_type=EntityType.PSS if nit else None,
        nit=nit,
        document_type=DocumentType.PT,
        document_number=typed.document,
        login=typed.login,
        registered_at=NOW - timedelta(days=2),
        decided_by=manager() if decided else None,
        decided_at=NOW if decided else None,
        decision_reason=typed.reason if status is PersonStatus.REJECTED else None,
    )


def request(
    status: RequestStatus = RequestStatus.PENDING,
    kind: RequestKind = RequestKind.ENROLLMENT,
    typed: Typed = USUAL,
    *,
    resubmitted: bool = False,
    number: int = 0,
    taken_until: datetime | None = None,
) -> KeyRequest:
    """Return a request of a delegate; `resubmitted` means that it came back and another delegate corrected it.

    With `taken_until` an official took it.
    """
    was_returned = resubmitted or status is RequestStatus.RETURNED
    assigned = status in {RequestStatus.ASSIGNED, RequestStatus.SUPERSEDED}
    cancelled = status is RequestStatus.CANCELLED
    whose = provider(typed, number)
    return KeyRequest(
        id=number + 1,
        codigo=whose.codigo,
        kind=kind,
        status=status,
        version=7,
        supplier_name=typed.supplier,
        software_name=typed.software,
        lead_name=typed.lead,
        lead_email=typed.email,
        lead_phone=typed.phone,
        responsible_name=typed.responsible,
        responsible_email=typed.email,
        responsible_phone=typed.phone,
        requested_at=NOW - timedelta(days=1),
        resubmitted_at=NOW if resubmitted else None,
        returned_at=NOW - timedelta(hours=3) if was_returned else None,
        return_reason=typed.reason if was_returned else None,
        assigned_at=NOW if assigned else None,
        taken_until=taken_until,
        cancelled_at=NOW if cancelled else None,
        provider=whose,
        requested_by=delegate(typed=typed),
        resubmitted_by=delegate(typed=typed, user_id="U0COLLEAGUE") if resubmitted else None,
        returned_by=official(typed=typed) if was_returned else None,
        assigned_by=official(typed=typed) if assigned else None,
        taken_by=official(typed=typed) if taken_until else None,
        cancelled_by=delegate(typed=typed) if cancelled else None,
    )


def keys_in_force(*environments: Environment, expires_at: datetime | None = None) -> dict[Environment, Key]:
    """Return keys as storage holds them, their secret encrypted."""
    return {
        environment: Key(
            codigo=CODIGO,
            environment=environment,
            version=1,
            client_id=GUIDS[environment],
            secret_ciphertext="v1.made-up",
            secret_fingerprint="0" * 64,
            expires_at=expires_at or NOW + timedelta(days=365),
        )
        for environment in environments
    }


def revealed(
    secrets: Mapping[Environment, str] = SECRETS, expires_at: datetime | None = None
) -> dict[Environment, RevealedKey]:
    """Return keys with their secret in the clear, one for each environment of `secrets`."""
    return {
        environment: RevealedKey(GUIDS[environment], secret, expires_at or NOW + timedelta(days=365))
        for environment, secret in secrets.items()
    }
