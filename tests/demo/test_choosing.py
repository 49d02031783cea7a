"""What somebody means by part of a name."""

import pytest

from bot.demo.console.choosing import NotUnderstoodError, closest, listed, only_one

NAMES = ["Nit de la entidad", "Número de identificación", "Número", "CC – Cédula de ciudadanía"]


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("Número", ["Número"]),
        ("numero", ["Número"]),
        ("NIT", ["Nit de la entidad"]),
        ("cc - cedula de ciudadania", ["CC – Cédula de ciudadanía"]),
        ("* Nit  de la entidad:", ["Nit de la entidad"]),
        ("ident", ["Número de identificación"]),
        ("de", ["Nit de la entidad", "Número de identificación", "CC – Cédula de ciudadanía"]),
        ("pasaporte", []),
        ("", []),
        (" : ", []),
    ],
)
def test_exact_wins_then_equal_but_for_case_and_accents_then_a_part(wanted: str, meant: list[str]) -> None:
    assert closest(wanted, NAMES) == meant


def test_the_same_name_twice_is_one_name() -> None:
    assert only_one("apro", ["Aprobar", "Aprobar"], "none") == "Aprobar"


def test_none_and_several_are_told_apart() -> None:
    with pytest.raises(NotUnderstoodError, match="none"):
        only_one("pasaporte", NAMES, "none")
    with pytest.raises(NotUnderstoodError, match="puede ser:\n  • Nit"):
        only_one("de", NAMES, "none")


def test_a_long_list_is_cut_and_says_so() -> None:
    lines = listed([f"opción {number}" for number in range(33)]).split("\n")
    assert len(lines) == 31
    assert lines[-1] == "  y 3 más"
