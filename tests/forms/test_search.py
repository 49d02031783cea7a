"""What a Listado de Tokens carries with it, and how a search changes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.forms.search import LONGEST_SEARCH, ListState, TokenList, read_search
from tests.forms.submission import submitted

LISTS = st.sampled_from(TokenList)


@given(st.builds(ListState, which=LISTS, page=st.integers(1, 10_000)), st.text(max_size=200))
def test_what_a_list_carries_is_read_as_it_was_and_fits_in_slacks_space(state: ListState, typed: str) -> None:
    searched = state.searching(typed)
    assert ListState.parse(searched.build()) == searched
    assert len(searched.build()) < 200
    assert len(searched.search) <= LONGEST_SEARCH


def test_a_search_goes_back_to_the_first_page_of_the_same_list() -> None:
    state = ListState(which=TokenList.UPDATE, search="clinica", page=7)
    assert state.searching("E.S.E. Hospital") == ListState(
        which=TokenList.UPDATE, search="ese hospital", page=1
    )


def test_another_page_keeps_the_search() -> None:
    state = ListState(which=TokenList.ASSIGN, search="clinica", page=1)
    assert state.on_page(2) == ListState(which=TokenList.ASSIGN, search="clinica", page=2)


def test_a_search_carried_along_and_searched_for_again_is_the_same_search() -> None:
    state = ListState(which=TokenList.ASSIGN).searching("890.906.347-1")
    assert state.search == "890906347"
    assert state.searching(state.search) == state


@pytest.mark.parametrize(("answer", "typed"), [("Clínica", "Clínica"), (None, ""), ("  ", "")])
def test_an_empty_search_box_shows_everything(answer: str | None, typed: str) -> None:
    assert read_search(submitted({"search": answer})) == typed


@pytest.mark.parametrize(
    ("typed", "searched"),
    [("9010001014", "901000101"), ("1020304050", "1020304050"), ("9010001015", "9010001015")],
)
def test_ten_figures_that_end_in_the_dv_of_an_organisation_are_its_nit(typed: str, searched: str) -> None:
    assert ListState(which=TokenList.ASSIGN).searching(typed).search == searched
