"""docs/manual says what is on the screen: its labels, commands, settings, sentences and links are the app's own."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import build_cli
from bot.demo import sample
from bot.ids import Word
from bot.metrics import Metrics, OutboxState
from bot.settings import Settings
from bot.views.states import DELEGATE_STATES, OFFICIAL_STATES
from storage.enums import Environment
from tests.manual_pages import PAGES, ROOT, SLACKS, each_page, one_line, pressed_in, shown, text_of
from tests.test_manual_coverage import LETTERS, SECTIONS
from tests.views.reading import objects, strings

# How the pages themselves are read, and the own words of Hércules and the portal that have no counterpart.
ABOUT = frozenset({"negrilla", "IHCE"})
UNQUOTED = frozenset(
    {"comillas", "Propio de esta app", "Si algo no sale", "¿Olvidó su contraseña?", "Profesional de la salud"}
)

NAMES = {"README.md", "delegado.md", "funcionario.md", "gerente.md", "administrador.md"}


LINK = re.compile(r"\[[^\]]*\]\((?P<to>[^)\s]+)\)")
PLAIN_MARKS = re.compile(r"[*`]")


def bold(text: str) -> list[str]:
    return [one_line(found) for found in re.findall(r"\*\*(.+?)\*\*", text, re.DOTALL)]


def code(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE))


def quoted(text: str) -> list[str]:
    told = re.sub(r"\*\*.+?\*\*", "", text, flags=re.DOTALL)  # «Siguiente »» would end a quotation too early
    return [one_line(PLAIN_MARKS.sub("", found)) for found in re.findall(r"«(.+?)»", told, re.DOTALL)]


def slug(heading: str) -> str:
    """Return the anchor GitHub gives a heading."""
    kept = [
        letter
        for letter in heading.strip().lower()
        if letter in "-_ " or unicodedata.category(letter)[0] in "LMN"
    ]
    return "".join(kept).replace(" ", "-")


def headings(page: Path) -> list[str]:
    return re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)


def without_marks(text: str) -> str:
    return text.rstrip(":.")


def words_in_mrkdwn(text: str) -> Iterator[str]:
    """Yield what stands out in a text: what is bold, and what a link is called."""
    yield from re.findall(r"\*([^*\n]+)\*", text)
    yield from re.findall(r"<https?://[^|>]+\|([^>]+)>", text)


@cache
def labels() -> frozenset[str]:
    """Return every short text on a screen that a page may name: labels, options, titles, buttons, bold words."""
    pressed = (label for payload in shown().everything.values() for label in pressed_in(payload))
    found = {*pressed, *DELEGATE_STATES.values(), *OFFICIAL_STATES.values()}
    for payload in shown().everything.values():
        for each in objects(payload):
            for name in ("text", "title"):
                text = each.get(name)
                if isinstance(text, str):
                    found |= {text, *words_in_mrkdwn(text)}
            label = each.get("label")
            if isinstance(label, dict):
                found.add(label["text"])
        # The session header and the environments: «Login: *…* · NIT Entidad: *…*».
        for text in strings(payload):
            if text.startswith("Login: "):
                found |= {part.partition(":")[0] for part in text.split(" · ")}
    manifest = (ROOT / "manifest.yml").read_text(encoding="utf-8")
    found |= set(re.findall(r"^\s*-? ?name: (.+)$", manifest, re.MULTILINE))
    return frozenset(found | {without_marks(text) for text in found})


@cache
def spoken() -> str:
    """Return every sentence of the code and of the screens, one a line, without marks."""
    found = {text for payload in shown().everything.values() for text in strings(payload)}
    for file in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return "\n".join(one_line(PLAIN_MARKS.sub("", text)) for text in found)


@cache
def settings_names() -> frozenset[str]:
    named = {field.alias for field in Settings.model_fields.values() if field.alias}
    parameters = ("ENDPOINT", "TENANT_ID", "SCOPE", "APIM_SUBSCRIPTION_KEY")
    return frozenset(
        named | {f"LLAVES_ENV_{each.name}_{parameter}" for each in Environment for parameter in parameters}
    )


def typed_on_the_server(text: str) -> Iterator[list[str]]:
    """Yield the words after `llaves` of every command line."""
    for span in code(text):
        line = re.fullmatch(r"(?:\.venv/bin/)?llaves (.+)", span)
        if line:
            yield line[1].split()


def test_the_five_pages_are_there() -> None:
    assert {page.name for page in PAGES} == NAMES


@each_page
def test_every_label_in_bold_is_on_a_screen(page: Path) -> None:
    named = bold(text_of(page))
    unknown = [label for label in named if label not in labels() | SLACKS | ABOUT]
    assert named
    assert unknown == []


def test_the_environments_are_filled_in_as_they_follow_one_another_in_the_form() -> None:
    steps = text_of(ROOT / "docs/manual/funcionario.md").partition(
        "\nEn la ventana **Ingreso de APIKey y APISuscripción**:"
    )[2]
    told = [
        label.partition(":")[0]
        for label in bold(steps.partition("Pulse **Guardar**")[0])
        if "Ambiente" in label
    ]
    form = shown().views["entry form enrollment-pending"]
    asked = [each["label"]["text"].partition(":")[0] for each in objects(form) if each.get("type") == "input"]
    assert list(dict.fromkeys(told)) == list(dict.fromkeys(asked))
    assert len(set(asked)) == 3


@each_page
def test_every_sentence_between_quotes_is_one_the_app_says(page: Path) -> None:
    assert [text for text in quoted(text_of(page)) if text not in spoken() and text not in UNQUOTED] == []


@each_page
def test_every_word_after_the_slash_command_exists(page: Path) -> None:
    words = re.findall(r"(?<!bin)/llaves ([a-zñáéíóú]+)", text_of(page))
    assert set(words) <= {word.value for word in Word}


def test_every_word_of_the_slash_command_is_explained() -> None:
    explained = {span for page in PAGES for span in code(text_of(page))}
    assert {f"/llaves {word}" for word in Word} <= explained


@each_page
def test_every_setting_that_is_named_exists(page: Path) -> None:
    named = set(re.findall(r"\b(?:LLAVES|SLACK)_[A-Z_]+\b", text_of(page)))
    assert named <= settings_names()


def test_every_setting_is_explained_to_the_administrator() -> None:
    assert settings_names() <= set(code(text_of(ROOT / "docs/manual/administrador.md")))


@each_page
def test_every_command_of_the_server_exists_with_its_options(page: Path) -> None:
    runner = CliRunner(env={"COLUMNS": "200", "TERMINAL_WIDTH": "200", "NO_COLOR": "1"})
    for words in typed_on_the_server(text_of(page)):
        # What has a dot is a file.
        names = [word for word in takewhile(lambda word: not word.startswith("-"), words) if "." not in word]
        help_of_it = runner.invoke(build_cli(), [*names, "--help"])
        assert help_of_it.exit_code == 0, words
        known = re.findall(r"--[a-z-]+", help_of_it.output)
        assert [word for word in words if word.startswith("-") and word not in known] == [], words


def test_every_metric_that_is_named_exists() -> None:
    metrics = Metrics("0")
    metrics.watch_outbox(lambda: OutboxState(depth={}, oldest_seconds=0))
    metrics.watch_jobs(dict)
    exposed = set(re.findall(r"^# TYPE (\S+) ", metrics.render().decode(), re.MULTILINE))
    named = {
        span
        for span in code(text_of(ROOT / "docs/manual/administrador.md"))
        if re.fullmatch(r"llaves_[a-z_]+", span)
    }
    assert named
    assert named <= exposed


def test_every_section_of_the_ministrys_manual_has_its_place() -> None:
    index = text_of(ROOT / "docs/manual/README.md")
    assert [section for section in SECTIONS if f"\n| {section} " not in index] == []


@pytest.mark.parametrize(
    ("page", "heading", "section"),
    [
        ("delegado.md", "### 6.2.1", "6.2.1"),
        ("funcionario.md", "## 6.2.2", "6.2.2"),
        ("delegado.md", "### 6.4.1.1", "6.4.1.1"),
    ],
)
def test_the_letters_of_a_section_are_in_its_steps(page: str, heading: str, section: str) -> None:
    text = text_of(ROOT / "docs/manual" / page)
    start = text.index(f"\n{heading} ")
    body = text[start + 1 :].partition("\n## ")[0]
    replaced_by_slack = {"6.2.1": "e", "6.2.2": "c"}
    expected = [letter for letter in LETTERS[section] if letter != replaced_by_slack.get(section)]
    assert re.findall(r"^\d+\. ([a-i])\) ", body, re.MULTILINE) == expected


@each_page
def test_steps_are_numbered_one_after_the_other(page: Path) -> None:
    last = 0
    for line in text_of(page).splitlines():
        step = re.match(r"(\d+)\. ", line)
        if line.startswith("#"):
            last = 0
        elif step:
            assert int(step[1]) in {1, last + 1}, line
            last = int(step[1])


@each_page
def test_every_link_inside_the_repository_leads_somewhere(page: Path) -> None:
    for found in LINK.finditer(text_of(page)):
        path, _, anchor = found["to"].partition("#")
        if path.startswith("http"):
            continue
        target = (page.parent / path).resolve() if path else page
        assert target.is_file(), found["to"]
        if anchor:
            assert anchor in {slug(heading) for heading in headings(target)}, found["to"]


@each_page
def test_no_provider_but_the_made_up_ones_is_named(page: Path) -> None:
    numbers = set(re.findall(r"\b(?:\d{9}|\d{12})\b", text_of(page)))
    made_up = {each.nit for each in sample.PROVIDERS} | {each.codigo for each in sample.PROVIDERS}
    assert numbers <= made_up
