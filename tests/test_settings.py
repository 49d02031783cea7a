import base64
from datetime import time
from pathlib import Path

import pytest

from bot.rules.calendar.service_hours import HELPDESK_HOURS, Opening
from bot.rules.fields.connection import ConnectionParameters
from bot.rules.timetable import Timetable
from bot.settings import Settings, SettingsFault, load_database_url, load_service_hours, load_settings
from storage.enums import Environment

KEY = base64.b64encode(bytes(range(32))).decode()
OLDER_KEY = base64.b64encode(bytes(range(1, 33))).decode()
TENANT = "11111111-2222-4333-8444-555555555555"
MINIMAL = {
    "SLACK_BOT_TOKEN": "xoxb-made-up",
    "SLACK_APP_TOKEN": "xapp-made-up",
    "LLAVES_ENCRYPTION_KEYS": KEY,
    "LLAVES_OFFICIALS_CHANNEL": "C0OFFICIALS",
    "LLAVES_MANAGERS_CHANNEL": "G0MANAGERS",
    "LLAVES_MANAGERS": "U0ANA",
}


def load(**changes: str) -> Settings:
    return load_settings(MINIMAL | changes)


def faults(**changes: str) -> list[str]:
    with pytest.raises(SettingsFault) as caught:
        load(**changes)
    return caught.value.faults


def test_the_smallest_environment_runs_in_socket_mode_with_the_documented_defaults() -> None:
    settings = load()

    assert settings.socket_mode
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url == "sqlite:///llaves.sqlite3"
    assert settings.port == 3000
    assert settings.log_level == "INFO"
    assert settings.managers == ("U0ANA",)


def test_without_an_app_token_the_signing_secret_selects_http() -> None:
    settings = load(SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET="0123456789abcdef")

    assert not settings.socket_mode


def test_the_web_side_leaves_the_loopback_only_where_slack_must_reach_it() -> None:
    assert load().host == "127.0.0.1"
    assert load(SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET="0123456789abcdef").host == "0.0.0.0"
    assert load(LLAVES_HOST="10.0.0.7").host == "10.0.0.7"


def test_neither_transport_is_told_under_the_variable_that_mends_it() -> None:
    (fault,) = faults(SLACK_APP_TOKEN="")

    assert fault.startswith("SLACK_SIGNING_SECRET: falta")
    assert "SLACK_APP_TOKEN" in fault


def test_a_faulty_app_token_is_not_told_twice_as_a_missing_signing_secret() -> None:
    (fault,) = faults(SLACK_APP_TOKEN="xoxb-wrong-kind")

    assert fault.startswith("SLACK_APP_TOKEN: no es un token xapp-")


def test_every_missing_variable_is_told_at_once() -> None:
    with pytest.raises(SettingsFault) as caught:
        load_settings({})

    told = [line.partition(":")[0] for line in caught.value.faults]
    assert sorted(told) == sorted({*MINIMAL, "SLACK_SIGNING_SECRET"} - {"SLACK_APP_TOKEN"})
    assert all("falta" in line for line in caught.value.faults)


def test_faults_of_every_kind_are_told_together_and_none_echoes_its_value() -> None:
    planted = "PLANTEDVALUE"
    lines = faults(
        SLACK_BOT_TOKEN=f"xoxp-{planted}",
        SLACK_APP_TOKEN=planted,
        SLACK_API_URL=f"ftp://{planted}",
        LLAVES_DATABASE_URL=f"mysql://ana:{planted}@base/llaves",
        LLAVES_ENCRYPTION_KEYS=f"{KEY},{planted}",
        LLAVES_OFFICIALS_CHANNEL=f"#{planted}",
        LLAVES_MANAGERS_CHANNEL=planted.lower(),
        LLAVES_MANAGERS=f"ana.{planted}",
        LLAVES_PORT=planted,
        LLAVES_LOG_LEVEL=planted,
        LLAVES_SERVICE_HOURS=planted,
        LLAVES_STALE_DAYS=planted,
        LLAVES_PROMISED_DAYS=planted,
        LLAVES_REMINDER_DAYS=planted,
        LLAVES_ENV_PRODUCTION_ENDPOINT=f"http://ana:{planted}@ejemplo.gov.co",
        LLAVES_ENV_DEVELOPMENT_APIM_SUBSCRIPTION_KEY=planted,
    )

    assert len(lines) == 16
    assert planted not in "\n".join(lines)
    assert planted.lower() not in "\n".join(lines)


