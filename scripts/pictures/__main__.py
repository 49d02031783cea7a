"""`scripts/screenshots`: plays the manual before a camera, and keeps the pictures or compares them with the manual."""

import argparse
import re
import sys
from pathlib import Path

from rich.console import Console

from bot.demo.deployment import Demo
from bot.demo.page.drawn.drawing import Drawing
from bot.demo.page.show import Show
from bot.demo.page.web.server import PageServer
from bot.demo.walkthrough.stage import Stage
from scripts.pictures import later_scenes, scenes, texts
from scripts.pictures.camera import Camera, PictureError, open_camera
from scripts.pictures.play import Play
from scripts.pictures.table import PICTURES, README_PICTURE

DOCS = Path(__file__).parents[2] / "docs"
SCENES = (
    scenes.administrator_prepares,
    scenes.officials_register,
    scenes.delegates_register,
    scenes.delegate_looks_around,
    scenes.delegate_asks,
    scenes.officials_enter_keys,
    scenes.delegate_reads_the_keys,
    later_scenes.manager_looks_at_people,
    later_scenes.keys_grow_old,
    later_scenes.manager_reads_the_digest,
)

_NAMED = re.compile(r"\]\(images/([^)]+)\.png\)")


def play_all(*, reading: bool = False) -> Camera:
    """Play every scene; return the camera with its pictures, or only what they say where it was `reading`.

    Raises PictureError and what the people's hands raise.
    """
    demo = Demo()
    stage = Stage(demo, Console(quiet=True))
    with (
        PageServer() as server,
        Show(lambda: demo, lambda _cast: None) as show,
        server.serving(show, Drawing(show)),
        open_camera(stage.secrets, reading=reading) as camera,
    ):
        play = Play(stage, camera, server.address)
        play.begin()
        for scene in SCENES:
            scene(play)
        return camera


def faults(taken: set[str]) -> list[str]:
    """Return a sentence for each picture that is missing in the manual, in the table or among those taken."""
    named = {
        name
        for page in (DOCS / "manual").glob("*.md")
        for name in _NAMED.findall(page.read_text(encoding="utf-8"))
    } | {README_PICTURE}
    listed = {each.name for each in PICTURES}
    return [
        *(f"{name}: the manual shows it and the table does not have it." for name in sorted(named - listed)),
        *(f"{name}: the table has it and the manual does not show it." for name in sorted(listed - named)),
        *(f"{name}: no scene takes it." for name in sorted(listed - taken)),
    ]


def path_of(name: str) -> Path:
    """Return where a picture is kept."""
    folder = DOCS if name == README_PICTURE else DOCS / "manual"
    return folder / "images" / f"{name}.png"


def main() -> int:
    """Return 0, or 1 after a sentence for each fault."""
    parser = argparse.ArgumentParser(prog="scripts/screenshots", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the manual, write nothing")
    check = parser.parse_args().check
    try:
        camera = play_all(reading=check)
    except PictureError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    found = faults(set(camera.texts))
    if check:
        found += [
            f"{name}: the picture is of before, {line}. Take it again: scripts/screenshots"
            for name, line in texts.differing(texts.TEXTS, camera.texts).items()
        ]
    else:
        for name, image in camera.taken.items():
            path_of(name).parent.mkdir(parents=True, exist_ok=True)
            path_of(name).write_bytes(image)
        texts.write(texts.TEXTS, camera.texts)
    sys.stderr.writelines(f"{sentence}\n" for sentence in found)
    if not found:
        sys.stdout.write(f"{len(camera.texts)} imágenes, todas en su sitio\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
