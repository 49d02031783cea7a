"""A browser's requests, without the browser."""

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.content)


@dataclass(frozen=True)
class Browser:
    """Asks one page server, as the page itself would unless told otherwise."""

    address: str

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        connection = http.client.HTTPConnection(self.host.replace("localhost", "127.0.0.1"), timeout=20)
        try:
            connection.request(method, path, body, {"Host": self.host} | (headers or {}))
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, named, answer.read())
        finally:
            connection.close()

    def get(self, path: str, **query: str) -> Answer:
        return self.ask("GET", f"{path}?{urlencode(query)}" if query else path)

    def post(self, path: str, **body: Any) -> Answer:
        """Post JSON; `who` becomes `as`."""
        told = {"as" if name == "who" else name: value for name, value in body.items()}
        headers = {"Content-Type": "application/json", "Origin": f"http://{self.host}"}
        return self.ask("POST", path, json.dumps(told).encode(), headers)

    def parts(self, who: str, at: str) -> dict[str, str]:
        parts: dict[str, str] = self.get("/parts", **{"as": who, "at": at}).json["parts"]
        return parts
