"""What a delegate sees of their keys (§6.4.1.2, Imagen 13 and 14), and that no secret shows anywhere else."""

import io
import shlex
import string
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from dotenv import dotenv_values
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rules.fields.connection import ConnectionParameters
from bot.rules.fields.credentials import check_client_secret
from bot.views.keys.key_view import DISCRETION, RevealedKey, keys_view
from storage.enums import Environment, RequestKind, RequestStatus
from tests.views import samples
from tests.views.reading import (
    Json,
    headings,
    outside_preformatted,
    preformatted,
    view_json,
    whole,
)
from tests.views.samples import GUIDS, NOW, PARAMETERS, SECRETS

PREPRODUCTION, PRODUCTION = Environment.PREPRODUCTION, Environment.PRODUCTION


def _view(
    keys: Mapping[Environment, RevealedKey],
    parameters: Mapping[Environment, ConnectionParameters] = PARAMETERS,
    status: RequestStatus = RequestStatus.ASSIGNED,
    kind: RequestKind = RequestKind.ENROLLMENT,
) -> Json:
    return view_json(keys_view(samples.delegate(), samples.request(status, kind), keys, parameters, NOW))


def _env(view: Json, environment: Environment, *, interpolate: bool = True) -> dict[str, str | None]:
    _, preproduction, _, production = preformatted(view)
    text = preproduction if environment is PREPRODUCTION else production
    return dotenv_values(stream=io.StringIO(text), interpolate=interpolate)


def test_the_two_environments_are_shown_in_the_manuals_order() -> None:
    assert headings(_view(samples.revealed())) == ["INSCRIPCION DE LLAVE", "PREPRODUCCION", "PRODUCCION"]


def test_an_environment_has_the_rows_of_the_manual() -> None:
    rows, *_ = preformatted(_view(samples.revealed()))
    assert rows.splitlines() == [
        f"ClientID: {GUIDS[PREPRODUCTION]}",
        f"ClientSecret: {SECRETS[PREPRODUCTION]}",
        "Fecha de expiración: 14 ene 2027",
        "EndPoint: https://preproduction.example.org/ihce",
        "TenantID: 0b0b0b0b-1111-4222-8333-000000000004",
        "Scope: api://0c0c0c0c-1111-4222-8333-000000000005/.default",
        "APIMsubskey: 0123456789abcdef0123456789abcdef",
    ]


def test_the_labels_above_the_parameters_are_the_manuals() -> None:
    text = whole(_view(samples.revealed()))
    assert "*Parámetros de conexión Preproducción*" in text
    assert "*Parámetros de conexión Producción*" in text
    assert text.count("*Copiar todo:*") == 2
    assert text.count("Señor usuario por favor tenga en cuenta la siguiente información") == 2


@pytest.mark.parametrize("status", [RequestStatus.PENDING, RequestStatus.RETURNED])
def test_expired_keys_are_not_said_to_work_while_others_are_asked_for(status: RequestStatus) -> None:
    request = samples.request(status, RequestKind.RENEWAL)
    for expires_at, works in ((NOW, False), (NOW + timedelta(days=1), True)):
        keys = samples.revealed(expires_at=expires_at)
        text = whole(view_json(keys_view(samples.delegate(), request, keys, PARAMETERS, NOW)))
        assert ("siguen" in text) is works
        assert ("*Vencida*" in text) is not works


def test_the_second_step_is_the_current_one() -> None:
    assert "1 Solicitud de Llave · *2 Visualización de Llaves*" in whole(_view({}))


def test_desarrollo_is_never_shown_even_when_it_is_handed_over() -> None:
    text = whole(_view(samples.revealed()))
    for trace in (GUIDS, SECRETS):
        assert trace[Environment.DEVELOPMENT] not in text
    assert "development.example.org" not in text
    assert "desarrollo" not in text.lower()


def test_a_secret_stands_in_fixed_width_blocks_only() -> None:
    view = _view(samples.revealed())
    for environment in (PREPRODUCTION, PRODUCTION):
        assert SECRETS[environment] in whole(preformatted(view))
        assert SECRETS[environment] not in outside_preformatted(view)


