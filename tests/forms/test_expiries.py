import pytest

from bot.forms.expiries import ExpiriesState


@pytest.mark.parametrize("bucket", [None, 0, 6])
def test_what_the_modal_carries_comes_back(bucket: int | None) -> None:
    state = ExpiriesState().in_bucket(bucket).on_page(3)
    assert ExpiriesState.parse(state.build()) == state


@pytest.mark.parametrize(("bucket", "known"), [(-1, 0), (99, 6)])
def test_a_figure_of_another_version_is_the_nearest_there_is(bucket: int, known: int) -> None:
    assert ExpiriesState.parse(f'{{"bucket": {bucket}, "page": 1}}').bucket == known
    assert ExpiriesState().in_bucket(bucket).bucket == known


def test_another_figure_is_shown_from_its_first_page() -> None:
    assert ExpiriesState(page=4).in_bucket(2) == ExpiriesState(bucket=2, page=1)
