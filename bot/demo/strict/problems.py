"""The sentences with which a payload is refused, and the error code Slack would send with them."""

from collections.abc import Sequence

_CODES = {
    "no_text": "no_text",
    "msg_too_long": "msg_too_long",
    "view_too_large": "view_too_large",
    "only_one_table_allowed": "invalid_attachments",
}
_CODES_BY_POINTER = {
    "/blocks": "invalid_blocks",
    "/attachments": "invalid_attachments",
    "/metadata": "invalid_metadata_format",
}


def problem(sentence: str, pointer: str) -> str:
    """Word one problem as Slack does in `response_metadata.messages`; `pointer` is a JSON pointer."""
    return f"[ERROR] {sentence} [json-pointer:{pointer}]"


def child(pointer: str, step: str | int) -> str:
    """Return the JSON pointer of a field or an item below `pointer` (RFC 6901)."""
    return f"{pointer}/{str(step).replace('~', '~0').replace('/', '~1')}"


def slack_error(problems: Sequence[str]) -> str:
    """Return the value of "error" in Slack's answer to a payload with these problems (at least one)."""
    words, _, pointer = problems[0].removeprefix("[ERROR] ").rpartition(" [json-pointer:")
    by_pointer = (code for start, code in _CODES_BY_POINTER.items() if pointer.startswith(start))
    return _CODES.get(words) or next(by_pointer, "invalid_arguments")
