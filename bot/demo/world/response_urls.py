"""Response URLs: a bearer address to answer one interaction, five times within thirty minutes."""

import secrets
from collections.abc import Callable

from bot.demo.strict.limits import behaviour
from bot.demo.strict.payloads import check_message
from bot.demo.world.messages import Messages
from bot.demo.world.records import Json, MessageRecord, ResponseUrl
from bot.demo.world.refusal import Refusal

_KNOWN = frozenset(
    {
        "text",
        "blocks",
        "attachments",
        "response_type",
        "replace_original",
        "delete_original",
        "thread_ts",
        "metadata",
        "unfurl_links",
        "unfurl_media",
    }
)


class ResponseUrls:
    """Every response URL given out, and what the app does with them."""

    def __init__(self, messages: Messages, clock: Callable[[], float]) -> None:
        self._messages = messages
        self._clock = clock
        self._given: dict[str, ResponseUrl] = {}

    def give(self, user_id: str, channel_id: str, message_ts: str | None = None) -> str:
        """A fresh secret; `message_ts` is the message or ephemeral whose element was used."""
        secret = secrets.token_urlsafe(24)
        self._given[secret] = ResponseUrl(secret, user_id, channel_id, self._clock(), message_ts)
        return secret

    def remember_answer(self, secret: str, message: MessageRecord) -> None:
        """What a command was answered with is the original that may be replaced."""
        self._given[secret].message_ts = message.ts

    def use(self, secret: str, body: Json) -> None:
        """Do what the app posted. Raises Refusal: `used_url`, `expired_url`, `invalid_blocks`..."""
        given = self._given.get(secret)
        if given is None:
            raise Refusal("invalid_url")
        if self._clock() - given.born > behaviour().response_url_seconds:
            raise Refusal("expired_url")
        if given.uses >= behaviour().response_url_uses:
            raise Refusal("used_url")
        self._check(body)
        given.uses += 1
        if body.get("delete_original"):
            self._messages.delete(self._original(given))
        elif body.get("replace_original") and given.message_ts is not None:
            self._messages.update(self._original(given), body)
        else:
            public = body.get("response_type") == "in_channel"
            posted = self._messages.post(given.channel_id, body, only_for=None if public else given.user_id)
            given.message_ts = given.message_ts or posted.ts

    def _original(self, given: ResponseUrl) -> MessageRecord:
        found = self._messages.find_any(given.channel_id, given.message_ts) if given.message_ts else None
        if found is None:
            raise Refusal("message_not_found")
        return found

    @staticmethod
    def _check(body: Json) -> None:
        if unknown := sorted(set(body) - _KNOWN):
            raise Refusal("invalid_payload", [f"[ERROR] unknown field: {name}" for name in unknown])
        if body.get("response_type", "ephemeral") not in {"ephemeral", "in_channel"}:
            raise Refusal("invalid_payload", ["[ERROR] unknown response_type"])
        if body.get("delete_original"):
            if set(body) != {"delete_original"}:
                raise Refusal("invalid_payload", ["[ERROR] delete_original must be alone"])
        elif problems := check_message(body):
            raise Refusal("invalid_payload", problems)
