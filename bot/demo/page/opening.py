"""What happened before the visitor comes: a delegate and an official are registered, so that they can begin at once."""

from bot.demo import sample
from bot.demo.human.person import Person
from bot.demo.sample import Cast

_WAIT_SECONDS = 15


def register_the_first_two(cast: Cast) -> None:
    """Register Camila and have the manager approve her, then Laura, whom Camila approves (§6.2).

    The others are not registered: with them the visitor can see how that goes. Raises TimeoutError when the bot
    does not play along.
    """
    _send(
        cast.camila,
        "Otro Usuario",
        {"Tipo identificación": "CC – Cédula de ciudadanía", "Número de identificación": "1010101010"},
    )
    _approve(cast.beatriz, cast.managers_channel)
    _send(
        cast.laura,
        "Delegado Administrativo",
        {
            "Nit de la entidad": sample.HOSPITAL_NIT,
            "Tipo identificación delegado": "CC – Cédula de ciudadanía",
            "Número identificación delegado": "1020304051",
        },
    )
    _approve(cast.camila, cast.officials_channel)
    cast.laura.wait_for(
        lambda who: any("fue aprobado" in message.text for message in who.dms),
        timeout=_WAIT_SECONDS,
        what="the news that she was approved",
    )


def _send(person: Person, kind: str, answers: dict[str, str]) -> None:
    person.command("/llaves registro")
    person.fill("Seleccione el tipo de usuario", kind)
    person.submit()
    for label, answer in answers.items():
        person.fill(label, answer)
    person.fill("Acuerdo de confidencialidad", True)
    person.submit()
    person.close()


def _approve(approver: Person, channel: str) -> None:
    card = approver.wait_for(
        lambda who: [
            message for message in who.messages(channel) if "Pendiente de aprobación" in message.text
        ],
        timeout=_WAIT_SECONDS,
        what="the card of the registration",
    )[-1]
    approver.press("Aprobar", confirm=True, in_=card)
