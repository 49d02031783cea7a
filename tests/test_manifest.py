"""manifest.yml is what Slack accepts, and asks for no more than the app needs."""

from pathlib import Path
from typing import Annotated, Any

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.doctor import REQUIRED_SCOPES
from bot.ids import COMMAND, MENU_SHORTCUT, Word

MANIFEST = Path(__file__).parents[1] / "manifest.yml"


class _Part(BaseModel):
    """Slack refuses a manifest with a key it does not know, and so does this."""

    model_config = ConfigDict(extra="forbid", strict=True)


class _Metadata(_Part):
    major_version: Annotated[int, Field(ge=1, le=2)]
    minor_version: Annotated[int, Field(ge=0)]


class _Display(_Part):
    name: Annotated[str, Field(min_length=1, max_length=35)]
    description: Annotated[str, Field(min_length=1, max_length=140)]
    long_description: Annotated[str, Field(min_length=175, max_length=4000)]
    background_color: Annotated[str, Field(pattern="^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")]


class _Home(_Part):
    home_tab_enabled: bool
    messages_tab_enabled: bool
    messages_tab_read_only_enabled: bool


class _BotUser(_Part):
    display_name: Annotated[str, Field(min_length=1, max_length=80)]
    always_online: bool


class _Command(_Part):
    """Without `url`: in Socket Mode Slack has no address to call."""

    command: Annotated[str, Field(pattern="^/[a-z0-9_-]+$", max_length=32)]
    description: Annotated[str, Field(min_length=1, max_length=2000)]
    usage_hint: Annotated[str, Field(min_length=1, max_length=1000)]
    should_escape: bool


class _Shortcut(_Part):
    name: Annotated[str, Field(min_length=1, max_length=24)]
    type: Annotated[str, Field(pattern="^(global|message)$")]
    callback_id: Annotated[str, Field(min_length=1, max_length=255)]
    description: Annotated[str, Field(min_length=1, max_length=150)]


class _Features(_Part):
    app_home: _Home
    bot_user: _BotUser
    slash_commands: Annotated[list[_Command], Field(min_length=1, max_length=50)]
    shortcuts: Annotated[list[_Shortcut], Field(min_length=1, max_length=10)]


class _Scopes(_Part):
    bot: Annotated[list[str], Field(max_length=255)]


class _OAuth(_Part):
    scopes: _Scopes


class _Interactivity(_Part):
    """Without `request_url`, for the same reason."""

    is_enabled: bool


class _Events(_Part):
    """Without `request_url`, likewise."""

    bot_events: Annotated[list[str], Field(min_length=1, max_length=100)]


class _Settings(_Part):
    event_subscriptions: _Events
    interactivity: _Interactivity
    org_deploy_enabled: bool
    socket_mode_enabled: bool
    token_rotation_enabled: bool


class _Manifest(_Part):
    metadata: Annotated[_Metadata, Field(alias="_metadata")]
    display_information: _Display
    features: _Features
    oauth_config: _OAuth
    settings: _Settings


def _written() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def manifest() -> _Manifest:
    return _Manifest.model_validate(_written())


def test_it_has_nothing_that_slack_would_refuse(manifest: _Manifest) -> None:
    assert manifest.metadata.major_version == 2


def test_it_asks_for_the_scopes_the_doctor_looks_for_each_once_and_no_others(manifest: _Manifest) -> None:
    assert sorted(manifest.oauth_config.scopes.bot) == sorted(REQUIRED_SCOPES)


def test_it_works_without_a_public_address(manifest: _Manifest) -> None:
    assert manifest.settings.socket_mode_enabled
    assert manifest.settings.interactivity.is_enabled


def test_its_one_command_is_ours_and_its_hint_names_every_word(manifest: _Manifest) -> None:
    (command,) = manifest.features.slash_commands
    assert command.command == COMMAND
    assert command.usage_hint == f"[{' | '.join(Word)}]"


def test_its_one_shortcut_opens_the_menu(manifest: _Manifest) -> None:
    (shortcut,) = manifest.features.shortcuts
    assert (shortcut.type, shortcut.callback_id) == ("global", MENU_SHORTCUT)


def test_the_home_tab_is_on_and_the_app_hears_when_it_is_opened(manifest: _Manifest) -> None:
    assert manifest.features.app_home.home_tab_enabled
    assert "app_home_opened" in manifest.settings.event_subscriptions.bot_events


def test_people_may_read_the_bots_messages_and_need_not_answer_them(manifest: _Manifest) -> None:
    assert manifest.features.app_home.messages_tab_enabled
    assert manifest.features.app_home.messages_tab_read_only_enabled


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("display_information", "name"), "L" * 36),
        (("display_information", "description"), "d" * 141),
        (("display_information", "long_description"), "d" * 174),
        (("display_information", "background_color"), "azul"),
        (("features", "bot_user", "display_name"), ""),
        (("features", "slash_commands", 0, "url"), "https://example.org/slack/events"),
        (("settings", "interactivity", "request_url"), "https://example.org/slack/events"),
        (("settings", "socket_mode"), True),
        (("settings", "socket_mode_enabled"), "true"),
    ],
)
def test_this_check_would_notice_a_mistake(path: tuple[str | int, ...], wrong: object) -> None:
    written = _written()
    part: Any = written
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = wrong
    with pytest.raises(ValidationError, match=str(path[-1])):
        _Manifest.model_validate(written)
