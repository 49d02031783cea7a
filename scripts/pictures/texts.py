"""What each picture says, kept beside them: so that a picture of yesterday's words is noticed."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

TEXTS = Path(__file__).parents[2] / "docs/manual/images/texts.json"

# What differs from run to run: made-up ids, dates, and what is counted from them.
_GUID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{8,}\b")
_FIGURES = re.compile(r"\d+")
_MONTH = re.compile(r"(?<=# )(?:de )?(?:ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic)[a-z]*\b\.?")
_WEEKDAY = re.compile(r"\b(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b")


def lasting(text: str) -> list[str]:
    """Return the lines of a text that say something, the same whenever the picture is taken."""
    text = text.replace("\xa0", " ")
    for pattern, placeholder in ((_GUID, "#"), (_FIGURES, "#"), (_MONTH, "mes"), (_WEEKDAY, "día")):
        text = pattern.sub(placeholder, text)
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def write(file: Path, texts: Mapping[str, list[str]]) -> None:
    """Keep the texts, by the name of the picture."""
    file.write_text(f"{json.dumps(texts, ensure_ascii=False, indent=1)}\n", encoding="utf-8")


def differing(file: Path, texts: Mapping[str, list[str]]) -> dict[str, str]:
    """Return the first line that differs from what was kept, by the name of the picture, as «before → now»."""
    kept: Mapping[str, list[str]] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return {
        name: next(
            f"«{before}» → «{now}»"
            for before, now in zip(
                [*kept.get(name, []), *[""] * len(lines)],
                [*lines, *[""] * len(kept.get(name, []))],
                strict=True,
            )
            if before != now
        )
        for name, lines in texts.items()
        if kept.get(name) != lines
    }
