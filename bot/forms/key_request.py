"""FORMULARIO PARA INSCRIPCIÓN DE LLAVES (manual §6.4.1.1): the union of its text and its screen."""

from typing import Annotated

from pydantic import AfterValidator

from bot.forms.reading import Form
from bot.forms.registration import accepted
from bot.rules.contact import check_company_name, check_email, check_person_name, check_phone
from bot.rules.habilitacion import check_codigo
from storage.enums import ConsentKind

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
