"""What may follow what. The only table of status changes; `services` apply it by compare-and-set."""

from enum import StrEnum

from storage.enums import PersonStatus, RequestKind, RequestStatus


class RequestStep(StrEnum):
    """What somebody does to a key request."""

    RETURN = "return"
    RESUBMIT = "resubmit"
    ASSIGN = "assign"


class RegistrationStep(StrEnum):
    """What somebody does to a registration."""

    APPROVE = "approve"
    REJECT = "reject"
    REGISTER_AGAIN = "register_again"


REQUEST_STEPS = {
    RequestStep.RETURN: (RequestStatus.PENDING, RequestStatus.RETURNED),
    RequestStep.RESUBMIT: (RequestStatus.RETURNED, RequestStatus.PENDING),
    RequestStep.ASSIGN: (RequestStatus.PENDING, RequestStatus.ASSIGNED),
}

REGISTRATION_STEPS = {
    RegistrationStep.APPROVE: (PersonStatus.PENDING, PersonStatus.ACTIVE),
    RegistrationStep.REJECT: (PersonStatus.PENDING, PersonStatus.REJECTED),
    RegistrationStep.REGISTER_AGAIN: (PersonStatus.REJECTED, PersonStatus.PENDING),
}


def kind_of_request(*, asked_before: bool) -> RequestKind:
    """Derive Inscripción or Resolicitud from history; the manual (§6.4.1.1) leaves the choice to the user."""
    return RequestKind.RENEWAL if asked_before else RequestKind.ENROLLMENT
