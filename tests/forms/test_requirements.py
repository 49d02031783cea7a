import pytest

from bot.errors import FieldError
from bot.forms.reading import read
from bot.forms.requirements import RequirementsForm
from storage.enums import Prerequisite
from tests.forms.submission import submitted


def test_what_was_ticked_is_read() -> None:
    form = read(RequirementsForm, submitted({"prerequisites": ["organization", "hercules"]}))
    assert form.prerequisites == (Prerequisite.ORGANIZATION, Prerequisite.HERCULES)


def test_ticking_nothing_is_no_mistake() -> None:
    assert read(RequirementsForm, submitted({"prerequisites": []})).prerequisites == ()


@pytest.mark.parametrize("value", ["designation", "something"])
def test_a_designation_cannot_be_declared_whatever_a_payload_says(value: str) -> None:
    with pytest.raises(FieldError) as refused:
        read(RequirementsForm, submitted({"prerequisites": [value]}))
    assert list(refused.value.sentences) == ["prerequisites"]
