"""What must hold between the fields of a block and between blocks."""

from typing import Any

import pytest

from bot.demo.strict.payloads import Surface, check_blocks, check_message, slack_error
from bot.demo.strict.problems import child


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def button(action_id: str) -> dict[str, Any]:
    return {"type": "button", "text": plain("Tomar"), "action_id": action_id}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def chart(*labels: str, **series: list[str]) -> dict[str, Any]:
    return {
        "type": "data_visualization",
        "title": "Solicitudes",
        "chart": {
            "type": "bar",
            "series": [
                {"name": name, "data": [{"label": label, "value": 1} for label in points]}
                for name, points in series.items()
            ],
            "axis_config": {"categories": list(labels)},
        },
    }


def table(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "table", "rows": list(rows)}


def data_table(*rows: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"type": "data_table", "caption": "Llaves por vencer", "rows": list(rows)} | more


def raw(text: str) -> dict[str, Any]:
    return {"type": "raw_text", "text": text}


DIVIDER = {"type": "divider"}
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*Solicitud* recibida"}}


class TestBlocks:
    def test_an_unknown_block_is_refused(self) -> None:
        found = check_blocks([{"type": "button_row"}], Surface.MESSAGE)
        assert found == ["[ERROR] unsupported type: button_row [json-pointer:/blocks/0/type]"]

    def test_an_unknown_field_is_refused_where_it_stands(self) -> None:
        found = check_blocks([actions(button("take") | {"disabled": True})], Surface.MESSAGE)
        assert found == ["[ERROR] invalid additional property: disabled [json-pointer:/blocks/0/elements/0]"]

    def test_a_pointer_escapes_slashes_and_tildes(self) -> None:
        assert child("/blocks", "a/b~c") == "/blocks/a~1b~0c"

    def test_a_type_that_is_no_text_is_refused(self) -> None:
        assert check_blocks([{"type": ["section"]}], Surface.MODAL)[0].startswith("[ERROR] unsupported type")

    @pytest.mark.parametrize("thing", ["section", 7, None, ["section"]])
    def test_what_is_no_block_at_all_is_refused(self, thing: object) -> None:
        found = check_blocks([thing], Surface.MODAL)
        assert found == ["[ERROR] must provide an object [json-pointer:/blocks/0]"]

    def test_block_ids_are_distinct(self) -> None:
        found = check_blocks([DIVIDER | {"block_id": "a"}, SECTION | {"block_id": "a"}], Surface.MODAL)
        assert found == [
            '[ERROR] `block_id` "a" already exists for another block [json-pointer:/blocks/1/block_id]'
        ]

    def test_block_ids_are_distinct_inside_containers_too(self) -> None:
        inner = {"type": "container", "title": plain("Cola"), "child_blocks": [DIVIDER | {"block_id": "a"}]}
        assert len(check_blocks([DIVIDER | {"block_id": "a"}, inner], Surface.MESSAGE)) == 1

    def test_action_ids_are_distinct_within_a_block(self) -> None:
        found = check_blocks([actions(button("take"), button("take"))], Surface.MESSAGE)
        where = "[json-pointer:/blocks/0/elements/1/action_id]"
        assert found == [f'[ERROR] `action_id` "take" already exists for another element {where}']

    def test_two_blocks_may_share_an_action_id(self) -> None:
        assert check_blocks([actions(button("take")), actions(button("take"))], Surface.MESSAGE) == []

    def test_a_section_has_text_or_fields_or_both(self) -> None:
        fields = {"fields": [plain("NIT")]}
        assert check_blocks([SECTION, {"type": "section"} | fields, SECTION | fields], Surface.MODAL) == []
        found = check_blocks([{"type": "section"}], Surface.MODAL)
        assert found == ["[ERROR] must define at least one of: text, fields [json-pointer:/blocks/0]"]

    @pytest.mark.parametrize(
        "given", [{}, {"image_url": "https://example.org/a.png", "slack_file": {"id": "F1"}}]
    )
    def test_an_image_comes_from_a_url_or_from_a_file(self, given: dict[str, Any]) -> None:
        found = check_blocks([{"type": "image", "alt_text": "Logo"} | given], Surface.MESSAGE)
        assert found == ["[ERROR] must define exactly one of: image_url, slack_file [json-pointer:/blocks/0]"]

    @pytest.mark.parametrize("given", [{}, {"id": "F1", "url": "https://example.org/f"}])
    def test_a_slack_file_has_an_id_or_a_url(self, given: dict[str, Any]) -> None:
        found = check_blocks([{"type": "image", "alt_text": "Logo", "slack_file": given}], Surface.MESSAGE)
        assert found == ["[ERROR] must define exactly one of: id, url [json-pointer:/blocks/0/slack_file]"]

    def test_a_container_is_collapsible_or_has_a_divider(self) -> None:
        box = {
            "type": "container",
            "title": plain("Cola"),
            "child_blocks": [DIVIDER],
            "has_header_divider": True,
        }
        assert check_blocks([box], Surface.HOME) == []
        assert len(check_blocks([box | {"is_collapsible": True}], Surface.HOME)) == 1

    def test_a_container_that_does_not_collapse_is_not_collapsed(self) -> None:
        box = {
            "type": "container",
            "title": plain("Cola"),
            "child_blocks": [DIVIDER],
            "default_collapsed": True,
        }
        assert check_blocks([box | {"is_collapsible": True}], Surface.HOME) == []
        assert len(check_blocks([box], Surface.HOME)) == 1

    def test_only_a_task_of_a_plan_is_pending(self) -> None:
        task = {"type": "task_card", "task_id": "1", "title": "Revisar", "status": "pending"}
        assert check_blocks([{"type": "plan", "title": "Plan", "tasks": [task]}], Surface.MESSAGE) == []
        assert len(check_blocks([task], Surface.MESSAGE)) == 1

    def test_rich_text_with_every_part_is_accepted(self) -> None:
        parts = [
            {"type": "text", "text": "Vence ", "style": {"bold": True}},
            {"type": "link", "url": "mailto:mesa@example.org", "text": "mesa"},
            {"type": "user", "user_id": "U1", "style": {"highlight": True}},
            {"type": "channel", "channel_id": "C1"},
            {"type": "emoji", "name": "key"},
            {"type": "date", "timestamp": 1768348800, "format": "{date_short}", "fallback": "14 ene 2026"},
            {"type": "broadcast", "range": "here"},
        ]
        section = {"type": "rich_text_section", "elements": parts}
        block = {
            "type": "rich_text",
            "elements": [
                section,
                {"type": "rich_text_list", "style": "bullet", "elements": [section]},
                {"type": "rich_text_quote", "elements": parts},
                {"type": "rich_text_preformatted", "elements": parts[:2]},
            ],
        }
        assert check_blocks([block], Surface.MODAL) == []

    def test_a_mention_takes_no_code_style(self) -> None:
        part = {"type": "user", "user_id": "U1", "style": {"code": True}}
        block = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [part]}]}
        assert "invalid additional property: code" in check_blocks([block], Surface.MESSAGE)[0]


