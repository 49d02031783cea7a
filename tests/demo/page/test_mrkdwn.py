"""mrkdwn as HTML: Slack's marks become tags, and nothing else does."""

import pytest

from bot.demo.page.drawn.mrkdwn import html, leaf, plain_html


def named(any_id: str) -> str:
    return {"U1": "Laura <Restrepo>", "C1": "llaves-funcionarios"}.get(any_id, any_id)


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ("*fuerte* y _suave_ y ~viejo~", "<strong>fuerte</strong> y <em>suave</em> y <s>viejo</s>"),
        ("*a _b_ c*", "<strong>a <em>b</em> c</strong>"),
        ("`*no*`", "<code>*no*</code>"),
        ("2*3*4 y snake_case_name", "2*3*4 y snake_case_name"),
        ("una\ndos", "una<br>dos"),
        ("```\na *b*\n<c>\n```", "<pre>a *b*\n&lt;c&gt;</pre>"),
        ("&gt; cita\n> dos\nfuera", "<blockquote>cita<br>dos</blockquote>fuera"),
        ("antes\n&gt; cita", "antes<blockquote>cita</blockquote>"),
        ("<@U1>", '<span class="mention">@Laura &lt;Restrepo&gt;</span>'),
        ("<#C1>", '<span class="mention">#llaves-funcionarios</span>'),
        ("<!here>", '<span class="mention">@here</span>'),
        ("<!date^1768392000^{date}^14 ene 2026>", "14 ene 2026"),
        (":nadie_la_conoce:", ":nadie_la_conoce:"),
        ("a las 10:30:45", "a las 10:30:45"),
    ],
)
def test_a_mark_is_drawn_as_its_tag(source: str, drawn: str) -> None:
    assert html(source, named) == drawn


def test_escaped_text_is_read_once_and_stays_text() -> None:
    assert html("Pérez &amp; Hijos &lt;b&gt;", named) == "Pérez &amp; Hijos &lt;b&gt;"
    assert html("&amp;lt;", named) == "&amp;lt;"


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "*<img src=x onerror=alert(1)>*",
        '<https://example.org/" onclick="alert(1)|clic>',
        "<javascript:alert(1)|clic>",
        "`<b onclick=x>`",
        "```<iframe>```",
    ],
)
def test_nothing_written_becomes_a_tag_or_a_script(source: str) -> None:
    drawn = html(source, named)
    for unsafe in ("<script", "<img", "<b ", "<iframe", 'onclick="', "javascript:alert(1)|"):
        assert unsafe not in drawn
    assert 'href="javascript' not in drawn


def test_a_link_leads_to_the_web_and_tells_it_nothing() -> None:
    assert html("<https://example.org/a?b=1&amp;c=2|el enlace>", named) == (
        '<a href="https://example.org/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">el enlace</a>'
    )
    assert 'href="mailto:soporte@example.org"' in html("<mailto:soporte@example.org>", named)


LINK = "https://demo-local.slack.com/archives/C0DEMO00001/p1795352827123456"


def test_a_link_to_a_message_leads_its_reader_there_and_not_out_of_the_simulation() -> None:
    inside = '<a href="?as=laura&amp;at=C0DEMO00001&amp;point=message-1795352827-123456">{}</a>'
    assert html(f"<{LINK}|la tarjeta>", named, "laura") == inside.format("la tarjeta")
    assert leaf({"type": "link", "url": LINK, "text": "aquí"}, named, "laura") == inside.format("aquí")
    for elsewhere in (f"{LINK}9/more", "https://example.org/archives/C1/p1795352827123456"):
        assert 'target="_blank"' in html(f"<{elsewhere}>", named, "laura")


@pytest.mark.parametrize(
    ("source", "drawn"),
    [("<|clic>", "clic"), ("<|>", ""), ("<@>", '<span class="mention">@</span>'), ("<>", "&lt;&gt;")],
)
def test_a_token_that_names_nothing_is_still_read(source: str, drawn: str) -> None:
    assert html(source, named) == drawn


def test_a_long_mail_address_breaks_after_its_at() -> None:
    assert (
        html("ana.gil@example.org", named) == plain_html("ana.gil@example.org") == "ana.gil@<wbr>example.org"
    )
    assert html("a las 3 @ Bogotá", named) == "a las 3 @ Bogotá"


def test_an_emoji_is_drawn_with_its_meaning_whichever_way_it_is_written() -> None:
    assert html(":warning: *Ojo*", named) == html("⚠️ *Ojo*", named)
    assert 'aria-label="Atención"' in html(":warning:", named)
    assert 'aria-label="Por hacer"' in plain_html("⬜ requisito")


def test_plain_text_knows_no_marks() -> None:
    assert plain_html("*a* <b>\nc") == "*a* &lt;b&gt;<br>c"


def test_a_piece_of_rich_text_is_escaped_and_its_link_checked() -> None:
    assert leaf({"type": "text", "text": "<b>"}, named) == "&lt;b&gt;"
    assert leaf({"type": "link", "url": "javascript:x", "text": "clic"}, named) == "clic"
    assert leaf({"type": "user", "user_id": "U1"}, named) == html("<@U1>", named)