def test_no_secret_travels_back_with_the_view() -> None:
    view = _view(samples.revealed())
    assert not {"private_metadata", "callback_id", "external_id", "submit"} & view.keys()


def test_a_key_in_the_clear_does_not_show_in_a_traceback() -> None:
    assert SECRETS[PRODUCTION] not in repr(samples.revealed()[PRODUCTION])


def test_the_parameters_are_shown_before_there_are_keys() -> None:
    view = _view({}, status=RequestStatus.PENDING)
    rows = preformatted(view)[0]
    assert "El Ministerio aún no ha asignado sus llaves." in whole(view)
    assert "ClientID: \nClientSecret: \nFecha de expiración: \nEndPoint: https://preproduction" in rows


def test_without_keys_there_is_neither_a_file_to_copy_nor_a_secret_to_keep() -> None:
    view = _view({}, status=RequestStatus.PENDING)
    assert len(preformatted(view)) == 2
    assert ".env" not in whole(view)
    assert DISCRETION not in whole(view)


def test_with_keys_discretion_is_asked_for() -> None:
    assert DISCRETION in whole(_view(samples.revealed()))


def test_a_returned_request_says_why_instead_of_promising_keys() -> None:
    text = whole(_view({}, status=RequestStatus.RETURNED))
    assert "*Su solicitud fue devuelta:* El correo del líder técnico no existe." in text
    assert "Corríjala con `/llaves solicitar`." in text
    assert "aún no ha asignado" not in text
    assert "siguen vigentes" not in text


def test_a_cancelled_request_promises_no_keys() -> None:
    text = whole(_view({}, status=RequestStatus.CANCELLED))
    assert "Su solicitud fue cancelada. Pida llaves con `/llaves solicitar`." in text
    assert "aún no ha asignado" not in text


def test_the_former_keys_stay_visible_while_a_renewal_is_returned_and_told_why() -> None:
    view = _view(samples.revealed(), status=RequestStatus.RETURNED)
    assert SECRETS[PRODUCTION] in whole(preformatted(view))
    assert "*Su solicitud fue devuelta:* El correo del líder técnico no existe." in whole(view)
    assert "Mientras tanto siguen vigentes las llaves anteriores." in whole(view)


def test_keys_shown_while_others_are_pending_are_said_to_work_meanwhile() -> None:
    text = whole(_view(samples.revealed(), status=RequestStatus.PENDING, kind=RequestKind.RENEWAL))
    assert "*Su Resolicitud Token está en trámite:* le avisaremos por mensaje directo." in text
    assert "Mientras tanto, estas llaves siguen funcionando hasta que venzan." in text
    assert "en trámite" not in whole(_view(samples.revealed()))


def test_one_environment_may_have_its_key_before_the_other() -> None:
    view = _view(samples.revealed({PREPRODUCTION: SECRETS[PREPRODUCTION]}))
    _, variables, rows = preformatted(view)
    assert f"CLIENT_SECRET={SECRETS[PREPRODUCTION]}" in variables
    assert "ClientSecret: \n" in rows
    assert "aún no ha asignado" not in whole(view)


def test_a_parameter_that_is_not_configured_is_said_to_be_missing_and_left_empty_in_the_file() -> None:
    partial = {PRODUCTION: ConnectionParameters(endpoint="https://production.example.org/ihce")}
    view = _view(samples.revealed(), partial)
    assert "TenantID: (por definir)" in preformatted(view)[2]
    assert _env(view, PRODUCTION)["TENANT_ID"] == ""
    assert _env(view, PRODUCTION)["BASE_URL"] == "https://production.example.org/ihce"
    assert _env(view, PREPRODUCTION)["BASE_URL"] == ""


