"""What a delegate declares about the prerequisites of §6.1."""

from typing import Literal

from bot.forms.reading import Form
from storage.enums import Prerequisite


class RequirementsForm(Form):
    """The prerequisites that were ticked, perhaps none. Nobody declares their own designation."""

    prerequisites: tuple[
        Literal[Prerequisite.ORGANIZATION, Prerequisite.NATURAL_PERSON, Prerequisite.HERCULES], ...
    ] = ()
