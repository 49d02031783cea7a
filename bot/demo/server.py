"""A Slack workspace on this machine: `with Workspace(manifest=Path("manifest.yml")) as slack: ...`."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.demo.accounts import Accounts
from bot.demo.human.hands import ConfirmationNeeded
from bot.demo.human.payloads_sent import PayloadsSent
from bot.demo.human.person import Person
from bot.demo.human.seen import Message, Modal, Reply, Submission
from bot.demo.strict.limits import behaviour
from bot.demo.wire.app_side import app_side
from bot.demo.wire.courier import Courier
from bot.demo.wire.envelope import Delivery
from bot.demo.wire.faults import Faults, Hold
from bot.demo.wire.http_delivery import HttpDelivery
from bot.demo.wire.listener import Listener
from bot.demo.wire.rate_limits import RateLimits
from bot.demo.wire.socket_mode import SocketMode
from bot.demo.wire.tokens import Tokens
from bot.demo.wire.web_api import WebApi
from bot.demo.world.clock import Clock
from bot.demo.world.manifest import Manifest
from bot.demo.world.records import ChannelRecord, Json, UserRecord
from bot.demo.world.refusal import AppFault, DispatchFailed, OperationTimeout
from bot.demo.world.world import World

__all__ = [
    "AppFault",
    "Channel",
    "ConfirmationNeeded",
    "Delivery",
    "DispatchFailed",
    "Hold",
    "Message",
    "Modal",
    "OperationTimeout",
    "Person",
    "Reply",
    "Submission",
    "Workspace",
]


@dataclass(frozen=True)
class Channel:
    """A channel by its id (`C…`) and its name without `#`."""

    id: str
    name: str


class Workspace:
    """The local Slack: a server for the app, and people for whoever drives it.

    Args:
        manifest: the app's manifest; it decides commands, scopes and events.
        port: where to listen on 127.0.0.1; 0 takes a free one.
        ack_seconds: how long the app may take to acknowledge, in real time; Slack's own three unless given.
        clock: monotonic seconds for triggers, limits and response URLs; `let_time_pass` needs the default.
        now: Unix seconds, for message timestamps; `let_time_pass` moves them as well.
    """

    def __init__(
        self,
        manifest: Path,
        *,
        port: int = 0,
        ack_seconds: float | None = None,
        clock: Callable[[], float] | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._clock = clock or Clock()
        jumps = self._clock if isinstance(self._clock, Clock) else None
        self._world = World(
            Manifest.load(manifest), self._clock, lambda: now() + (jumps.passed if jumps else 0.0)
        )
        self._tokens = Tokens()
        self._socket_mode = SocketMode(self._world)
        self.faults = Faults(self._socket_mode.disconnect)
        patience = behaviour().ack_seconds if ack_seconds is None else ack_seconds
        self._courier = Courier(self._world, self._socket_mode, self.faults, patience)
        self._listener = Listener("local-slack", port)
        self._world.address = lambda: self._listener.address("http")
        web_api = WebApi(
            self._world,
            self._tokens,
            RateLimits(self._clock),
            self.faults,
            open_connection=lambda: f"{self._listener.address('ws')}/link/?{self._socket_mode.ticket()}",
            abort=self._listener.abort,
        )
        self._listener.serves(app_side(web_api, self._socket_mode))
        self._payloads = PayloadsSent(self._world, lambda: f"{self._listener.address('http')}/response/")
        self._accounts = Accounts(self._world, self._courier, self._payloads)

    def start(self) -> Self:
        """Begin to serve."""
        self._listener.start()
        return self

    def stop(self) -> None:
        """Stop serving at once; open connections and held calls are cut."""
        self._listener.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def world(self) -> World:
        """The state itself, for whoever draws it; hold its lock while reading."""
        return self._world

    @property
    def api_url(self) -> str:
        """The `base_url` for `WebClient`."""
        return f"{self._listener.address('http')}/api/"

    @property
    def bot_token(self) -> str:
        """The `xoxb-…` token."""
        return self._tokens.bot

    @property
    def app_token(self) -> str:
        """The `xapp-…` token, for Socket Mode."""
        return self._tokens.app

    @property
    def signing_secret(self) -> str:
        """What HTTP deliveries are signed with."""
        return self._tokens.signing_secret

    @property
    def team_id(self) -> str:
        """The team the app is installed in."""
        return self._world.directory.team_id

    @property
    def bot_user_id(self) -> str:
        """The app's own user."""
        return self._world.directory.bot.id

    @property
    def calls(self) -> list[tuple[str, Json]]:
        """(method, arguments) of every call the app made, in order; uses of a response URL as "response_url"."""
        with self._world.changed:
            return list(self._world.calls)

    @property
    def envelopes(self) -> list[Delivery]:
        """What was delivered to the app, in order."""
        return list(self._courier.deliveries)

    def deliver_over_http(self, url: str, *, options_url: str | None = None) -> None:
        """From now on POST signed payloads to this request URL instead of using Socket Mode.

        `options_url` is the Options Load URL that external menus need here. Without it they ask at the request URL
        if the manifest has a `message_menu_options_url`, and nowhere if it has none.
        """
        if options_url is None and self._world.manifest.options_load_url:
            options_url = url
        self._courier.http = HttpDelivery(url, self._tokens.signing_secret, options_url)

    def wait_for_app(self, timeout: float = 20) -> None:
        """Until a Socket Mode connection is open, or the request URL answers Slack's verification.

        Raises TimeoutError after `timeout` seconds.
        """
        http = self._courier.http
        deadline = time.monotonic() + timeout
        with self._world.changed:
            if http is None:
                if not self._world.changed.wait_for(lambda: self._socket_mode.connected, timeout):
                    raise TimeoutError(f"the app opened no Socket Mode connection within {timeout} s")
                return
        while not http.answers():
            if time.monotonic() > deadline:
                raise TimeoutError(f"the app's request URL did not answer within {timeout} s")
            time.sleep(0.05)  # a port that is not open yet tells nobody when it opens

    def let_time_pass(self, seconds: float) -> None:
        """Jump ahead: triggers and response URLs age, limits refill, and new messages are as much later."""
        if not isinstance(self._clock, Clock):
            raise TypeError("this workspace was given a clock of its own")
        self._clock.let_pass(seconds)

    def refuse_blocks(self, *types: str) -> None:
        """From now on know nothing of these types of block, as a workspace that does not have them yet."""
        with self._world.change():
            self._world.refused_blocks.update(types)

    def add_person(
        self,
        name: str,
        *,
        restricted: bool = False,
        stranger: bool = False,
        deleted: bool = False,
        email: str | None = None,
        team_id: str | None = None,
    ) -> Person:
        """Someone new. `restricted`: a guest; `stranger`: of another team, without a shared channel."""
        with self._world.change():
            directory = self._world.directory
            outside = team_id or ("T0OTHERTEAM" if stranger else directory.team_id)
            record = UserRecord(
                self._world.ids.mint("U"),
                outside,
                name,
                email=email,
                is_restricted=restricted,
                is_stranger=stranger,
                deleted=deleted,
            )
            directory.users[record.id] = record
        return Person(self._world, self._courier, self._payloads, record)

    def add_channel(
        self, name: str, *, private: bool = False, members: Sequence[Person] = (), app_is_member: bool = True
    ) -> Channel:
        """A channel with these people, and the app in it unless told otherwise."""
        with self._world.change():
            directory = self._world.directory
            kind = "private" if private else "public"
            record = ChannelRecord(self._world.ids.mint("C"), name, kind, {each.user_id for each in members})
            if app_is_member:
                record.members.add(directory.bot.id)
            directory.channels[record.id] = record
        return Channel(record.id, record.name)

    def archive(self, channel: Channel) -> None:
        """Close a channel to new messages."""
        with self._world.change():
            self._world.directory.channels[channel.id].archived = True

    def invite(self, channel: Channel, *people: Person) -> None:
        """Add people to a channel."""
        with self._world.change():
            self._world.directory.channels[channel.id].members.update(each.user_id for each in people)

    def remove(self, channel: Channel, *people: Person) -> None:
        """Take people out of a channel; without people, the app itself."""
        gone = {each.user_id for each in people} or {self.bot_user_id}
        with self._world.change():
            self._world.directory.channels[channel.id].members.difference_update(gone)

    def deactivate(self, person: Person) -> None:
        """Close a person's account: what they have open closes, and they can do nothing any more."""
        self._accounts.deactivate(person.user_id)

    def reactivate(self, person: Person) -> None:
        """Open a person's account again."""
        self._accounts.reactivate(person.user_id)

    def make_guest(self, person: Person) -> None:
        """Restrict a person's account to that of a guest."""
        self._accounts.make_guest(person.user_id)
