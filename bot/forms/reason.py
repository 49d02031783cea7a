"""The reason an official gives when sending something back."""

from typing import Annotated

from pydantic import AfterValidator

from bot.forms.reading import Form

SHORTEST, LONGEST = 10, 1000


def _check_reason(text: str) -> str:
    reason = text.strip()
    if len(reason) < SHORTEST:
        raise ValueError(
            "Explique el motivo con al menos 10 caracteres: quien lo lea debe saber qué corregir."
        )
    if len(reason) > LONGEST:
        raise ValueError("Resuma el motivo: admite hasta 1.000 caracteres.")
    return reason


class ReasonForm(Form):
    """Why a request is returned or a registration refused."""

    reason: Annotated[str, AfterValidator(_check_reason)]
