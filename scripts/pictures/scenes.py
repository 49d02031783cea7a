"""The scenes of the first day: people register, a delegate asks for keys, an official enters them."""

import shutil
import tempfile
from pathlib import Path

from bot.demo import sample
from bot.demo.bot_process import CLOCK_VARIABLE
from bot.demo.human.person import Person
from bot.demo.walkthrough.conversation import fill_request
from bot.demo.walkthrough.stage import find_card, told
from scripts.pictures.play import (
    DEVELOPMENT,
    PREPRODUCTION,
    PRODUCTION,
    Play,
    begin_registration,
    choose_sede,
    delegate_answers,
    official_answers,
    send,
)
from scripts.pictures.terminal import drawn

_DOCS = Path(__file__).parents[2] / "docs"


def administrator_prepares(play: Play) -> None:
    """The page before anything happened, and the commands on a database of their own."""
    play.take("administrador-01-demo")
    environment = play.stage.demo.environment
    with tempfile.TemporaryDirectory(prefix="llaves-pictures-") as name:
        folder = Path(name)
        empty = environment | {"LLAVES_DATABASE_URL": "sqlite:///llaves.sqlite3"}
        drawn(["db", "upgrade"], empty, folder)
        for number, word, source, file in (
            ("03", "import-providers", "providers-sample.csv", "reps.csv"),
            ("04", "import-designations", "designations-sample.csv", "designados.csv"),
        ):
            shutil.copy(_DOCS / source, folder / file)
            svg = drawn([word, file, "--rejected", "rechazadas.csv"], empty, folder)
            play.camera.take_terminal(f"administrador-{number}-{word}", svg)
    # The simulation's own settings would be told as unknown, or as unusual.
    server = {key: value for key, value in environment.items() if key not in {CLOCK_VARIABLE, "LLAVES_PORT"}}
    play.camera.take_terminal("administrador-05-doctor", drawn(["doctor"], server))
    play.cast.beatriz.command("/llaves")
    play.take_and_close("administrador-06-primer-menu", play.cast.beatriz)


def officials_register(play: Play) -> None:
    """Camila and Julián register, and Beatriz approves them (§6.2.2)."""
    cast = play.cast
    begin_registration(cast.camila, "Otro Usuario", official_answers("1010101010"))
    play.take("funcionario-01-registro")
    send(cast.camila)
    cast.camila.close()
    card = find_card(cast.beatriz, cast.managers_channel, "Camila", "Pendiente de aprobación")
    play.take("gerente-03-registro-por-aprobar")
    cast.beatriz.command("/llaves")
    play.take_and_close("gerente-01-menu", cast.beatriz)
    cast.beatriz.press("Aprobar", confirm=True, in_=card)
    told(cast.camila, "Su registro fue aprobado")
    begin_registration(cast.julian, "Otro Usuario", official_answers("1010101011"))
    send(cast.julian)
    cast.julian.close()
    card = find_card(cast.beatriz, cast.managers_channel, "Julián", "Pendiente de aprobación")
    cast.beatriz.press("Aprobar", confirm=True, in_=card)
    told(cast.julian, "Su registro fue aprobado")


def delegates_register(play: Play) -> None:
    """Laura registers and Camila approves her; Andrés is on the list of designations (§6.2.1)."""
    laura, camila = play.cast.laura, play.cast.camila
    laura.command("/llaves registro")
    laura.fill("Seleccione el tipo de usuario", "Delegado Administrativo")
    play.take_and_close("delegado-02-tipo-de-usuario", laura)
    begin_registration(laura, "Delegado Administrativo", delegate_answers(sample.HOSPITAL_NIT, "1020304051"))
    play.take("delegado-03-registro")
    send(laura)
    play.take_and_close("delegado-04-resumen-del-registro", laura)
    card = find_card(camila, play.cast.officials_channel, "Laura", "Pendiente de aprobación")
    play.take("funcionario-04-registro-por-aprobar")
    camila.press("Aprobar", confirm=True, in_=card)
    told(laura, "fue aprobado")
    andres = play.cast.andres
    begin_registration(
        andres, "Delegado Administrativo", delegate_answers(sample.CLINIC_NIT, sample.DESIGNATED_DOCUMENT)
    )
    send(andres)
    andres.close()


