import pytest

from bot.rules.lifecycle import (
    REGISTRATION_STEPS,
    REQUEST_STEPS,
    RegistrationStep,
    RequestStep,
    kind_of_request,
)
from storage.enums import PersonStatus, RequestKind, RequestStatus


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        (RequestStep.RETURN, RequestStatus.PENDING, RequestStatus.RETURNED),
        (RequestStep.RESUBMIT, RequestStatus.RETURNED, RequestStatus.PENDING),
        (RequestStep.ASSIGN, RequestStatus.PENDING, RequestStatus.ASSIGNED),
    ],
)
def test_a_request_moves_only_like_this(
    step: RequestStep, before: RequestStatus, after: RequestStatus
) -> None:
    assert REQUEST_STEPS[step] == (before, after)


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        (RegistrationStep.APPROVE, PersonStatus.PENDING, PersonStatus.ACTIVE),
        (RegistrationStep.REJECT, PersonStatus.PENDING, PersonStatus.REJECTED),
        (RegistrationStep.REGISTER_AGAIN, PersonStatus.REJECTED, PersonStatus.PENDING),
    ],
)
def test_a_registration_moves_only_like_this(
    step: RegistrationStep, before: PersonStatus, after: PersonStatus
) -> None:
    assert REGISTRATION_STEPS[step] == (before, after)


def test_every_step_has_its_place_in_the_tables() -> None:
    assert set(REQUEST_STEPS) == set(RequestStep)
    assert set(REGISTRATION_STEPS) == set(RegistrationStep)


def test_nothing_follows_an_assignment() -> None:
    assert RequestStatus.ASSIGNED not in {before for before, _after in REQUEST_STEPS.values()}


def test_nobody_registers_their_way_out_of_a_suspension() -> None:
    assert PersonStatus.SUSPENDED not in {before for before, _after in REGISTRATION_STEPS.values()}


def test_whoever_never_asked_enrolls_and_whoever_did_renews() -> None:
    assert kind_of_request(asked_before=False) is RequestKind.ENROLLMENT
    assert kind_of_request(asked_before=True) is RequestKind.RENEWAL
