"""The closed lists the tables hold, stored by value."""

from enum import IntEnum, StrEnum


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
    """Where a key request stands. `PENDING` and `RETURNED` are open; `ASSIGNED` is the one whose keys are in force."""

    PENDING = "pending"
    RETURNED = "returned"
    ASSIGNED = "assigned"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


class TokenState(StrEnum):
    """Where a token stands as people read it: from its request, and once it has keys, from their expiry.

    Derived, never stored; `bot.rules.states` derives it, `bot.views.states` has the words.
    """

    PENDING_FIRST = "pending_first"
    PENDING_RENEWAL = "pending_renewal"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    ASSIGNED = "assigned"
    REASSIGNED = "reassigned"
    SUPERSEDED = "superseded"
    EXPIRING = "expiring"
    EXPIRED = "expired"


class Prerequisite(StrEnum):
    """What must be done outside Slack before keys are asked for (§6.1), in the manual's order."""

    ORGANIZATION = "organization"
    DESIGNATION = "designation"
    NATURAL_PERSON = "natural_person"
    HERCULES = "hercules"


class DesignationMatch(StrEnum):
    """How a registration stood to the list of designated delegates when it was sent.

    The number of a document is half public; the e-mail that Slack verified tells whose account it is.
    """

    MATCHED = "matched"
    OTHER_EMAIL = "other_email"
    NO_EMAIL = "no_email"
    NOT_LISTED = "not_listed"


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
    ACCESS_CHANGED = "access_changed"
    REQUEST_CARD = "request_card"
    REQUEST_FREED = "request_freed"
    REQUEST_DELAYED = "request_delayed"
    REQUEST_CORRECTED = "request_corrected"
    REQUEST_RETURNED = "request_returned"
    KEYS_ASSIGNED = "keys_assigned"
    KEYS_UPDATED = "keys_updated"
    STALE_REQUESTS = "stale_requests"
    STALE_REQUESTS_ESCALATED = "stale_requests_escalated"
    EXPIRY_REMINDER = "expiry_reminder"
    EXPIRING_KEYS = "expiring_keys"
    DIGEST = "digest"
    DIGEST_FILE = "digest_file"
    JOB_OVERDUE = "job_overdue"
    HOME = "home"


class IntentStatus(StrEnum):
    """Where an intent stands. `SENDING` means a replica holds it under a lease."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    OBSOLETE = "obsolete"
    DEAD = "dead"


class Priority(IntEnum):
    """Which due intents leave first. News of one request never wait behind thousands of reminders.

    REMINDER is for those of keys about to expire alone: a halt keeps back all of it, and nothing waits behind it.
    """

    PROMPT = 0
    BULK = 1
    REMINDER = 2


class RoundKind(StrEnum):
    """What a round of the clock reminds officials of."""

    STALE_REQUESTS = "stale_requests"
    EXPIRING_KEYS = "expiring_keys"


class DigestKind(StrEnum):
    """When a digest is made: every week, every month, or because somebody asked."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    ON_DEMAND = "on_demand"


class Halt(StrEnum):
    """What a manager may bring to a halt until further notice."""

    EXPIRY_REMINDERS = "expiry_reminders"


class JobName(StrEnum):
    """The jobs of the clock."""

    TAKEN_REQUESTS = "taken_requests"
    STALE_REQUESTS = "stale_requests"
    EXPIRING_KEYS = "expiring_keys"
    DIGESTS = "digests"


class AuditAction(StrEnum):
    """Everything worth proving afterwards."""

    MANAGER_SEEDED = "manager_seeded"
    REGISTERED = "registered"
    REGISTRATION_APPROVED = "registration_approved"
    REGISTRATION_REJECTED = "registration_rejected"
    PERSON_SUSPENDED = "person_suspended"
    PERSON_REACTIVATED = "person_reactivated"
    DELEGATE_CHANGED = "delegate_changed"
    PREREQUISITES_DECLARED = "prerequisites_declared"
    KEYS_REQUESTED = "keys_requested"
    REQUEST_CORRECTED = "request_corrected"
    REQUEST_CANCELLED = "request_cancelled"
    REQUEST_RETURNED = "request_returned"
    REQUEST_TAKEN = "request_taken"
    REQUEST_RELEASED = "request_released"
    REQUEST_FREED = "request_freed"
    KEYS_ASSIGNED = "keys_assigned"
    KEYS_UPDATED = "keys_updated"
    KEYS_VIEWED = "keys_viewed"
    REMINDER_SNOOZED = "reminder_snoozed"
    REMINDERS_ORDERED = "reminders_ordered"
    REMINDERS_HALTED = "reminders_halted"
    REMINDERS_RESUMED = "reminders_resumed"
    DIGEST_ORDERED = "digest_ordered"
    DIGEST_PREFERENCES_CHANGED = "digest_preferences_changed"
    PROVIDERS_IMPORTED = "providers_imported"
    DESIGNATIONS_IMPORTED = "designations_imported"
