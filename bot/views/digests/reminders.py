"""The reminders of keys about to expire, as managers govern them: what waits, who halted them, the buttons."""

from slack_sdk.models.blocks import ButtonElement, ConfirmObject, PlainTextObject

from bot.ids import NO_VALUE, Action
from bot.rules.figures import UNCOVERED_DAYS
from bot.views.home.boards import Reminders
from bot.views.parts import button, mrkdwn
from bot.views.text import count_text, mention, moment_text


def reminders_line(reminders: Reminders) -> str:
    """Return what becomes of the reminders, in mrkdwn."""
    waiting = count_text(reminders.waiting, "recordatorio espera", "recordatorios esperan")
    if reminders.halted_by is not None and reminders.halted_at is not None:
        waiting = f"{waiting} a que" if reminders.waiting else "ninguno sale ni se prepara hasta que"
        return (
            f"*Recordatorios detenidos* por {mention(reminders.halted_by)} el {moment_text(reminders.halted_at)}: "
            f"{waiting} un gerente los reanude."
        )
    if reminders.waiting:
        return f"{waiting} su turno para salir, los más urgentes primero."
    return (
        "Ningún recordatorio espera: a cada delegado le llega el suyo a medida que se acerca el vencimiento."
    )


def reminders_button(reminders: Reminders) -> ButtonElement:
    """Return the button that halts the reminders, or lets them go on."""
    if reminders.halted_by is not None:
        return button(Action.RESUME_REMINDERS, "Reanudar recordatorios")
    return ButtonElement(
        action_id=Action.HALT_REMINDERS,
        value=NO_VALUE,
        text=PlainTextObject(text="Detener recordatorios"),
        style="danger",
        confirm=ConfirmObject(
            title=PlainTextObject(text="Detener recordatorios"),
            text=mrkdwn(
                "Ningún delegado recibirá recordatorios de vencimiento hasta que un gerente los reanude. "
                "Los demás avisos siguen saliendo."
            ),
            confirm=PlainTextObject(text="Sí, detener"),
            deny=PlainTextObject(text="Cancelar"),
            style="danger",
        ),
    )


def remind_button(uncovered: int) -> ButtonElement:
    """Return the button that reminds the delegates of `uncovered` keys, after asking."""
    keys = count_text(uncovered, "llave vencida o que vence", "llaves vencidas o que vencen")
    return ButtonElement(
        action_id=Action.REMIND_DELEGATES,
        value=NO_VALUE,
        text=PlainTextObject(text="Recordar a los delegados"),
        style="primary",
        confirm=ConfirmObject(
            title=PlainTextObject(text="Recordar a los delegados"),
            text=mrkdwn(
                f"Hay *{keys}* en {UNCOVERED_DAYS} días sin solicitud en trámite. Cada delegado activo recibirá un solo mensaje con "
                "las suyas, en horario de servicio, salvo quien lo pospuso y quien ya lo recibió hoy."
            ),
            confirm=PlainTextObject(text="Sí, recordar"),
            deny=PlainTextObject(text="Cancelar"),
        ),
    )
