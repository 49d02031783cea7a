"""Takes the pictures of the page in a browser, without any secret and without what only the simulation has."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Locator, Page

from scripts.pictures import retouch
from scripts.pictures.browser import browser_path, open_browser
from scripts.pictures.table import PICTURES, Part, Picture, Place
from scripts.pictures.texts import lasting

WIDTH = 1100  # pixels
MOST_BYTES = 100_000

_COLOURS = 256  # what text on flat areas needs
_AIR = 8  # pixels above the words where a picture begins or ends


class PictureError(Exception):
    """A picture cannot be taken, or is not what the manual needs; the text says which and why."""


class Camera:
    """Takes each picture once.

    Args:
        page: a tab of its own.
        secrets: the made-up secrets so far; read anew at each picture.
        reading: look only, which is quicker; no picture is kept.

    Attributes:
        taken: the pictures as PNG, by name.
        texts: what each says, without what differs from run to run; by name.
    """

    def __init__(self, page: Page, secrets: Sequence[str], *, reading: bool) -> None:
        self._page = page
        self._secrets = secrets
        self._reading = reading
        self._rows = {each.name: each for each in PICTURES}
        self.taken: dict[str, bytes] = {}
        self.texts: dict[str, list[str]] = {}
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
        self._page.add_style_tag(content=retouch.STYLE)
        self._page.evaluate(retouch.MASK, list(self._secrets))
        if picture.part is Part.WINDOW:
            self._page.wait_for_selector("#modal[open]")
        self._page.evaluate(retouch.SIGN_AND_DATE)
        self._keep(picture)

    def take_terminal(self, name: str, svg: str) -> None:
        """Take a picture of a terminal that was drawn as SVG."""
        picture = self._row(name)
        self._page.set_viewport_size({"width": WIDTH, "height": picture.height})
        self._page.set_content(f'<body style="margin: 0">{svg}</body>')
        self._keep(picture)

    def _row(self, name: str) -> Picture:
        if name not in self._rows or name in self.texts:
            raise PictureError(f"{name}: not in the table of pictures, or taken twice")
        return self._rows[name]

    def _keep(self, picture: Picture) -> None:
        found = self._page.locator(picture.part.value)
        if picture.words:
            found = found.filter(has_text=picture.words)
        if not found.count():
            raise PictureError(f"{picture.name}: {picture.who} does not see it")
        edges = found.last.evaluate(retouch.EDGES, [picture.since, picture.until])
        if None in edges:
            raise PictureError(f"{picture.name}: {picture.since or picture.until} is not there")
        # Beside the page itself is how things are with everybody else.
        told = self._page.locator("#main") if picture.part is Part.PAGE else found.last
        self.texts[picture.name] = lasting(told.evaluate(retouch.READ))
        if not self._reading:
            self.taken[picture.name] = _image(picture, found.last, *edges)


@contextmanager
def open_camera(secrets: Sequence[str], *, reading: bool = False) -> Iterator[Camera]:
    """Open a browser for as long as pictures are taken. PictureError where there is none."""
    path = browser_path()
    if path is None:
        raise PictureError("There is no Chromium: install it, or set CHROMIUM to its path, and try again")
    with open_browser(path) as browser:
        page = browser.new_page(bypass_csp=True, locale="es-CO", timezone_id="America/Bogota")
        yield Camera(page, secrets, reading=reading)


def _image(picture: Picture, element: Locator, top: float, bottom: float) -> bytes:
    """Return an element from one edge to another as a small PNG; PictureError when it is not small."""
    image = Image.open(io.BytesIO(element.screenshot(animations="disabled"))).convert("RGB")
    upper = round(top) - _AIR if picture.since else 0
    lower = round(bottom) - _AIR if picture.until else image.height
    image = image.crop((0, upper, image.width, lower))
    small = io.BytesIO()
    image.quantize(_COLOURS, kmeans=1, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    if small.tell() >= MOST_BYTES:
        raise PictureError(f"{picture.name}: {small.tell()} bytes, {MOST_BYTES} is too much")
    return small.getvalue()
