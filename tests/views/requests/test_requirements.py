"""Verificación de requisitos says what the manual says (§6.1), and how each prerequisite is met."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.rules.requirements import NOTHING_KNOWN, Requirement, checklist
from bot.views.messages.cards import registration_card
from bot.views.registration.registering import summary
from bot.views.requests.request_form import request_form
from bot.views.requests.requirements import requirement_lines, requirements_view
from storage.enums import DesignationMatch, PersonStatus, Prerequisite, RequestKind
from storage.models import Person
from tests.views import samples
from tests.views.reading import Json, buttons, headings, inputs, message_json, view_json, whole
from tests.views.samples import NOW

DECLARED = dict.fromkeys((Prerequisite.ORGANIZATION, Prerequisite.NATURAL_PERSON), NOW)
SOME_MET = checklist(replace(NOTHING_KNOWN, active=True, decided=True, declared=DECLARED))
ALL_MET = checklist(replace(NOTHING_KNOWN, listed=True, login="ADMINHCEIPS901000101", declared=DECLARED))
NONE_MET = checklist(NOTHING_KNOWN)


def shown(person: Person | None, requirements: Sequence[Requirement] = NONE_MET) -> Json:
    return view_json(requirements_view(person, [samples.provider()], requirements))


def ticked(view: Json) -> list[str]:
    """Return the first sign of every prerequisite."""
    return [
        block["text"]["text"][0]
        for block in view["blocks"]
        if block["type"] == "section" and block["text"]["text"][0] in "✅⬜"
    ]


def test_it_has_its_breadcrumb_its_heading_and_the_words_of_the_manual() -> None:
    view = shown(samples.delegate())
    text = whole(view)
    assert "Inicio > Verificación de requisitos" in text
    assert headings(view) == ["Verificación de requisitos"]
    for words in (
        "es necesario cumplir con los siguientes prerrequisitos:",
        "registrado en www.miseguridadsocial.gov.co como organización.",
        "deberá designar a un funcionario de su entidad en www.miseguridadsocial.gov.co quien actuará como delegado",
        "registrado en www.miseguridadsocial.gov.co como persona natural.",
        "con el tipo de usuario “Delegado Administrativo”.",
        "https://hercules.sispro.gov.co/SecurityWeb2/ALCANCE_USER_ESQ2/RegistrarUsuario.aspx",
        "601 330 5043",
    ):
        assert words in text


def test_each_prerequisite_is_ticked_or_open_and_says_who_vouches() -> None:
    view = shown(samples.delegate(), SOME_MET)
    assert ticked(view) == ["✅", "✅", "✅", "⬜"]
    text = whole(view)
    assert "_Usted lo declaró el 14 ene 2026._" in text
    assert "_Aprobado por un funcionario._" in text
    assert "Cómo se cumple:* Regístrese en <https://hercules" in text


def test_the_list_and_the_login_are_named_where_they_vouch() -> None:
    text = whole(shown(samples.delegate(), ALL_MET))
    assert "_Según la lista de designados._" in text
    assert "_Según su login de Hércules._" in text


def test_a_delegate_declares_what_is_open_with_boxes_that_nobody_ticked_for_them() -> None:
    view = shown(samples.delegate(), SOME_MET)
    (block,) = inputs(view).values()
    assert (block["block_id"], block["label"]["text"]) == ("prerequisites", "Declaro que ya se cumplen")
    assert block["optional"]
    assert [option["value"] for option in block["element"]["options"]] == ["hercules"]
    assert "initial_options" not in block["element"]
    assert view["submit"]["text"] == "Guardar"


def test_a_designation_is_never_offered_to_declare() -> None:
    (block,) = inputs(shown(samples.delegate())).values()
    assert [option["value"] for option in block["element"]["options"]] == [
        "organization",
        "natural_person",
        "hercules",
    ]


@pytest.mark.parametrize(
    ("person", "told"),
    [
        (None, "regístrese con `/llaves registro`"),
        (samples.delegate(PersonStatus.PENDING), "pendiente de aprobación"),
        (samples.delegate(PersonStatus.REJECTED), "Corríjalo con `/llaves registro`"),
        (samples.delegate(PersonStatus.SUSPENDED), "Su acceso está suspendido"),
        (samples.official(), "son de los delegados administrativos"),
        (samples.manager(), "son de los delegados administrativos"),
    ],
)
def test_whoever_may_not_declare_reads_what_to_do_and_has_nothing_to_send(
    person: Person | None, told: str
) -> None:
    view = shown(person)
    assert told in whole(view)
    assert inputs(view) == {}
    assert "submit" not in view


def test_an_official_has_nothing_to_tick_off() -> None:
    assert ticked(shown(samples.official())) == []


def test_when_all_are_met_the_next_step_is_to_ask_for_keys() -> None:
    view = shown(samples.delegate(), ALL_MET)
    assert "Pida las llaves con `/llaves solicitar`" in whole(view)
    assert "submit" not in view


def test_above_the_request_form_four_lines_and_the_way_to_the_whole_list() -> None:
    (lines, _hint, actions) = [block.to_dict() for block in requirement_lines(SOME_MET)]
    assert [line[0] for line in lines["text"]["text"].splitlines()[1:]] == ["✅", "✅", "✅", "⬜"]
    assert [button["action_id"] for button in actions["elements"]] == ["open_requirements"]


def test_when_all_are_met_there_is_nothing_to_open() -> None:
    assert [block.to_dict()["type"] for block in requirement_lines(ALL_MET)] == ["section"]


def test_the_request_form_shows_them_above_its_fields_and_can_be_sent_all_the_same() -> None:
    view = view_json(
        request_form(samples.delegate(), samples.provider(), RequestKind.ENROLLMENT, None, NONE_MET)
    )
    kinds = [block["type"] for block in view["blocks"]]
    assert "open_requirements" in [button["action_id"] for button in buttons(view)]
    assert kinds.index("actions") < kinds.index("input")
    assert view["submit"]["text"] == "Generar llave de acceso"


def _registered(match: DesignationMatch | None, status: PersonStatus = PersonStatus.PENDING) -> Person:
    person = samples.delegate(status)
    person.designation_match = match
    person.decided_by = None
    return person


@pytest.mark.parametrize(
    ("match", "told"),
    [
        (DesignationMatch.OTHER_EMAIL, "Figura en la lista de designados, pero con otro correo."),
        (DesignationMatch.NO_EMAIL, "Figura en la lista de designados, pero Slack no dio su correo."),
        (DesignationMatch.NOT_LISTED, "No figura en la lista de designados."),
        (DesignationMatch.MATCHED, "con el correo de su cuenta de Slack."),
    ],
)
def test_the_card_says_what_the_list_knows_of_a_registration_that_waits(
    match: DesignationMatch, told: str
) -> None:
    card = message_json(registration_card(_registered(match), samples.provider(), []))
    assert told in card["text"]
    assert told in whole(card["blocks"])


def test_the_card_of_whom_the_list_let_in_says_so_and_has_no_buttons() -> None:
    person = _registered(DesignationMatch.MATCHED, PersonStatus.ACTIVE)
    card = message_json(registration_card(person, samples.provider(), []))
    assert "*Activo* · según la lista de delegados designados, 14 ene 2026" in card["text"]
    assert buttons(card) == []


def test_the_summary_of_whom_the_list_let_in_says_that_they_may_go_on() -> None:
    person = _registered(DesignationMatch.MATCHED, PersonStatus.ACTIVE)
    text = whole(view_json(summary(person, samples.provider())))
    assert "Activo" in text
    assert "`/llaves solicitar`" in text
    assert "revisará su registro" not in text