class TestCharts:
    def test_a_chart_whose_series_fill_every_category_is_accepted(self) -> None:
        assert (
            check_blocks([chart("Ene", "Feb", altas=["Ene", "Feb"], bajas=["Feb", "Ene"])], Surface.MESSAGE)
            == []
        )

    @pytest.mark.parametrize("points", [["Ene"], ["Ene", "Ene"], ["Ene", "Mar"], ["Ene", "Feb", "Mar"]])
    def test_a_series_has_one_point_for_every_category(self, points: list[str]) -> None:
        found = check_blocks([chart("Ene", "Feb", altas=points)], Surface.MESSAGE)
        where = "[json-pointer:/blocks/0/chart/series/0]"
        assert found == [f"[ERROR] must have exactly one point for every category {where}"]

    def test_series_have_distinct_names(self) -> None:
        block = chart("Ene", altas=["Ene"])
        block["chart"]["series"] *= 2
        assert "series names must be unique" in check_blocks([block], Surface.MESSAGE)[0]

    def test_categories_are_distinct(self) -> None:
        found = check_blocks([chart("Ene", "Ene", altas=["Ene", "Ene"])], Surface.MESSAGE)
        where = "[json-pointer:/blocks/0/chart/axis_config/categories/1]"
        assert found == [f"[ERROR] categories must be unique {where}"]

    def test_segments_have_distinct_labels(self) -> None:
        pie = {"type": "pie", "segments": [{"label": "Vigentes", "value": 1}] * 2}
        found = check_blocks([{"type": "data_visualization", "title": "Llaves", "chart": pie}], Surface.HOME)
        assert found == ["[ERROR] segment labels must be unique [json-pointer:/blocks/0/chart/segments/1]"]

    def test_a_segment_of_nothing_is_refused(self) -> None:
        pie = {"type": "pie", "segments": [{"label": "Vigentes", "value": 0}]}
        found = check_blocks([{"type": "data_visualization", "title": "Llaves", "chart": pie}], Surface.HOME)
        assert found == ["[ERROR] must be more than 0 [json-pointer:/blocks/0/chart/segments/0/value]"]

    def test_a_message_takes_two_charts_and_a_home_tab_more(self) -> None:
        charts = [chart("Ene", altas=["Ene"])] * 3
        assert check_message({"text": "Resumen", "blocks": charts[:2]}) == []
        assert check_message({"text": "Resumen", "blocks": charts}) == [
            "[ERROR] no more than 2 data_visualization blocks allowed [json-pointer:/blocks/2]"
        ]
        assert check_blocks(charts, Surface.HOME) == []


