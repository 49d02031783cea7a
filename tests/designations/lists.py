"""Lists like those the ministry loads, with made-up delegates."""

from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "docs" / "designations-sample.csv"

HEADER = ("NIT", "Tipo de documento", "Número de documento", "Nombre", "Correo")

PAULA = ("901000202", "CC", "1010101010", "Paula Villamil", "paula@esperanza.example.com")


def text_of(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER, delimiter: str = ",") -> str:
    return "".join(delimiter.join(cells) + "\n" for cells in (header, *rows))


def write(path: Path, *rows: tuple[str, ...]) -> Path:
    path.write_bytes(text_of(*rows).encode())
    return path


def like_paula(
    nit: str = PAULA[0],
    kind: str = PAULA[1],
    number: str = PAULA[2],
    name: str = PAULA[3],
    email: str = PAULA[4],
) -> tuple[str, ...]:
    """Return Paula's row with some cells of another."""
    return (nit, kind, number, name, email)
