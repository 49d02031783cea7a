"""The digest, as managers read it in their channel: on a screen, on a phone, and read aloud."""

from datetime import timedelta

import pytest

from bot.ids import Action
from bot.rules.figures import Figures
from bot.views.digests.digest import MENTIONED
from bot.views.digests.work import service_time_text
from bot.views.parts import LONGEST_TEXT
from storage.enums import DigestKind, Environment
from tests.views import samples
from tests.views.digest_windows import digest, halted, quiet, small, urgent, weeks, worst
from tests.views.reading import Json, buttons, fields, message_json, preformatted, whole
from tests.views.samples import GUIDS, SECRETS, Typed


def _shown(figures: Figures, previous: Figures | None = None) -> str:
    return whole(message_json(digest(figures, previous))["blocks"])


def _button(message: Json, action: Action) -> Json:
    (found,) = [each for each in buttons(message) if each["action_id"] == action]
    return found


def _actions(message: Json) -> list[str]:
    return [each["action_id"] for each in buttons(message)]


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (DigestKind.WEEKLY, "Resumen semanal de llaves · 14 ene 2026"),
        (DigestKind.MONTHLY, "Resumen mensual de llaves · 14 ene 2026"),
        (DigestKind.ON_DEMAND, "Resumen de llaves · 14 ene 2026"),
    ],
)
def test_the_first_line_says_which_digest_it_is_and_of_which_day(kind: DigestKind, title: str) -> None:
    message = digest(small(), kind=kind)
    assert message_json(message)["blocks"][0]["text"]["text"] == title
    assert message.text.startswith(f"*{title}*\n")


def test_whoever_chose_the_digest_is_mentioned_and_a_crowd_is_counted() -> None:
    few = digest(small(), readers=[samples.manager()])
    crowd = digest(small(), readers=[samples.manager()] * (MENTIONED + 5))
    assert "Para <@U0MANAGER>\n" in few.text
    assert whole(message_json(crowd)["blocks"]).count("<@U0MANAGER>") == MENTIONED
    assert "<@U0MANAGER> y 5 más\n" in crowd.text


def test_an_ordered_digest_mentions_nobody() -> None:
    assert "Para" not in whole(message_json(digest(small(), kind=DigestKind.ON_DEMAND)))


class TestKeys:
    def test_every_environment_with_keys_tells_them_by_bucket(self) -> None:
        assert (
            "*PRODUCCION* – 1.265 llaves\nVencidas: *1* · hasta 7 días: *2* · 8 a 15 días: *3* · "
            "16 a 30 días: *0* · 31 a 60 días: *4* · 61 a 90 días: *5* · más de 90 días: *1.250*"
        ) in _shown(small())
        assert "DESARROLLO" not in _shown(small())

    def test_each_figure_tells_its_change_since_the_last_digest(self) -> None:
        before = small().model_copy(update={"keys": {Environment.PRODUCTION: [1, 0, 6, 0, 4, 5, 0]}})
        text = _shown(small(), before)
        assert "Vencidas: *1* (=) · hasta 7 días: *2* (+2) · 8 a 15 días: *3* (-3)" in text
        assert "más de 90 días: *1.250* (+1.250)" in text
        assert "el cambio frente al resumen del 14 ene 2026" in text

    def test_an_environment_that_had_no_keys_before_counts_from_zero(self) -> None:
        before = small().model_copy(update={"keys": {Environment.PRODUCTION: [0] * 7}})
        assert "más de 90 días: *40* (+40)" in _shown(small(), before)

    def test_without_a_digest_before_nothing_is_compared(self) -> None:
        text = _shown(small())
        assert "(+" not in text
        assert "(=)" not in text
        assert "cambio" not in text

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            (
                {},
                (
                    "*3 llaves vencidas o que vencen en 30 días no tienen solicitud en trámite.* En *1 sede* no hay a quién "
                    "recordarle: sin delegado activo."
                ),
            ),
            (
                {"uncovered": 1, "sedes_alone": 0},
                "*1 llave vencida o que vence en 30 días no tiene solicitud en trámite.*",
            ),
            (
                {"uncovered": 0},
                (
                    "Todas las llaves de producción y preproducción vencidas o que vencen en 30 días tienen una solicitud en "
                    "trámite."
                ),
            ),
            (
                {"uncovered": 0, "keys": {Environment.PRODUCTION: [0, 0, 0, 0, 9, 9, 9]}},
                "Ninguna llave está vencida ni vence en 30 días.",
            ),
        ],
    )
    def test_what_nobody_has_asked_to_renew_is_said_in_one_sentence(
        self, changes: dict[str, object], sentence: str
    ) -> None:
        assert sentence in _shown(small().model_copy(update=changes))


