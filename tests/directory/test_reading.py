from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import String

from bot.csv_files.header import FileRefusedError
from bot.directory.reading import Reading, read_directory
from bot.directory.row import LONGEST_NAME, LONGEST_PLACE
from storage.models import Provider
from storage.providers import Entry
from tests.directory.reps import CODIGO, DOWNLOAD, OPEN_DATA, SAMPLE, row, text_of, write

CLINIC = Entry(CODIGO, "901000202", "CLÍNICA LA ESPERANZA", "SEDE NORTE", "Vallehermoso", "Antioquia")


def read(path: Path, content: bytes | str) -> Reading:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_directory(path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "reps.csv"


def reason(file: Path, *cells: list[str]) -> str:
    """Read rows of which one alone is rejected, and return why."""
    (rejection,) = read_directory(write(file, *cells)).rejections
    return rejection.reason


@pytest.mark.parametrize(
    ("header", "delimiter", "encoding"),
    list(product((OPEN_DATA, DOWNLOAD), ",;\t", ("utf-8", "utf-8-sig", "latin-1"))),
)
def test_every_spelling_delimiter_and_encoding_gives_the_same_sede(
    file: Path, header: list[str], delimiter: str, encoding: str
) -> None:
    written = text_of(row(), header=header, delimiter=delimiter)
    assert read(file, written.encode(encoding)).entries == {CODIGO: CLINIC}


def test_the_sample_is_good_whole_and_has_the_22_columns() -> None:
    reading = read_directory(SAMPLE)
    assert (len(OPEN_DATA), reading.rows, len(reading.entries), list(reading.rejections)) == (22, 8, 8, [])
    assert reading.entries["689990000401"].name == 'TRANSPORTES "EL PRONTO ALIVIO", LTDA.'


def test_what_people_can_be_reached_by_is_not_kept(file: Path) -> None:
    kept = str(read(file, text_of(row())))
    for personal in ("persona@", "3001234567", "CALLE 1"):
        assert personal not in kept


@pytest.mark.parametrize(
    ("typed", "nit"),
    [
        ("901000202  ", "901000202"),
        ("\u00a0901000202\u200b", "901000202"),
        ("901.000.202", "901000202"),
        ("901.000.202-1", "901000202"),
        ("901000202-1", "901000202"),
        ("901000202.0", "901000202"),
        ("000901000202", "901000202"),
    ],
)
def test_the_nit_of_an_organisation_is_cleaned(file: Path, typed: str, nit: str) -> None:
    assert read(file, text_of(row(nit=typed))).entries[CODIGO].nit == nit


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("901000202-6", "no corresponde al NIT"),
        ("9010002021", "¿Incluyó el dígito de verificación?"),
        ("9.01E+08", "Excel cambió el número"),
        ("AB12345", "solo con números"),
        ("1234", "entre 5 y 10 números"),
        ("0000", "entre 5 y 10 números"),
        ("9" * 40, "entre 5 y 10 números"),
        ("", "Falta el número de identificación"),
    ],
)
def test_a_number_that_is_no_nit_is_rejected_with_its_reason(file: Path, typed: str, told: str) -> None:
    assert told in reason(file, row(nit=typed))


def test_ten_digits_of_a_natural_person_are_their_number_even_when_they_look_like_a_nit_with_dv(
    file: Path,
) -> None:
    assert read(file, text_of(row(nit="9010002021", tipoid="CE"))).entries[CODIGO].nit == "9010002021"


def test_a_dv_in_a_column_of_its_own_is_left_out(file: Path) -> None:
    written = text_of([*row(), "6"], header=[*OPEN_DATA, "dv"])
    assert read(file, written).entries == {CODIGO: CLINIC}


@pytest.mark.parametrize("typed", ["059990000201", "0599900002-01", " 059990000201 "])
def test_a_codigo_keeps_its_leading_zero_and_loses_its_hyphen(file: Path, typed: str) -> None:
    assert set(read(file, text_of(row(typed))).entries) == {"059990000201"}


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"codigo": ""}, "Falta el código"),
        ({"codigo": "5.999E+10"}, "Excel cambió el código"),
        ({"codigo": "59990000201"}, "Si empieza por cero"),
        ({"codigo": "0599900002"}, "Falta la sede"),
        ({"codigo": "039990000201"}, "no son de un departamento"),
        ({"nombreprestador": "  "}, "Falta el nombre del prestador"),
        ({"nombreprestador": "N" * 301}, "más de 300 caracteres"),
        ({"nombresede": "N" * 301}, "más de 300 caracteres"),
        ({"municipiosededesc": "N" * 101}, "más de 100 caracteres"),
        ({"departamentodededesc": "N" * 101}, "más de 100 caracteres"),
        ({"tipoid": ""}, "Falta el tipo"),
    ],
)
def test_a_row_with_a_fault_is_rejected_with_its_reason(file: Path, cells: dict[str, str], told: str) -> None:
    assert told in reason(file, row(**cells))


