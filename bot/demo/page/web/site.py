"""The page's addresses: what each shows, and what each does."""

from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.demo.human.mrkdwn import plain
from bot.demo.page.news.changes import stream
from bot.demo.page.seat import Seat
from bot.demo.page.show import Show
from bot.demo.page.web.acts import EXPECTED, OF_EVERYBODY, OF_ONE, ActFailedError, do, person_of, sentence_for
from bot.demo.page.web.guard import Guard

STATIC = Path(__file__).parents[1] / "static"
NOT_FOUND = Path(__file__).parents[1] / "templates" / "notfound.html"

_CONFLICT = 409


class Draws(Protocol):
    """Turns what a person sees into HTML."""

    def page(self, seat: Seat) -> str:
        """Return the whole page."""

    def parts(self, seat: Seat) -> dict[str, str]:
        """Return each part of it by name, to replace what changed."""


class Site:
    """Answers the browser.

    Args:
        show: the simulation.
        drawing: draws it.
    """

    def __init__(self, show: Show, drawing: Draws) -> None:
        self._show = show
        self._drawing = drawing

    def app(self) -> Starlette:
        """Return every route, guarded."""
        return Starlette(
            routes=[
                Route("/", self._page),
                Route("/parts", self._parts),
                Route("/changes", self._changes),
                Route("/options", self._options),
                Route("/files/{id}", self._file),
                *(Route(f"/acts/{act}", self._act, methods=["POST"]) for act in OF_ONE),
                *(Route(f"/{act}", self._act, methods=["POST"]) for act in OF_EVERYBODY),
                Mount("/static", StaticFiles(directory=STATIC)),
            ],
            middleware=[Middleware(Guard)],
            exception_handlers={404: _not_found},
        )

    def _page(self, request: Request) -> Response:
        return HTMLResponse(self._drawing.page(self._show.seat(request.query_params)))

    def _parts(self, request: Request) -> Response:
        run = self._show.run  # from before it is drawn: a simulation that starts over meanwhile is news
        parts = self._drawing.parts(self._show.seat(request.query_params))
        return JSONResponse({"parts": parts, "run": run})

    async def _changes(self, _request: Request) -> Response:
        return StreamingResponse(
            stream(self._show.changes, lambda: self._show.run), media_type="text/event-stream"
        )

    def _options(self, request: Request) -> Response:
        asked = request.query_params
        try:
            found = person_of(self._show, asked["as"]).suggest(
                asked["ref"], asked["block"], asked["action"], asked.get("typed", "")
            )
        except EXPECTED as error:
            return _refused(sentence_for(error))
        names = self._show.world.directory.name_of
        return JSONResponse(
            [
                {
                    "value": each["value"],
                    "text": plain(each["text"], names),
                    "description": plain(each["description"], names) if "description" in each else "",
                }
                for each in found
            ]
        )

    def _file(self, request: Request) -> Response:
        seat = self._show.seat(request.query_params)
        try:
            file = person_of(self._show, seat.who).file(request.path_params["id"])
        except LookupError:
            return PlainTextResponse("Ese archivo no está a la vista.", status_code=404)
        return Response(
            file.content,
            media_type="application/octet-stream",
            headers={"content-disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"},
        )

    async def _act(self, request: Request) -> Response:
        name = request.url.path.rpartition("/")[2]
        content = await request.body()
        try:
            await run_in_threadpool(do, self._show, name, content)
        except ActFailedError as error:
            return _refused(str(error))
        return Response(status_code=204)


def _not_found(_request: Request, _error: Exception) -> Response:
    return HTMLResponse(NOT_FOUND.read_text(encoding="utf-8"), status_code=404)


def _refused(sentence: str) -> Response:
    return JSONResponse({"sentence": sentence}, status_code=_CONFLICT)
