"""What `/llaves ayuda` answers."""

import pytest

from bot.ids import Word
from bot.views.messages.help import help_text
from storage.enums import PersonStatus
from storage.models import Person
from tests.views import samples
from tests.views.reading import message_json, whole


def _offered(person: Person | None) -> list[str]:
    lines = help_text(person).text.splitlines()
    return [
        line.split("`")[1].removeprefix("/llaves").strip() for line in lines if line.startswith("`/llaves")
    ]


MAY_REGISTER = ["", "registro", "requisitos", "estado", "ayuda"]


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (None, MAY_REGISTER),
        (samples.delegate(PersonStatus.REJECTED), MAY_REGISTER),
        (samples.delegate(PersonStatus.PENDING), ["", "requisitos", "estado", "ayuda"]),
        (samples.official(PersonStatus.SUSPENDED), ["estado", "ayuda"]),
        (samples.delegate(), ["", "requisitos", "solicitar", "estado", "ver", "ayuda"]),
        (samples.official(), ["", "asignar", "actualizar", "estado", "ayuda"]),
        (samples.manager(), ["", "usuarios", "resumen", "estado", "ayuda"]),
    ],
    ids=[
        "a stranger",
        "a refused delegate",
        "a pending delegate",
        "a suspended official",
        "a delegate",
        "an official",
        "a manager",
    ],
)
def test_everybody_reads_the_words_that_work_for_them(person: Person | None, words: list[str]) -> None:
    assert _offered(person) == words
    assert set(words) <= {*Word, ""}


@pytest.mark.parametrize(
    ("person", "buttons"),
    [
        (samples.official(), ["Aprobar", "Rechazar", "Tomar", "Soltar", "Ingresar info", "Devolver"]),
        (samples.manager(), ["canal de gerentes", "Ver detalle", "Preferencias", "Inicio"]),
        (samples.delegate(), ["mensaje directo", "Inicio"]),
    ],
    ids=["an official", "a manager", "a delegate"],
)
def test_everybody_reads_where_their_buttons_are(person: Person, buttons: list[str]) -> None:
    text = help_text(person).text
    assert [words for words in buttons if f"*{words}*" not in text and words not in text] == []


def test_a_word_that_is_not_known_is_quoted_harmlessly() -> None:
    text = help_text(None, "<!channel>").text
    assert text.startswith("No conozco «&lt;!channel&gt;».")


@pytest.mark.parametrize(
    "person",
    [None, samples.delegate(), samples.official(), samples.manager()],
    ids=lambda each: each and each.role,
)
def test_the_helpdesk_its_hours_and_its_address_are_in_the_text_and_on_the_screen(
    person: Person | None,
) -> None:
    message = message_json(help_text(person))
    for said in (message["text"], whole(message["blocks"])):
        for words in (
            "601 330 5043",
            "018000 960020",
            "7 a. m. a 6 p. m.",
            "8 a. m. a 1 p. m.",
            "soporte_ihce@",
        ):
            assert words in said
