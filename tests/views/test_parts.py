"""The pieces modals are made of."""

import pytest

from bot.views.parts import clip, facts, header, mrkdwn, notice, paragraph, select, small, versioned
from tests.views import samples
from tests.views.reading import objects, view_json, whole


def _options(count: int) -> list[tuple[str, str]]:
    return [(f"value {number}", f"option {number}") for number in range(count)]


@pytest.mark.parametrize("count", [1, 100])
def test_up_to_a_hundred_options_stand_in_one_list(count: int) -> None:
    element = select(_options(count)).to_dict()
    assert len(element["options"]) == count
    assert "option_groups" not in element


@pytest.mark.parametrize(("count", "sizes"), [(101, [100, 1]), (250, [100, 100, 50])])
def test_more_than_a_hundred_options_stand_in_numbered_groups(count: int, sizes: list[int]) -> None:
    element = select(_options(count)).to_dict()
    assert [len(group["options"]) for group in element["option_groups"]] == sizes
    assert "options" not in element


def test_nothing_is_chosen_unless_asked() -> None:
    assert "initial_option" not in select(_options(3)).to_dict()
    assert select(_options(3), initial="value 1").to_dict()["initial_option"]["value"] == "value 1"
    assert "initial_option" not in select(_options(3), initial="gone").to_dict()


@pytest.mark.parametrize(("text", "clipped"), [("abcde", "abcde"), ("abcdef", "abcd…")])
def test_a_text_is_clipped_visibly_and_only_when_it_must(text: str, clipped: str) -> None:
    assert clip(text, 5) == clipped


def test_the_breadcrumb_starts_where_the_manuals_does() -> None:
    crumbs = header(samples.official(), None, "Asignar Token")[0].to_dict()
    assert "Inicio > Administración de Llaves > Asignar Token" in whole(crumbs)


def test_the_header_of_an_official_is_the_ministrys() -> None:
    line = whole(header(samples.official(), None)[1].to_dict())
    assert "NIT Entidad: *900474727*" in line
    assert "Código: *MSPS*" in line


def test_a_sede_that_is_not_chosen_yet_is_said_to_be_open() -> None:
    line = whole(header(samples.delegate(), samples.provider(), codigo="por elegir")[1].to_dict())
    assert "Entidad: *Clínica Inventada S.A.S.*" in line
    assert "Código: *por elegir*" in line


def test_a_version_travels_beside_its_id() -> None:
    request = samples.request(number=41)
    assert versioned(request) == f"42:{request.version}"
    person = samples.official()
    assert versioned(person) == f"{person.id}:{person.version}"


def test_no_mrkdwn_makes_links_or_mentions_by_itself() -> None:
    pieces = [
        mrkdwn("https://example.org").to_dict(),
        paragraph("@here").to_dict(),
        small("#general").to_dict(),
        facts({"Entidad": "@channel"}).to_dict(),
    ]
    texts = [each for each in objects(pieces) if each.get("type") == "mrkdwn"]
    assert len(texts) == len(pieces)
    assert all(each["verbatim"] is True for each in texts)


def test_a_notice_says_its_paragraphs_and_asks_nothing() -> None:
    view = view_json(notice("No se pudo completar", "Inténtelo de nuevo.", "Gracias."))
    assert [block["text"]["text"] for block in view["blocks"]] == ["Inténtelo de nuevo.", "Gracias."]
    assert "submit" not in view
