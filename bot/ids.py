"""Every identifier that travels through Slack and back, written once."""

from enum import StrEnum

COMMAND = "/llaves"

OPERATION_EVENT = "llaves_operation"  # event_type of the metadata on our posts


class Word(StrEnum):
    """What may follow `/llaves`."""

    REGISTER = "registro"
    REQUEST = "solicitar"
    STATUS = "estado"
    VIEW = "ver"
    HELP = "ayuda"


class Callback(StrEnum):
    """Modals that are submitted."""

    USER_TYPE = "user_type"
    DELEGATE_REGISTRATION = "delegate_registration"
    OFFICIAL_REGISTRATION = "official_registration"
    REGISTRATION_REJECTION = "registration_rejection"
    REQUEST_SEDE = "request_sede"
    KEY_REQUEST = "key_request"
    REQUEST_RETURN = "request_return"
    KEY_ENTRY = "key_entry"
    KEYS_SEDE = "keys_sede"


NO_VALUE = "-"  # of a button that is about nothing in particular; Slack wants one all the same


class Action(StrEnum):
    """Buttons, and the one name every form input answers to inside its block."""

    INPUT = "input"
    START_REGISTRATION = "start_registration"
    START_REQUEST = "start_request"
    OPEN_KEYS = "open_keys"
    APPROVE_REGISTRATION = "approve_registration"
    REJECT_REGISTRATION = "reject_registration"
    ENTER_KEYS = "enter_keys"
    RETURN_REQUEST = "return_request"


class Field(StrEnum):
    """block_ids of inputs; forms name their fields alike, so an error finds its place by itself."""

    USER_TYPE = "user_type"
    ENTITY_TYPE = "entity_type"
    NIT = "nit"
    DOCUMENT_TYPE = "document_type"
    DOCUMENT_NUMBER = "document_number"
    LOGIN = "login"
    CONFIDENTIALITY = "confidentiality"
    REASON = "reason"
    CODIGO = "codigo"
    SUPPLIER_NAME = "supplier_name"
    SOFTWARE_NAME = "software_name"
    LEAD_NAME = "lead_name"
    LEAD_EMAIL = "lead_email"
    LEAD_PHONE = "lead_phone"
    RESPONSIBLE_NAME = "responsible_name"
    RESPONSIBLE_EMAIL = "responsible_email"
    RESPONSIBLE_PHONE = "responsible_phone"
    TERMS = "terms"
    PERSONAL_DATA = "personal_data"


class KeyField(StrEnum):
    """The three values of one environment; their block_id is `<environment>_<field>`."""

    CLIENT_ID = "client_id"
    CLIENT_SECRET = "client_secret"  # noqa: S105 - the name of a field
    EXPIRES_ON = "expires_on"
