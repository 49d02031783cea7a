import csv
import io

import pytest

from bot.csv_files.writing import DELIMITER, inert, write_csv


def _written(*rows: tuple[object, ...]) -> bytes:
    file = io.BytesIO()
    write_csv(file, ("código", "sede"), rows)
    return file.getvalue()


def test_excel_finds_its_accents_its_columns_and_its_lines() -> None:
    assert _written(("059990000201", "Peñón")) == (
        b"\xef\xbb\xbf" + "código;sede\r\n059990000201;Peñón\r\n".encode()
    )


def test_what_belongs_in_one_cell_comes_back_as_one() -> None:
    cells = ('SEDE "NORTE"; piso 2', "línea\r\notra")
    text = _written(cells).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=DELIMITER))[1] == list(cells)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+57300", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", " \n@A1"]
)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "CLÍNICA", "059990000201", " a", "a=1"])
def test_what_is_no_formula_stays_as_it_is(cell: str) -> None:
    assert inert(cell) == cell


def test_the_file_is_left_open_for_whoever_opened_it() -> None:
    file = io.BytesIO()
    write_csv(file, ("código",), [])
    file.write(b"more")
    assert file.getvalue().endswith(b"more")
