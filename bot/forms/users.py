"""The list of users: what it shows, and whom a manager chose there."""

from typing import Annotated, Self

from pydantic import AfterValidator

from bot.forms.reading import Form

LONGEST_SEARCH = 80


class UserSearchForm(Form):
    """The one input of the list; empty shows everybody."""

    search: str = ""


class UserListState(Form):
    """What the list shows, as it travels in `private_metadata`, in that of the windows above it too."""

    search: str = ""
    page: int = 1

    def searching(self, text: str) -> Self:
        """Return the list with what was typed searched for, from its first page."""
        return self.model_copy(update={"search": " ".join(text.split())[:LONGEST_SEARCH], "page": 1})

    def on_page(self, number: int) -> Self:
        """Return the same search on another page; a number beyond an end shows the page at that end."""
        return self.model_copy(update={"page": number})


class UserPlace(Form):
    """What a window above the list carries: whom it is about, in which version, and the list below it."""

    person: int
    version: int
    list: UserListState


def _check_successor(value: str) -> str:
    person, _, version = value.partition(":")
    if not (person.isdecimal() and version.isdecimal()):
        raise ValueError("Elija al nuevo delegado.")
    return value


class DelegateChangeForm(Form):
    """Who takes a delegate's place, as `id:version`."""

    new_delegate: Annotated[str, AfterValidator(_check_successor)]
