import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from sqlalchemy import text

from bot.demo.server import Channel, Workspace
from bot.doctor import REQUIRED_SCOPES, Check, checks_of, diagnose
from bot.settings import SettingsFault, load_settings
from storage.db import open_engine, upgrade

MANIFEST = Path(__file__).parents[1] / "manifest.yml"
SECRET = "made-up-secret"
NOBODY = "http://127.0.0.1:9/api/"  # the discard port: nobody answers


def environ(folder: Path, **changes: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": f"xoxb-{SECRET}",
        "SLACK_APP_TOKEN": f"xapp-{SECRET}",
        "SLACK_API_URL": NOBODY,
        "LLAVES_DATABASE_URL": f"sqlite:///{folder}/llaves.sqlite3",
        "LLAVES_ENCRYPTION_KEYS": base64.b64encode(bytes(32)).decode(),
        "LLAVES_OFFICIALS_CHANNEL": "C0OFFICIALS",
        "LLAVES_MANAGERS_CHANNEL": "C0MANAGERS",
        "LLAVES_MANAGERS": "U0ANA",
    } | changes


def look(folder: Path, **changes: str) -> dict[str, Check]:
    return {check.name: check for check in diagnose(load_settings(environ(folder, **changes)))}


@pytest.fixture
def slack() -> Iterator[Workspace]:
    with Workspace(manifest=MANIFEST) as workspace:
        yield workspace


@pytest.fixture
def channels(slack: Workspace) -> tuple[Channel, Channel]:
    return slack.add_channel("funcionarios", private=True), slack.add_channel("gerentes", private=True)


def look_at(
    slack: Workspace, folder: Path, channels: tuple[Channel, Channel], **changes: str
) -> dict[str, Check]:
    given = {
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "LLAVES_OFFICIALS_CHANNEL": channels[0].id,
        "LLAVES_MANAGERS_CHANNEL": channels[1].id,
    }
    return look(folder, **(given | changes))


def test_each_faulty_variable_is_a_failed_check() -> None:
    with pytest.raises(SettingsFault) as caught:
        load_settings({})
    checks = checks_of(caught.value, {})

    assert not any(check.ok for check in checks)
    assert "SLACK_BOT_TOKEN" in [check.name for check in checks]
    assert all(check.detail for check in checks)


def test_the_encryption_key_in_use_is_told_by_its_id(tmp_path: Path) -> None:
    settings = load_settings(environ(tmp_path))
    check = look(tmp_path)["Claves de cifrado"]

    assert settings.encryption_keys.primary_id in check.detail


def test_a_database_that_does_not_exist_yet_is_fine_and_is_not_created(tmp_path: Path) -> None:
    check = look(tmp_path)["Base de datos"]

    assert check.ok
    assert "llaves start" in check.detail
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_for_the_database_is_told(tmp_path: Path) -> None:
    check = look(tmp_path / "nowhere")["Base de datos"]

    assert not check.ok
    assert "nowhere" in check.detail


def test_a_database_of_another_version_is_told_what_to_run(tmp_path: Path) -> None:
    with open_engine(f"sqlite:///{tmp_path}/llaves.sqlite3") as engine:
        upgrade(engine)
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = 'another'"))
    check = look(tmp_path)["Base de datos"]

    assert not check.ok
    assert "llaves db upgrade" in check.detail


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "llaves.sqlite3").write_text("not a database" * 100)
    check = look(tmp_path)["Base de datos"]

    assert not check.ok


def test_a_migrated_database_is_up_to_date(tmp_path: Path) -> None:
    with open_engine(f"sqlite:///{tmp_path}/llaves.sqlite3") as engine:
        upgrade(engine)
    assert look(tmp_path)["Base de datos"] == Check("Base de datos", ok=True, detail="al día")


def test_an_unreachable_server_is_told_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql://llaves:{SECRET}@127.0.0.1:9/llaves"
    check = look(tmp_path, LLAVES_DATABASE_URL=url)["Base de datos"]

    assert not check.ok
    assert "no responde" in check.detail
    assert SECRET not in check.detail


def test_an_unreachable_slack_is_told_apart_from_a_bad_token(tmp_path: Path) -> None:
    check = look(tmp_path)["Token de Slack"]

    assert not check.ok
    assert NOBODY in check.detail
    assert SECRET not in check.detail


def test_missing_connection_parameters_warn_and_do_not_fail(tmp_path: Path) -> None:
    tenant = "11111111-2222-4333-8444-555555555555"
    checks = look(
        tmp_path,
        LLAVES_ENV_PRODUCTION_ENDPOINT="https://ejemplo.gov.co/ihce",
        LLAVES_ENV_PRODUCTION_TENANT_ID=tenant,
        LLAVES_ENV_PRODUCTION_SCOPE=f"api://{tenant}/.default",
        LLAVES_ENV_PRODUCTION_APIM_SUBSCRIPTION_KEY="0123456789abcdef0123456789abcdef",
    )

    assert checks["Parámetros de producción"].ok
    missing = checks["Parámetros de preproducción"]
    assert not missing.ok
    assert not missing.required
    assert "LLAVES_ENV_PREPRODUCTION_" in missing.detail


