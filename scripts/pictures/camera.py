"""Takes the pictures of the page in a browser, without what differs from run to run and without any secret."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Page

from scripts.pictures.browser import browser_path, open_browser
from scripts.pictures.table import PICTURES, Part, Picture, Place

WIDTH = 1100  # pixels
MOST_BYTES = 100_000

_COLOURS = 256  # what text on flat areas needs

# The clock and the times differ at each run; a secret is nobody's to see, even one that opens nothing. Windows grow as
# long as the browser's: a picture cannot be scrolled.
_STYLE = """
    time { visibility: hidden; }
    .clock-now, .pill-ack { display: none; }
    *, *::before, *::after { animation: none !important; transition: none !important; }
    [data-block$="client_secret"] { -webkit-text-security: disc; }
    #modal, #modal .window { max-height: 100dvh; }
    #modal::backdrop { background: #fff; backdrop-filter: none; }
    .sheet { padding: 20px; }
"""
_MASK = """(secrets) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
        for (const secret of secrets) node.data = node.data.replaceAll(secret, "•".repeat(12));
}"""


# A date field follows the language of the machine, which need not be the readers'.
_LOCAL_DATES = """() => {
    for (const input of document.querySelectorAll("input[type=date]")) {
        const written = input.value.split("-").reverse().join("/");
        input.type = "text";
        input.value = written;
        input.placeholder = "dd/mm/aaaa";
    }
}"""


class PictureError(Exception):
    """A picture cannot be taken, or is not what the manual needs; the text says which and why."""


class Camera:
    """Takes each picture once.

    Args:
        page: a tab of its own.
        secrets: the made-up secrets so far; read anew at each picture.

    Attributes:
        taken: the pictures as PNG, by name.
    """

    def __init__(self, page: Page, secrets: Sequence[str]) -> None:
        self._page = page
        self._secrets = secrets
        self._rows = {each.name: each for each in PICTURES}
        self.taken: dict[str, bytes] = {}
        # Nothing is drawn anew once a secret is masked.
        for asked in ("**/changes*", "**/parts?*"):
            page.route(asked, lambda route: route.abort())
        # What the page does by itself, such as opening Home, its people have done already.
        page.route("**/acts/*", lambda route: route.fulfill(status=204))

    def take(self, name: str, address: str, channels: Mapping[Place, str]) -> None:
        """Take a picture of the page as it is; PictureError when the table does not have it as wanted."""
        picture = self._row(name)
        query = urlencode({"as": picture.who, "at": channels.get(picture.at, picture.at.value)})
        self._page.set_viewport_size({"width": WIDTH, "height": picture.height})
        self._page.goto(f"{address}?{query}", wait_until="load")
        self._page.add_style_tag(content=_STYLE)
        self._page.evaluate(_MASK, list(self._secrets))
        if picture.part is Part.WINDOW:
            self._page.wait_for_selector("#modal[open]")
        self._page.evaluate("document.activeElement?.blur()")
        self._page.evaluate(_LOCAL_DATES)
        self._keep(picture)

    def take_terminal(self, name: str, svg: str) -> None:
        """Take a picture of a terminal that was drawn as SVG."""
        picture = self._row(name)
        self._page.set_viewport_size({"width": WIDTH, "height": picture.height})
        self._page.set_content(f'<body style="margin: 0">{svg}</body>')
        self._keep(picture)

    def _row(self, name: str) -> Picture:
        if name not in self._rows or name in self.taken:
            raise PictureError(f"{name}: not in the table of pictures, or taken twice")
        return self._rows[name]

    def _keep(self, picture: Picture) -> None:
        found = self._page.locator(picture.part.value)
        if picture.words:
            found = found.filter(has_text=picture.words)
        if not found.count():
            raise PictureError(f"{picture.name}: {picture.who} does not see it")
        image = _packed(found.last.screenshot(animations="disabled"))
        if len(image) >= MOST_BYTES:
            raise PictureError(f"{picture.name}: {len(image)} bytes, {MOST_BYTES} is too much")
        self.taken[picture.name] = image


@contextmanager
def open_camera(secrets: Sequence[str]) -> Iterator[Camera]:
    """Open a browser for as long as pictures are taken. PictureError where there is none."""
    path = browser_path()
    if path is None:
        raise PictureError("There is no Chromium: install it, or set CHROMIUM to its path, and try again")
    with open_browser(path) as browser:
        yield Camera(browser.new_page(bypass_csp=True, locale="es-CO", timezone_id="America/Bogota"), secrets)


def _packed(png: bytes) -> bytes:
    small = io.BytesIO()
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        small, "PNG", optimize=True
    )
    return small.getvalue()
