"""FORMULARIO PARA INSCRIPCIÓN DE LLAVES (manual §6.4.1.1): the union of its text and its screen."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import AfterValidator

from bot.forms.reading import Form
from bot.forms.registration import accepted
from bot.rules.fields.contact import check_company_name, check_email, check_person_name, check_phone
from bot.rules.fields.habilitacion import check_codigo
from storage.enums import ConsentKind, RequestStatus
from storage.models import KeyRequest

CompanyName = Annotated[str, AfterValidator(check_company_name)]
PersonName = Annotated[str, AfterValidator(check_person_name)]
Email = Annotated[str, AfterValidator(check_email)]
Phone = Annotated[str, AfterValidator(check_phone)]


class KeyRequestForm(Form):
    """A request for keys. Phones are E.164, with `;ext=` where there is an extension."""

    codigo: Annotated[str, AfterValidator(check_codigo)]
    supplier_name: CompanyName
    software_name: CompanyName
    lead_name: PersonName
    lead_email: Email
    lead_phone: Phone
    responsible_name: PersonName
    responsible_email: Email
    responsible_phone: Phone
    terms: Annotated[tuple[str, ...], accepted(ConsentKind.TERMS)]
    personal_data: Annotated[tuple[str, ...], accepted(ConsentKind.PERSONAL_DATA)]


class SentRequest(Form):
    """An open request as a delegate had it before their eyes; it travels with what they press, as JSON.

    Not its version: that one changes also when an official takes it, which is nothing to a delegate.
    """

    id: int
    status: RequestStatus
    submitted_at: datetime

    @classmethod
    def of(cls, request: KeyRequest) -> Self:
        """Note a request as it is now."""
        return cls(id=request.id, status=request.status, submitted_at=request.submitted_at)


class RequestPurpose(Form):
    """What a request form is open for: a sede, and the open request that it corrects if there is one."""

    codigo: str
    corrects: SentRequest | None = None

    def build(self) -> str:
        """Return what the modal carries."""
        return self.model_dump_json()

    @classmethod
    def parse(cls, private_metadata: str) -> Self:
        """Read what `build` wrote, or the bare código, as forms opened by older versions carry it."""
        if private_metadata.isdecimal():
            return cls(codigo=private_metadata)
        return cls.model_validate_json(private_metadata)
