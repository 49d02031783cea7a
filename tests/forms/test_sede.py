import pytest

from bot.errors import FieldError
from bot.forms.reading import MISSING, read
from bot.forms.sede import SedeForm
from tests.forms.submission import submitted


def test_the_sede_that_was_chosen_is_read() -> None:
    assert read(SedeForm, submitted({"codigo": "059990000201"})).codigo == "059990000201"


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        (None, MISSING),
        ("05999", "El código de habilitación tiene 12 números: 10 del prestador y 2 de la sede."),
    ],
)
def test_a_sede_that_is_missing_or_wrong_is_told_under_the_list(chosen: str | None, sentence: str) -> None:
    with pytest.raises(FieldError) as refused:
        read(SedeForm, submitted({"codigo": chosen}))
    assert refused.value.sentences == {"codigo": sentence}
