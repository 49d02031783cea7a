"""The two forms that ask an official for a reason."""

import dataclasses

from bot.forms.reason import LONGEST, SHORTEST
from bot.views.reason import rejection_form, return_form
from storage.enums import PersonStatus
from tests.views import samples
from tests.views.reading import inputs, view_json, whole
from tests.views.samples import USUAL


def test_a_return_says_whose_request_it_is_and_who_will_read_the_reason() -> None:
    view = view_json(return_form(samples.official(), samples.request()))
    text = whole(view)
    assert "*Clínica Inventada S.A.S.* · 259990000101" in text
    assert "<@U0DELEGATE> recibirá el motivo" in text
    assert view["submit"]["text"] == "Devolver"


def test_a_rejection_says_who_will_read_the_reason() -> None:
    view = view_json(rejection_form(samples.official(), samples.delegate(PersonStatus.PENDING)))
    assert "<@U0DELEGATE> recibirá el motivo y podrá registrarse de nuevo." in whole(view)
    assert view["submit"]["text"] == "Rechazar"


def test_a_corrected_request_goes_back_to_who_corrected_it() -> None:
    text = whole(view_json(return_form(samples.official(), samples.request(resubmitted=True))))
    assert "<@U0COLLEAGUE> recibirá el motivo" in text


def test_each_travels_with_the_number_and_the_version_of_its_subject() -> None:
    assert (
        view_json(return_form(samples.official(), samples.request(number=41)))["private_metadata"] == "42:7"
    )
    assert view_json(rejection_form(samples.official(), samples.official()))["private_metadata"] == "2:5"


def test_the_reason_is_long_text_within_the_bounds_of_the_form() -> None:
    element = inputs(view_json(return_form(samples.official(), samples.request())))["reason"]["element"]
    assert element["multiline"] is True
    assert (element["min_length"], element["max_length"]) == (SHORTEST, LONGEST)


def test_a_name_is_escaped() -> None:
    typed = dataclasses.replace(USUAL, name="<!here> S.A.S.")
    assert "*&lt;!here&gt; S.A.S.*" in whole(
        view_json(return_form(samples.official(), samples.request(typed=typed)))
    )


def test_both_stand_below_the_header_of_whoever_decides() -> None:
    returned = view_json(return_form(samples.official(), samples.request()))
    assert "Inicio > Menu Principal > Administración de Llaves > Asignar Token" in whole(
        returned["blocks"][0]
    )
    assert "Rol: *Rol_IHCE_MSPS*" in whole(returned["blocks"][1])
    refused = view_json(rejection_form(samples.official(), samples.delegate()))
    assert "Inicio > Registro de usuarios" in whole(refused["blocks"][0])
    assert "Rol: *Rol_IHCE_MSPS*" in whole(refused["blocks"][1])