def test_a_workspace_installed_from_our_manifest_passes(
    slack: Workspace, channels: tuple[Channel, Channel], tmp_path: Path
) -> None:
    checks = look_at(slack, tmp_path, channels)

    assert [check for check in checks.values() if check.required and not check.ok] == []
    assert checks["Conexión"].detail == "Socket Mode"
    assert checks["Canal de funcionarios"].detail == "#funcionarios"


def test_the_tokens_are_in_no_line(
    slack: Workspace, channels: tuple[Channel, Channel], tmp_path: Path
) -> None:
    shown = repr(look_at(slack, tmp_path, channels))

    assert slack.bot_token not in shown
    assert slack.app_token not in shown


def test_a_token_that_slack_refuses_is_told_with_its_variable(
    slack: Workspace, channels: tuple[Channel, Channel], tmp_path: Path
) -> None:
    check = look_at(slack, tmp_path, channels, SLACK_BOT_TOKEN="xoxb-of-another-app")["Token de Slack"]

    assert not check.ok
    assert "invalid_auth" in check.detail
    assert "SLACK_BOT_TOKEN" in check.detail


def test_an_app_token_that_slack_refuses_is_told_apart_from_the_bot_token(
    slack: Workspace, channels: tuple[Channel, Channel], tmp_path: Path
) -> None:
    checks = look_at(slack, tmp_path, channels, SLACK_APP_TOKEN="xapp-of-another-app")

    assert checks["Token de Slack"].ok
    assert not checks["Conexión"].ok
    assert "SLACK_APP_TOKEN" in checks["Conexión"].detail


def test_in_http_mode_no_app_token_is_needed(
    slack: Workspace, channels: tuple[Channel, Channel], tmp_path: Path
) -> None:
    checks = look_at(slack, tmp_path, channels, SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET=slack.signing_secret)

    assert checks["Conexión"].ok
    assert "/slack/events" in checks["Conexión"].detail


