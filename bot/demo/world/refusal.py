"""How the local Slack says no."""

from typing import Any


class Refusal(Exception):  # noqa: N818 - Slack answers with a refusal, not with a failure of ours
    """A Web API method answers `ok: false`.

    Args:
        code: Slack's error code, such as `channel_not_found`.
        messages: details for `response_metadata.messages`.
        more: other fields of the answer, such as `needed` and `provided`.
    """

    def __init__(self, code: str, messages: list[str] | None = None, **more: Any) -> None:  # noqa: ANN401 - JSON
        super().__init__(code)
        self.code = code
        self.messages = messages or []
        self.more = more

    def answer(self) -> dict[str, Any]:
        """The JSON body Slack would send."""
        body: dict[str, Any] = {"ok": False, "error": self.code, **self.more}
        if self.messages:
            body["response_metadata"] = {"messages": self.messages}
        return body


class AppFault(AssertionError):  # noqa: N818 - it is the app's fault, not an error of ours
    """The app did something that Slack would refuse, so the person sees an error."""


class OperationTimeout(Exception):  # noqa: N818 - Slack's own name for it
    """The app did not answer in time; the person sees Slack's `operation_timeout`."""


class DispatchFailed(OperationTimeout):
    """No connection of the app is open, or its request URL refused the payload."""
