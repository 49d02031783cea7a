"""Every Web API method the local Slack serves, by name."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.demo.methods import chat, conversations, files, views
from bot.demo.world.records import Json
from bot.demo.world.world import World

Method = Callable[[World, Json], Json]


def auth_test(world: World, _: Json) -> Json:
    """`auth.test`."""
    directory = world.directory
    return {
        "url": f"https://{directory.domain}.slack.com/",
        "team": "Ministerio (local)",
        "user": directory.bot.handle,
        "team_id": directory.team_id,
        "user_id": directory.bot.id,
        "bot_id": directory.bot_id,
        "is_enterprise_install": False,
    }


def users_info(world: World, arguments: Json) -> Json:
    """`users.info`: the e-mail only with `users:read.email`."""
    user = world.directory.user(arguments["user"])
    with_email = "users:read.email" in world.manifest.scopes
    return {"user": world.directory.user_json(user, with_email=with_email)}


def team_info(world: World, _: Json) -> Json:
    """`team.info`."""
    directory = world.directory
    return {"team": {"id": directory.team_id, "name": "Ministerio (local)", "domain": directory.domain}}


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "auth.test": auth_test,
        "chat.delete": chat.delete,
        "chat.getPermalink": chat.get_permalink,
        "chat.postEphemeral": chat.post_ephemeral,
        "chat.postMessage": chat.post_message,
        "chat.update": chat.update,
        "conversations.history": conversations.history,
        "conversations.info": conversations.info,
        "conversations.members": conversations.members,
        "conversations.open": conversations.open_conversation,
        "conversations.replies": conversations.replies,
        "files.completeUploadExternal": files.complete_upload_external,
        "files.getUploadURLExternal": files.get_upload_url_external,
        "files.info": files.info,
        "team.info": team_info,
        "users.info": users_info,
        "views.open": views.open_view,
        "views.publish": views.publish,
        "views.push": views.push,
        "views.update": views.update,
    }
)
"""`apps.connections.open` is not here: it belongs to the wire."""
