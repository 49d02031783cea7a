import pytest

from bot.errors import FieldError
from bot.forms.reading import MISSING, read
from bot.forms.reason import ReasonForm
from tests.forms.submission import submitted


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("El NIT no es suyo.", "El NIT no es suyo."),
        ("  Corrija:\n- el correo\n", "Corrija:\n- el correo"),
        ("x" * 10, "x" * 10),
        ("x" * 1000, "x" * 1000),
        (f" {'x' * 1000} ", "x" * 1000),
    ],
)
def test_a_reason_is_kept_as_written_without_blanks_around_it(typed: str, reason: str) -> None:
    assert read(ReasonForm, submitted({"reason": typed})).reason == reason


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (None, MISSING),
        (" \n ", MISSING),
        ("x" * 9, "Explique el motivo con al menos 10 caracteres: quien lo lea debe saber qué corregir."),
        (
            "no         ",
            "Explique el motivo con al menos 10 caracteres: quien lo lea debe saber qué corregir.",
        ),
        ("x" * 1001, "Resuma el motivo: admite hasta 1.000 caracteres."),
    ],
)
def test_a_reason_that_explains_nothing_or_too_much_is_refused(typed: str | None, sentence: str) -> None:
    with pytest.raises(FieldError) as refused:
        read(ReasonForm, submitted({"reason": typed}))
    assert refused.value.sentences == {"reason": sentence}
