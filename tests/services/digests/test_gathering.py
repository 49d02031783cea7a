"""The figures of a digest, against what delegates and officials did."""

from datetime import UTC, datetime, timedelta

from bot.rules.calendar.days import start_of_day
from bot.rules.calendar.service_hours import HELPDESK_HOURS
from bot.rules.figures import Figures, OfficialLoad
from bot.services.digests.gathering import gather
from bot.services.keys.assigning import assign_keys
from bot.services.requests.asking import submit_request
from bot.services.requests.taking import take_request
from storage.enums import Environment, PersonStatus
from storage.models import Key
from tests.services.digests.given import keys_of
from tests.services.office import (
    ANDRES,
    CAMILA,
    CENTRO,
    HOSPITAL,
    JULIAN,
    LAURA,
    MATEO,
    NORTE,
    SUR,
    Office,
)
from tests.services.typed import answers

PRODUCTION, PREPRODUCTION, DEVELOPMENT = (
    Environment.PRODUCTION,
    Environment.PREPRODUCTION,
    Environment.DEVELOPMENT,
)


def _figures(office: Office, *, days: int = 7) -> Figures:
    now = office.clock.now()
    with office.sessions.begin() as session:
        return gather(session, now, now - timedelta(days=days), HELPDESK_HOURS)


def test_an_empty_ministry_has_figures_without_anything_in_them(office: Office) -> None:
    figures = _figures(office)
    assert (dict(figures.keys), list(figures.urgent), figures.uncovered, figures.sedes_alone) == (
        {},
        [],
        0,
        0,
    )
    assert (figures.pending, figures.oldest_at, figures.oldest_days) == (0, None, None)
    assert (figures.median_wait, figures.late_wait, figures.returned_share) == (None, None, None)
    assert [load.user_id for load in figures.loads] == [CAMILA.user_id, JULIAN.user_id]
    assert [dict(week.expiring) for week in figures.weeks] == [{}] * 13


def test_figures_are_read_back_as_they_were_written(office: Office) -> None:
    keys_of(office, production=5)
    figures = _figures(office)
    assert Figures.model_validate(figures.model_dump(mode="json")) == figures


def test_keys_are_counted_by_bucket_and_week_in_all_three_environments(office: Office) -> None:
    # Wednesday; in 5 days it is Monday.
    keys_of(office, production=5, preproduction=200, development=12)
    figures = _figures(office)
    assert figures.keys == {
        PRODUCTION: [0, 1, 0, 0, 0, 0, 0],
        DEVELOPMENT: [0, 0, 1, 0, 0, 0, 0],
        PREPRODUCTION: [0, 0, 0, 0, 0, 0, 1],
    }
    assert [dict(week.expiring) for week in figures.weeks[:3]] == [{}, {PRODUCTION: 1}, {DEVELOPMENT: 1}]


def test_renewed_keys_are_counted_once(office: Office) -> None:
    keys_of(office, production=5)
    keys_of(office, number=11)
    assert _figures(office).keys[PRODUCTION] == [0, 0, 0, 0, 0, 0, 1]


def test_the_most_urgent_are_named_by_what_expires_that_day(office: Office) -> None:
    keys_of(office, HOSPITAL, LAURA, number=1, production=3, preproduction=3)
    keys_of(office, NORTE, ANDRES, number=11, production=50, preproduction=2, development=1)
    keys_of(office, CENTRO, ANDRES, number=21)
    first, second = _figures(office).urgent
    assert (first.codigo, first.environments, first.delegates) == (NORTE, [PREPRODUCTION], 2)
    assert first.expires_at == start_of_day(office.desk.today() + timedelta(days=2))
    assert (second.codigo, second.environments) == (HOSPITAL, [PREPRODUCTION, PRODUCTION])
    assert (second.delegates, second.sede) == (1, "SEDE PRINCIPAL")


def test_whoever_has_asked_for_new_keys_is_not_urgent_but_a_returned_request_does_not_count(
    office: Office,
) -> None:
    keys_of(office, HOSPITAL, LAURA, number=1, production=3)
    keys_of(office, NORTE, ANDRES, number=11, production=4)
    office.request(HOSPITAL, LAURA)
    office.returned(NORTE, ANDRES)
    figures = _figures(office)
    assert [each.codigo for each in figures.urgent] == [NORTE]
    assert figures.uncovered == 1