def test_a_channel_name_is_explained_as_a_name() -> None:
    (fault,) = faults(LLAVES_OFFICIALS_CHANNEL="#funcionarios")

    assert "nombre de canal" in fault
    assert "C0123ABCD" in fault


def test_managers_are_separated_by_commas_or_blanks_and_counted_once() -> None:
    assert load(LLAVES_MANAGERS="U0ANA, W0LUIS U0ANA").managers == ("U0ANA", "W0LUIS")


def test_the_newest_encryption_key_encrypts_and_the_older_ones_still_decrypt() -> None:
    sealed = load(LLAVES_ENCRYPTION_KEYS=OLDER_KEY).encryption_keys.encrypt("made up", "row")
    ring = load(LLAVES_ENCRYPTION_KEYS=f"{KEY}, {OLDER_KEY}").encryption_keys

    assert ring.primary_id == load().encryption_keys.primary_id
    assert ring.decrypt(sealed, "row") == "made up"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("https://slack.example/api", "https://slack.example/api/"),
        ("http://127.0.0.1:8080/api/", "http://127.0.0.1:8080/api/"),
    ],
)
def test_the_api_url_ends_in_one_slash_however_it_was_written(given: str, read: str) -> None:
    assert load(SLACK_API_URL=given).slack_api_url == read


def test_postgres_is_read_as_postgresql() -> None:
    assert load(LLAVES_DATABASE_URL="postgres://u:p@db/llaves").database_url == "postgresql://u:p@db/llaves"


def test_a_database_in_memory_is_refused_because_threads_would_not_share_it() -> None:
    (fault,) = faults(LLAVES_DATABASE_URL="sqlite://")

    assert "archivo" in fault


@pytest.mark.parametrize(
    "url",
    [
        "sqlite+pysqlite:///llaves.sqlite3",
        "sqlite+aiosqlite:///llaves.sqlite3",
        "sqlite:///llaves.sqlite3?mode=ro",
        "sqlite:///file:llaves?mode=memory&cache=shared&uri=true",
    ],
)
def test_sqlite_is_a_plain_file_without_driver_nor_query(url: str) -> None:
    (fault,) = faults(LLAVES_DATABASE_URL=url)

    assert fault.startswith("LLAVES_DATABASE_URL: necesita un archivo, por ejemplo sqlite:///")


@pytest.mark.parametrize("port", ["65536", "-1", "3000.5", "٣"])
def test_a_port_outside_its_range_is_refused(port: str) -> None:
    (fault,) = faults(LLAVES_PORT=port)

    assert fault.startswith("LLAVES_PORT: debe ser un número de 0 a 65535")


def test_an_environment_without_parameters_has_them_all_missing() -> None:
    parameters = load().connection(Environment.PRODUCTION)

    assert parameters == ConnectionParameters()
    assert parameters.missing == ["EndPoint", "TenantID", "Scope", "APIMsubskey"]


def test_connection_parameters_belong_to_their_environment_only() -> None:
    settings = load(
        LLAVES_ENV_PREPRODUCTION_ENDPOINT="https://pre.ejemplo.gov.co/ihce/",
        LLAVES_ENV_PREPRODUCTION_TENANT_ID=TENANT.upper(),
        LLAVES_ENV_PREPRODUCTION_SCOPE=f"api://{TENANT}/.default",
        LLAVES_ENV_PREPRODUCTION_APIM_SUBSCRIPTION_KEY="0123456789abcdef0123456789abcdef",
    )
    parameters = settings.connection(Environment.PREPRODUCTION)

    assert parameters.endpoint == "https://pre.ejemplo.gov.co/ihce"
    assert parameters.tenant_id == TENANT
    assert parameters.missing == []
    assert settings.connection(Environment.PRODUCTION).missing != []


def test_no_secret_shows_in_the_repr_of_the_settings() -> None:
    settings = load(
        SLACK_SIGNING_SECRET="signing-made-up",
        LLAVES_DATABASE_URL="postgresql://u:password-made-up@db/llaves",
        LLAVES_ENV_PRODUCTION_APIM_SUBSCRIPTION_KEY="0123456789abcdef0123456789abcdef",
    )

    shown = f"{settings!r} {settings}"
    for secret in ("made-up", KEY, "0123456789abcdef"):
        assert secret not in shown


