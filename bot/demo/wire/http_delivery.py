"""HTTP mode: the same payloads, signed and POSTed to the app's request URL, or to its Options Load URL."""

import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

from bot.demo.wire.envelope import Envelope
from bot.demo.world.refusal import DispatchFailed, OperationTimeout

_FORM = "application/x-www-form-urlencoded"


class HttpDelivery:
    """Posts to one request URL, as Slack does for every kind of payload.

    Args:
        url: the app's request URL.
        signing_secret: signs each request, version v0.
        options_url: the Options Load URL, where menus ask for options; None when the app has none.
    """

    def __init__(self, url: str, signing_secret: str, options_url: str | None = None) -> None:
        self._url = url
        self.options_url = options_url
        self._secret = signing_secret.encode()
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def deliver(self, envelope: Envelope, copies: int, seconds: float) -> Any:  # noqa: ANN401 - JSON
        """Post and return the answer's content: None when empty, text as `{"text": ...}`, or JSON.

        Raises DispatchFailed for any status but 200, OperationTimeout when it takes too long.
        """
        if copies == 1:
            return self._post(envelope, seconds)
        with ThreadPoolExecutor(copies) as pool:
            answers = [pool.submit(self._post, envelope, seconds) for _ in range(copies)]
        return answers[0].result()

    def answers(self) -> bool:
        """Whether the app answers Slack's URL verification at this address."""
        challenge = {"type": "url_verification", "token": "local", "challenge": "listo"}
        try:
            answer = self._post(Envelope("events_api", "url_verification", challenge), 1.0)
        except OperationTimeout:
            return False
        return answer in ({"challenge": "listo"}, {"text": "listo"})

    def _post(self, envelope: Envelope, seconds: float) -> Any:  # noqa: ANN401 - JSON
        request = self._signed(envelope)
        try:
            with self._opener.open(request, timeout=seconds) as response:
                return _content(response.headers.get_content_type(), response.read().decode())
        except urllib.error.HTTPError as error:
            error.close()
            raise DispatchFailed(f"dispatch_failed: the request URL answered {error.code}") from None
        except TimeoutError:
            raise OperationTimeout("operation_timeout") from None
        except OSError as error:
            if isinstance(getattr(error, "reason", None), TimeoutError):
                raise OperationTimeout("operation_timeout") from None
            raise DispatchFailed(f"dispatch_failed: {error}") from None

    def _signed(self, envelope: Envelope) -> urllib.request.Request:
        body, content_type = _body(envelope)
        timestamp = str(int(time.time()))
        signature = hmac.new(self._secret, f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={signature}",
        }
        if envelope.retry:
            headers |= {"X-Slack-Retry-Num": str(envelope.retry), "X-Slack-Retry-Reason": "http_timeout"}
        url = self.options_url if envelope.kind == "block_suggestion" else self._url
        assert url is not None, "the courier brings no suggestions without an Options Load URL"  # noqa: S101
        return urllib.request.Request(url, body.encode(), headers, method="POST")  # noqa: S310 - loopback


def _body(envelope: Envelope) -> tuple[str, str]:
    if envelope.type == "slash_commands":
        return urlencode(envelope.payload), _FORM
    content = json.dumps(envelope.payload)
    if envelope.type == "interactive":
        return urlencode({"payload": content}), _FORM
    return content, "application/json"


def _content(content_type: str, body: str) -> Any:  # noqa: ANN401 - JSON
    if not body:
        return None
    return json.loads(body) if content_type == "application/json" else {"text": body}
