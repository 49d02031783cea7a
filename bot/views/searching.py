"""The box and the pager that every searched list has (Imagen 16 and 17)."""

from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, InputBlock, PlainTextInputElement, PlainTextObject
from slack_sdk.models.blocks.basic_components import DispatchActionConfig

from bot.ids import Action, Field
from bot.views.parts import button, small
from bot.views.text import count_text, figure
from storage.paging import Page


def search_box(action: Action, placeholder: str, hint: str, search: str, longest: int) -> Block:
    """Return the input «Buscar:», which Enter sends; `search` is what was searched for."""
    return InputBlock(
        block_id=Field.SEARCH,
        label=PlainTextObject(text="Buscar:"),
        optional=True,
        dispatch_action=True,
        element=PlainTextInputElement(
            action_id=action,
            placeholder=PlainTextObject(text=placeholder),
            initial_value=search or None,
            max_length=longest,
            dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_enter_pressed"]),
        ),
        hint=PlainTextObject(text=hint),
    )


def pager(page: Page[Any], previous: Action, following: Action, one: str, many: str) -> list[Block]:
    """Return the buttons to the pages there are, each with its number, and how many rows of `many` there are in all."""
    buttons = [
        *([button(previous, "Anterior «", str(page.number - 1))] if page.number > 1 else []),
        *([button(following, "Siguiente »", str(page.number + 1))] if page.number < page.last else []),
    ]
    where = f"Página {figure(page.number)} de {figure(page.last)} · {count_text(page.total, one, many)}"
    return [*([ActionsBlock(elements=buttons)] if buttons else []), small(where)]
