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
        (RequestStep.TAKE, {RequestStatus.PENDING}, RequestStatus.PENDING),
        (RequestStep.RELEASE, {RequestStatus.PENDING}, RequestStatus.PENDING),
        (RequestStep.CORRECT, {RequestStatus.PENDING}, RequestStatus.PENDING),
        (RequestStep.RETURN, {RequestStatus.PENDING}, RequestStatus.RETURNED),
        (RequestStep.RESUBMIT, {RequestStatus.RETURNED}, RequestStatus.PENDING),
        (RequestStep.CANCEL, {RequestStatus.PENDING, RequestStatus.RETURNED}, RequestStatus.CANCELLED),
        (RequestStep.ASSIGN, {RequestStatus.PENDING}, RequestStatus.ASSIGNED),
        (RequestStep.UPDATE, {RequestStatus.ASSIGNED}, RequestStatus.ASSIGNED),
        (RequestStep.SUPERSEDE, {RequestStatus.ASSIGNED}, RequestStatus.SUPERSEDED),
    ],
)
def test_a_request_moves_only_like_this(
    step: RequestStep, before: set[RequestStatus], after: RequestStatus
) -> None:
    assert REQUEST_STEPS[step] == (frozenset(before), after)


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        (RegistrationStep.APPROVE, PersonStatus.PENDING, PersonStatus.ACTIVE),
        (RegistrationStep.REJECT, PersonStatus.PENDING, PersonStatus.REJECTED),
        (RegistrationStep.REGISTER_AGAIN, PersonStatus.REJECTED, PersonStatus.PENDING),
        (RegistrationStep.SUSPEND, PersonStatus.ACTIVE, PersonStatus.SUSPENDED),
        (RegistrationStep.REACTIVATE, PersonStatus.SUSPENDED, PersonStatus.ACTIVE),
    ],
)
def test_a_registration_moves_only_like_this(
    step: RegistrationStep, before: PersonStatus, after: PersonStatus
) -> None:
    assert REGISTRATION_STEPS[step] == (before, after)


def test_every_step_has_its_place_in_the_tables() -> None:
    assert set(REQUEST_STEPS) == set(RequestStep)
    assert set(REGISTRATION_STEPS) == set(RegistrationStep)


def test_what_was_taken_back_or_replaced_stays_so() -> None:
    closed = {RequestStatus.CANCELLED, RequestStatus.SUPERSEDED}
    assert not any(closed & before for before, _after in REQUEST_STEPS.values())


def test_the_only_way_out_of_a_suspension_is_to_be_let_back_in() -> None:
    steps = [
        step for step, (before, _after) in REGISTRATION_STEPS.items() if before is PersonStatus.SUSPENDED
    ]
    assert steps == [RegistrationStep.REACTIVATE]


def test_whoever_never_asked_enrolls_and_whoever_did_renews() -> None:
    assert kind_of_request(asked_before=False) is RequestKind.ENROLLMENT
    assert kind_of_request(asked_before=True) is RequestKind.RENEWAL
