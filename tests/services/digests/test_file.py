"""The whole list of expiries, as a spreadsheet opens it."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

from bot.csv_files.writing import DELIMITER
from bot.services.digests.file import HEADER, expiry_file, file_name, write_expiries
from storage.models import Provider
from storage.reading import reading
from tests.services.digests.given import keys_of
from tests.services.office import ANDRES, HOSPITAL, HOSPITAL_NIT, LAURA, NORTE, Office
from tests.services.typed import client_id, client_secret


def _content(office: Office) -> bytes:
    with reading(office.sessions) as session:
        return expiry_file(session, office.clock.now())


def _rows(office: Office) -> list[dict[str, str]]:
    text = io.StringIO(_content(office).decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=DELIMITER))


def _change(office: Office, **values: Any) -> None:
    with office.sessions.begin() as session:
        session.query(Provider).filter_by(codigo=HOSPITAL).update(dict[Any, Any](values))


def test_every_key_in_force_has_a_line_the_first_to_expire_first(office: Office) -> None:
    keys_of(office, HOSPITAL, LAURA, number=1, production=90, preproduction=20, development=200)
    keys_of(office, NORTE, ANDRES, number=11, production=3, preproduction=100)
    keys_of(office, NORTE, ANDRES, number=21, production=50, preproduction=300)
    rows = _rows(office)
    assert [(row["código de habilitación"], row["ambiente"], row["días"]) for row in rows] == [
        (HOSPITAL, "PREPRODUCCION", "20"),
        (NORTE, "PRODUCCION", "50"),
        (HOSPITAL, "PRODUCCION", "90"),
        (HOSPITAL, "DESARROLLO", "200"),
        (NORTE, "PREPRODUCCION", "300"),
    ]
    assert [row["estado"] for row in rows] == ["Por vencer"] * 2 + ["Vigente"] * 3
    assert rows[0]["vence"] == "2026-02-03"


def test_a_line_tells_who_the_key_is_of_and_whether_anything_is_done_about_it(office: Office) -> None:
    _change(office, municipality="Villaflor", department="Cundinamarca")
    keys_of(office, production=1, preproduction=2)
    office.request()
    office.clock.advance(days=1)
    expired, soon = _rows(office)
    assert expired == dict(
        zip(
            HEADER,
            (
                HOSPITAL,
                HOSPITAL_NIT,
                "E.S.E. HOSPITAL SAN ROQUE DE VILLAFLOR",
                "SEDE PRINCIPAL",
                "Villaflor",
                "Cundinamarca",
                "PRODUCCION",
                "2026-01-15",
                "0",
                "Vencida",
                "sí",
                "1",
            ),
            strict=True,
        )
    )
    assert soon["días"] == "1"
    office.clock.advance(days=9)
    assert _rows(office)[0]["días"] == "-9"


def test_a_returned_request_does_not_count_as_under_way(office: Office) -> None:
    keys_of(office)
    office.returned()
    assert {row["solicitud en trámite"] for row in _rows(office)} == {"no"}


def test_neither_a_client_id_nor_a_secret_is_in_it(office: Office) -> None:
    keys_of(office, number=1, development=50)
    text = _content(office).decode("utf-8-sig")
    assert len(text.splitlines()) == 4
    for number in (1, 2, 3):
        assert client_id(number) not in text
        assert client_secret(number) not in text


def test_a_name_that_would_be_a_formula_is_text(office: Office) -> None:
    _change(office, name="=HYPERLINK(A1)", sede="@NORTE", municipality="+1", department="-1")
    keys_of(office)
    row = _rows(office)[0]
    assert [row[each] for each in ("razón social", "sede", "municipio", "departamento")] == [
        "'=HYPERLINK(A1)",
        "'@NORTE",
        "'+1",
        "'-1",
    ]


def test_progress_is_told_up_to_the_last_key(office: Office) -> None:
    keys_of(office)
    told: list[tuple[int, int]] = []
    with reading(office.sessions) as session:
        write_expiries(
            session, office.clock.now(), io.BytesIO(), lambda done, total: told.append((done, total))
        )
    assert told == [(0, 2), (2, 2)]


def test_the_name_has_the_day_in_bogota_and_the_digest() -> None:
    assert file_name(datetime(2026, 11, 24, 1, 0, tzinfo=UTC), 7) == "llaves-vencimientos-2026-11-23-7.csv"