class TestUrgent:
    def test_a_provider_is_named_with_its_code_when_and_who_hears_of_it(self) -> None:
        alone, cared_for = urgent(), urgent(number=2, delegates=1)
        text = _shown(small().model_copy(update={"urgent": [alone, cared_for]}))
        assert (
            "*1. Clínica Inventada S.A.S.* · Sede Norte · 259990000101\n"
            "venció hoy, 14 ene 2026 · PREPRODUCCION y PRODUCCION · *sin delegado activo*"
        ) in text
        assert "vence el 16 ene 2026, en 2 días · PREPRODUCCION y PRODUCCION\n" in text

    def test_a_name_that_is_mrkdwn_is_shown_as_it_is(self) -> None:
        text = whole(message_json(digest(worst(Typed(name="<!channel>", sede="<@U0OTHER>")))))
        assert "<!channel>" not in text
        assert "<@U0OTHER>" not in text
        assert "&lt;!channel&gt;" in text

    def test_nobody_urgent_is_said(self) -> None:
        assert "Ningún prestador tiene llaves vencidas hace poco" in _shown(
            small().model_copy(update={"urgent": []})
        )


class TestWork:
    def test_queue_times_and_returned_share_stand_side_by_side(self) -> None:
        found = fields(message_json(digest(small(), small().model_copy(update={"pending": 6}))))
        assert found == {
            "En cola": "*4* (-2), 1 tomada",
            "La más antigua espera": "1 día hábil, desde el 12 ene 2026, 10:05",
            "Recibidas": "9",
            "Asignadas": "12",
            "Devueltas": "4 (25 % de las atendidas)",
            "Tiempo para asignar (mediana)": "4 h hábiles",
            "Tiempo para asignar (percentil 90)": "2 días hábiles y 3 h",
        }

    def test_a_period_without_requests_says_so(self) -> None:
        found = fields(message_json(digest(quiet())))
        assert found["En cola"] == "*0*"
        assert found["La más antigua espera"] == "—"
        assert found["Devueltas"] == "0"
        assert found["Tiempo para asignar (mediana)"] == "Sin asignaciones"

    @pytest.mark.parametrize(
        ("span", "words"),
        [
            (timedelta(), "0 min hábiles"),
            (timedelta(minutes=25), "25 min hábiles"),
            (timedelta(hours=1), "1 h hábil"),
            (timedelta(hours=4, minutes=29), "4 h hábiles"),
            (timedelta(hours=11), "1 día hábil"),
            (timedelta(hours=14), "1 día hábil y 3 h"),
            (timedelta(hours=1_100), "100 días hábiles"),
        ],
    )
    def test_business_time_is_told_in_days_of_eleven_hours(self, span: timedelta, words: str) -> None:
        assert service_time_text(span, timedelta(hours=11)) == words

    def test_a_business_day_has_the_hours_in_which_somebody_attends(self) -> None:
        assert service_time_text(timedelta(hours=14), timedelta(hours=7.5)) == "1 día hábil y 6 h"
        assert service_time_text(timedelta(hours=14, minutes=50), timedelta(hours=7.5)) == "1 día hábil y 7 h"

    def test_of_many_officials_fifteen_are_listed_and_the_rest_counted(self) -> None:
        text = _shown(worst())
        assert "<@U0OFFICIAL14> · asignadas: *4.000* · devueltas: 1.000 · tomadas: 250" in text
        assert "<@U0OFFICIAL15>" not in text
        assert "Y 25 funcionarios más." in text


