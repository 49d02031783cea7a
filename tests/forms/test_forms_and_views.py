"""A form and the view that asks for it agree: on the names of the fields, and on how long they may be."""

import dataclasses
from collections.abc import Callable
from datetime import date

import pytest
from slack_sdk.models.views import View

from bot.demo.world.form_state import SHAPES
from bot.errors import FieldError
from bot.forms.digests import DigestPreferencesForm
from bot.forms.key_entry import ALL_OPTIONAL, block_id, read_key_entries
from bot.forms.key_request import KeyRequestForm
from bot.forms.reading import Form, read
from bot.forms.reason import ReasonForm
from bot.forms.registration import DelegateRegistrationForm, OfficialRegistrationForm, UserTypeForm
from bot.forms.requirements import RequirementsForm
from bot.forms.search import ListState, SearchForm, TokenList
from bot.forms.sede import SedeForm
from bot.forms.users import DelegateChangeForm, UserListState, UserPlace, UserSearchForm
from bot.ids import Field, KeyField
from bot.views.digests.preferences import preferences_form
from bot.views.keys.key_entry import entry_form, update_form
from bot.views.keys.token_list import token_list
from bot.views.reason import rejection_form, return_form
from bot.views.registration.registering import delegate_form, official_form, user_type_form
from bot.views.requests.request_form import request_form
from bot.views.requests.sede_picker import sede_to_request, sede_to_view
from bot.views.users.user_forms import delegate_change_form, suspension_form
from bot.views.users.user_list import user_list
from storage.enums import Environment, PersonStatus, RequestKind, RequestStatus
from storage.paging import Page
from tests.forms.submission import DELEGATE, REQUEST, WITHOUT_DEVELOPMENT, kind_of, submitted
from tests.views import samples
from tests.views.digest_windows import preferring
from tests.views.reading import Json, inputs, view_json

TODAY = date(2026, 1, 14)
SEDES = [samples.provider(number=number) for number in range(2)]
USER_PLACE = UserPlace(person=1, version=1, list=UserListState())
USER_PAIRS: dict[str, tuple[View, type[Form]]] = {
    "users": (user_list(samples.manager(), UserListState(), Page([], 1, 10, 0), {}), UserSearchForm),
    "suspension": (suspension_form(samples.manager(), samples.delegate(), USER_PLACE), ReasonForm),
    "delegate change": (
        delegate_change_form(
            samples.manager(), samples.delegate(), None, [samples.delegate(user_id="U0NEW")], USER_PLACE
        ),
        DelegateChangeForm,
    ),
}
PAIRS: dict[str, tuple[View, type[Form]]] = {
    "user type": (user_type_form(None), UserTypeForm),
    "delegate": (delegate_form(), DelegateRegistrationForm),
    "official": (official_form(), OfficialRegistrationForm),
    "request": (
        request_form(samples.delegate(), samples.provider(), RequestKind.ENROLLMENT, None),
        KeyRequestForm,
    ),
    "sede to request": (sede_to_request(samples.delegate(), SEDES), SedeForm),
    "sede to view": (sede_to_view(samples.delegate(), SEDES), SedeForm),
    "return": (return_form(samples.official(), samples.request()), ReasonForm),
    "token list": (
        token_list(
            samples.official(),
            ListState(which=TokenList.ASSIGN),
            Page([], 1, 10, 0),
            {},
            samples.NOW,
        ),
        SearchForm,
    ),
    "rejection": (rejection_form(samples.official(), samples.delegate()), ReasonForm),
    "digest preferences": (preferences_form(preferring()), DigestPreferencesForm),
    **USER_PAIRS,
}

LONGEST = {
    "nit": ("1020304050", "delegate"),
    "document_number": ("1" * 20, "delegate"),
    "login": ("ADMINHCEIPS1020304050", "delegate"),
    "supplier_name": ("X" * 200, "request"),
    "software_name": ("X" * 200, "request"),
    "lead_name": ("X" * 100, "request"),
    "responsible_name": ("X" * 100, "request"),
    "lead_phone": ("+57 (601) 330 - 5043 extensión: 123456", "request"),
    "responsible_phone": ("+57 (601) 330 - 5043 extensión: 123456", "request"),
    "reason": ("x" * 1000, "return"),
}


def _fields(form: type[Form]) -> dict[str, bool]:
    # The sede of a request was chosen before: the view carries it.
    carried = {"codigo"} if form is KeyRequestForm else set()
    return {name: field.is_required() for name, field in form.model_fields.items() if name not in carried}


@pytest.mark.parametrize(("view", "form"), PAIRS.values(), ids=list(PAIRS))
def test_every_input_has_its_field_and_every_field_its_input(view: View, form: type[Form]) -> None:
    assert inputs(view_json(view)).keys() == _fields(form).keys()


