"""How people come in, as whoever plays them needs it: each step acts as its person would."""

from collections.abc import Mapping

from bot.demo.human.person import Person
from bot.demo.human.seen import Message

WAIT_SECONDS = 15
CEDULA = "CC – Cédula de ciudadanía"
OFFICIAL, DELEGATE = "Otro Usuario", "Delegado Administrativo"
"""The two types of user that a registration offers."""


class NotRegisteredError(Exception):
    """The bot refused a registration; the text is who was refused, and the errors by label."""


def official_answers(document: str) -> Mapping[str, str]:
    """Return what an official answers in the form, by label (§6.2.2)."""
    return {"Tipo identificación": CEDULA, "Número de identificación": document}


def delegate_answers(nit: str, document: str) -> Mapping[str, str]:
    """Return what a delegate answers in the form, by label (§6.2.1)."""
    return {
        "Nit de la entidad": nit,
        "Tipo identificación delegado": CEDULA,
        "Número identificación delegado": document,
    }


def fill_registration(person: Person, kind: str, answers: Mapping[str, str]) -> None:
    """Fill in a registration of a type of user, consent included, without sending it (§6.2)."""
    person.command("/llaves registro")
    person.fill("Seleccione el tipo de usuario", kind)
    person.submit()
    for label, answer in answers.items():
        person.fill(label, answer)
    person.fill("Acuerdo de confidencialidad", True)


def register_official(official: Person, document: str) -> None:
    """Register an official and close the confirmation. Raises NotRegisteredError when the form is refused."""
    _register(official, OFFICIAL, official_answers(document))


def register_delegate(delegate: Person, nit: str, document: str) -> None:
    """Register a delegate and close the confirmation. Raises NotRegisteredError when the form is refused."""
    _register(delegate, DELEGATE, delegate_answers(nit, document))


def approve(approver: Person, channel: str, name: str) -> None:
    """Approve the registration of whoever is called this, on its card in a channel; TimeoutError without one."""
    approver.press("Aprobar", confirm=True, in_=card_to_approve(approver, channel, name))


def card_to_approve(approver: Person, channel: str, name: str) -> Message:
    """Wait for the card of a registration that nobody decided yet. Raises TimeoutError when none comes."""
    return approver.wait_for(
        lambda who: [
            each
            for each in who.messages(channel)
            if f"@{name}" in each.text and "Pendiente de aprobación" in each.text
        ],
        timeout=WAIT_SECONDS,
        what=f"the card of the registration of {name}",
    )[-1]


def hear_of_approval(person: Person) -> None:
    """Wait until a person is told that they were approved. Raises TimeoutError when nobody tells them."""
    person.wait_for(
        lambda who: any("fue aprobado" in message.text for message in who.dms),
        timeout=WAIT_SECONDS,
        what=f"the news that {person.name} was approved",
    )


def _register(person: Person, kind: str, answers: Mapping[str, str]) -> None:
    fill_registration(person, kind, answers)
    errors = person.submit().errors
    if errors:
        raise NotRegisteredError(f"{person.name}: {errors}")
    person.close(everything=True)