class TestButtons:
    def test_reminding_asks_first_and_says_of_how_many_keys(self) -> None:
        dialog = _button(message_json(digest(small())), Action.REMIND_DELEGATES)["confirm"]
        assert (
            "*3 llaves vencidas o que vencen* en 30 días sin solicitud en trámite" in dialog["text"]["text"]
        )
        assert "salvo quien lo pospuso y quien ya lo recibió hoy" in dialog["text"]["text"]

    def test_there_is_nothing_to_remind_of_where_everything_is_asked_for(self) -> None:
        assert _actions(message_json(digest(quiet()))) == [
            Action.OPEN_EXPIRIES,
            Action.HALT_REMINDERS,
            Action.OPEN_DIGEST_PREFERENCES,
        ]

    def test_halting_is_marked_as_dangerous_and_asks_first(self) -> None:
        found = _button(message_json(digest(small())), Action.HALT_REMINDERS)
        assert found["style"] == "danger"
        assert "hasta que un gerente los reanude" in found["confirm"]["text"]["text"]

    def test_while_halted_it_says_by_whom_since_when_and_how_many_wait(self) -> None:
        message = message_json(digest(small(), reminders=halted()))
        assert (
            "*Recordatorios detenidos* por <@U0MANAGER> el 14 ene 2026, 09:05: 312 recordatorios esperan"
            in whole(message)
        )
        assert Action.RESUME_REMINDERS in _actions(message)
        assert Action.HALT_REMINDERS not in _actions(message)


class TestWeeks:
    def test_the_weeks_are_a_chart_with_a_series_per_environment(self) -> None:
        (block,) = [
            block
            for block in message_json(digest(small()))["blocks"]
            if block["type"] == "data_visualization"
        ]
        chart = block["chart"]
        assert [series["name"] for series in chart["series"]] == ["PREPRODUCCION", "PRODUCCION"]
        assert chart["series"][0]["data"][:2] == [
            {"label": "12 ene", "value": 2},
            {"label": "19 ene", "value": 1},
        ]
        assert len(chart["axis_config"]["categories"]) == 13

    def test_a_workspace_without_charts_reads_bars_that_fit_a_phone(self) -> None:
        message = digest(worst())
        assert message.simpler
        (bars,) = preformatted([block.to_dict() for block in message.simpler])
        assert "12 ene ▒▒▒▒▒██████░░░░░ 9.000" in bars.splitlines()
        assert max(map(len, bars.splitlines())) <= 32
        assert "data_visualization" not in whole([block.to_dict() for block in message.simpler])

    def test_one_key_among_thousands_still_has_a_bar(self) -> None:
        message = digest(small().model_copy(update={"weeks": weeks([3_000, 1], Environment.PRODUCTION)}))
        assert message.simpler
        (bars,) = preformatted([block.to_dict() for block in message.simpler])
        assert f"19 ene {'█':<16} 1" in bars.splitlines()

    def test_the_simpler_message_differs_in_the_chart_alone(self) -> None:
        message = digest(small())
        assert message.simpler
        pairs = zip(message.blocks, message.simpler, strict=True)
        assert sum(one.to_dict() != other.to_dict() for one, other in pairs) == 1

    def test_weeks_in_which_nothing_expires_are_one_sentence(self) -> None:
        text = _shown(small().model_copy(update={"weeks": weeks([])}))
        assert "No vence ninguna llave en las próximas 13 semanas." in text
        assert "data_visualization" not in text


class TestText:
    def test_the_text_alone_has_every_figure(self) -> None:
        text = digest(small(), small()).text
        for words in (
            "Vencidas: *1* (=)",
            "más de 90 días: *1.250*",
            "12 ene 4, 19 ene 2, 26 ene 0",
            "259990000101 Clínica Inventada S.A.S. venció hoy, 14 ene 2026 · *sin delegado activo*",
            "En cola: *4*",
            "Devueltas: 4 (25 % de las atendidas)",
            "<@U0OFFICIAL> · asignadas: *12*",
        ):
            assert words in text

    def test_at_its_worst_nothing_of_the_text_is_lost_to_slacks_limit(self) -> None:
        longest = worst(Typed.longest("W"))
        text = digest(longest, quiet(), readers=[samples.manager()] * 40, reminders=halted(61_073)).text
        assert len(text) <= LONGEST_TEXT
        assert text.endswith("a que un gerente los reanude.")


def test_at_three_thousand_expiries_a_week_the_message_is_as_short_as_with_three() -> None:
    assert len(digest(worst()).blocks) - len(digest(small()).blocks) <= 2
    assert len(digest(worst()).blocks) <= 50


def test_before_the_first_key_the_digest_says_what_will_come() -> None:
    message = message_json(digest(quiet()))
    assert "Aún no hay llaves asignadas. Cuando las haya" in whole(message["blocks"])
    assert "Prestadores más urgentes" not in whole(message)


def test_no_digest_shows_a_key_or_a_part_of_one() -> None:
    text = whole(message_json(digest(worst())))
    assert [trace for trace in (*GUIDS.values(), *SECRETS.values()) if trace in text] == []
