"""What is done, who did it and who must be told are one commit: without the one there is none of the others."""

from collections.abc import Callable

import pytest
from sqlalchemy.exc import DBAPIError

from bot.services.access import Read
from bot.services.keys.assigning import assign_keys
from bot.services.registration.deciding import approve, reject
from bot.services.registration.registering import register
from bot.services.requests.asking import submit_request
from bot.services.requests.returning import return_request
from bot.services.requests.taking import release_request, take_request
from bot.services.requests.withdrawing import cancel_request
from bot.services.users.managers import seed_managers
from tests.services.office import CAMILA, HOSPITAL, LAURA, TEAM, TOMAS, Office
from tests.services.typed import answers, client_secret, delegate_form

UseCase = Callable[[], object]


def _register(office: Office) -> UseCase:
    return lambda: register(office.desk, TOMAS, delegate_form())


def _register_again(office: Office) -> UseCase:
    person_id = register(office.desk, TOMAS, delegate_form()).person.id
    reject(office.desk, CAMILA, Read(person_id, 1), "El NIT no corresponde a su entidad.")
    return lambda: register(office.desk, TOMAS, delegate_form())


def _approve(office: Office) -> UseCase:
    person_id = register(office.desk, TOMAS, delegate_form()).person.id
    return lambda: approve(office.desk, CAMILA, Read(person_id, 1))


def _reject(office: Office) -> UseCase:
    person_id = register(office.desk, TOMAS, delegate_form()).person.id
    return lambda: reject(office.desk, CAMILA, Read(person_id, 1), "El NIT no corresponde a su entidad.")


def _request(office: Office) -> UseCase:
    return lambda: submit_request(office.desk, LAURA, answers(HOSPITAL))


def _correct(office: Office) -> UseCase:
    office.returned()
    return lambda: submit_request(office.desk, LAURA, answers(HOSPITAL))


def _correct_pending(office: Office) -> UseCase:
    read = office.request_sent(office.request())
    return lambda: submit_request(office.desk, LAURA, answers(HOSPITAL), read)


def _cancel(office: Office) -> UseCase:
    read = office.request_sent(office.request())
    return lambda: cancel_request(office.desk, LAURA, read)


def _take(office: Office) -> UseCase:
    request_id = office.request()
    return lambda: take_request(office.desk, CAMILA, request_id)


def _release(office: Office) -> UseCase:
    request_id = office.request()
    take_request(office.desk, CAMILA, request_id)
    return lambda: release_request(office.desk, CAMILA, request_id)


def _return(office: Office) -> UseCase:
    request_id = office.request()
    return lambda: return_request(office.desk, CAMILA, Read(request_id, 1), "El correo no es institucional.")


def _assign(office: Office) -> UseCase:
    request_id = office.request()
    return lambda: assign_keys(office.desk, CAMILA, request_id, office.both(1))


def _renew(office: Office) -> UseCase:
    office.assigned(number=1)
    request_id = office.request()
    return lambda: assign_keys(office.desk, CAMILA, request_id, office.both(11))


ALL = [
    _register,
    _register_again,
    _approve,
    _reject,
    _request,
    _correct,
    _correct_pending,
    _cancel,
    _take,
    _release,
    _return,
    _assign,
    _renew,
]


@pytest.mark.parametrize("table", ["outbox", "audit"])
@pytest.mark.parametrize("prepare", ALL, ids=lambda prepare: prepare.__name__.lstrip("_"))
def test_when_the_teller_or_the_witness_fails_nothing_happened(
    office: Office, prepare: Callable[[Office], UseCase], table: str
) -> None:
    use_case = prepare(office)
    with office.nothing_stored(), office.without_table(table), pytest.raises(DBAPIError) as failed:
        use_case()
    assert client_secret(1) not in str(failed.value)
    assert client_secret(11) not in str(failed.value)


def test_a_manager_nobody_can_witness_is_not_seeded(office: Office) -> None:
    with office.nothing_stored(), office.without_table("audit"), pytest.raises(DBAPIError):
        seed_managers(office.desk, TEAM, ["U0RODRIGO"])


def test_a_promotion_nobody_can_witness_is_none(office: Office) -> None:
    register(office.desk, TOMAS, delegate_form())
    with office.nothing_stored(), office.without_table("audit"), pytest.raises(DBAPIError):
        seed_managers(office.desk, TEAM, [TOMAS.user_id])
