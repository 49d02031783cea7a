"""The closed lists the tables hold, stored by value."""

from enum import StrEnum


class Role(StrEnum):
    """What a registered person may be; the manual's §5 names the first two."""

    DELEGATE = "delegate"
    OFFICIAL = "official"
    MANAGER = "manager"


class PersonStatus(StrEnum):
    """Where a registration stands. Only `ACTIVE` people may do anything."""

    PENDING = "pending"
    ACTIVE = "active"
    REJECTED = "rejected"
    SUSPENDED = "suspended"


class DocumentType(StrEnum):
    """Identity documents of adults who may sign, by their ColombianPersonIdentifier code."""

    CC = "CC"
    CE = "CE"
    PA = "PA"
    CD = "CD"
    SC = "SC"
    PE = "PE"
    PT = "PT"


class EntityType(StrEnum):
    """Kinds of entity a delegate may stand for; the manual's §6.2.1 uses one."""

    PSS = "pss"


class Environment(StrEnum):
    """The three environments of the key form (Imagen 18), in its order."""

    PRODUCTION = "production"
    DEVELOPMENT = "development"
    PREPRODUCTION = "preproduction"


class RequestKind(StrEnum):
    """`Inscripción Token` the first time, `Resolicitud Token` afterwards (§6.4.1.1)."""

    ENROLLMENT = "enrollment"
    RENEWAL = "renewal"


class RequestStatus(StrEnum):
    """Where a key request stands. `PENDING` and `RETURNED` are open."""

    PENDING = "pending"
    RETURNED = "returned"
    ASSIGNED = "assigned"


class ConsentKind(StrEnum):
    """What a person accepted: §6.2.1 f), §6.4.1.1 h) and i)."""

    CONFIDENTIALITY = "confidentiality"
    TERMS = "terms"
    PERSONAL_DATA = "personal_data"


class CardKind(StrEnum):
    """What a card in a channel is about."""

    REGISTRATION = "registration"
    REQUEST = "request"


class IntentKind(StrEnum):
    """What the outbox may tell Slack. The names say who learns what."""

    REGISTRATION_CARD = "registration_card"
    REGISTRATION_REPEATED = "registration_repeated"
    REGISTRATION_DECIDED = "registration_decided"
    REQUEST_CARD = "request_card"
    REQUEST_CORRECTED = "request_corrected"
    REQUEST_RETURNED = "request_returned"
    KEYS_ASSIGNED = "keys_assigned"


class IntentStatus(StrEnum):
    """Where an intent stands. `SENDING` means a replica holds it under a lease."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    OBSOLETE = "obsolete"
    DEAD = "dead"


class AuditAction(StrEnum):
    """Everything worth proving afterwards."""

    MANAGER_SEEDED = "manager_seeded"
    REGISTERED = "registered"
    REGISTRATION_APPROVED = "registration_approved"
    REGISTRATION_REJECTED = "registration_rejected"
    KEYS_REQUESTED = "keys_requested"
    REQUEST_CORRECTED = "request_corrected"
    REQUEST_RETURNED = "request_returned"
    KEYS_ASSIGNED = "keys_assigned"
    KEYS_VIEWED = "keys_viewed"
    PROVIDERS_IMPORTED = "providers_imported"
