"""What must hold between the fields of an element."""

from typing import Any

import pytest

from bot.demo.strict.payloads import Surface, check_blocks


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(value: str, text: str = "Opción", description: str | None = None) -> dict[str, Any]:
    return {"text": plain(text), "value": value} | (
        {"description": plain(description)} if description else {}
    )


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def field(element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "label": plain("NIT"), "element": element} | more


def select(*options: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "static_select", "options": list(options)} | more


TEXT_INPUT = {"type": "plain_text_input", "action_id": "nit"}


class TestElements:
    def test_the_initial_option_is_one_of_those_offered(self) -> None:
        assert check_blocks([actions(select(option("a"), initial_option=option("a")))], Surface.MESSAGE) == []

    @pytest.mark.parametrize("chosen", [option("b"), option("a", "Otra"), option("a", description="Más")])
    def test_an_initial_option_that_differs_is_refused(self, chosen: dict[str, Any]) -> None:
        found = check_blocks([actions(select(option("a"), initial_option=chosen))], Surface.MESSAGE)
        where = "[json-pointer:/blocks/0/elements/0/initial_option]"
        assert found == [f"[ERROR] must be identical to an option offered {where}"]

    def test_an_initial_option_may_come_from_a_group(self) -> None:
        element = {
            "type": "static_select",
            "option_groups": [{"label": plain("Ambientes"), "options": [option("prod"), option("dev")]}],
            "initial_option": option("dev"),
        }
        assert check_blocks([actions(element)], Surface.MESSAGE) == []

    @pytest.mark.parametrize("type_", ["checkboxes", "multi_static_select"])
    def test_initial_options_are_offered_and_not_repeated(self, type_: str) -> None:
        element = {"type": type_, "options": [option("a"), option("b")]}
        assert (
            check_blocks([field(element | {"initial_options": [option("a"), option("b")]})], Surface.MODAL)
            == []
        )
        for wrong in ([option("c")], [option("a"), option("a")]):
            assert len(check_blocks([field(element | {"initial_options": wrong})], Surface.MODAL)) == 1

    def test_an_external_select_starts_with_any_option(self) -> None:
        element = {"type": "external_select", "initial_option": option("a")}
        assert check_blocks([actions(element)], Surface.MESSAGE) == []

    def test_no_more_is_chosen_than_may_be(self) -> None:
        element = select(
            option("a"), option("b"), initial_options=[option("a"), option("b")], max_selected_items=1
        )
        found = check_blocks([field(element | {"type": "multi_static_select"})], Surface.MODAL)
        assert "max_selected_items" in found[0]

    @pytest.mark.parametrize("type_", ["static_select", "radio_buttons", "checkboxes", "overflow"])
    def test_option_values_are_unique(self, type_: str) -> None:
        element = {"type": type_, "options": [option("a"), option("a", "Otra")]}
        assert check_blocks([actions(element)], Surface.MESSAGE) == [
            '[ERROR] option value "a" is not unique [json-pointer:/blocks/0/elements/0]'
        ]

    @pytest.mark.parametrize("given", [{}, {"options": [option("a")], "option_groups": []}])
    def test_a_select_has_options_or_groups(self, given: dict[str, Any]) -> None:
        found = check_blocks([actions({"type": "static_select"} | given)], Surface.MESSAGE)
        where = "[json-pointer:/blocks/0/elements/0]"
        assert f"[ERROR] must define exactly one of: options, option_groups {where}" in found

    def test_only_lists_of_boxes_and_circles_have_options_in_mrkdwn(self) -> None:
        bold = {"text": {"type": "mrkdwn", "text": "*Sí*"}, "value": "yes"}
        assert check_blocks([actions({"type": "radio_buttons", "options": [bold]})], Surface.MODAL) == []
        assert len(check_blocks([actions(select(bold))], Surface.MODAL)) == 1

    def test_only_an_overflow_has_options_with_a_url(self) -> None:
        linked = option("a") | {"url": "https://example.org"}
        assert check_blocks([actions({"type": "overflow", "options": [linked]})], Surface.MODAL) == []
        assert len(check_blocks([actions(select(linked))], Surface.MODAL)) == 1

    def test_a_file_input_dispatches_nothing(self) -> None:
        assert check_blocks([field(TEXT_INPUT, dispatch_action=True, optional=True)], Surface.MODAL) == []
        found = check_blocks([field({"type": "file_input"}, dispatch_action=True)], Surface.MODAL)
        where = "[json-pointer:/blocks/0/dispatch_action]"
        assert found == [f"[ERROR] dispatch_action is not available with file_input {where}"]

    @pytest.mark.parametrize("name", ["optional", "dispatch_action"])
    def test_optional_and_dispatch_action_are_true_or_false(self, name: str) -> None:
        found = check_blocks([field(TEXT_INPUT, **{name: "true"})], Surface.MODAL)
        assert found == [f"[ERROR] must provide a boolean [json-pointer:/blocks/0/{name}]"]

    def test_a_text_input_has_no_confirm(self) -> None:
        confirm = {"title": plain("¿?"), "text": plain("¿?"), "confirm": plain("Sí"), "deny": plain("No")}
        found = check_blocks([field(TEXT_INPUT | {"confirm": confirm})], Surface.MODAL)
        assert found == ["[ERROR] invalid additional property: confirm [json-pointer:/blocks/0/element]"]

    @pytest.mark.parametrize(
        "element",
        [
            {"type": "plain_text_input", "min_length": 9, "max_length": 8},
            {"type": "rich_text_input", "min_lines": 9, "max_lines": 8},
            {"type": "number_input", "is_decimal_allowed": False, "min_value": "10", "max_value": "9"},
        ],
    )
    def test_a_lower_bound_is_not_above_the_upper_one(self, element: dict[str, Any]) -> None:
        assert "must be no more than max_" in check_blocks([field(element)], Surface.MODAL)[0]

    def test_a_whole_number_input_has_no_decimals(self) -> None:
        element = {"type": "number_input", "initial_value": "1.5", "is_decimal_allowed": True}
        assert check_blocks([field(element)], Surface.MODAL) == []
        assert (
            "whole number" in check_blocks([field(element | {"is_decimal_allowed": False})], Surface.MODAL)[0]
        )

    @pytest.mark.parametrize(
        "element",
        [
            {"type": "datepicker", "initial_date": "2026-02-30"},
            {"type": "datepicker", "initial_date": "20260114"},
            {"type": "datepicker", "initial_date": "14/01/2026"},
            {"type": "timepicker", "initial_time": "24:00"},
            {"type": "timepicker", "initial_time": "8:30"},
            {"type": "timepicker", "timezone": "America/Macondo"},
            {"type": "datetimepicker", "initial_date_time": 1768348800000},
            {"type": "datetimepicker", "initial_date_time": "1768348800"},
            {"type": "datetimepicker", "initial_date_time": True},
            {"type": "number_input", "is_decimal_allowed": True, "initial_value": "NaN"},
        ],
    )
    def test_a_malformed_date_time_or_number_is_refused(self, element: dict[str, Any]) -> None:
        assert len(check_blocks([field(element)], Surface.MODAL)) == 1

    def test_a_filter_names_something_to_include(self) -> None:
        element = {"type": "conversations_select", "filter": {"include": ["im"]}}
        assert check_blocks([actions(element)], Surface.MESSAGE) == []
        assert len(check_blocks([actions(element | {"filter": {}})], Surface.MESSAGE)) == 1
        assert len(check_blocks([actions(element | {"filter": {"include": []}})], Surface.MESSAGE)) == 1
