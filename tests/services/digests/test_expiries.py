"""«Ver detalle»: which sedes stand behind a figure."""

from datetime import timedelta

import pytest

from bot.errors import NotAllowedError
from bot.forms.expiries import ExpiriesState
from bot.rules.calendar.days import start_of_day
from bot.services.access import Actor
from bot.services.digests.expiries import list_expiries
from bot.views.digests.boards import ExpiryList
from storage.enums import Environment
from storage.models import Key, Provider
from tests.services.digests.given import keys_of
from tests.services.office import ANDRES, BEATRIZ, CAMILA, CENTRO, HOSPITAL, LAURA, NORTE, Office

PRODUCTION, PREPRODUCTION = Environment.PRODUCTION, Environment.PREPRODUCTION


def _listed(office: Office, bucket: int | None = None, page: int = 1) -> ExpiryList:
    return list_expiries(office.desk, BEATRIZ, ExpiriesState(bucket=bucket, page=page))


def _codigos(found: ExpiryList) -> list[str]:
    return [row.provider.codigo for row in found.page.rows]


def test_without_a_figure_all_that_expire_within_ninety_days_are_listed_first_to_expire_first(
    office: Office,
) -> None:
    keys_of(office, HOSPITAL, LAURA, number=1, production=90, preproduction=20)
    keys_of(office, NORTE, ANDRES, number=11, production=3)
    keys_of(office, CENTRO, ANDRES, number=21, production=91)
    found = _listed(office)
    assert _codigos(found) == [NORTE, HOSPITAL]
    in_days = {
        environment: (at - start_of_day(office.desk.today())).days
        for environment, at in found.page.rows[1].environments.items()
    }
    assert list(in_days.items()) == [(PREPRODUCTION, 20), (PRODUCTION, 90)]
    assert found.page.rows[1].expires_at == found.page.rows[1].environments[PREPRODUCTION]


def test_a_figure_lists_the_sedes_and_keys_it_counts_and_no_others(office: Office) -> None:
    keys_of(office, HOSPITAL, LAURA, number=1, production=7, preproduction=8)
    keys_of(office, NORTE, ANDRES, number=11, production=1, preproduction=200)
    assert _codigos(_listed(office, 1)) == [NORTE, HOSPITAL]
    (second,) = _listed(office, 2).page.rows
    assert (second.provider.codigo, list(second.environments)) == (HOSPITAL, [PREPRODUCTION])
    assert _codigos(_listed(office, 6)) == [NORTE]
    assert _codigos(_listed(office, 0)) == []
    office.clock.advance(days=2)
    assert _codigos(_listed(office, 0)) == [NORTE]


def test_a_row_tells_whether_new_keys_were_asked_for_and_who_hears_of_it(office: Office) -> None:
    keys_of(office, HOSPITAL, LAURA, number=1, production=3)
    keys_of(office, NORTE, ANDRES, number=11, production=5)
    office.request(HOSPITAL, LAURA)
    office.returned(NORTE, ANDRES)
    rows = _listed(office).page.rows
    assert [(row.request_pending, row.delegates) for row in rows] == [(True, 1), (False, 2)]


def test_ten_sedes_make_a_page_and_a_page_beyond_the_end_is_the_last(office: Office) -> None:
    request_id = keys_of(office, production=1)
    _add_sedes(office, request_id, 12)
    found = _listed(office, page=1)
    assert (found.page.total, found.page.last, len(found.page.rows)) == (13, 2, 10)
    found = _listed(office, page=99)
    assert (found.page.number, found.state.page, len(found.page.rows)) == (2, 2, 3)
    assert _codigos(found)[-1] == f"{12:012}"


def _add_sedes(office: Office, request_id: int, count: int) -> None:
    official = office.person(CAMILA)
    with office.sessions.begin() as session:
        for number in range(1, count + 1):
            session.add(Provider(codigo=f"{number:012}", nit=f"8020{number:05}", name=f"IPS {number}"))
            session.flush()
            session.add(
                Key(
                    codigo=f"{number:012}",
                    environment=PRODUCTION,
                    version=1,
                    client_id=f"{number:036}",
                    secret_ciphertext="-",
                    secret_fingerprint=f"{number:064}",
                    expires_at=office.clock.now() + timedelta(days=5, hours=number),
                    request_id=request_id,
                    assigned_by_id=official.id,
                    assigned_at=office.clock.now(),
                )
            )


@pytest.mark.parametrize("actor", [LAURA, CAMILA])
def test_only_managers_read_the_list(office: Office, actor: Actor) -> None:
    with pytest.raises(NotAllowedError, match="Solo un gerente"):
        list_expiries(office.desk, actor, ExpiriesState())