class TestExpiry:
    @pytest.mark.parametrize(("seconds", "marks"), [(1, 0), (0, 2), (-1, 2)])
    def test_a_key_is_marked_from_the_moment_it_expires(self, seconds: int, marks: int) -> None:
        keys = samples.revealed(expires_at=NOW + timedelta(seconds=seconds))
        text = whole(_view(keys))
        assert text.count(":warning: *Vencida* · 14 ene 2026. Pida otras con `/llaves solicitar`.") == marks

    @pytest.mark.parametrize(("days", "marks"), [(61, 0), (60, 2), (1, 2)])
    def test_a_key_is_about_to_expire_from_sixty_days_before(self, days: int, marks: int) -> None:
        keys = samples.revealed(expires_at=NOW + timedelta(days=days))
        assert whole(_view(keys)).count(":warning: *Por vencer* · ") == marks

    @pytest.mark.parametrize("status", [RequestStatus.PENDING, RequestStatus.RETURNED])
    def test_nobody_is_told_to_ask_for_others_while_a_request_is_open(self, status: RequestStatus) -> None:
        text = whole(_view(samples.revealed(expires_at=NOW), status=status))
        assert text.count(":warning: *Vencida* · 14 ene 2026.") == 2
        assert "Pida otras" not in text

    def test_only_the_expired_environment_is_marked(self) -> None:
        keys = samples.revealed()
        expired = keys | {PRODUCTION: replace(keys[PRODUCTION], expires_at=NOW)}
        blocks = _view(expired)["blocks"]
        titles = [whole(block.get("text", {})) for block in blocks]
        mark = next(index for index, text in enumerate(titles) if "*Vencida*" in text)
        assert "PRODUCCION" in titles[mark - 1].splitlines()

    def test_the_day_is_the_one_in_bogota(self) -> None:
        keys = samples.revealed(expires_at=NOW.replace(year=2027, month=3, day=18, hour=0))
        assert "Fecha de expiración: 17 mar 2027" in preformatted(_view(keys))[0]


class TestEnvFile:
    def test_it_holds_what_integrators_configure(self) -> None:
        assert _env(_view(samples.revealed()), PRODUCTION) == {
            "TENANT_ID": "0b0b0b0b-1111-4222-8333-000000000004",
            "CLIENT_ID": GUIDS[PRODUCTION],
            "CLIENT_SECRET": SECRETS[PRODUCTION],
            "SCOPE": "api://0c0c0c0c-1111-4222-8333-000000000005/.default",
            "SUBSCRIPTION_KEY": "0123456789abcdef0123456789abcdef",
            "BASE_URL": "https://production.example.org/ihce",
            "HABILITACION": "2599900001",
            "SEDE": "01",
        }

    def test_a_secret_of_todays_form_stands_without_quotes(self) -> None:
        assert f"CLIENT_SECRET={SECRETS[PRODUCTION]}\n" in preformatted(_view(samples.revealed()))[3]

    @given(st.text(alphabet=[chr(code) for code in range(33, 127)], min_size=16, max_size=64))
    @example("'starts.with.a.quote")
    @example("it's # not $simple")
    @example("ends-with-a-backslash\\")
    @example("two\\\\backslashes'and\"both`quotes")
    @example('"quoted from both ends"')
    @example("a=b c$d#e'f\"g\\h`i!")
    def test_any_secret_is_read_back_exactly(self, secret: str) -> None:
        view = _view(samples.revealed({PRODUCTION: secret, PREPRODUCTION: secret}))
        # Without interpolation: python-dotenv fills in ${NAME} inside single quotes as well, which others do not.
        for environment in (PRODUCTION, PREPRODUCTION):
            found = _env(view, environment, interpolate=False)
            assert found["CLIENT_SECRET"] == secret
            assert found["SEDE"] == "01"

    @given(
        st.text(alphabet=string.ascii_letters + string.digits + '~._-#$"`!&|;*?()<>[]{}^%+=@:/,', min_size=16)
    )
    def test_a_secret_without_apostrophe_or_backslash_means_the_same_to_a_shell(self, text: str) -> None:
        secret = text[:64]
        assert check_client_secret(secret) == secret
        lines = preformatted(_view(samples.revealed({PRODUCTION: secret})))[-1].splitlines()
        assert shlex.split(lines[2], comments=True) == [f"CLIENT_SECRET={secret}"]
