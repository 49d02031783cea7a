"""The scenes of the days after: keys near their expiry, and what the manager reads and decides."""

from datetime import time, timedelta

from bot.demo import sample
from bot.demo.scenes import register_delegate
from bot.demo.walkthrough.stage import find_card, told
from bot.rules.calendar.days import add_business_days
from scripts.pictures.play import (
    CLIENT_ID,
    PREPRODUCTION,
    PRODUCTION,
    YEAR,
    Play,
    send,
)
from scripts.pictures.terminal import drawn

_REMINDED = time(12, 30)  # every reminder has left: how many wait is no matter of chance
_LIFE = 16  # days: tomorrow brings the reminder of 15


def manager_looks_at_people(play: Play) -> None:
    """Tomás would be the clinic's delegate as well; Beatriz searches the users and chooses him."""
    beatriz, tomas = play.cast.beatriz, play.cast.stranger
    register_delegate(tomas, sample.CLINIC_NIT, "1020304070")
    beatriz.command(f"/llaves usuarios {sample.CLINIC_NIT}")
    play.take_and_close("gerente-04-usuarios", beatriz)
    beatriz.command(f"/llaves usuarios {sample.DESIGNATED_DOCUMENT}")
    beatriz.press("Gestionar")
    beatriz.press("Cambiar delegado")
    beatriz.fill("Nuevo delegado", beatriz.options("Nuevo delegado")[0])
    play.take_and_close("gerente-05-cambiar-delegado", beatriz)


def keys_grow_old(play: Play) -> None:
    """Camila corrects a secret of the hospital (Actualizar Token); with shorter-lived keys Laura is soon reminded."""
    camila = play.cast.camila
    camila.command(f"/llaves actualizar {sample.HOSPITAL_NIT}")
    play.fill_keys(camila, {PRODUCTION: YEAR})
    camila.fill(f"{PRODUCTION}: ClientID", CLIENT_ID)
    play.take("funcionario-11-actualizar-keys")
    send(camila)
    camila.close(everything=True)
    camila.command(f"/llaves actualizar {sample.HOSPITAL_NIT}")
    play.fill_keys(camila, dict.fromkeys((PRODUCTION, PREPRODUCTION), _LIFE))
    send(camila)
    camila.close(everything=True)
    svg = drawn(
        ["digest"],
        play.stage.demo.environment,
        program=["scripts.pictures.digest_at", play.stage.demo.now().isoformat()],
    )
    play.camera.take_terminal("administrador-06-digest", svg)
    play.go_to(add_business_days(play.today, 1))
    told(play.cast.laura, "están por vencer")
    play.take("delegado-12-recordatorio")


def manager_reads_the_digest(play: Play) -> None:
    """The weekly digest comes; Beatriz looks closer, chooses, orders reminders and halts them."""
    beatriz, channel = play.cast.beatriz, play.cast.managers_channel
    play.go_to(play.today + timedelta(days=6))
    digest = find_card(beatriz, channel, "Resumen semanal de llaves")
    beatriz.wait_for(lambda who: ".csv" in who.screen, what="the file")
    play.take("gerente-06-resumen")
    play.take("gerente-07-resumen-continua")
    with play.at_home(beatriz, "Vencimiento de llaves"):
        play.take("gerente-02-inicio")
    beatriz.press("Ver detalle", in_=digest)
    play.take_and_close("gerente-08-ver-detalle", beatriz)
    beatriz.press("Preferencias", in_=digest)
    beatriz.fill("Quiero que me avise el resumen", ["Mensual (primer día hábil, 8:00)"])
    play.take_and_close("gerente-09-preferencias", beatriz)
    beatriz.press("Recordar a los delegados", confirm=True, in_=digest)
    beatriz.wait_for(lambda who: who.ephemerals, what="how many are reminded")
    play.take("gerente-10-recordar")
    play.go_to(play.today, _REMINDED)
    beatriz.press("Detener recordatorios", confirm=True, in_=digest)
    with play.at_home(beatriz, "detenidos"):
        play.take("gerente-11-recordatorios-detenidos")