def test_scopes_that_the_manifest_would_add_are_named(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.yml"
    manifest.write_text(
        "\n".join(line for line in MANIFEST.read_text().splitlines() if "- groups:read" not in line)
    )
    with Workspace(manifest=manifest) as slack:
        checks = look_at(slack, tmp_path, (Channel("C0A", "a"), Channel("C0B", "b")))

    assert not checks["Permisos de Slack"].ok
    assert "groups:read" in checks["Permisos de Slack"].detail
    assert "groups:history" not in checks["Permisos de Slack"].detail


def test_a_public_channel_without_the_app_says_how_to_invite_it(
    slack: Workspace, channels: tuple[Channel, Channel], tmp_path: Path
) -> None:
    outside = slack.add_channel("otro", app_is_member=False)
    check = look_at(slack, tmp_path, (outside, channels[1]))["Canal de funcionarios"]

    assert not check.ok
    assert "/invite @llaves" in check.detail


def test_a_private_channel_without_the_app_looks_like_none_and_says_how_to_invite_it(
    slack: Workspace, channels: tuple[Channel, Channel], tmp_path: Path
) -> None:
    outside = slack.add_channel("otro", private=True, app_is_member=False)
    check = look_at(slack, tmp_path, (channels[0], outside))["Canal de gerentes"]

    assert not check.ok
    assert "channel_not_found" in check.detail
    assert "/invite @llaves" in check.detail
    assert "LLAVES_MANAGERS_CHANNEL" in check.detail


def test_an_archived_channel_is_told(
    slack: Workspace, channels: tuple[Channel, Channel], tmp_path: Path
) -> None:
    slack.archive(channels[0])
    check = look_at(slack, tmp_path, channels)["Canal de funcionarios"]

    assert not check.ok
    assert "archivado" in check.detail


def test_the_required_scopes_are_those_of_the_manifest() -> None:
    assert set(yaml.safe_load(MANIFEST.read_text())["oauth_config"]["scopes"]["bot"]) == REQUIRED_SCOPES


@pytest.mark.parametrize(
    ("method", "name"), [("auth.test", "Token de Slack"), ("conversations.info", "Canal de funcionarios")]
)
def test_an_error_code_nobody_expected_is_told_with_where_to_look_it_up(
    slack: Workspace, channels: tuple[Channel, Channel], tmp_path: Path, method: str, name: str
) -> None:
    slack.faults.fail(method, "team_on_vacation")
    check = look_at(slack, tmp_path, channels)[name]

    assert not check.ok
    assert "(team_on_vacation)" in check.detail
    assert f"methods/{method}" in check.detail
    assert "SLACK_API_URL" in check.detail
    assert "SlackApiError" not in check.detail
    assert "Copie de nuevo" not in check.detail


def test_an_error_that_passes_by_itself_asks_for_patience(
    slack: Workspace, channels: tuple[Channel, Channel], tmp_path: Path
) -> None:
    slack.faults.fail("auth.test", "internal_error")
    detail = look_at(slack, tmp_path, channels)["Token de Slack"].detail

    assert "Intente de nuevo" in detail
    assert "internal_error" in detail


def test_a_server_that_is_not_slack_is_told_as_such(
    slack: Workspace, channels: tuple[Channel, Channel], tmp_path: Path
) -> None:
    slack.faults.non_json("auth.test")
    check = look_at(slack, tmp_path, channels)["Token de Slack"]

    assert not check.ok
    assert "no es Slack" in check.detail
    assert "SlackApiError" not in check.detail


def unknown(names: dict[str, str], folder: Path) -> dict[str, Check]:
    settings = load_settings(environ(folder))
    return {check.name: check for check in diagnose(settings, environ(folder, **names))}


def test_a_misspelt_variable_warns_with_the_nearest_known_name(tmp_path: Path) -> None:
    check = unknown({"LLAVES_LOGLEVEL": "DEBUG"}, tmp_path)["LLAVES_LOGLEVEL"]

    assert not check.ok
    assert not check.required
    assert "¿Quiso decir LLAVES_LOG_LEVEL?" in check.detail


def test_a_misspelt_connection_parameter_warns_with_the_nearest_known_name(tmp_path: Path) -> None:
    name = "LLAVES_ENV_PRODUCCION_ENDPOINT"

    assert "¿Quiso decir LLAVES_ENV_PRODUCTION_ENDPOINT?" in unknown({name: "x"}, tmp_path)[name].detail


def test_a_variable_that_resembles_none_is_told_without_a_guess_and_without_its_value(tmp_path: Path) -> None:
    check = unknown({"LLAVES_ZZZZZZZZ": SECRET}, tmp_path)["LLAVES_ZZZZZZZZ"]

    assert "¿Quiso decir" not in check.detail
    assert SECRET not in check.detail


def test_known_empty_and_foreign_variables_are_not_warned_about(tmp_path: Path) -> None:
    given = {"LLAVES_HOST": "127.0.0.1", "LLAVES_NADA": " ", "OTHER_LLAVES_X": "1"}

    assert not {"LLAVES_HOST", "LLAVES_NADA", "OTHER_LLAVES_X", "LLAVES_MANAGERS"} & set(
        unknown(given, tmp_path)
    )


def test_a_missing_variable_is_told_next_to_its_misspelt_name() -> None:
    given = {"LLAVES_MANAGER": "U0ANA"}
    with pytest.raises(SettingsFault) as caught:
        load_settings(given)
    checks = {check.name: check for check in checks_of(caught.value, given)}

    assert checks["LLAVES_MANAGERS"].required
    assert "¿Quiso decir LLAVES_MANAGERS?" in checks["LLAVES_MANAGER"].detail


def test_a_channel_shared_with_another_organisation_warns_and_does_not_fail(
    slack: Workspace, channels: tuple[Channel, Channel], tmp_path: Path
) -> None:
    slack.invite(channels[0], slack.add_person("Nadie Nuestro", stranger=True))
    checks = look_at(slack, tmp_path, channels)

    assert not checks["Canal de funcionarios"].ok
    assert not checks["Canal de funcionarios"].required
    assert "compartido con otra organización" in checks["Canal de funcionarios"].detail
    assert checks["Canal de gerentes"].ok


def test_managers_who_are_people_of_the_workspace_are_counted(
    slack: Workspace, channels: tuple[Channel, Channel], tmp_path: Path
) -> None:
    ids = [slack.add_person(name).user_id for name in ("Ana Prueba", "Luis Prueba")]

    checks = look_at(slack, tmp_path, channels, LLAVES_MANAGERS=",".join(ids))
    assert checks["Gerentes"] == Check("Gerentes", ok=True, detail="2 personas")


def test_a_manager_who_is_a_guest_is_gone_or_does_not_exist_warns_by_id_and_does_not_fail(
    slack: Workspace, channels: tuple[Channel, Channel], tmp_path: Path
) -> None:
    fine = slack.add_person("Ana Prueba").user_id
    guest = slack.add_person("Luis Prueba", restricted=True).user_id
    gone = slack.add_person("Eva Prueba", deleted=True).user_id
    check = look_at(
        slack, tmp_path, channels, LLAVES_MANAGERS=f"{fine},{guest},{gone},U0NOBODY,{slack.bot_user_id}"
    )["Gerentes"]

    assert not check.ok
    assert not check.required
    assert f"{guest} es un invitado" in check.detail
    assert f"{gone} tiene la cuenta desactivada" in check.detail
    assert "U0NOBODY: no existe" in check.detail
    assert f"{slack.bot_user_id} es una aplicación" in check.detail
    assert fine not in check.detail


def test_managers_whom_slack_does_not_show_for_want_of_a_scope_are_told_what_to_mend(
    slack: Workspace, channels: tuple[Channel, Channel], tmp_path: Path
) -> None:
    slack.faults.fail("users.info", "missing_scope")
    detail = look_at(slack, tmp_path, channels)["Gerentes"].detail

    assert "missing_scope" in detail
    assert "manifest.yml" in detail