def test_a_key_that_expired_long_ago_is_uncovered_but_no_longer_among_the_most_urgent(office: Office) -> None:
    keys_of(office, production=1, preproduction=300)
    office.clock.advance(days=10)
    assert [each.codigo for each in _figures(office).urgent] == [HOSPITAL]
    office.clock.advance(days=25)
    figures = _figures(office)
    assert (list(figures.urgent), figures.uncovered, figures.keys[PRODUCTION][0]) == ([], 1, 1)


def test_sedes_alone_have_keys_that_expire_soon_and_nobody_who_hears_of_it(office: Office) -> None:
    keys_of(office, HOSPITAL, LAURA, number=1, production=3, preproduction=4)
    keys_of(office, NORTE, ANDRES, number=11, production=30, preproduction=31)
    assert (_figures(office).uncovered, _figures(office).sedes_alone) == (3, 0)
    office.change(LAURA, status=PersonStatus.SUSPENDED)
    office.change(ANDRES, status=PersonStatus.SUSPENDED)
    figures = _figures(office)
    assert figures.sedes_alone == 1  # of the clinic, Mateo is still there
    assert [each.delegates for each in figures.urgent] == [0, 1]


def test_waits_are_counted_in_hours_of_service_from_the_request_as_it_stands(office: Office) -> None:
    keys_of(office, HOSPITAL, LAURA, number=1)
    late = office.request(NORTE, ANDRES)
    corrected = office.returned(CENTRO, ANDRES)
    office.clock.advance(days=1)
    submit_request(office.desk, ANDRES, answers(CENTRO), office.request_sent(corrected))
    office.clock.advance(hours=2)
    assign_keys(office.desk, CAMILA, late, office.both(11))
    assign_keys(office.desk, JULIAN, corrected, office.both(21))
    figures = _figures(office)
    # None, two hours, and a day of eleven hours and two more.
    assert (figures.median_wait, figures.late_wait) == (timedelta(hours=2), timedelta(hours=13))


def test_the_queue_is_as_old_as_its_oldest_request_in_business_days(office: Office) -> None:
    taken = office.request(NORTE, ANDRES)
    started = office.clock.now()
    office.clock.advance(days=1)
    office.request(CENTRO, ANDRES)
    take_request(office.desk, CAMILA, taken)
    figures = _figures(office)
    assert (figures.pending, figures.taken, figures.oldest_at) == (2, 1, started)
    assert figures.oldest_days == 1


def test_what_was_done_is_counted_since_the_last_digest_and_by_official(office: Office) -> None:
    keys_of(office, HOSPITAL, LAURA, number=1)
    office.clock.advance(days=8)
    keys_of(office, NORTE, ANDRES, number=11)
    office.returned(CENTRO, ANDRES)
    take_request(office.desk, JULIAN, office.request(SUR, MATEO))
    figures = _figures(office)
    assert (figures.received, figures.assigned, figures.returned, figures.returned_share) == (3, 1, 1, 0.5)
    assert figures.loads == [
        OfficialLoad(user_id=CAMILA.user_id, assigned=1, returned=1, taken=0),
        OfficialLoad(user_id=JULIAN.user_id, assigned=0, returned=0, taken=1),
    ]


def test_who_worked_and_was_suspended_since_is_still_counted(office: Office) -> None:
    keys_of(office)
    for official in (CAMILA, JULIAN):
        office.change(official, status=PersonStatus.SUSPENDED)
    assert [load.user_id for load in _figures(office).loads] == [CAMILA.user_id]


def test_a_key_that_expires_at_midnight_in_london_is_counted_on_the_day_before_in_bogota(
    office: Office,
) -> None:
    keys_of(office)
    with office.sessions.begin() as session:
        for key in session.query(Key).filter_by(environment=PRODUCTION):
            key.expires_at = datetime(2026, 1, 22, 0, 0, tzinfo=UTC)
    assert _figures(office).keys[PRODUCTION][1] == 1