@pytest.mark.parametrize(("view", "form"), PAIRS.values(), ids=list(PAIRS))
def test_what_the_form_needs_the_view_does_not_call_optional(view: View, form: type[Form]) -> None:
    needed = {name: not block.get("optional") for name, block in inputs(view_json(view)).items()}
    assert needed == _fields(form)


def test_every_block_id_of_ids_is_asked_for_by_some_form() -> None:
    forms: list[type[Form]] = [
        *(form for _, form in PAIRS.values()),
        RequirementsForm,
    ]  # whose boxes stand in other windows
    asked = {name for form in forms for name in form.model_fields}
    assert asked == {field.value for field in Field}


KEY_FORMS = {
    "entry": entry_form(samples.official(), samples.request()),
    "update": update_form(samples.official(), samples.request(RequestStatus.ASSIGNED), {}, samples.NOW),
}


@pytest.mark.parametrize("view", KEY_FORMS.values(), ids=list(KEY_FORMS))
def test_a_key_form_has_an_input_for_each_value_of_each_environment(view: View) -> None:
    expected = {block_id(environment, field) for environment in Environment for field in KeyField}
    assert inputs(view_json(view)).keys() == expected


def test_every_sentence_of_the_key_form_finds_its_input() -> None:
    with pytest.raises(FieldError) as refused:
        read_key_entries(submitted({"development_client_id": "x"}), TODAY)
    assert refused.value.sentences.keys() == inputs(view_json(KEY_FORMS["entry"])).keys()


def test_the_sentence_of_an_empty_update_finds_its_input() -> None:
    with pytest.raises(FieldError) as refused:
        read_key_entries(submitted({}), TODAY, ALL_OPTIONAL)
    assert refused.value.sentences.keys() <= inputs(view_json(KEY_FORMS["update"])).keys()


@pytest.mark.parametrize(("view", "form"), PAIRS.values(), ids=list(PAIRS))
def test_the_elements_are_those_the_submissions_of_these_tests_imitate(view: View, form: type[Form]) -> None:
    assert form
    for name, block in inputs(view_json(view)).items():
        assert block["element"]["type"] == kind_of(name)
        assert block["element"]["type"] in SHAPES


@pytest.mark.parametrize("name", LONGEST)
def test_an_input_admits_the_longest_value_its_form_admits(name: str) -> None:
    longest, pair = LONGEST[name]
    view, form = PAIRS[pair]
    base = {
        "delegate": DELEGATE
        | {"nit": "1020304050", "login": None, "document_type": "PT", "document_number": "1234567"},
        "request": REQUEST,
        "return": {},
    }[pair]

    assert read(form, submitted(base | {name: longest}))
    assert inputs(view_json(view))[name]["element"]["max_length"] >= len(longest)


@pytest.mark.parametrize("environment", Environment)
def test_the_key_form_admits_the_longest_secret(environment: Environment) -> None:
    view = inputs(view_json(entry_form(samples.official(), samples.request())))
    secret = f"production_{KeyField.CLIENT_SECRET}"

    assert read_key_entries(submitted(WITHOUT_DEVELOPMENT | {secret: "x" * 64}), TODAY)
    assert view[block_id(environment, KeyField.CLIENT_SECRET)]["element"]["max_length"] >= 64
    assert view[block_id(environment, KeyField.CLIENT_ID)]["element"]["max_length"] >= 36


def test_what_was_stored_fits_in_the_inputs_it_is_shown_in_again() -> None:
    typed = dataclasses.replace(
        samples.USUAL,
        supplier="X" * 200,
        software="X" * 200,
        lead="X" * 100,
        responsible="X" * 100,
        phone="+576013305043;ext=123456",
    )
    returned = samples.request(RequestStatus.RETURNED, typed=typed)
    view = request_form(samples.delegate(), returned.provider, returned.kind, returned)
    for name, block in inputs(view_json(view)).items():
        _fits(name, block["element"])


@pytest.mark.parametrize("document", ["1020304050", "X" * 20])
def test_what_was_registered_fits_in_the_inputs_it_is_shown_in_again(document: str) -> None:
    typed = dataclasses.replace(samples.USUAL, document=document)
    view = view_json(delegate_form(samples.delegate(PersonStatus.REJECTED, typed)))
    for name in ("nit", "document_number"):
        _fits(name, inputs(view)[name]["element"])


def _fits(name: str, element: Json) -> None:
    if "max_length" in element:
        assert len(element["initial_value"]) <= element["max_length"], name


@pytest.mark.parametrize("form", [delegate_form, official_form])
def test_the_document_types_offered_are_all_understood(form: Callable[[], View]) -> None:
    select = inputs(view_json(form()))["document_type"]["element"]
    for option in select["options"]:
        answers = DELEGATE | {"document_type": option["value"], "document_number": None}
        with pytest.raises(FieldError) as refused:
            read(DelegateRegistrationForm, submitted(answers))
        assert list(refused.value.sentences) == ["document_number"]
