"""What the Listado de Tokens shows (manual §6.4.2): which of its two lists, what is searched for, and the page."""

from enum import StrEnum
from typing import Self

from bot.forms.reading import Form, View, read
from bot.rules.fields.nit import without_dv
from storage.words import searched_words

LONGEST_SEARCH = 60


class TokenList(StrEnum):
    """The two lists of the manual: Asignar Token (Imagen 16) and Actualizar Token (Imagen 17)."""

    ASSIGN = "assign"
    UPDATE = "update"


class SearchForm(Form):
    """The one input of the list; empty shows everything."""

    search: str = ""


class ListState(Form):
    """What a list shows, as it travels in `private_metadata`; `search` holds folded words, one blank between them."""

    which: TokenList
    search: str = ""
    page: int = 1

    def searching(self, text: str) -> Self:
        """Return the same list with what was typed searched for, from its first page."""
        words = " ".join(searched_words(without_dv(text)))
        return self.model_copy(update={"search": words[:LONGEST_SEARCH].rstrip(), "page": 1})

    def on_page(self, number: int) -> Self:
        """Return the same list and search on another page; a number beyond an end shows the page at that end."""
        return self.model_copy(update={"page": number})

    def build(self) -> str:
        """Return what the modal carries."""
        return self.model_dump_json()

    @classmethod
    def parse(cls, private_metadata: str) -> Self:
        """Read what `build` wrote."""
        return cls.model_validate_json(private_metadata)


def read_search(view: View) -> str:
    """Return what is typed in the search box of a submitted list."""
    return read(SearchForm, view).search