def test_the_longest_texts_are_those_of_the_table() -> None:
    lengths = {
        column.name: column.type.length for column in Provider.__table__.c if isinstance(column.type, String)
    }
    assert {lengths["name"], lengths["sede"]} == {LONGEST_NAME}
    assert {lengths["municipality"], lengths["department"]} == {LONGEST_PLACE}


def test_quotes_delimiters_line_breaks_and_formulas_inside_a_field_are_text(file: Path) -> None:
    name = '=CLÍNICA "LA\r\nESPERANZA",  S.A.S.'
    read_back = read(file, text_of(row(nombreprestador=name)))
    assert read_back.entries[CODIGO].name == '=CLÍNICA "LA ESPERANZA", S.A.S.'


def test_a_rejected_row_is_named_by_the_line_where_it_begins(file: Path) -> None:
    broken = row("059990000202", nombreprestador="DOS\nLÍNEAS")
    reading = read_directory(write(file, broken, row("1"), row("2")))
    assert [(rejection.line, rejection.subject) for rejection in reading.rejections] == [(4, "1"), (5, "2")]


def test_a_row_with_columns_missing_is_rejected_and_the_others_are_good(file: Path) -> None:
    reading = read_directory(write(file, row()[:5], row()))
    assert [rejection.reason for rejection in reading.rejections] == ["Tiene 5 columnas y el encabezado 22."]
    assert set(reading.entries) == {CODIGO}


def test_empty_rows_at_the_end_are_no_rows(file: Path) -> None:
    assert read(file, text_of(row(), [""] * 22, [])).rows == 1


def test_of_two_rows_with_one_codigo_and_one_nit_the_last_counts(file: Path) -> None:
    reading = read_directory(write(file, row(nombresede="VIEJA"), row(nombresede="NUEVA")))
    assert reading.entries[CODIGO].sede == "NUEVA"
    assert (reading.rows, reading.repeated, list(reading.rejections)) == (2, 1, [])


def test_of_rows_with_one_codigo_and_two_nits_none_counts(file: Path) -> None:
    rows = [row(nit="901000202"), row("259990000101"), row(nit="901000303"), row(nit="901000202")]
    reading = read_directory(write(file, *rows))
    assert set(reading.entries) == {"259990000101"}
    assert [rejection.line for rejection in reading.rejections] == [2, 4, 5]
    assert "NIT distintos en las líneas 2, 4 y 5" in reading.rejections[0].reason
    assert (reading.rows, reading.repeated) == (4, 0)


def test_a_number_under_two_types_of_document_is_pointed_out(file: Path) -> None:
    rows = [row(nit="345678", tipoid="CC"), row("259990000101", nit="345678", tipoid="CE")]
    reading = read_directory(write(file, *rows))
    assert (len(reading.entries), list(reading.shared)) == (2, ["259990000101"])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "está vacío"),
        (b"PK\x03\x04rest", "libro de Excel"),
        (text_of(row()).encode("utf-16"), "no es un CSV de texto"),
        (b"<!doctype html>\n<p>Error 503</p>", "en el encabezado faltan codigohabilitacionsede, tipoid"),
        (text_of(row()).replace("tipoid", "otra").encode(), "falta tipoid"),
        (text_of(row()).replace(",ese,", ",tipoid,").encode(), "repite tipoid"),
        (text_of().encode(), "ninguna fila"),
        (text_of(row(), row()).encode() + b'"abierta\n', "comillas desde la línea 4"),
        (text_of(row()).encode() + b'"a"b,c\n', "comillas desde la línea 3"),
        (text_of(row(), row(), row()).encode() + b"\xff\n", "mezcla codificaciones"),
        (b"codigo\x81\n", "mezcla codificaciones"),
    ],
)
def test_a_file_that_cannot_be_the_directory_is_refused_whole(file: Path, content: bytes, told: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        read(file, content)
    assert told in refused.value.sentence


def test_progress_ends_with_the_whole_file(file: Path) -> None:
    write(file, *[row(f"05999{number:05}01") for number in range(1, 2_501)])
    heard: list[tuple[int, int]] = []
    read_directory(file, lambda done, total: heard.append((done, total)))
    size = file.stat().st_size
    assert heard[-1] == (size, size)
    assert len(heard) == 3
