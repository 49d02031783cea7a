"""Which digests a manager wants to be told of."""

from typing import Literal

from bot.forms.reading import Form
from storage.enums import DigestKind


class DigestPreferencesForm(Form):
    """The digests that were ticked, perhaps none."""

    digests: tuple[Literal[DigestKind.WEEKLY, DigestKind.MONTHLY], ...] = ()

    @property
    def weekly(self) -> bool:
        """Tell whether the weekly one was."""
        return DigestKind.WEEKLY in self.digests

    @property
    def monthly(self) -> bool:
        """Tell whether the monthly one was."""
        return DigestKind.MONTHLY in self.digests
