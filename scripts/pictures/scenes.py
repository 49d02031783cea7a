"""The scenes of the first day: people register, a delegate asks for keys, an official enters them."""

import shutil
import tempfile
from datetime import time
from pathlib import Path

from bot.demo import sample
from bot.demo.human.person import Person
from bot.demo.scenes import (
    DELEGATE,
    OFFICIAL,
    approve,
    card_to_approve,
    delegate_answers,
    fill_registration,
    hear_of_approval,
    official_answers,
    register_delegate,
    register_official,
)
from bot.demo.shifted_clock import CLOCK_VARIABLE
from bot.demo.walkthrough.conversation import fill_request
from bot.demo.walkthrough.stage import find_card, told
from scripts.pictures.play import (
    CLIENT_ID,
    DEVELOPMENT,
    PREPRODUCTION,
    PRODUCTION,
    YEAR,
    Play,
    choose_sede,
    send,
)
from scripts.pictures.terminal import drawn

_LATER = time(11, 10)  # so that the digest has a time to assign
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
            ("02", "import-providers", "providers-sample.csv", "reps.csv"),
            ("03", "import-designations", "designations-sample.csv", "designados.csv"),
        ):
            shutil.copy(_DOCS / source, folder / file)
            svg = drawn([word, file, "--rejected", "rechazadas.csv"], empty, folder)
            play.camera.take_terminal(f"administrador-{number}-{word}", svg)
    # The simulation's own settings would be told as unknown, or as unusual.
    server = {key: value for key, value in environment.items() if key not in {CLOCK_VARIABLE, "LLAVES_PORT"}}
    play.camera.take_terminal("administrador-04-doctor", drawn(["doctor"], server))
    play.cast.beatriz.command("/llaves")
    play.take_and_close("administrador-05-primer-menu", play.cast.beatriz)


def officials_register(play: Play) -> None:
    """Camila and Julián register, and Beatriz approves them (§6.2.2)."""
    cast = play.cast
    fill_registration(cast.camila, OFFICIAL, official_answers(sample.CAMILAS_DOCUMENT))
    play.take("funcionario-01-registro")
    send(cast.camila)
    cast.camila.close()
    card_to_approve(cast.beatriz, cast.managers_channel, cast.camila.name)
    play.take("gerente-03-registro-por-aprobar")
    cast.beatriz.command("/llaves")
    play.take_and_close("gerente-01-menu", cast.beatriz)
    register_official(cast.julian, sample.JULIANS_DOCUMENT)
    for each in (cast.camila, cast.julian):
        approve(cast.beatriz, cast.managers_channel, each.name)
        hear_of_approval(each)


def delegates_register(play: Play) -> None:
    """Laura registers and Camila approves her; Andrés is on the list of designations (§6.2.1)."""
    laura, camila = play.cast.laura, play.cast.camila
    laura.command("/llaves registro")
    laura.fill("Seleccione el tipo de usuario", DELEGATE)
    play.take_and_close("delegado-02-tipo-de-usuario", laura)
    fill_registration(laura, DELEGATE, delegate_answers(sample.HOSPITAL_NIT, sample.LAURAS_DOCUMENT))
    play.take("delegado-03-registro")
    send(laura)
    play.take_and_close("delegado-04-resumen-del-registro", laura)
    card_to_approve(camila, play.cast.officials_channel, laura.name)
    play.take("funcionario-04-registro-por-aprobar")
    approve(camila, play.cast.officials_channel, laura.name)
    hear_of_approval(laura)
    register_delegate(play.cast.andres, sample.CLINIC_NIT, sample.DESIGNATED_DOCUMENT)


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
    play.take("delegado-07-aceptaciones")
    send(laura)
    play.take_and_close("delegado-08-solicitud-creada", laura)
    card = find_card(camila, play.cast.officials_channel, "Inscripción Token", "Pendiente")
    play.take("funcionario-05-tarjeta")
    play.take("page")
    camila.command("/llaves")
    play.take_and_close("funcionario-02-menu", camila)
    camila.press("Devolver", in_=card)
    camila.fill(
        "Motivo de la devolución", "El correo del líder técnico debe ser del hospital, no del proveedor."
    )
    play.take("funcionario-06-devolver")
    send(camila)
    told(laura, "fue devuelta")
    play.take("delegado-09-solicitud-devuelta")
    laura.press("Corregir solicitud")
    laura.fill("Correo Líder Técnico", "sistemas@sanroque.example.com")
    _accept(laura)
    send(laura)
    laura.close(everything=True)


def officials_enter_keys(play: Play) -> None:
    """Camila takes a request and enters its keys; Julián enters those of a clinic's sede (§6.4.2.1)."""
    camila, officials = play.cast.camila, play.cast.officials_channel
    for sede in ("centro", "norte"):
        choose_sede(play.cast.andres, sede)
        fill_request(play.cast.andres)
        send(play.cast.andres)
        play.cast.andres.close(everything=True)
    play.go_to(play.today, _LATER)
    card = find_card(camila, officials, "Inscripción Token", "Pendiente", "corregida")
    camila.press("Tomar", in_=card)
    find_card(camila, officials, "tomada por @Camila Ospina")
    with play.at_home(camila, "Tomadas por usted"):
        play.take("funcionario-03-inicio")
    camila.command("/llaves asignar")
    camila.fill("Buscar:", "san roque")
    camila.submit()
    play.take("funcionario-07-listado")
    camila.press("Ingresar info")
    play.fill_keys(camila, dict.fromkeys((PRODUCTION, PREPRODUCTION, DEVELOPMENT), YEAR))
    camila.fill(f"{PRODUCTION}: ClientID", CLIENT_ID)
    play.take("funcionario-08-ingresar-info")
    play.take("funcionario-09-otros-ambientes")
    send(camila)
    play.take_and_close("funcionario-10-llaves-registradas", camila)
    card = find_card(play.cast.julian, officials, "059990000202", "Pendiente")
    play.cast.julian.press("Ingresar info", in_=card)
    play.fill_keys(play.cast.julian, {PRODUCTION: 25, PREPRODUCTION: 80})
    send(play.cast.julian)
    play.cast.julian.close(everything=True)


def delegate_reads_the_keys(play: Play) -> None:
    """Laura reads her keys, masked for the camera (§6.4.1.2)."""
    laura = play.cast.laura
    laura.press("Ver llaves", in_=told(laura, "Se ha asignado token"))
    play.take("delegado-10-preproduccion")
    play.take_and_close("delegado-11-produccion", laura)


def _accept(delegate: Person) -> None:
    delegate.fill("Aceptación términos para la solicitud de token", True)
    delegate.fill("Autorización de datos personales", True)
