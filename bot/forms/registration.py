"""The registration forms of the manual's §6.2."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, ValidationInfo, field_validator

from bot.forms.reading import Form
from bot.rules.fields.documents import check_document
from bot.rules.fields.login import check_delegate_login
from bot.rules.fields.nit import check_nit
from storage.enums import ConsentKind, DocumentType, EntityType, Role


def accepted(kind: ConsentKind) -> AfterValidator:
    """Require the box of a consent to be ticked; it is never ticked for anybody."""

    def check(ticked: Sequence[str]) -> Sequence[str]:
        if kind.value not in ticked:
            raise ValueError("Para continuar debe marcar esta casilla.")
        return ticked

    return AfterValidator(check)


class UserTypeForm(Form):
    """Tipo de usuario (Imagen 05): Delegado Administrativo, or Otro Usuario, who is an official of the MSPS."""

    user_type: Literal[Role.DELEGATE, Role.OFFICIAL]


class OfficialRegistrationForm(Form):
    """What an official fills in (§6.2.2)."""

    document_type: DocumentType
    document_number: str
    confidentiality: Annotated[tuple[str, ...], accepted(ConsentKind.CONFIDENTIALITY)]

    @field_validator("document_number")
    @classmethod
    def _fits_its_type(cls, number: str, info: ValidationInfo) -> str:
        kind = info.data.get("document_type")
        return check_document(kind, number) if kind else number


class DelegateRegistrationForm(OfficialRegistrationForm):
    """What a delegate fills in (§6.2.1). `login` is the one Hércules gave, when the delegate has it at hand."""

    entity_type: EntityType
    nit: Annotated[str, AfterValidator(check_nit)]
    login: str | None = None

    @field_validator("login")
    @classmethod
    def _bears_the_nit(cls, login: str | None, info: ValidationInfo) -> str | None:
        nit = info.data.get("nit")
        if not (login and nit):
            return login
        if login.strip().upper() == f"{info.data.get('document_type')}{info.data.get('document_number')}":
            return None  # what an earlier summary showed for want of the Hércules login
        return check_delegate_login(login, nit)
