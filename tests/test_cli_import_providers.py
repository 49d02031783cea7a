"""`llaves import-providers` as a person runs it, on a terminal and without one."""

import csv
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.commands.importing import database_name
from storage import providers
from storage.db import open_engine, sessions_of, upgrade
from storage.providers import Entry
from tests.directory.reps import SAMPLE, row, write

KEPT = ("PATH", "HOME", "LANG", "PYTHONPATH", "VIRTUAL_ENV")


def _command(url: str, *words: str) -> tuple[list[str], dict[str, str]]:
    given = {name: os.environ[name] for name in KEPT if name in os.environ}
    environ = given | {"COLUMNS": "200", "TERM": "xterm", "LLAVES_DATABASE_URL": url}
    return [sys.executable, "-m", "bot", "import-providers", *words], environ


def run(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    words_of, environ = _command(url, *words)
    return subprocess.run(words_of, env=environ, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'llaves.sqlite3'}"


def _directory(url: str) -> dict[str, Entry]:
    with open_engine(url) as engine, sessions_of(engine)() as session:
        return dict(providers.directory(session))


def test_the_sample_is_loaded_and_counted(engine: Engine) -> None:
    url = engine.url.render_as_string(hide_password=False)
    done = run(url, str(SAMPLE))
    assert (done.returncode, done.stderr) == (0, "Leyendo providers-sample.csv…\nGuardando…\n")
    assert done.stdout == (
        "Filas del archivo: 8\n  nuevas: 8\n  cambiadas: 0\n  sin cambios: 0\n"
        "  repetidas (vale la última): 0\n  rechazadas: 0\n"
        "Sedes que no están en el archivo (se dejan como estaban): 0\n"
        f"El directorio quedó cargado en la base de datos: {database_name(url)}\n"
    )
    assert len(_directory(url)) == 8


def test_an_empty_database_gets_its_tables_first(url: str) -> None:
    assert run(url, str(SAMPLE)).returncode == 0
    assert len(_directory(url)) == 8


def test_a_dry_run_says_what_would_change_and_stores_nothing(url: str) -> None:
    with open_engine(url) as engine:
        upgrade(engine)
    done = run(url, str(SAMPLE), "--dry-run")
    assert done.returncode == 0
    assert "  nuevas: 8\n" in done.stdout
    assert (
        f"Base de datos: {url.removeprefix('sqlite:///')}\nFue una simulación: no se guardó nada."
        in done.stdout
    )
    assert _directory(url) == {}


def test_a_dry_run_without_tables_says_which_command_makes_them(url: str) -> None:
    done = run(url, str(SAMPLE), "--dry-run")
    assert done.returncode == 1
    assert "Ejecute: llaves db upgrade" in done.stderr


def test_the_first_twenty_rejected_rows_are_on_screen_and_all_of_them_in_the_file(
    url: str, tmp_path: Path
) -> None:
    file = write(tmp_path / "reps.csv", row(), row("=1+1"), *[row(str(n)) for n in range(30)])
    screen = run(url, str(file))
    assert screen.returncode == 0
    assert screen.stdout.count("  Línea ") == 20
    assert "  Línea 4, código 0: El código de habilitación tiene 12 números" in screen.stdout
    assert "Y 11 más. Para verlas todas, agregue: --rejected rechazadas.csv" in screen.stdout
    saved = tmp_path / "rechazadas.csv"
    done = run(url, str(file), "--rejected", str(saved))
    assert f"Todas están en {saved}" in done.stdout
    with saved.open(encoding="utf-8-sig", newline="") as lines:
        rejected = list(csv.DictReader(lines))
    assert len(rejected) == 31
    assert (rejected[0]["linea"], rejected[0]["codigo"]) == ("3", "'=1+1")
    assert (rejected[-1]["linea"], rejected[-1]["codigo"]) == ("33", "29")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"codigo;nombre\n1;2\n", "faltan codigohabilitacionsede"),
        (b"PK\x03\x04", "libro de Excel"),
        (b"", "está vacío"),
        (None, "No existe el archivo"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_one_sentence_and_exit_two(
    url: str, tmp_path: Path, content: bytes | None, told: str
) -> None:
    file = tmp_path / "reps.csv"
    if content is not None:
        file.write_bytes(content)
    done = run(url, str(file))
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr.splitlines()[-1]
    assert not (tmp_path / "llaves.sqlite3").exists()


def test_a_folder_in_place_of_the_file_is_refused_with_one_sentence_and_exit_two(
    url: str, tmp_path: Path
) -> None:
    done = run(url, str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{tmp_path} es una carpeta; dé el archivo CSV.\n"
    assert not (tmp_path / "llaves.sqlite3").exists()


def test_a_file_of_rejected_rows_alone_loads_nothing_and_exits_with_two(url: str, tmp_path: Path) -> None:
    done = run(url, str(write(tmp_path / "reps.csv", row("1"))))
    assert done.returncode == 2
    assert "Ninguna de las 1 filas sirve. No se cargó nada." in done.stdout


@pytest.mark.parametrize("target", ["reps.csv", "missing/rechazadas.csv"])
def test_a_place_where_the_rejected_rows_cannot_go_stops_it_before_anything_is_stored(
    url: str, tmp_path: Path, target: str
) -> None:
    file = write(tmp_path / "reps.csv", row())
    before = file.read_bytes()
    assert run(url, str(file), "--rejected", str(tmp_path / target)).returncode == 2
    assert file.read_bytes() == before
    assert not (tmp_path / "llaves.sqlite3").exists()


def test_a_sede_that_goes_to_another_nit_is_shown(url: str, tmp_path: Path) -> None:
    run(url, str(write(tmp_path / "before.csv", row())))
    done = run(url, str(write(tmp_path / "after.csv", row(nit="901000303"))))
    assert "Código 059990000201: NIT 901000202 → 901000303" in done.stdout


def test_a_number_under_two_types_of_document_is_shown(url: str, tmp_path: Path) -> None:
    rows = [row(nit="345678", tipoid="CC"), row("259990000101", nit="345678", tipoid="CE")]
    done = run(url, str(write(tmp_path / "reps.csv", *rows)))
    assert "más de un tipo de documento: 1." in done.stdout
    assert "Códigos: 259990000101" in done.stdout


def test_a_database_of_another_version_is_refused(url: str) -> None:
    with open_engine(url) as engine:
        upgrade(engine)
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = 'another'"))
    done = run(url, str(SAMPLE))
    assert done.returncode == 1
    assert "Ejecute: llaves db upgrade" in done.stderr


def test_a_database_that_does_not_answer_is_told_without_its_url() -> None:
    done = run("postgresql://me:made-up-secret@127.0.0.1:9/llaves", str(SAMPLE))
    assert done.returncode == 1
    assert "La base de datos no responde" in done.stderr
    assert "made-up-secret" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (
            "postgresql+psycopg://me:made-up-secret@db:5432/llaves",
            "postgresql+psycopg://me:***@db:5432/llaves",
        ),
        (
            "postgresql+psycopg:///llaves?host=/run/db&password=made-up-secret&sslpassword=another",
            "postgresql+psycopg:///llaves?host=%2Frun%2Fdb",
        ),
        ("sqlite:////srv/llaves.sqlite3", "/srv/llaves.sqlite3"),
        ("sqlite:///llaves.sqlite3", str(Path.cwd() / "llaves.sqlite3")),
    ],
)
def test_a_database_is_named_without_its_password(url: str, shown: str) -> None:
    assert database_name(url) == shown


def test_faulty_configuration_exits_with_two() -> None:
    assert run("mysql://localhost/llaves", str(SAMPLE)).returncode == 2


def test_the_help_shows_examples_and_what_rejected_rows_do(url: str) -> None:
    done = run(url, "--help")
    assert done.returncode == 0
    assert "Ejemplos: llaves import-providers reps.csv --dry-run" in done.stdout
    assert "Las filas rechazadas no detienen la carga: si otras sirven, termina con código 0." in done.stdout


def test_a_terminal_sees_a_bar(url: str, tmp_path: Path) -> None:
    rows = [row(f"05888{number:05}01") for number in range(1, 3_001)]
    words, environ = _command(url, str(write(tmp_path / "reps.csv", *rows)))
    ours, theirs = pty.openpty()
    with subprocess.Popen(words, env=environ, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # how Linux says that the other end is closed
            pass
        os.close(ours)
        assert process.stdout is not None
        report = process.stdout.read().decode()
    assert process.returncode == 0
    assert "━" in shown.decode()
    assert "nuevas: 3.000" in report
