"""What may follow what. The only table of status changes; `services` apply it by compare-and-set."""

from enum import StrEnum

from storage.enums import PersonStatus, RequestKind, RequestStatus


class RequestStep(StrEnum):
    """What somebody does to a key request."""

    TAKE = "take"
    RELEASE = "release"
    CORRECT = "correct"
    RETURN = "return"
    RESUBMIT = "resubmit"
    CANCEL = "cancel"
    ASSIGN = "assign"
    UPDATE = "update"
    SUPERSEDE = "supersede"


class RegistrationStep(StrEnum):
    """What somebody does to a registration."""

    APPROVE = "approve"
    REJECT = "reject"
    REGISTER_AGAIN = "register_again"
    SUSPEND = "suspend"
    REACTIVATE = "reactivate"


_PENDING = frozenset({RequestStatus.PENDING})
_RETURNED = frozenset({RequestStatus.RETURNED})
_ASSIGNED = frozenset({RequestStatus.ASSIGNED})

# From where, and to where; a step that stays changes something else of the request.
REQUEST_STEPS = {
    RequestStep.TAKE: (_PENDING, RequestStatus.PENDING),
    RequestStep.RELEASE: (_PENDING, RequestStatus.PENDING),
    RequestStep.CORRECT: (_PENDING, RequestStatus.PENDING),
    RequestStep.RETURN: (_PENDING, RequestStatus.RETURNED),
    RequestStep.RESUBMIT: (_RETURNED, RequestStatus.PENDING),
    RequestStep.CANCEL: (_PENDING | _RETURNED, RequestStatus.CANCELLED),
    RequestStep.ASSIGN: (_PENDING, RequestStatus.ASSIGNED),
    RequestStep.UPDATE: (_ASSIGNED, RequestStatus.ASSIGNED),
    RequestStep.SUPERSEDE: (_ASSIGNED, RequestStatus.SUPERSEDED),
}

REGISTRATION_STEPS = {
    RegistrationStep.APPROVE: (PersonStatus.PENDING, PersonStatus.ACTIVE),
    RegistrationStep.REJECT: (PersonStatus.PENDING, PersonStatus.REJECTED),
    RegistrationStep.REGISTER_AGAIN: (PersonStatus.REJECTED, PersonStatus.PENDING),
    RegistrationStep.SUSPEND: (PersonStatus.ACTIVE, PersonStatus.SUSPENDED),
    RegistrationStep.REACTIVATE: (PersonStatus.SUSPENDED, PersonStatus.ACTIVE),
}


def kind_of_request(*, asked_before: bool) -> RequestKind:
    """Derive Inscripción or Resolicitud from history; the manual (§6.4.1.1) leaves the choice to the user."""
    return RequestKind.RENEWAL if asked_before else RequestKind.ENROLLMENT
