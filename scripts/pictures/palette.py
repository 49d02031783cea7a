"""Makes a picture small: at most 256 colours, which is what text on flat areas needs."""

import base64
import struct
import zlib
from dataclasses import dataclass

from playwright.sync_api import Page

# The browser has the pixels at hand. The colours seen most stay; any other becomes the nearest of them.
_PIXELS = """async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
    const seen = new Map();
    for (const pixel of pixels) seen.set(pixel, (seen.get(pixel) ?? 0) + 1);
    const colours = [...seen.keys()].sort((a, b) => seen.get(b) - seen.get(a) || a - b);
    const kept = colours.slice(0, 256);
    const apart = (a, b) => [0, 8, 16].reduce((sum, bit) => sum + (((a >> bit) & 255) - ((b >> bit) & 255)) ** 2, 0);
    const nearest = (colour) => kept.reduce((best, each, at) => (apart(each, colour) < apart(kept[best], colour) ? at : best), 0);
    const at = new Map(colours.map((colour, index) => [colour, index < 256 ? index : nearest(colour)]));
    let text = "";
    for (const pixel of pixels) text += String.fromCharCode(at.get(pixel));
    return { width: image.width, height: image.height, kept, indexes: btoa(text) };
}"""


@dataclass(frozen=True)
class _Indexed:
    width: int
    height: int
    kept: list[int]  # little-endian RGBA
    indexes: bytes  # one a pixel, row by row


def packed(page: Page, png: bytes) -> bytes:
    """Return the same picture as a PNG with a palette; `page` is any tab, which stays as it is."""
    told = page.evaluate(_PIXELS, base64.b64encode(png).decode())
    return _png(_Indexed(told["width"], told["height"], told["kept"], base64.b64decode(told["indexes"])))


def _png(image: _Indexed) -> bytes:
    """Write what https://www.w3.org/TR/png-3/ calls an indexed-colour image, with no filter."""
    header = struct.pack(">IIBBBBB", image.width, image.height, 8, 3, 0, 0, 0)
    palette = b"".join(struct.pack("<I", colour & 0xFFFFFFFF)[:3] for colour in image.kept)
    starts = range(0, len(image.indexes), image.width)
    rows = b"".join(b"\0" + image.indexes[start : start + image.width] for start in starts)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
