"""`llaves import-designations` as a person runs it. What it shares with import-providers is tested there."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from storage import designations, providers
from storage.db import open_engine, sessions_of, upgrade
from storage.designations import Designee, Post
from storage.enums import DocumentType, PersonStatus, Role
from storage.models import Person
from storage.providers import Entry
from tests.clock import Clock
from tests.designations.lists import PAULA, SAMPLE, like_paula, write
from tests.directory.reps import SAMPLE as PROVIDERS

KEPT = ("PATH", "HOME", "LANG", "PYTHONPATH", "VIRTUAL_ENV")


def run(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {name: os.environ[name] for name in KEPT if name in os.environ} | {"LLAVES_DATABASE_URL": url}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'llaves.sqlite3'}"


def _list(url: str) -> dict[Post, Designee]:
    with open_engine(url) as engine, sessions_of(engine)() as session:
        return dict(designations.whole_list(session))


def test_the_sample_is_loaded_after_its_providers_and_counted(url: str) -> None:
    assert run(url, "import-providers", str(PROVIDERS)).returncode == 0
    done = run(url, "import-designations", str(SAMPLE))
    assert (done.returncode, done.stderr) == (0, "Leyendo designations-sample.csv…\nGuardando…\n")
    assert done.stdout == (
        "Filas del archivo: 5\n  nuevas: 5\n  cambiadas: 0\n  sin cambios: 0\n"
        "  repetidas (vale la última): 0\n  rechazadas: 0\n"
        "Retiradas, porque el archivo ya no las trae: 0\n"
        f"La lista de delegados designados quedó cargada en la base de datos: {url.removeprefix('sqlite:///')}\n"
    )
    assert len(_list(url)) == 5


def test_a_nit_that_the_directory_does_not_have_is_warned_of_and_stored(url: str, tmp_path: Path) -> None:
    done = run(url, "import-designations", str(write(tmp_path / "lista.csv", PAULA)))
    assert done.returncode == 0
    assert "Advertencia: 1 NIT de la lista no está en el directorio de prestadores" in done.stdout
    assert len(_list(url)) == 1


@pytest.fixture
def paula_active(url: str, tmp_path: Path, clock: Clock) -> None:
    """Paula is on the list and registered."""
    run(url, "import-designations", str(write(tmp_path / "before.csv", PAULA)))
    with open_engine(url) as engine, sessions_of(engine).begin() as session:
        session.add(
            Person(
                team_id="T0MINISTRY",
                user_id="U0PAULA",
                role=Role.DELEGATE,
                status=PersonStatus.ACTIVE,
                nit=PAULA[0],
                document_type=DocumentType.CC,
                document_number=PAULA[2],
                login="ADMINHCEIPS901000202",
                registered_at=clock.now(),
            )
        )


@pytest.mark.usefixtures("paula_active")
@pytest.mark.parametrize(("words", "still_listed"), [((), set()), (("--dry-run",), {PAULA[2]})])
def test_who_is_or_would_be_taken_off_is_counted_and_active_delegates_are_named_by_login_and_nit(
    url: str, tmp_path: Path, words: tuple[str, ...], still_listed: set[str]
) -> None:
    after = write(tmp_path / "after.csv", like_paula(number="1010101011"))
    done = run(url, "import-designations", str(after), *words)
    assert done.returncode == 0
    assert "Retiradas, porque el archivo ya no las trae: 1" in done.stdout
    assert "Delegados activos que la lista ya no trae. Siguen activos" in done.stdout
    assert "  Login ADMINHCEIPS901000202, NIT 901000202\n" in done.stdout
    assert PAULA[2] not in done.stdout
    assert {post.document_number for post in _list(url)} & {PAULA[2]} == still_listed


@pytest.mark.usefixtures("paula_active")
@pytest.mark.parametrize("words", [(), ("--dry-run",)])
def test_a_typing_error_in_a_nit_takes_nobody_off_and_the_report_says_so(
    url: str, tmp_path: Path, words: tuple[str, ...]
) -> None:
    after = write(tmp_path / "after.csv", like_paula(number="1010101011"), like_paula(nit="901000202-4"))
    done = run(url, "import-designations", str(after), *words)
    assert done.returncode == 0
    assert "  Línea 3, NIT 901000202-4: El dígito de verificación" in done.stdout
    assert (
        "\nNo se retiró a nadie: hay filas rechazadas sin identificar. Corríjalas y repita.\n" in done.stdout
    )
    assert "Retiradas, porque el archivo ya no las trae: 0" in done.stdout
    assert "Delegados activos que la lista ya no trae" not in done.stdout
    assert PAULA[2] in {post.document_number for post in _list(url)}


@pytest.mark.usefixtures("paula_active")
def test_a_rejected_row_whose_delegate_is_known_does_not_keep_the_others_on_the_list(
    url: str, tmp_path: Path
) -> None:
    after = write(
        tmp_path / "after.csv", like_paula(number="1010101011"), like_paula("901000101", email="no")
    )
    done = run(url, "import-designations", str(after))
    assert "No se retiró a nadie" not in done.stdout
    assert "Retiradas, porque el archivo ya no las trae: 1" in done.stdout


def test_a_folder_in_place_of_the_list_is_refused_with_one_sentence_and_exit_two(
    url: str, tmp_path: Path
) -> None:
    done = run(url, "import-designations", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{tmp_path} es una carpeta; dé el archivo CSV.\n"


def test_a_dry_run_says_what_would_change_and_stores_nothing(url: str) -> None:
    with open_engine(url) as engine:
        upgrade(engine)
    done = run(url, "import-designations", str(SAMPLE), "--dry-run")
    assert done.returncode == 0
    assert "  nuevas: 5\n" in done.stdout
    assert "Fue una simulación: no se guardó nada." in done.stdout
    assert _list(url) == {}


def test_rejected_rows_are_named_by_line_and_nit_and_written_without_personal_data(
    url: str, tmp_path: Path
) -> None:
    saved = tmp_path / "rechazadas.csv"
    file = write(tmp_path / "lista.csv", PAULA, like_paula(number="1.010", name="Otra Persona"))
    done = run(url, "import-designations", str(file), "--rejected", str(saved))
    assert done.returncode == 0
    assert "  Línea 3, NIT 901000202: Escriba el número sin espacios" in done.stdout
    with saved.open(encoding="utf-8-sig", newline="") as lines:
        (rejected,) = csv.DictReader(lines)
    assert (rejected["linea"], rejected["nit"]) == ("3", "901000202")
    assert "Otra Persona" not in saved.read_text(encoding="utf-8-sig")


def test_the_directory_in_its_place_is_refused_with_exit_two_and_nothing_is_taken_off(
    url: str, tmp_path: Path
) -> None:
    run(url, "import-designations", str(write(tmp_path / "lista.csv", PAULA)))
    done = run(url, "import-designations", str(PROVIDERS))
    assert done.returncode == 2
    assert "no es la lista de delegados designados" in done.stderr
    assert len(_list(url)) == 1


def test_a_list_of_rejected_rows_alone_takes_nobody_off_and_exits_with_two(url: str, tmp_path: Path) -> None:
    run(url, "import-designations", str(write(tmp_path / "lista.csv", PAULA)))
    bad = write(tmp_path / "mala.csv", like_paula(nit="no"))
    done = run(url, "import-designations", str(bad))
    assert done.returncode == 2
    assert "Ninguna de las 1 filas sirve. No se cargó nada." in done.stdout
    assert len(_list(url)) == 1


def test_the_help_shows_examples_and_what_rejected_rows_do(url: str) -> None:
    done = run(url, "import-designations", "--help")
    assert done.returncode == 0
    shown = " ".join(done.stdout.split())
    assert "llaves import-designations designados.csv --dry-run" in shown
    assert "Las filas rechazadas no detienen la carga: si otras sirven, termina con código 0." in shown
    assert "Si de una fila rechazada no se sabe a quién se refiere, no se retira a nadie." in shown


def test_a_list_does_not_touch_the_directory(url: str) -> None:
    north = Entry("059990000201", "901000202", "CLÍNICA", "NORTE", "Vallehermoso", "Antioquia")
    with open_engine(url) as engine:
        upgrade(engine)
        with sessions_of(engine).begin() as session:
            providers.put(session, [north])
    run(url, "import-designations", str(SAMPLE))
    with open_engine(url) as engine, sessions_of(engine)() as session:
        assert providers.directory(session) == {north.codigo: north}
