"""What is too much: a larger request is refused with 413 before anything reads it."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.api.problems import problem

_FILES = ("/gradio_api/upload", "/api/articles")
"""Where files are sent to."""


class Caps:
    """Refuses bodies of more than ``request`` bytes, and of more than ``upload`` where files are sent."""

    def __init__(self, app: ASGIApp, request: int, upload: int) -> None:
        self._app, self._request, self._upload = app, request, upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; its body is counted as it comes, whatever its head says."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        cap = self._upload if scope["path"].startswith(_FILES) else self._request
        refusal = problem(scope["path"], 413, f"a request of more than {cap:,} bytes is not read")
        told = Headers(scope=scope).get("content-length", "")
        if told.isdecimal() and int(told) > cap:
            await refusal(scope, receive, send)
            return
        read, is_begun = 0, False

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > cap:
                raise HTTPException(413)
            return message

        async def sent(message: Message) -> None:
            nonlocal is_begun
            if read > cap and not is_begun:
                return  # what the application says of a body that it could not read
            is_begun = True
            await send(message)

        try:
            await self._app(scope, counted, sent)
        except HTTPException:
            if read <= cap:
                raise
        if read > cap and not is_begun:
            await refusal(scope, receive, send)
