"""Which digests a manager is told of."""

import pytest

from bot.forms.digests import DigestPreferencesForm
from bot.forms.reading import read
from bot.ids import Field
from bot.views.digests.preferences import preferences_form, preferences_saved
from storage.models import Person
from tests.forms.submission import submitted
from tests.views.digest_windows import preferring
from tests.views.reading import inputs, view_json, whole

CHOICES = pytest.mark.parametrize(
    ("person", "chosen"),
    [
        (preferring(), ["weekly", "monthly"]),
        (preferring(monthly=False), ["weekly"]),
        (preferring(weekly=False), ["monthly"]),
        (preferring(weekly=False, monthly=False), []),
    ],
    ids=["both", "weekly", "monthly", "none"],
)


@CHOICES
def test_what_the_manager_chose_before_is_ticked(person: Person, chosen: list[str]) -> None:
    boxes = inputs(view_json(preferences_form(person)))[Field.DIGESTS]["element"]
    assert [option["value"] for option in boxes["options"]] == ["weekly", "monthly"]
    assert [option["value"] for option in boxes.get("initial_options", [])] == chosen


@CHOICES
def test_what_is_ticked_is_what_the_form_reads(person: Person, chosen: list[str]) -> None:
    form = read(DigestPreferencesForm, submitted({Field.DIGESTS: chosen}))
    assert (form.weekly, form.monthly) == (person.weekly_digest, person.monthly_digest)


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        (preferring(), "Le avisará el resumen semanal y el mensual."),
        (preferring(weekly=False), "Le avisará el resumen mensual."),
        (
            preferring(weekly=False, monthly=False),
            "Ningún resumen le avisará, y si ningún gerente elige uno, ese no se publica.",
        ),
    ],
    ids=["both", "monthly", "none"],
)
def test_what_was_saved_is_said(person: Person, sentence: str) -> None:
    assert sentence in whole(view_json(preferences_saved(person)))
