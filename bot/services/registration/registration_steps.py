"""Moving a registration along its lifecycle, or saying why it cannot be moved."""

from sqlalchemy.orm import Session

from bot.errors import OvertakenError
from bot.rules.lifecycle import REGISTRATION_STEPS, RegistrationStep
from bot.views.text import mention, moment_text, person_state
from storage import people
from storage.enums import PersonStatus
from storage.models import Person


def move(
    session: Session, person: Person, step: RegistrationStep, version: int | None = None, **changes: object
) -> None:
    """Move a registration along the lifecycle table, or raise `OvertakenError` when somebody was faster.

    `version` is the one that was read when the decision was made, where it matters.
    """
    expected, status = REGISTRATION_STEPS[step]
    if not people.change(session, person, expected, version, status=status, **changes):
        session.refresh(person)
        if version is not None and person.status is expected:
            raise changed()
        raise overtaken(people.load(session, person.id) or person)


def changed() -> OvertakenError:
    """Say that a decision was about a registration that is no more as it was read."""
    return OvertakenError("Este registro cambió desde que usted lo leyó. Vuelva a leerlo y decida de nuevo.")


def overtaken(person: Person) -> OvertakenError:
    """Say where a registration stands that cannot be moved any more."""
    if person.status is PersonStatus.PENDING:
        return OvertakenError(
            f"Su registro del {moment_text(person.registered_at)} está pendiente de aprobación. "
            "Le avisaremos por mensaje directo."
        )
    decided = (
        f" Lo decidió {mention(person.decided_by)} el {moment_text(person.decided_at)}."
        if person.decided_by and person.decided_at
        else ""
    )
    return OvertakenError(
        f"Este registro ya fue atendido: {person_state(person)}.{decided} No hace falta nada más."
    )
