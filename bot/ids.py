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
    ASSIGN = "asignar"
    UPDATE = "actualizar"
    USERS = "usuarios"
    DIGEST = "resumen"
    REQUIREMENTS = "requisitos"
    HELP = "ayuda"


FROM_HOME = "home"  # private_metadata of a registration that was begun on App Home

MENU_SHORTCUT = "llaves_menu"  # callback_id of the global shortcut


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
    KEY_UPDATE = "key_update"
    KEYS_SEDE = "keys_sede"
    TOKEN_LIST = "token_list"  # noqa: S105 - the manual's Listado de Tokens
    REQUIREMENTS = "requirements"
    USER_LIST = "user_list"
    USER_REJECTION = "user_rejection"
    USER_SUSPENSION = "user_suspension"
    DELEGATE_CHANGE = "delegate_change"
    EXPIRIES = "expiries"
    DIGEST_PREFERENCES = "digest_preferences"


NO_VALUE = "-"  # of a button that is about nothing in particular; Slack wants one all the same


class Action(StrEnum):
    """Buttons, lists that ask for their options, and the one name every other input answers to inside its block."""

    INPUT = "input"
    START_REGISTRATION = "start_registration"
    START_REQUEST = "start_request"
    OPEN_KEYS = "open_keys"
    APPROVE_REGISTRATION = "approve_registration"
    REJECT_REGISTRATION = "reject_registration"
    ENTER_KEYS = "enter_keys"
    UPDATE_KEYS = "update_keys"
    TAKE_REQUEST = "take_request"
    RELEASE_REQUEST = "release_request"
    RETURN_REQUEST = "return_request"
    CORRECT_REQUEST = "correct_request"
    CANCEL_REQUEST = "cancel_request"
    SEDE_TO_REQUEST = "sede_to_request"
    SEDE_TO_VIEW = "sede_to_view"
    OPEN_MENU = "open_menu"
    OPEN_STATUS = "open_status"
    OPEN_ASSIGN_LIST = "open_assign_list"
    OPEN_UPDATE_LIST = "open_update_list"
    OPEN_REQUIREMENTS = "open_requirements"
    OPEN_USERS = "open_users"
    OPEN_HELP = "open_help"
    SEARCH_TOKENS = "search_tokens"
    PREVIOUS_TOKENS = "previous_tokens"
    NEXT_TOKENS = "next_tokens"
    SEARCH_USERS = "search_users"
    PREVIOUS_USERS = "previous_users"
    NEXT_USERS = "next_users"
    OPEN_USER = "open_user"
    APPROVE_USER = "approve_user"
    REJECT_USER = "reject_user"
    SUSPEND_USER = "suspend_user"
    REACTIVATE_USER = "reactivate_user"
    CHANGE_DELEGATE = "change_delegate"
    SNOOZE_REMINDER = "snooze_reminder"
    REMIND_DELEGATES = "remind_delegates"
    HALT_REMINDERS = "halt_reminders"
    RESUME_REMINDERS = "resume_reminders"
    ORDER_DIGEST = "order_digest"
    OPEN_EXPIRIES = "open_expiries"
    FILTER_EXPIRIES = "filter_expiries"
    PREVIOUS_EXPIRIES = "previous_expiries"
    NEXT_EXPIRIES = "next_expiries"
    OPEN_DIGEST_PREFERENCES = "open_digest_preferences"


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
    SEARCH = "search"
    PREREQUISITES = "prerequisites"
    NEW_DELEGATE = "new_delegate"
    DIGESTS = "digests"
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
