from itertools import product
from pathlib import Path

import pytest

from bot.csv_files.header import FileRefusedError
from bot.designations.reading import Reading, read_designations
from bot.directory.reading import read_directory
from storage.designations import Designee, Post
from storage.enums import DocumentType
from tests.designations.lists import HEADER, PAULA, SAMPLE, like_paula, text_of, write
from tests.directory.reps import SAMPLE as PROVIDERS

HER_POST = Post("901000202", DocumentType.CC, "1010101010")
HER = Designee("Paula Villamil", "paula@esperanza.example.com")

SPELLINGS = (
    HEADER,
    ("nit", "TIPO_DOCUMENTO", "numero_documento", "nombre completo", "Correo electrónico"),
    ("Nit de la entidad", "Tipo identificación", "Número identificación", "NOMBRE DELEGADO", "e-mail"),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "designados.csv"


def read(path: Path, content: str, encoding: str = "utf-8") -> Reading:
    path.write_bytes(content.encode(encoding))
    return read_designations(path)


@pytest.mark.parametrize(
    ("header", "delimiter", "encoding"),
    list(product(SPELLINGS, ",;\t", ("utf-8", "utf-8-sig", "latin-1"))),
)
def test_every_spelling_delimiter_and_encoding_gives_the_same_delegate(
    file: Path, header: tuple[str, ...], delimiter: str, encoding: str
) -> None:
    found = read(file, text_of(PAULA, header=header, delimiter=delimiter), encoding)
    assert found.entries == {HER_POST: HER}


def test_columns_may_stand_in_any_order_among_others(file: Path) -> None:
    content = "Correo,Cargo,Nombre,Número de documento,Tipo de documento,NIT\n"
    found = read(file, content + "paula@esperanza.example.com,Jefe,Paula Villamil,1010101010,CC,901000202\n")
    assert found.entries == {HER_POST: HER}


def test_the_sample_is_good_whole_and_speaks_of_providers_of_the_other_sample() -> None:
    found = read_designations(SAMPLE)
    assert (found.rows, len(found.entries), list(found.rejections)) == (5, 5, [])
    assert {post.nit for post in found.entries} <= {
        entry.nit for entry in read_directory(PROVIDERS).entries.values()
    }


@pytest.mark.parametrize(
    "typed", ["CC", "cc", "Cédula de ciudadanía", "CEDULA DE CIUDADANIA", "CC – Cédula de ciudadanía"]
)
def test_a_type_of_document_may_be_its_code_its_name_or_both(file: Path, typed: str) -> None:
    assert list(read_designations(write(file, like_paula(kind=typed))).entries) == [HER_POST]


@pytest.mark.parametrize("typed", ["901000202-1", "901000202 - 1", "901000202–1", "901.000.202-1"])
def test_a_nit_with_its_correct_dv_after_a_hyphen_is_that_nit(file: Path, typed: str) -> None:
    assert read_designations(write(file, like_paula(nit=typed))).entries == {HER_POST: HER}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (like_paula(nit="901.000.202"), "solo con números"),
        (like_paula(nit="9010002021"), "¿Incluyó el dígito de verificación?"),
        (like_paula(nit="901000202-4"), "después del guion no corresponde al NIT"),
        (like_paula(nit="901000202-"), "solo con números"),
        (like_paula(nit="9.01E+08"), "Excel cambió un número"),
        (like_paula(kind="TI"), "El tipo de documento debe ser uno de estos: CC, CE, PA"),
        (like_paula(number=""), "Escriba el número del documento"),
        (like_paula(number="1010.101"), "sin espacios, puntos"),
        (like_paula(name="Paula 300 123 4567"), "solo el nombre"),
        (like_paula(email="paula"), "debe tener la forma nombre@entidad.com"),
        (PAULA[:4], "Tiene 4 columnas y el encabezado 5."),
    ],
)
def test_a_row_that_the_registration_form_would_refuse_is_rejected_with_the_same_reason(
    file: Path, row: tuple[str, ...], told: str
) -> None:
    found = read_designations(write(file, like_paula(number="1010101011"), row))
    (rejection,) = found.rejections
    assert (rejection.line, rejection.subject) == (3, row[0])
    assert told in rejection.reason
    assert (found.rows, len(found.entries)) == (2, 1)


def test_of_two_rows_for_one_delegate_with_one_email_the_last_counts(file: Path) -> None:
    newer = like_paula(name="Paula Andrea Villamil", email="Paula@esperanza.example.com")
    found = read_designations(write(file, PAULA, newer))
    assert found.entries == {HER_POST: Designee("Paula Andrea Villamil", "Paula@esperanza.example.com")}
    assert (found.rows, found.repeated, list(found.rejections)) == (2, 1, [])


def test_of_two_rows_for_one_delegate_with_different_emails_none_counts(file: Path) -> None:
    found = read_designations(write(file, PAULA, like_paula(email="otra@esperanza.example.com")))
    assert (found.entries, found.repeated) == ({}, 0)
    assert [rejection.line for rejection in found.rejections] == [2, 3]
    assert "correos distintos en las líneas 2 y 3" in found.rejections[0].reason


def test_a_rejected_row_whose_delegate_could_be_read_still_mentions_them(file: Path) -> None:
    found = read_designations(write(file, like_paula(email="no")))
    assert found.mentioned == {HER_POST}
    assert found.unidentified == 0


@pytest.mark.parametrize(
    "row",
    [
        like_paula(nit="901000202-4"),
        like_paula(nit=""),
        like_paula(kind="TI"),
        like_paula(number="1010.101"),
        PAULA[:4],
    ],
)
def test_a_rejected_row_that_could_be_about_anybody_is_counted_as_unidentified(
    file: Path, row: tuple[str, ...]
) -> None:
    found = read_designations(write(file, like_paula(number="1010101011"), row))
    assert found.unidentified == 1


def test_rows_of_one_delegate_with_different_emails_are_identified(file: Path) -> None:
    found = read_designations(write(file, PAULA, like_paula(email="otra@esperanza.example.com")))
    assert found.mentioned == {HER_POST}
    assert found.unidentified == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("NIT,Nombre\n1,2\n", "faltan tipo de documento, número de documento y correo"),
        (text_of(PAULA, header=(*HEADER[:4], "NIT")), "en el encabezado falta correo. "),
        ("NIT,Tipo documento,Número documento,Nombre,Correo,Email\n", "repite Correo, Email"),
        (text_of(), "ninguna fila"),
        ("", "está vacío"),
    ],
)
def test_a_file_that_is_no_list_of_delegates_is_refused_whole(file: Path, content: str, told: str) -> None:
    with pytest.raises(FileRefusedError, match=told):
        read(file, content)
