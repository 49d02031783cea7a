"""Verificación de requisitos (manual §6.1): what must be done outside Slack, and who vouches that it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.enums import Prerequisite

_HERCULES_LOGIN = "ADM"  # how every login begins that Hércules gives a delegate


class Voucher(StrEnum):
    """Who vouches that a prerequisite is met."""

    DESIGNATION_LIST = "designation_list"
    DECIDER = "decider"
    REGISTRATION = "registration"
    HERCULES_LOGIN = "hercules_login"
    DECLARATION = "declaration"


@dataclass(frozen=True)
class Requirement:
    """One prerequisite of §6.1; `voucher` is None while it is open. Aware UTC."""

    prerequisite: Prerequisite
    voucher: Voucher | None = None
    declared_at: datetime | None = None

    @property
    def met(self) -> bool:
        """Tell whether anybody vouches for it."""
        return self.voucher is not None

    @property
    def declarable(self) -> bool:
        """Tell whether a delegate's word is what is missing: nobody designates themselves."""
        return not self.met and self.prerequisite is not Prerequisite.DESIGNATION


@dataclass(frozen=True)
class Evidence:
    """What is known of a delegate. `decided` tells that a person approved the registration, not the list."""

    listed: bool
    active: bool
    decided: bool
    login: str
    declared: Mapping[Prerequisite, datetime]


NOTHING_KNOWN = Evidence(listed=False, active=False, decided=False, login="", declared={})


def checklist(known: Evidence) -> Sequence[Requirement]:
    """Return the four prerequisites in the manual's order, each with the strongest that vouches for it."""
    return [_requirement(prerequisite, known) for prerequisite in Prerequisite]


def _requirement(prerequisite: Prerequisite, known: Evidence) -> Requirement:
    voucher = None
    if prerequisite is Prerequisite.DESIGNATION:
        voucher = _designation_voucher(known)
    elif prerequisite is Prerequisite.HERCULES and known.login.startswith(_HERCULES_LOGIN):
        voucher = Voucher.HERCULES_LOGIN
    elif prerequisite in known.declared:
        return Requirement(prerequisite, Voucher.DECLARATION, known.declared[prerequisite])
    return Requirement(prerequisite, voucher)


def _designation_voucher(known: Evidence) -> Voucher | None:
    if known.listed:
        return Voucher.DESIGNATION_LIST
    if not known.active:
        return None
    return Voucher.DECIDER if known.decided else Voucher.REGISTRATION
