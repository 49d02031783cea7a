"""The scenes of the days after: keys near their expiry, and what the manager reads and decides."""

from datetime import date, datetime, time, timedelta

from bot.demo import sample
from bot.demo.walkthrough.stage import find_card, told
from bot.rules.calendar.days import BOGOTA, add_business_days
from scripts.pictures.play import PREPRODUCTION, PRODUCTION, Play, begin_registration, delegate_answers, send
from scripts.pictures.terminal import drawn

_LIFE = 14  # days: the next business day brings the reminder of 15
_NOON = time(12)


def manager_looks_at_people(play: Play) -> None:
    """Tomás would be the clinic's delegate as well; Beatriz searches the users and chooses him."""
    beatriz, tomas = play.cast.beatriz, play.cast.stranger
    begin_registration(tomas, "Delegado Administrativo", delegate_answers(sample.CLINIC_NIT, "1020304070"))
    send(tomas)
    tomas.close()
    beatriz.command(f"/llaves usuarios {sample.CLINIC_NIT}")
    play.take_and_close("gerente-04-usuarios", beatriz)
    beatriz.command(f"/llaves usuarios {sample.DESIGNATED_DOCUMENT}")
    beatriz.press("Gestionar")
    beatriz.press("Cambiar delegado")
    beatriz.fill("Nuevo delegado", beatriz.options("Nuevo delegado")[0])
    play.take_and_close("gerente-05-cambiar-delegado", beatriz)


def keys_grow_old(play: Play) -> None:
    """Camila corrects the hospital's keys, and Laura is reminded of their expiry (Actualizar Token)."""
    camila = play.cast.camila
    camila.command(f"/llaves actualizar {sample.HOSPITAL_NIT}")
    play.fill_keys(camila, dict.fromkeys((PRODUCTION, PREPRODUCTION), _LIFE))
    play.take("funcionario-10-actualizar-keys")
    send(camila)
    camila.close(everything=True)
    svg = drawn(["digest"], play.stage.demo.environment)
    play.camera.take_terminal("administrador-08-digest", svg)
    _go_to(play, add_business_days(play.today, 1))
    told(play.cast.laura, "están por vencer")
    play.take("delegado-10-recordatorio")


def manager_reads_the_digest(play: Play) -> None:
    """The weekly digest comes; Beatriz looks closer, chooses, orders reminders and halts them."""
    beatriz, channel = play.cast.beatriz, play.cast.managers_channel
    # A week on, whatever day it is: one Monday, or the business day after it, lies in between.
    _go_to(play, add_business_days(play.today, 6))
    digest = find_card(beatriz, channel, "Resumen semanal de llaves")
    beatriz.wait_for(lambda who: ".csv" in who.screen, what="the file")
    play.take("gerente-06-resumen")
    with play.at_home(beatriz, "Vencimiento de llaves"):
        play.take("gerente-02-inicio")
    beatriz.press("Ver detalle", in_=digest)
    play.take_and_close("gerente-07-ver-detalle", beatriz)
    beatriz.press("Preferencias", in_=digest)
    beatriz.fill("Quiero que me avise el resumen", ["Mensual (primer día hábil, 8:00)"])
    play.take_and_close("gerente-08-preferencias", beatriz)
    beatriz.press("Recordar a los delegados", confirm=True, in_=digest)
    beatriz.wait_for(lambda who: who.ephemerals, what="how many are reminded")
    play.take("gerente-09-recordar")
    beatriz.press("Detener recordatorios", confirm=True, in_=digest)
    with play.at_home(beatriz, "detenidos"):
        play.take("gerente-10-recordatorios-detenidos")


def _go_to(play: Play, day: date) -> None:
    """Let time pass until noon of a day."""
    demo = play.stage.demo
    distance = datetime.combine(day, _NOON, BOGOTA) - demo.now()
    demo.advance(max(distance, timedelta(minutes=1)))
