"""A bot that is killed at the worst moment: what was stored is told, once."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.demo.deployment import Demo
from storage.db import open_engine, sessions_of
from storage.enums import IntentKind, IntentStatus, RequestStatus
from storage.models import Intent, KeyRequest
from tests.flows.conftest import Town
from tests.flows.people import fill_request, find_card, settle_in


@pytest.fixture
def demo() -> Iterator[Demo]:
    with Demo() as running:
        yield running


def town_of(demo: Demo) -> Town:
    # The bot is a process of its own here: there is no office to reach into.
    return Town(demo.slack, demo.cast, office=None, sessions=None)  # type: ignore[arg-type]


def cards(demo: Demo) -> list[str]:
    messages = demo.cast.camila.messages(demo.cast.officials_channel)
    return [message.text for message in messages if "Inscripción Token" in message.text]


def submit_while_held(demo: Demo, *, stored: bool) -> None:
    """Send a request, and kill the bot while it waits for Slack's answer to the card."""
    settle_in(town_of(demo))
    laura = demo.cast.laura
    laura.command("/llaves solicitar")
    fill_request(laura)
    held = demo.slack.faults.hold("chat.postMessage", stored=stored)
    assert not laura.submit().errors
    assert held.reached.wait(10), "the card was never posted"
    demo.kill_bot()
    held.release()


@pytest.mark.parametrize("stored", [False, True], ids=["before-slack-stored-it", "after-slack-stored-it"])
def test_a_bot_killed_between_commit_and_card_posts_the_card_once_after_restart(
    demo: Demo, *, stored: bool
) -> None:
    submit_while_held(demo, stored=stored)
    assert len(cards(demo)) == int(stored)
    demo.start_bot()
    card = find_card(demo.cast.camila, demo.cast.officials_channel, "Inscripción Token", "Pendiente")
    with open_engine(demo.database_url) as engine:
        sessions = sessions_of(engine)

        def settled() -> bool:
            with sessions() as session:
                found = session.scalar(select(Intent).where(Intent.kind == IntentKind.REQUEST_CARD))
                return found is not None and found.status is IntentStatus.SENT

        wait_until(settled)
        with sessions() as session:
            assert session.scalars(select(KeyRequest)).one().status is RequestStatus.PENDING
    assert len(cards(demo)) == 1
    demo.cast.camila.press("Devolver", in_=card)  # the card that stayed works
    assert demo.cast.camila.modal


def wait_until(happened: object, seconds: float = 15) -> None:
    """Look at the database until something holds: it tells nobody when it changes."""
    assert callable(happened)
    tick = threading.Event()
    for _ in range(int(seconds * 20)):
        if happened():
            return
        tick.wait(0.05)
    raise AssertionError("it never happened")
