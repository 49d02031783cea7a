"""Ingreso de APIKey y APISuscripción (§6.4.2.1): what it takes, and that a refusal never repeats a secret."""

import traceback
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import FieldError
from bot.forms.key_entry import ALL_OPTIONAL, EntryTarget, _EnvironmentForm, read_key_entries
from bot.forms.reading import MISSING, check
from bot.forms.search import ListState, TokenList
from bot.rules.fields.credentials import KeyEntry
from storage.enums import Environment
from tests.forms.submission import DEVELOPMENT, EXPIRY, NEEDED, WITHOUT_DEVELOPMENT, submitted
from tests.views.samples import GUIDS, SECRETS

TODAY = date(2026, 1, 14)


def _read(**changes: Any) -> list[KeyEntry]:
    return read_key_entries(submitted(WITHOUT_DEVELOPMENT | changes), TODAY)


def _sentences(**changes: Any) -> dict[str, str]:
    with pytest.raises(FieldError) as refused:
        _read(**changes)
    return refused.value.sentences


def _entry(environment: Environment) -> KeyEntry:
    return KeyEntry(environment, GUIDS[environment], SECRETS[environment], date(2027, 1, 14))


def test_the_three_environments_are_read() -> None:
    assert _read(**DEVELOPMENT) == [_entry(environment) for environment in Environment]


def test_desarrollo_left_empty_is_left_out() -> None:
    assert _read() == [_entry(Environment.PRODUCTION), _entry(Environment.PREPRODUCTION)]


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_desarrollo_with_nothing_but_blanks_is_left_out(blank: str | None) -> None:
    changes = {"development_client_id": blank, "development_client_secret": blank}
    assert [entry.environment for entry in _read(**changes)] == [
        Environment.PRODUCTION,
        Environment.PREPRODUCTION,
    ]


@pytest.mark.parametrize("filled", DEVELOPMENT)
def test_desarrollo_begun_is_asked_for_whole(filled: str) -> None:
    assert _sentences(**{filled: DEVELOPMENT[filled]}) == dict.fromkeys(
        DEVELOPMENT.keys() - {filled}, MISSING
    )


@pytest.mark.parametrize("block_id", NEEDED)
def test_a_value_of_the_other_two_is_needed(block_id: str) -> None:
    assert _sentences(**{block_id: None}) == {block_id: MISSING}


def test_a_form_sent_empty_asks_for_both_and_not_for_desarrollo() -> None:
    assert _sentences(**dict.fromkeys(NEEDED)) == dict.fromkeys(NEEDED, MISSING)


def test_what_pasting_adds_is_taken_away() -> None:
    production, _ = _read(
        production_client_id=f" {GUIDS[Environment.PRODUCTION].upper()}\n",
        production_client_secret=f"\u200b{SECRETS[Environment.PRODUCTION]} ",
    )
    assert production == _entry(Environment.PRODUCTION)


@pytest.mark.parametrize(
    ("field", "answer", "sentence"),
    [
        ("client_id", "0a0a0a0a-1111-4222-8333-00000000000", "Copie el ClientID completo"),
        ("client_id", "ABC_123", "Copie el ClientID completo"),
        ("client_id", "Inv8Q~another.secret_in-the-wrong-field1", "Este valor parece el ClientSecret"),
        ("client_secret", "0d0d0d0d-1111-4222-8333-000000000009", "(Secret ID), no el secreto"),
        ("client_secret", "XYZ-789", "tiene de 16 a 64 caracteres"),
        ("client_secret", "x" * 65, "tiene de 16 a 64 caracteres"),
        ("client_secret", "Inv8Q~*************************", "Entra ya ocultó este valor"),
        ("client_secret", "Inv8Q~with a blank inside of it", "no lleva espacios"),
        ("client_secret", "Inv8Q~contraseña-con-eñe-adentro", "no lleva tildes"),
        ("expires_on", "2026-01-13", "debe ser posterior a hoy"),
        ("expires_on", "2026-01-14", "debe ser posterior a hoy"),
        ("expires_on", "2028-01-15", "no puede pasar de 24 meses"),
        ("expires_on", "14/01/2027", "Revise este campo: el valor no es válido."),
    ],
)
@pytest.mark.parametrize("environment", Environment)
def test_a_wrong_value_gets_one_sentence_under_its_own_field(
    environment: Environment, field: str, answer: str, sentence: str
) -> None:
    block_id = f"{environment.value}_{field}"
    found = _sentences(**(DEVELOPMENT | {block_id: answer}))
    assert list(found) == [block_id]
    assert sentence in found[block_id]


@pytest.mark.parametrize("day", ["2026-01-15", "2028-01-14"])
def test_an_expiry_may_be_tomorrow_or_in_24_months(day: str) -> None:
    assert _read(production_expires_on=day)[0].expires_on == date.fromisoformat(day)


def test_a_swapped_pair_is_told_under_both_fields() -> None:
    found = _sentences(
        production_client_id=SECRETS[Environment.PRODUCTION],
        production_client_secret=GUIDS[Environment.PRODUCTION],
    )
    assert found == dict.fromkeys(
        ["production_client_id", "production_client_secret"],
        "ClientID y ClientSecret parecen intercambiados: ponga cada uno en su campo.",
    )


@pytest.mark.parametrize(("field", "label"), [("client_id", "ClientID"), ("client_secret", "ClientSecret")])
def test_the_same_value_in_two_environments_is_told_under_both(field: str, label: str) -> None:
    found = _sentences(**{f"preproduction_{field}": NEEDED[f"production_{field}"]})
    assert found == {
        f"production_{field}": f"Es el mismo {label} de preproducción. Cada ambiente tiene el suyo: corríjalo.",
        f"preproduction_{field}": f"Es el mismo {label} de producción. Cada ambiente tiene el suyo: corríjalo.",
    }


