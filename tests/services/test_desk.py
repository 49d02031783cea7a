from datetime import date

from tests.services.office import Office


def test_half_an_hour_before_midnight_in_bogota_is_still_today(office: Office) -> None:
    office.clock.advance(hours=13, minutes=30)  # 04:30 UTC of the fifteenth
    assert office.clock.now().day == 15
    assert office.desk.today() == date(2026, 1, 14)


def test_tomorrow_starts_at_midnight_in_bogota(office: Office) -> None:
    office.clock.advance(hours=14)
    assert office.desk.today() == date(2026, 1, 15)
