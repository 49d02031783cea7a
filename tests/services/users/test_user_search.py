import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.users.user_search import terms_of
from storage.enums import PersonStatus, Role
from storage.user_list import Term


def _named(*words: str) -> Term:
    return Term(words=frozenset(words))


def _role(role: Role) -> Term:
    return Term(roles=frozenset({role}))


def _status(status: PersonStatus) -> Term:
    return Term(statuses=frozenset({status}))


@pytest.mark.parametrize("text", ["", "   ", "de", "cc"])
def test_nothing_typed_searches_for_nothing(text: str) -> None:
    assert terms_of(text) == []


@pytest.mark.parametrize(
    "text", ["901000202", "901000202-1", "901.000.202-1", "901 000 202 - 1", "901,000,202", " 901000202–1 "]
)
def test_a_nit_is_found_however_it_is_written(text: str) -> None:
    assert terms_of(text) == [_named("901000202")]


def test_a_nit_with_its_dv_and_no_hyphen_is_tried_both_ways() -> None:
    assert terms_of("9010002021") == [_named("9010002021", "901000202")]


@pytest.mark.parametrize("text", ["CC 1020304051", "1020304051", "1.020.304.051"])
def test_a_document_is_found_with_its_type_or_with_dots(text: str) -> None:
    assert terms_of(text) == [_named("1020304051")]


@pytest.mark.parametrize("text", ["adminhceips901000202", "ADMINHCEIPS901000202"])
def test_a_login_is_found_in_either_case(text: str) -> None:
    assert terms_of(text) == [_named("ADMINHCEIPS901000202")]


@pytest.mark.parametrize("text", ["<@U0LAURA>", "<@U0LAURA|laura.restrepo>", "U0LAURA", "u0laura"])
def test_a_mention_or_a_slack_id_is_a_user(text: str) -> None:
    assert terms_of(text) == [_named("U0LAURA")]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("delegado", [_role(Role.DELEGATE)]),
        ("Delegado Administrativo", [_role(Role.DELEGATE)] * 2),
        ("otro usuario", [_role(Role.OFFICIAL)] * 2),
        ("funcionario", [_role(Role.OFFICIAL)]),
        ("GERENTE", [_role(Role.MANAGER)]),
        ("Pendiente de aprobación", [_status(PersonStatus.PENDING)] * 2),
        ("pendiente de aprobacion", [_status(PersonStatus.PENDING)] * 2),
        ("susp", [_status(PersonStatus.SUSPENDED)]),
        ("activo", [_status(PersonStatus.ACTIVE)]),
        ("rechazado", [_status(PersonStatus.REJECTED)]),
    ],
)
def test_roles_and_states_are_known_by_the_words_people_read(text: str, terms: list[Term]) -> None:
    assert terms_of(text) == terms


def test_several_words_are_several_terms() -> None:
    assert terms_of("delegado suspendido 901.000.202-1") == [
        _role(Role.DELEGATE),
        _status(PersonStatus.SUSPENDED),
        _named("901000202"),
    ]


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_list_of_terms(text: str) -> None:
    for term in terms_of(text):
        assert bool(term.words) != bool(term.roles or term.statuses)
