"""What the clock does: requests that wait, keys that grow old, the digest, all of it in days that pass in seconds."""

from datetime import date, datetime, time, timedelta

from bot.demo import sample
from bot.demo.walkthrough.conversation import fill_key, fill_request
from bot.demo.walkthrough.stage import Stage, expect, find_card, modal_text, told
from bot.rules.calendar.days import BOGOTA, add_business_days, day_in_bogota, previous_business_day
from bot.views.text import day_text

_LIVES_DAYS = 14  # of the keys that grow old: their first reminder is the one of 15 days
_NOON = time(12)


def request_waits(stage: Stage) -> None:
    """A request nobody answers: officials are reminded, the delegate is told, the managers hear of it."""
    cast = stage.demo.cast
    with stage.playing(cast.andres, "solicita llaves para la sede centro, y nadie las ingresa") as andres:
        andres.command("/llaves solicitar")
        (centro,) = andres.options("Código de habilitación", "centro")
        andres.fill("Código de habilitación", centro, search="centro")
        andres.submit()
        fill_request(andres)
        expect(not andres.submit().errors, "la solicitud no tiene errores")
        expect("Respuesta esperada" in modal_text(andres), "se le dice para cuándo")
    andres.close()
    _go_to(stage, add_business_days(day_in_bogota(stage.demo.now()), 6), "Pasan seis días hábiles")
    with stage.playing(
        cast.camila, "lee en su canal qué solicitudes esperan, con enlace a cada tarjeta"
    ) as camila:
        find_card(camila, cast.officials_channel, "espera respuesta", "059990000202")
    with stage.playing(
        cast.andres, "fue avisado una sola vez de que la respuesta tarda, con la nueva fecha"
    ) as andres:
        told(andres, "tardando más de lo previsto")
        delays = [each for each in andres.dms if "tardando más de lo previsto" in each.text]
        expect(len(delays) == 1, "el aviso llegó una vez")
    with stage.playing(cast.beatriz, "se entera de lo que lleva cinco días hábiles") as beatriz:
        find_card(beatriz, cast.managers_channel, "5 días hábiles o más", "059990000202")


def keys_grow_old(stage: Stage) -> None:
    """Keys near their expiry: the delegate is reminded at each step of the ladder, may put it off, and renews."""
    cast = stage.demo.cast
    with stage.playing(
        cast.camila, f"corrige las llaves del hospital: vencen en {_LIVES_DAYS} días"
    ) as camila:
        camila.command(f"/llaves actualizar {sample.HOSPITAL_NIT}")
        expiry = day_in_bogota(stage.demo.now()) + timedelta(days=_LIVES_DAYS)
        for environment in ("Ambiente Productivo", "Ambiente PreProducción"):
            fill_key(stage, camila, environment, expiry)
        expect(not camila.submit().errors, "la corrección no tiene errores")
    camila.close(everything=True)
    _go_to(stage, add_business_days(day_in_bogota(stage.demo.now()), 1), "Llega el aviso de los 15 días")
    with stage.playing(cast.laura, "recibe el aviso y lo deja para después") as laura:
        reminder = told(laura, "están por vencer")
        expect("Resolicitud Token" in reminder.buttons, "trae el botón para pedir otras")
        laura.press("Recordar más tarde", in_=reminder)
        laura.wait_for(lambda who: "volveremos a recordar" in who.screen, what="hasta cuándo")
    _go_to(stage, previous_business_day(expiry - timedelta(days=7)), "Llega el aviso de los 7 días")
    with stage.playing(cast.camila, "lee en su canal qué llaves vencen sin que nadie pida otras") as camila:
        find_card(camila, cast.officials_channel, "sin renovación en trámite", "259990000101")
    with stage.playing(cast.laura, "recibe el aviso de los 7 días, y pide llaves nuevas desde ahí") as laura:
        reminder = laura.wait_for(
            lambda who: [each for each in who.dms if "están por vencer" in each.text][1], what="otro aviso"
        )
        laura.press("Resolicitud Token", in_=reminder)
        fill_request(laura)
        expect(not laura.submit().errors, "la solicitud no tiene errores")
    laura.close(everything=True)


def managers_read_the_digest(stage: Stage) -> None:
    """The weekly digest came by itself; a manager looks closer, orders another, chooses, and halts the reminders."""
    cast = stage.demo.cast
    with stage.playing(
        cast.beatriz, "lee en su canal el resumen semanal, con la lista en un archivo"
    ) as beatriz:
        digest = find_card(beatriz, cast.managers_channel, "Resumen semanal de llaves")
        beatriz.wait_for(lambda who: ".csv" in who.screen, what="el archivo")
    with stage.playing(cast.beatriz, "abre el detalle") as beatriz:
        beatriz.press("Ver detalle", in_=digest)
        expect("HOSPITAL SAN ROQUE" in modal_text(beatriz), "el hospital está en la lista")
    beatriz.close(everything=True)
    with stage.playing(
        cast.beatriz, "pide el resumen de este momento: le llega por mensaje directo"
    ) as beatriz:
        beatriz.command("/llaves resumen")
        told(beatriz, "Resumen de llaves")
    with stage.playing(cast.beatriz, "prefiere que solo le avise el mensual") as beatriz:
        beatriz.press("Preferencias", in_=digest)
        beatriz.fill("Quiero que me avise el resumen", ["Mensual (primer día hábil, 8:00)"])
        expect(not beatriz.submit().errors, "la elección no tiene errores")
    beatriz.close(everything=True)
    with stage.playing(cast.beatriz, "detiene los recordatorios, y los reanuda desde Inicio") as beatriz:
        beatriz.press("Detener recordatorios", confirm=True, in_=digest)
        beatriz.open_home()
        beatriz.wait_for(
            lambda who: who.home and "Reanudar recordatorios" in who.home.buttons, what="que están detenidos"
        )
        beatriz.press("Reanudar recordatorios")
        beatriz.wait_for(lambda who: who.modal, what="la confirmación")
    beatriz.close(everything=True)
    beatriz.leave_home()


def _go_to(stage: Stage, day: date, what: str) -> None:
    """Let time pass until noon of a day."""
    stage.announce(f"{what}: es el {day_text(day)}")
    stage.demo.advance(datetime.combine(day, _NOON, BOGOTA) - stage.demo.now())
