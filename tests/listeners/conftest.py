from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from storage.db import sessions_of
from tests.clock import Clock
from tests.delivery.stub import Stub, serving
from tests.listeners.front import Front
from tests.services.office import Office


@pytest.fixture
def front(sqlite_engine: Engine, clock: Clock) -> Iterator[Front]:
    with serving(Stub()) as slack:
        yield Front(slack, Office.open(sessions_of(sqlite_engine), clock))