def test_a_secret_of_desarrollo_may_not_be_that_of_production() -> None:
    secret = SECRETS[Environment.PRODUCTION]
    assert _sentences(**(DEVELOPMENT | {"development_client_secret": secret})).keys() == {
        "production_client_secret",
        "development_client_secret",
    }


def test_a_repetition_is_found_while_another_field_is_wrong_too() -> None:
    found = _sentences(
        preproduction_client_secret=SECRETS[Environment.PRODUCTION], production_expires_on="2020-01-01"
    )
    assert found.keys() == {
        "production_client_secret",
        "preproduction_client_secret",
        "production_expires_on",
    }


def test_an_entry_does_not_show_its_secret_when_it_is_logged() -> None:
    assert SECRETS[Environment.PRODUCTION] not in repr(_read())


def test_neither_does_the_form_of_one_environment() -> None:
    values = {"client_id": GUIDS[Environment.PRODUCTION], "client_secret": SECRETS[Environment.PRODUCTION]}
    form = check(_EnvironmentForm, values | {"expires_on": EXPIRY}, today=TODAY)
    assert SECRETS[Environment.PRODUCTION] not in repr(form)


SECRET_FIELDS = [block_id for block_id in WITHOUT_DEVELOPMENT if not block_id.endswith("_expires_on")]
MARK = "Zq7~"


@given(st.sampled_from(SECRET_FIELDS), st.text(max_size=76).map(MARK.__add__))
@example("production_client_secret", f"{MARK}*************************")
@example("production_client_id", f"{MARK}another.secret_in-the-wrong-field1")
@example("development_client_secret", f"{MARK}onlyThis.oneField_was-filled-in001")
@example("production_client_secret", f"{MARK}two\nlines")
def test_a_refusal_never_repeats_what_was_typed_where_a_secret_goes(block_id: str, typed: str) -> None:
    error = _refusal(**{block_id: typed})
    if error is not None:
        told = str(error) + repr(error.sentences) + "".join(traceback.format_exception(error))
        assert MARK not in told
        assert SECRETS[Environment.PREPRODUCTION] not in told
        assert error.__cause__ is None
        assert error.__context__ is None


def _refusal(**changes: str) -> FieldError | None:
    try:
        _read(**changes)
    except FieldError as error:
        return error
    return None


def test_neither_does_the_refusal_of_a_secret_id_a_swapped_pair_or_a_repeated_secret() -> None:
    typed = "0d0d0d0d-1111-4222-8333-000000000009"
    for changes in (
        {"production_client_secret": typed},
        {"production_client_secret": typed, "production_client_id": SECRETS[Environment.PRODUCTION]},
        {"preproduction_client_secret": SECRETS[Environment.PRODUCTION]},
    ):
        error = _refusal(**changes)
        assert error is not None
        told = repr(error.sentences) + "".join(traceback.format_exception(error))
        for secret in (typed, *SECRETS.values()):
            assert secret not in told


EMPTY = dict.fromkeys(WITHOUT_DEVELOPMENT)


class TestAnUpdate:
    """Actualizar Keys: every environment is optional, one is needed."""

    def _read(self, **changes: Any) -> list[KeyEntry]:
        return read_key_entries(submitted(EMPTY | changes), TODAY, ALL_OPTIONAL)

    def _sentences(self, **changes: Any) -> dict[str, str]:
        with pytest.raises(FieldError) as refused:
            self._read(**changes)
        return refused.value.sentences

    @pytest.mark.parametrize("environment", Environment)
    def test_one_environment_alone_is_read_and_the_others_are_left_out(
        self, environment: Environment
    ) -> None:
        whole = NEEDED | DEVELOPMENT
        typed = {name: text for name, text in whole.items() if name.startswith(f"{environment.value}_")}
        assert self._read(**typed) == [_entry(environment)]

    def test_a_form_sent_empty_asks_for_an_environment_under_its_first_field(self) -> None:
        sentence = "Escriba las llaves nuevas de al menos un ambiente."
        assert self._sentences() == {"production_client_id": sentence}

    @pytest.mark.parametrize("filled", [*NEEDED, *DEVELOPMENT])
    def test_an_environment_begun_is_asked_for_whole(self, filled: str) -> None:
        environment = filled.partition("_")[0]
        others = {name for name in EMPTY if name.startswith(f"{environment}_")} - {filled}
        assert self._sentences(**{filled: (NEEDED | DEVELOPMENT)[filled]}) == dict.fromkeys(others, MISSING)

    def test_two_environments_with_one_secret_are_told_under_both(self) -> None:
        changes = NEEDED | {"preproduction_client_secret": NEEDED["production_client_secret"]}
        assert set(self._sentences(**changes)) == {"production_client_secret", "preproduction_client_secret"}


class TestTarget:
    @pytest.mark.parametrize("below", [None, ListState(which=TokenList.UPDATE, search="clinica", page=3)])
    def test_it_is_read_as_it_was_built(self, below: ListState | None) -> None:
        target = EntryTarget(request_id=12, version=3, below=below)
        assert EntryTarget.parse(target.build()) == target

    def test_the_bare_number_of_an_older_form_is_understood(self) -> None:
        assert EntryTarget.parse("12") == EntryTarget(request_id=12, version=0, below=None)
