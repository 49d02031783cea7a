"""The tables. Their CHECK and UNIQUE constraints hold whatever the code above them does."""

from storage.models.audit import AuditLine
from storage.models.base import Base
from storage.models.clock import Digest, Halted, Job, Round, Snooze
from storage.models.directory import Designation, Provider, ProviderWord
from storage.models.keys import Key
from storage.models.messages import Card, Intent
from storage.models.people import Consent, ConsentText, Declaration, Person
from storage.models.requests import KeyRequest

__all__ = [
    "AuditLine",
    "Base",
    "Card",
    "Consent",
    "ConsentText",
    "Declaration",
    "Designation",
    "Digest",
    "Halted",
    "Intent",
    "Job",
    "Key",
    "KeyRequest",
    "Person",
    "Provider",
    "ProviderWord",
    "Round",
    "Snooze",
]
