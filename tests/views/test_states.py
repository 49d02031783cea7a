"""One label per audience and state, word for word as the manual has them (domain: §6.4.1.1 to §6.4.2.1)."""

from datetime import timedelta

import pytest

from bot.views.states import DELEGATE_STATES, OFFICIAL_STATES, delegate_state, expiry_text, official_state
from storage.enums import RequestKind, RequestStatus, TokenState
from tests.views import samples
from tests.views.samples import NOW

FIRST, AGAIN = RequestKind.ENROLLMENT, RequestKind.RENEWAL


def test_both_audiences_have_a_word_for_every_state() -> None:
    assert DELEGATE_STATES.keys() == OFFICIAL_STATES.keys() == set(TokenState)


@pytest.mark.parametrize(
    ("status", "kind", "delegate", "official"),
    [
        (RequestStatus.PENDING, FIRST, "Token solicitados por primera vez", "Pendiente"),
        (RequestStatus.PENDING, AGAIN, "Resolicitud de token", "Pendiente"),
        (RequestStatus.ASSIGNED, FIRST, "Se ha asignado token", "Asignado"),
        (RequestStatus.ASSIGNED, AGAIN, "Se ha asignado token", "Reasignado"),
        (RequestStatus.RETURNED, FIRST, "Devuelta", "Devuelta"),
        (RequestStatus.CANCELLED, FIRST, "Cancelada", "Cancelada"),
        (RequestStatus.SUPERSEDED, AGAIN, "Reemplazada", "Reemplazado"),
    ],
)
def test_each_audience_reads_its_own_words(
    status: RequestStatus, kind: RequestKind, delegate: str, official: str
) -> None:
    request = samples.request(status, kind)
    assert (delegate_state(request), official_state(request)) == (delegate, official)


def test_corrected_keys_are_reassigned_for_officials_and_assigned_for_delegates() -> None:
    request = samples.request(RequestStatus.ASSIGNED)
    request.updated_at = NOW
    assert (delegate_state(request), official_state(request)) == ("Se ha asignado token", "Reasignado")


@pytest.mark.parametrize(("days", "text"), [(0, "Vencida"), (1, "Por vencer"), (61, "")])
def test_an_expiry_is_worth_a_word_only_when_it_is_near(days: int, text: str) -> None:
    assert expiry_text(NOW + timedelta(days=days), NOW) == text
