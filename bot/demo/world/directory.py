"""People and channels of the workspace, and who may see which."""

from bot.demo.world.ids import Ids
from bot.demo.world.records import ChannelRecord, Json, UserRecord
from bot.demo.world.refusal import Refusal

SCOPE_PREFIX = {"public": "channels", "private": "groups", "im": "im"}


class Directory:
    """Who is here. The app's own bot user is a member like any other."""

    def __init__(self, ids: Ids, bot_name: str) -> None:
        self.ids = ids
        self.team_id = ids.mint("T")
        self.app_id = ids.mint("A")
        self.bot_id = ids.mint("B")
        self.domain = "demo-local"
        self.bot = UserRecord(ids.mint("U"), self.team_id, bot_name, is_bot=True)
        self.users: dict[str, UserRecord] = {self.bot.id: self.bot}
        self.channels: dict[str, ChannelRecord] = {}

    def user(self, user_id: str) -> UserRecord:
        """The account with this id, or `user_not_found`."""
        if user_id not in self.users:
            raise Refusal("user_not_found")
        return self.users[user_id]

    def name_of(self, any_id: str) -> str:
        """What a person reads for a user or channel id; the id itself when unknown."""
        if any_id in self.users:
            return self.users[any_id].name
        if any_id in self.channels:
            return self.channels[any_id].name
        return any_id

    def reachable(self, user_id: str) -> UserRecord:
        """A person the app may write to directly."""
        user = self.user(user_id)
        if user.is_bot:
            raise Refusal("cannot_dm_bot")
        if user.deleted:
            raise Refusal("user_disabled")
        if user.is_stranger:
            raise Refusal("user_not_visible")
        return user

    def dm_with(self, user_id: str) -> ChannelRecord:
        """The app's direct conversation with this person, opened if needed."""
        for channel in self.channels.values():
            if channel.user_id == user_id:
                return channel
        channel = ChannelRecord(
            self.ids.mint("D"), "directmessage", "im", {user_id, self.bot.id}, user_id=user_id
        )
        self.channels[channel.id] = channel
        return channel

    def notes_of(self, user_id: str) -> ChannelRecord:
        """A person's conversation with themselves, opened if needed."""
        for channel in self.channels.values():
            if channel.kind == "notes" and user_id in channel.members:
                return channel
        channel = ChannelRecord(self.ids.mint("D"), "directmessage", "notes", {user_id})
        self.channels[channel.id] = channel
        return channel

    def bucket_of(self, channel: object) -> str | None:
        """What posts to this `channel` argument are counted under: a person and their DM are one."""
        for known in self.channels.values():
            if known.user_id is not None and channel in {known.id, known.user_id}:
                return known.user_id
        return str(channel) if channel else None

    def visible_channel(self, channel_id: str) -> ChannelRecord:
        """A channel the app may know about: a private one only as a member (`channel_not_found`)."""
        channel = self.channels.get(channel_id)
        if channel is None or (channel.kind != "public" and self.bot.id not in channel.members):
            raise Refusal("channel_not_found")
        return channel

    def joined_channel(self, channel_id: str) -> ChannelRecord:
        """A channel the app is a member of (`not_in_channel`)."""
        channel = self.visible_channel(channel_id)
        if self.bot.id not in channel.members:
            raise Refusal("not_in_channel")
        return channel

    def user_json(self, user: UserRecord, *, with_email: bool) -> Json:
        """The `user` object of `users.info`."""
        profile: Json = {
            "real_name": user.name,
            "display_name": user.handle,
            "team": user.team_id,
        }
        if with_email and user.email:
            profile["email"] = user.email
        return {
            "id": user.id,
            "team_id": user.team_id,
            "name": user.handle,
            "real_name": user.name,
            "deleted": user.deleted,
            "tz": "America/Bogota",
            "tz_offset": -18_000,
            "profile": profile,
            "is_admin": False,
            "is_owner": False,
            "is_restricted": user.is_restricted,
            "is_ultra_restricted": False,
            "is_bot": user.is_bot,
            "is_stranger": user.is_stranger,
            "is_app_user": False,
        }

    def channel_json(self, channel: ChannelRecord) -> Json:
        """The `channel` object of `conversations.info`."""
        base: Json = {
            "id": channel.id,
            "is_channel": channel.kind == "public",
            "is_group": channel.kind == "private",
            "is_im": channel.kind == "im",
            "is_mpim": False,
            "is_private": channel.kind != "public",
            "is_archived": channel.archived,
            "is_ext_shared": any(self.users[member].team_id != self.team_id for member in channel.members),
            "context_team_id": self.team_id,
        }
        if channel.kind == "im":
            return base | {"user": channel.user_id, "is_open": True}
        return base | {
            "name": channel.name,
            "name_normalized": channel.name,
            "is_member": self.bot.id in channel.members,
        }