def test_settings_cannot_be_changed_after_they_were_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load().port = 1  # type: ignore[misc] # that is the point


def test_the_database_url_alone_is_enough_for_a_migration() -> None:
    assert load_database_url({"LLAVES_DATABASE_URL": "sqlite:///x.sqlite3"}) == "sqlite:///x.sqlite3"
    with pytest.raises(SettingsFault, match="LLAVES_DATABASE_URL: "):
        load_database_url({"LLAVES_DATABASE_URL": "mysql://x"})


def test_the_hours_alone_are_enough_to_count_time() -> None:
    assert load_service_hours({}) == HELPDESK_HOURS
    with pytest.raises(SettingsFault, match="LLAVES_SERVICE_HOURS: debe decir"):
        load_service_hours({"LLAVES_SERVICE_HOURS": "siempre"})


def test_the_environment_given_is_the_only_one_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LLAVES_PORT", "4444")

    assert load().port == 3000


def test_without_a_word_about_time_the_timetable_is_the_manuals() -> None:
    assert load().timetable == Timetable()


def test_the_hours_of_the_helpdesk_can_be_written_as_people_write_them() -> None:
    assert load(LLAVES_SERVICE_HOURS="L-V 7-18, S 8-13").timetable == Timetable()


def test_a_day_may_be_parted_and_begin_at_half_past() -> None:
    hours = load(LLAVES_SERVICE_HOURS="l–j 14:30-18 7:30-12; v 7-15:45").service_hours

    parted = (Opening(time(7, 30), time(12)), Opening(time(14, 30), time(18)))
    friday = (Opening(time(7), time(15, 45)),)
    assert hours.week == (parted, parted, parted, parted, friday, (), ())


@pytest.mark.parametrize(
    "hours",
    [
        "7-18",
        "L-V",
        "V-L 7-18",
        "L-V 18-7",
        "L-V 7-7",
        "L-V 7-24",
        "L-V 7:60-18",
        "K 7-18",
        "L-V 7-18,",
        "L a V 7-18",
    ],
)
def test_hours_that_cannot_be_read_are_answered_with_an_example(hours: str) -> None:
    (fault,) = faults(LLAVES_SERVICE_HOURS=hours)

    assert fault.startswith("LLAVES_SERVICE_HOURS: debe decir días y horas, como «L-V 7-18, S 8-13»")


@pytest.mark.parametrize("hours", ["L-V 7-12 11-18", "L-V 7-18, M 8-9"])
def test_hours_that_overlap_are_refused(hours: str) -> None:
    (fault,) = faults(LLAVES_SERVICE_HOURS=hours)

    assert fault.startswith("LLAVES_SERVICE_HOURS: tiene horas que se cruzan en un mismo día.")


def test_a_week_without_hours_on_a_business_day_is_refused() -> None:
    (fault,) = faults(LLAVES_SERVICE_HOURS="S-D 8-13")

    assert fault.startswith("LLAVES_SERVICE_HOURS: necesita algún horario de lunes a viernes")


def test_days_are_put_in_order_and_counted_once() -> None:
    timetable = load(
        LLAVES_STALE_DAYS="5, 2,2", LLAVES_PROMISED_DAYS="4", LLAVES_REMINDER_DAYS="0 7 90,7"
    ).timetable

    assert timetable.stale_days == (2, 5)
    assert timetable.promised_days == 4
    assert timetable.ladder == (90, 7, 0)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LLAVES_STALE_DAYS", "0,1"),
        ("LLAVES_STALE_DAYS", "1,61"),
        ("LLAVES_STALE_DAYS", ","),
        ("LLAVES_STALE_DAYS", "1.5"),
        ("LLAVES_PROMISED_DAYS", "1,2"),
        ("LLAVES_PROMISED_DAYS", "0"),
        ("LLAVES_REMINDER_DAYS", "366"),
        ("LLAVES_REMINDER_DAYS", "-1"),
        ("LLAVES_REMINDER_DAYS", "٣"),
    ],
)
def test_days_outside_their_range_are_refused_with_the_range(variable: str, value: str) -> None:
    (fault,) = faults(**{variable: value})

    assert fault.startswith(f"{variable}: debe")
    assert "de 1 a 60" in fault or "de 0 a 365" in fault
