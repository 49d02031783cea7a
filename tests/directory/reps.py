"""Files like the ministry's, with made-up providers."""

import csv
import io
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "docs" / "providers-sample.csv"

OPEN_DATA = SAMPLE.read_text(encoding="utf-8").splitlines()[0].split(",")

DOWNLOAD = [
    "CodigoPrestador",
    "NombrePrestador",
    "CodigoHabilitacionSede",
    "NombreSede",
    "TipoId",
    "NumeroIdentificacion",
    "NaturalezaJuridica",
    "ESE",
    "MunicipioPrestador",
    "DepartamentoPrestadorDesc",
    "MunicipioPrestadorDesc",
    "DireccionPrestador",
    "EmailPrestador",
    "TelefonoPrestador",
    "MunicipioSede",
    "DepartamentoSedeDesc",
    "MunicipioSedeDesc",
    "DirecciónSede",
    "EmailSede",
    "TeléfonoSede",
    "ClasePrestadorDesc",
    "FechaCorteREPS",
]

CODIGO = "059990000201"


def row(codigo: str = CODIGO, nit: str = "901000202", **cells: str) -> list[str]:
    """One row in the order of the 22 columns, which both spellings share."""
    filled = dict.fromkeys(OPEN_DATA, "X") | {
        "codigohabilitacionsede": codigo,
        "numeroidentificacion": nit,
        "tipoid": "NI",
        "nombreprestador": "CLÍNICA LA ESPERANZA",
        "nombresede": "SEDE NORTE",
        "departamentodededesc": "Antioquia",
        "municipiosededesc": "Vallehermoso",
        "email_prestador": "persona@prestador.example.org",
        "telefonoprestador": "3001234567",
        "direccionprestador": "CALLE 1 # 2-3",
    }
    return list((filled | cells).values())


def text_of(*rows: list[str], header: list[str] = OPEN_DATA, delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([header, *rows])
    return out.getvalue()


def write(path: Path, *rows: list[str]) -> Path:
    path.write_bytes(text_of(*rows).encode())
    return path
