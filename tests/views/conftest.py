"""The gallery, built once for each set of typed texts: building costs far more than looking."""

import pytest

from tests.views.gallery import Gallery
from tests.views.samples import USUAL


@pytest.fixture(scope="session")
def usual() -> Gallery:
    """Everything that is shown, with the usual texts."""
    return Gallery.of(USUAL)