def delegate_looks_around(play: Play) -> None:
    """Laura reads the help, the menu, her Home, and declares a requirement (§6.1, §6.3)."""
    laura = play.cast.laura
    laura.command("/llaves ayuda", play.cast.general)
    play.take("manual-01-ayuda")
    with play.at_home(laura, "Siguiente paso"):
        play.take("manual-02-inicio")
    laura.command("/llaves")
    play.take_and_close("delegado-05-menu", laura)
    laura.command("/llaves requisitos")
    boxes = "Declaro que ya se cumplen"
    laura.fill(boxes, laura.options(boxes)[:1])
    send(laura)
    laura.close(everything=True)
    laura.command("/llaves requisitos")
    play.take_and_close("delegado-01-requisitos", laura)


def delegate_asks(play: Play) -> None:
    """Laura asks for keys, Camila returns the request, Laura corrects it (§6.4.1.1)."""
    laura, camila = play.cast.laura, play.cast.camila
    laura.command("/llaves solicitar")
    fill_request(laura)
    laura.fill("Correo Líder Técnico", "marcela.pineda@andino.example.com")
    play.take("delegado-06-solicitud")
    send(laura)
    play.take_and_close("delegado-07-solicitud-creada", laura)
    card = find_card(camila, play.cast.officials_channel, "Inscripción Token", "Pendiente")
    for name in ("funcionario-05-tarjeta", "administrador-02-canales"):
        play.take(name)
    camila.command("/llaves")
    play.take_and_close("funcionario-02-menu", camila)
    camila.press("Devolver", in_=card)
    camila.fill(
        "Motivo de la devolución", "El correo del líder técnico debe ser del hospital, no del proveedor."
    )
    play.take("funcionario-06-devolver")
    send(camila)
    told(laura, "fue devuelta")
    play.take("delegado-08-solicitud-devuelta")
    laura.press("Corregir solicitud")
    laura.fill("Correo Líder Técnico", "sistemas@sanroque.example.com")
    _accept(laura)
    send(laura)
    laura.close(everything=True)


def officials_enter_keys(play: Play) -> None:
    """Camila takes the request and enters its keys; Julián enters those of a clinic's sede (§6.4.2.1)."""
    camila, officials = play.cast.camila, play.cast.officials_channel
    card = find_card(camila, officials, "Inscripción Token", "Pendiente", "corregida")
    camila.press("Tomar", in_=card)
    find_card(camila, officials, "tomada por @Camila Ospina")
    with play.at_home(camila, "Tomadas por usted"):
        play.take("funcionario-03-inicio")
    play.take("page")
    camila.command("/llaves asignar")
    camila.fill("Buscar:", "san roque")
    camila.submit()
    play.take("funcionario-07-listado")
    camila.press("Ingresar info")
    play.fill_keys(camila, dict.fromkeys((PRODUCTION, PREPRODUCTION, DEVELOPMENT), 365))
    play.take("funcionario-08-ingresar-info")
    send(camila)
    play.take_and_close("funcionario-09-llaves-registradas", camila)
    for sede in ("centro", "norte"):
        choose_sede(play.cast.andres, sede)
        fill_request(play.cast.andres)
        send(play.cast.andres)
        play.cast.andres.close(everything=True)
    card = find_card(play.cast.julian, officials, "059990000202", "Pendiente")
    play.cast.julian.press("Ingresar info", in_=card)
    play.fill_keys(play.cast.julian, {PRODUCTION: 25, PREPRODUCTION: 80})
    send(play.cast.julian)
    play.cast.julian.close(everything=True)


def delegate_reads_the_keys(play: Play) -> None:
    """Laura reads her keys, masked for the camera (§6.4.1.2)."""
    laura = play.cast.laura
    laura.press("Ver llaves", in_=told(laura, "Se ha asignado token"))
    play.take_and_close("delegado-09-llaves", laura)


def _accept(delegate: Person) -> None:
    delegate.fill("Aceptación términos para la solicitud de token", True)
    delegate.fill("Autorización de datos personales", True)
