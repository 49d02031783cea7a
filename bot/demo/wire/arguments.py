"""Reading a Web API call: the token and the arguments, from JSON, a form, or the query string."""

import json
from collections.abc import Mapping
from email.parser import BytesParser
from urllib.parse import parse_qsl

from bot.demo.world.records import Json
from bot.demo.world.refusal import Refusal

_STRUCTURED = frozenset({"blocks", "attachments", "view", "metadata", "files"})
_SWITCHES = frozenset(
    {
        "as_user",
        "inclusive",
        "include_all_metadata",
        "include_locale",
        "include_num_members",
        "link_names",
        "mrkdwn",
        "prevent_creation",
        "reply_broadcast",
        "return_im",
        "unfurl_links",
        "unfurl_media",
    }
)


def read_call(headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> tuple[str, Json]:
    """Return (token, arguments); the token is empty when none was sent.

    Raises Refusal: `invalid_json`, `json_not_object`, `invalid_form_data`.
    """
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    arguments: Json = dict(query)
    token = ""
    if kind == "application/json":
        arguments |= _json_object(body)
    else:
        arguments |= _form(kind, headers.get("content-type", ""), body)
        token = str(arguments.pop("token", ""))
    scheme, _, bearer = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        token = bearer.strip()
    return token, {name: _decoded(name, value) for name, value in arguments.items()}


def uploaded(headers: Mapping[str, str], body: bytes) -> bytes:
    """Return the bytes of a file as they were sent to its address: alone, or as the first part of a form."""
    kind = headers.get("content-type", "")
    if not kind.startswith("multipart/form-data"):
        return body
    message = BytesParser().parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    parts = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
    return next((part for part in parts if isinstance(part, bytes)), b"")


def _json_object(body: bytes) -> Json:
    try:
        content = json.loads(body or b"{}")
    except ValueError:
        raise Refusal("invalid_json") from None
    if not isinstance(content, dict):
        raise Refusal("json_not_object")
    return content


def _form(kind: str, content_type: str, body: bytes) -> dict[str, str]:
    if kind == "multipart/form-data":
        message = BytesParser().parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
        if not message.is_multipart():
            raise Refusal("invalid_form_data")
        return {
            str(part.get_param("name", header="content-disposition")): _text(part.get_payload(decode=True))
            for part in message.walk()
            if not part.is_multipart()
        }
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    except UnicodeDecodeError:
        raise Refusal("invalid_form_data") from None


def _text(payload: object) -> str:
    return payload.decode() if isinstance(payload, bytes) else str(payload)


def _decoded(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    if name in _SWITCHES:
        return value.lower() in {"1", "true"}
    if name in _STRUCTURED:
        try:
            return json.loads(value)
        except ValueError:
            code = "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
            raise Refusal(code, [f"[ERROR] not valid JSON [json-pointer:/{name}]"]) from None
    return value
