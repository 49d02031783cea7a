"""Which sede, of those a NIT has."""

from typing import Annotated

from pydantic import AfterValidator

from bot.forms.reading import Form
from bot.rules.fields.habilitacion import check_codigo


class SedeForm(Form):
    """The sede a delegate chose."""

    codigo: Annotated[str, AfterValidator(check_codigo)]
