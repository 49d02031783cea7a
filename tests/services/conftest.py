import pytest

from storage.db import Sessions
from tests.clock import Clock
from tests.services.office import Office


@pytest.fixture
def office(sessions: Sessions, clock: Clock) -> Office:
    return Office.open(sessions, clock)
