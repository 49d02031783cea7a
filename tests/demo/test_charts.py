"""Charts and tables: as lines of text on the screen, and refused by a workspace that has none yet."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.server import Workspace


def bars(*names: str) -> dict[str, Any]:
    return {
        "type": "data_visualization",
        "title": "Vencimientos por semana",
        "chart": {
            "type": "bar",
            "series": [
                {"name": name, "data": [{"label": "19 ene", "value": 4}, {"label": "12 ene", "value": 1250}]}
                for name in names
            ],
            "axis_config": {"categories": ["12 ene", "19 ene"], "x_label": "Semana", "y_label": "Llaves"},
        },
    }


PIE: dict[str, Any] = {
    "type": "data_visualization",
    "title": "Estados",
    "chart": {
        "type": "pie",
        "segments": [{"label": "Vencidas", "value": 3}, {"label": "Vigentes", "value": 9}],
    },
}
TABLE = {
    "type": "data_table",
    "caption": "Prestadores",
    "rows": [[{"type": "raw_text", "text": text}] for text in ("Nombre", "Clínica")],
}


@pytest.mark.parametrize(
    ("block", "lines"),
    [
        (
            bars("Productivo"),
            ["▦ Vencimientos por semana", "  (Semana / Llaves)", "  12 ene: 1250", "  19 ene: 4"],
        ),
        (
            bars("Productivo", "Pruebas"),
            [
                "▦ Vencimientos por semana",
                "  (Semana / Llaves)",
                "  12 ene: Productivo 1250 · Pruebas 1250",
                "  19 ene: Productivo 4 · Pruebas 4",
            ],
        ),
        (PIE, ["▦ Estados", "  Vencidas: 3", "  Vigentes: 9"]),
        (TABLE, ["Prestadores", "Nombre", "Clínica"]),
    ],
    ids=["one series", "two series", "pie", "table"],
)
def test_a_chart_is_read_as_its_title_and_its_values(
    client: WebClient, slack: Workspace, block: dict[str, Any], lines: list[str]
) -> None:
    laura = slack.add_person("Laura Restrepo")
    client.chat_postMessage(channel=laura.user_id, text="Resumen", blocks=[block])
    assert laura.dms[0].text.splitlines() == lines


def test_a_workspace_may_know_nothing_of_charts_yet(client: WebClient, slack: Workspace) -> None:
    laura = slack.add_person("Laura Restrepo")
    sent = client.chat_postMessage(channel=laura.user_id, text="antes", blocks=[PIE])
    slack.refuse_blocks("data_visualization")
    home = {"type": "home", "blocks": [{"type": "divider"}, PIE]}
    calls: list[tuple[Any, dict[str, Any], str]] = [
        (client.chat_postMessage, {"channel": laura.user_id, "text": "x", "blocks": [PIE]}, "invalid_blocks"),
        (
            client.chat_update,
            {"channel": sent["channel"], "ts": sent["ts"], "text": "x", "blocks": [PIE]},
            "invalid_blocks",
        ),
        (client.views_publish, {"user_id": laura.user_id, "view": home}, "invalid_arguments"),
    ]
    for call, arguments, code in calls:
        with pytest.raises(SlackApiError) as refused:
            call(**arguments)
        assert refused.value.response["error"] == code
        (remark,) = refused.value.response["response_metadata"]["messages"]
        assert "unsupported type: data_visualization" in remark
    client.chat_postMessage(channel=laura.user_id, text="sin gráfico", blocks=[{"type": "divider"}])
    assert len(laura.dms) == 2
