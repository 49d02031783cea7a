"""`llaves demo`: the play ends well, and says so when it does not."""

import io
import os
import subprocess
import sys

from rich.console import Console

from bot.demo.deployment import Demo
from bot.demo.walkthrough.play import MAIN_CONVERSATION, play


def test_a_walkthrough_that_fails_names_the_step_and_what_people_see() -> None:
    out = io.StringIO()
    with Demo() as demo:
        demo.kill_bot()
        assert play(demo, Console(file=out, width=110)) == 1
    assert "Falló el paso 1. Camila Ospina escribe /llaves registro" in out.getvalue()


def test_no_secret_reaches_the_log_even_at_debug_level() -> None:
    with Demo(LLAVES_LOG_LEVEL="DEBUG") as demo:
        assert play(demo, Console(file=io.StringIO()), MAIN_CONVERSATION) == 0
        log = demo.log.read_text()
    assert "intent_settled" in log
    assert "8Q~" not in log


def test_the_walkthrough_plays_to_the_end_and_shows_what_each_person_acts_upon() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--walkthrough"],
        capture_output=True,
        text=True,
        timeout=240,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "110"},
        check=False,
    )
    text = done.stdout
    assert done.returncode == 0, text + done.stderr
    assert "todos bien" in text
    returned = text.index("fue devuelta")
    assert text.index("[ Aprobar ]  [ Rechazar ]") < text.index("Estado: Activo")
    assert text.index("[ Devolver ]") < text.index("Motivo de la devolución: El correo") < returned
    assert returned < text.index("* Correo Líder Técnico: marcela_pineda@gmail.com", returned)
    assert text.index("Por seguridad las llaves no van en este mensaje") < text.index("CLIENT_SECRET=")
    assert "Andrés Quintero, que no está registrado, escribe" in text
    assert "8Q~" not in text