class TestTables:
    def test_a_message_takes_one_table(self) -> None:
        one = table([raw("Prestador"), {"type": "raw_number", "value": 3, "text": "3"}])
        assert check_message({"text": "Cola", "blocks": [one]}) == []
        found = check_message({"text": "Cola", "blocks": [one, one]})
        assert found == ["[ERROR] only_one_table_allowed [json-pointer:/blocks/1]"]
        assert slack_error(found) == "invalid_attachments"

    def test_a_column_without_settings_is_null(self) -> None:
        settings = {"column_settings": [None, {"align": "right", "is_wrapped": True}]}
        assert check_blocks([table([raw("a"), raw("b")]) | settings], Surface.MESSAGE) == []

    def test_rows_of_a_data_table_are_equally_wide(self) -> None:
        assert check_blocks([data_table([raw("a")], [raw("b")])], Surface.MESSAGE) == []
        found = check_blocks([data_table([raw("a")], [raw("b"), raw("c")])], Surface.MESSAGE)
        assert found == ["[ERROR] all rows must have the same number of cells [json-pointer:/blocks/0/rows]"]

    def test_the_header_of_a_data_table_is_raw(self) -> None:
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]}
        rich = {"type": "rich_text", "elements": [section]}
        assert check_blocks([data_table([raw("a")], [rich])], Surface.MESSAGE) == []
        assert len(check_blocks([data_table([rich], [raw("a")])], Surface.MESSAGE)) == 1

    def test_the_row_header_of_a_data_table_is_one_of_its_columns(self) -> None:
        rows = [raw("a"), raw("b")], [raw("c"), raw("d")]
        assert check_blocks([data_table(*rows, row_header_column_index=1)], Surface.HOME) == []
        assert len(check_blocks([data_table(*rows, row_header_column_index=2)], Surface.HOME)) == 1

    def test_a_data_table_holds_20000_characters(self) -> None:
        assert check_blocks([data_table([raw("a" * 10000)], [raw("b" * 10000)])], Surface.MESSAGE) == []
        found = check_blocks([data_table([raw("a" * 10000)], [raw("b" * 10001)])], Surface.MESSAGE)
        assert found == ["[ERROR] must be less than 20001 characters [json-pointer:/blocks/0/rows]"]
