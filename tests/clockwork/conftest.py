import pytest

from bot.services.desk import Desk
from storage.crypto import KeyRing
from storage.db import Sessions
from tests.clock import Clock


@pytest.fixture
def desk(sessions: Sessions, clock: Clock) -> Desk:
    return Desk(sessions, KeyRing([bytes(range(32))]), {}, clock.now)
