"""A month goes by: reminders, digests, their charts and files."""

import csv
import io

from playwright.sync_api import expect

from bot.demo.page.show import Show
from tests.browser.conftest import Visit

TRAVEL_MS = 60_000


def test_a_month_brings_reminders_and_a_digest_with_its_chart_and_its_file(
    show_with_keys: Show, visit: Visit
) -> None:
    laura, beatriz = visit(), visit()
    laura.go("laura", "app")
    beatriz.go("beatriz", show_with_keys.cast.managers_channel)
    beatriz.page.get_by_role("button", name="+30 días").click()
    progress = beatriz.page.get_by_role("progressbar", name="Avance del reloj")
    expect(progress).to_be_visible()
    expect(beatriz.page.get_by_role("button", name="+1 día")).to_be_disabled()
    expect(progress).to_have_count(0, timeout=TRAVEL_MS)
    expect(beatriz.page.get_by_role("button", name="+1 día")).to_be_enabled()
    expect(beatriz.page.locator("#clock .trouble")).to_have_count(0)

    expect(laura.message("vence")).to_be_visible()
    digest = beatriz.message("Resumen semanal de llaves")
    chart = digest.locator("figure.chart svg").first
    expect(chart).to_be_visible()
    expect(chart).to_have_role("img")
    assert chart.locator("rect, path").count() > 0
    with beatriz.page.expect_download() as download:
        beatriz.page.locator("#messages a.file").last.click()
    content = download.value.path().read_bytes()
    assert download.value.suggested_filename.endswith(".csv")
    assert content.startswith(b"\xef\xbb\xbf")  # without it Excel spoils the accents
    assert "259990000101" in str(list(csv.reader(io.StringIO(content.decode("utf-8-sig")))))

    beatriz.page.locator("#clock").scroll_into_view_if_needed()
    assert beatriz.violations() == []
