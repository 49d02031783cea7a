"""What people read about the list of designated delegates (§6.1) on the card of a registration."""

from storage.enums import DesignationMatch, PersonStatus
from storage.models import Person

_NOTES = {
    DesignationMatch.MATCHED: "Figura en la lista de designados, con el correo de su cuenta de Slack.",
    DesignationMatch.OTHER_EMAIL: "Figura en la lista de designados, pero con otro correo.",
    DesignationMatch.NO_EMAIL: "Figura en la lista de designados, pero Slack no dio su correo.",
    DesignationMatch.NOT_LISTED: "No figura en la lista de designados.",
}

BY_THE_LIST = "según la lista de delegados designados"


def designation_note(person: Person) -> str:
    """Return why a registration waits for an official, as far as the list has to do with it; else nothing."""
    if person.status is not PersonStatus.PENDING or person.designation_match is None:
        return ""
    return _NOTES[person.designation_match]


def let_in_by_the_list(person: Person) -> bool:
    """Tell whether the list alone decided on a registration that is in force."""
    return (
        person.status is PersonStatus.ACTIVE
        and person.decided_by_id is None
        and person.designation_match is DesignationMatch.MATCHED
    )
