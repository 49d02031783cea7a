"""What a file is before it is read as CSV: its SHA-256, and whether it is text and in which encoding."""

import codecs
import hashlib
import re
from dataclasses import dataclass
from typing import BinaryIO

from bot.csv_files.header import FileRefusedError

_BLOCK = 1 << 20  # bytes
_WINDOWS = "cp1252"  # Latin-1 as Windows and Excel write it
_ZIP = b"PK\x03\x04"
_UNDECODED = re.compile(r"[\udc80-\udcff]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True)
class Facts:
    """SHA-256 in hexadecimal, and the codec that reads the whole file."""

    sha256: str
    encoding: str


def look_into(file: BinaryIO) -> Facts:
    """Read the file from where it stands to its end.

    Raises:
        FileRefusedError: when it is empty, is not text, or mixes encodings.
    """
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    decoded = undecoded = 0
    windows = True
    first = True
    while block := file.read(_BLOCK):
        if first and block.startswith(_ZIP):
            raise FileRefusedError(
                "El archivo es un libro de Excel o un ZIP. Guárdelo como CSV (UTF-8) y repita."
            )
        if b"\0" in block:
            raise FileRefusedError("El archivo no es un CSV de texto. Guárdelo como CSV (UTF-8) y repita.")
        first = False
        digest.update(block)
        text = decoder.decode(block)
        strange = len(_UNDECODED.findall(text))
        undecoded += strange
        decoded += len(_FOREIGN.findall(text)) - strange
        windows = windows and _is_windows(block)
    undecoded += len(decoder.decode(b"", final=True))
    if first:
        raise FileRefusedError("El archivo está vacío.")
    return Facts(digest.hexdigest(), _encoding(decoded, undecoded, windows=windows))


def _encoding(decoded: int, undecoded: int, *, windows: bool) -> str:
    if not undecoded:
        return "utf-8-sig"
    # Latin-1 text hardly ever makes UTF-8 by chance; UTF-8 with a damaged byte is mostly good, and read as Latin-1
    # every accent would be spoilt.
    if not windows or decoded > undecoded:
        raise FileRefusedError(
            "El archivo está dañado o mezcla codificaciones de texto. Descárguelo o guárdelo de nuevo en UTF-8."
        )
    return _WINDOWS


def _is_windows(block: bytes) -> bool:
    try:
        block.decode(_WINDOWS)
    except UnicodeDecodeError:
        return False
    return True
