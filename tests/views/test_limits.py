"""Every view in every state, judged by the local workspace and, independently, by slackblocks."""

import copy
import dataclasses

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from slackblocks import LengthError

from bot.demo.strict.payloads import check_message, check_view
from tests.views.gallery import Gallery
from tests.views.reading import mrkdwn, objects
from tests.views.samples import USUAL, Typed
from tests.views.second_opinion import in_its_writing, rebuilt_message, rebuilt_view

INJECTION = "<!channel> <@U0OTHER> <https://example.org|pulse> @channel @here *_~`"
HARD = {
    "usual": USUAL,
    "longest": Typed.longest("W"),
    "longest, every letter escaped": Typed.longest("&"),
    "longest, astral": Typed.longest("🏥"),
    "longest, mixed": Typed.longest("<"),
    "injection": Typed(**dict.fromkeys(dataclasses.asdict(USUAL), INJECTION)),
    "blank": Typed(**dict.fromkeys(dataclasses.asdict(USUAL), "")),
    "free mail": dataclasses.replace(USUAL, email="ana@gmail.com"),
}


@pytest.fixture(scope="module", params=HARD.values(), ids=list(HARD))
def gallery(request: pytest.FixtureRequest) -> Gallery:
    """Everything, with texts that try a limit, an escape or a gap."""
    return Gallery.of(request.param)


def test_the_local_workspace_takes_every_view(gallery: Gallery) -> None:
    refused = {name: check_view(view) for name, view in gallery.views.items()}
    assert {name: problems for name, problems in refused.items() if problems} == {}


def test_the_local_workspace_takes_every_message_posted_for_the_first_time(gallery: Gallery) -> None:
    refused = {name: check_message(message) for name, message in gallery.messages.items()}
    assert {name: problems for name, problems in refused.items() if problems} == {}


def test_the_local_workspace_takes_every_card_redrawn(gallery: Gallery) -> None:
    refused = {name: check_message(card, update=True) for name, card in gallery.channel_messages.items()}
    assert {name: problems for name, problems in refused.items() if problems} == {}


def test_slackblocks_builds_every_view_alike(gallery: Gallery) -> None:
    for name, view in gallery.views.items():
        ours = in_its_writing(view)
        assert rebuilt_view(ours) == ours, name


def test_slackblocks_builds_every_message_alike(gallery: Gallery) -> None:
    for name, message in gallery.messages.items():
        ours = in_its_writing(message)
        assert rebuilt_message(ours) == ours, name


def test_nobody_is_mentioned_or_linked_to_by_what_was_typed() -> None:
    for name, payload in Gallery.of(HARD["injection"]).everything.items():
        for text in mrkdwn(payload):
            assert "<!" not in text, name
            assert "<@U0OTHER>" not in text, name
            assert "<https://example.org" not in text, name


def test_slack_turns_no_address_or_name_into_a_link_by_itself(usual: Gallery) -> None:
    for name, payload in usual.everything.items():
        texts = [each for each in objects(payload) if each.get("type") == "mrkdwn"]
        assert texts, name
        assert all(each.get("verbatim") is True for each in texts), name


TEXTS = st.text(max_size=40)


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.builds(
        Typed,
        name=st.text(min_size=1, max_size=300),
        sede=st.text(max_size=300),
        municipality=st.text(max_size=100),
        department=st.text(max_size=100),
        login=TEXTS,
        document=st.text(max_size=20),
        supplier=st.text(max_size=200),
        software=st.text(max_size=200),
        lead=st.text(max_size=200),
        email=st.text(max_size=254),
        phone=TEXTS,
        responsible=st.text(max_size=200),
        reason=st.text(min_size=1, max_size=1000),
    )
)
@example(Typed.longest(">"))
def test_no_text_breaks_a_limit_or_a_validator(typed: Typed) -> None:
    gallery = Gallery.of(typed)
    for name, view in gallery.views.items():
        assert not check_view(view), name
    for name, message in gallery.messages.items():
        assert not check_message(message), name


def test_the_second_opinion_refuses_a_title_that_is_too_long(usual: Gallery) -> None:
    view = copy.deepcopy(usual.views["official form"])
    view["title"]["text"] = "R" * 25

    with pytest.raises(LengthError):
        rebuilt_view(in_its_writing(view))
