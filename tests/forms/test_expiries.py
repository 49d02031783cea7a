import pytest

from bot.forms.expiries import ExpiriesState


@pytest.mark.parametrize("bucket", [None, 0, 6])
def test_what_the_modal_carries_comes_back(bucket: int | None) -> None:
    state = ExpiriesState().in_bucket(bucket).on_page(3)
    assert ExpiriesState.parse(state.build()) == state


def test_another_figure_is_shown_from_its_first_page() -> None:
    assert ExpiriesState(page=4).in_bucket(2) == ExpiriesState(bucket=2, page=1)
