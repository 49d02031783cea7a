"""The three steps of the first screen, each done or not by what the bot has written down."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.demo.page.seat import APP, Seat
from storage.enums import AuditAction
from storage.models import AuditLine


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes:
        who: the key of the person to be.
        at: where that person does it, as in `Seat.at`.
        button: what the button says that takes the visitor there.
        point_at: what to look at there: `composer`, `messages`.
        here: whether the visitor is that person at that place.
    """

    number: int
    title: str
    text: str
    who: str
    at: str
    button: str
    point_at: str
    done: bool
    here: bool


def steps(general: str, officials_channel: str, done: Collection[int], seat: Seat) -> tuple[Step, ...]:
    """Return the three steps; `done` holds the numbers of those that happened, `seat` is where the visitor is."""
    told = (
        (
            "Pida las llaves",
            "Usted es Laura, delegada del Hospital San Roque. Escriba /llaves solicitar y envíe el formulario.",
            "laura",
            general,
            "Ser Laura y solicitar",
            "composer",
        ),
        (
            "Ingrese las llaves",
            "Ahora usted es Camila, funcionaria. En la tarjeta pulse «Ingresar info», llene los dos ambientes y guarde.",
            "camila",
            officials_channel,
            "Ser Camila e ingresar",
            "messages",
        ),
        (
            "Lea sus llaves",
            "De nuevo como Laura: la app le avisó por mensaje directo. Pulse «Ver llaves» y cópielas.",
            "laura",
            APP,
            "Ser Laura y leer",
            "messages",
        ),
    )
    return tuple(
        Step(
            number,
            title,
            text,
            who,
            at,
            button,
            point_at,
            done=number in done,
            here=seat == Seat(who, at),
        )
        for number, (title, text, who, at, button, point_at) in enumerate(told, start=1)
    )


def done_in(session: Session) -> frozenset[int]:
    """Return the numbers of the steps that happened, from the audit: requested, assigned, viewed after that."""
    marks = (AuditAction.KEYS_REQUESTED, AuditAction.KEYS_ASSIGNED, AuditAction.KEYS_VIEWED)
    lines = select(AuditLine.action, func.min(AuditLine.id), func.max(AuditLine.id))
    found = {
        action: (first, last)
        for action, first, last in session.execute(
            lines.where(AuditLine.action.in_(marks)).group_by(AuditLine.action)
        )
    }
    done = {number for number, mark in enumerate(marks, start=1) if mark in found}
    # Who looks before there are keys sees the connection parameters only, and that is written down as well.
    if 3 in done and (2 not in done or found[marks[2]][1] < found[marks[1]][0]):
        done.remove(3)
    return frozenset(done)
