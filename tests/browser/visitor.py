"""One person in front of the page: a browser that nobody else uses, and what went wrong in it."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it ships no types
from playwright.sync_api import ConsoleMessage, Error, Locator, Page, Response, expect

_WORST = ("error", "warning")


@dataclass
class Visitor:
    """Hands on one tab; `complaints` are the errors that the browser told its console, such as a policy broken."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", self._fault)
        self.page.on("response", self._answer)

    def go(self, who: str, at: str) -> None:
        """Be somebody, somewhere; waits for the first drawing after the page has opened."""
        with self.page.expect_response("**/parts?*"):
            self.page.goto(f"/?{urlencode({'as': who, 'at': at})}")

    def follow(self, name: str) -> None:
        """Press a link and wait for the first drawing of the page it leads to: a second press would undo the first."""
        with self.page.expect_response("**/parts?*"), self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=True).click()

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("combobox", name="Comando")

    @property
    def window(self) -> Locator:
        return self.page.locator("#modal[open]")

    @property
    def question(self) -> Locator:
        return self.page.locator("#confirm[open]")

    @property
    def messages(self) -> Locator:
        return self.page.locator("#messages .message")

    def message(self, *words: str) -> Locator:
        """Find the last message that says all these words."""
        found = self.messages
        for each in words:
            found = found.filter(has_text=each)
        return found.last

    def command(self, line: str) -> None:
        """Type a line where one can and send it."""
        self.composer.fill(line)
        self.composer.press("Enter")

    def button(self, name: str) -> Locator:
        """Find a button of the window in front."""
        return self.window.get_by_role("button", name=name, exact=True)

    def field(self, label: str) -> Locator:
        """Find a field of the window in front by its label, which says with a star that it is required."""
        return self.window.get_by_label(re.compile(rf"^{re.escape(label)}( \*)?$"))

    def close_windows(self) -> None:
        """Leave no window open."""
        self.button("Cerrar todo").click()
        expect(self.window).to_have_count(0)

    def overflow(self) -> int:
        """How many pixels the page is wider than the screen."""
        wider: int = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return wider

    def violations(self) -> list[str]:
        """What axe-core finds wrong with the page once it has come to rest: a colour on its way is no colour."""
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        self.page.evaluate("Promise.allSettled(document.getAnimations().map((each) => each.finished))")
        found = Axe().run(self.page).response["violations"]
        return [f"{each['id']}: {[node['target'] for node in each['nodes']]}" for each in found]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in _WORST:
            self.complaints.append(message.text)

    def _fault(self, error: Error) -> None:
        self.complaints.append(error.message)

    def _answer(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status} {response.url}")
