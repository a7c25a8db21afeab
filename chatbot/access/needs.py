"""What a route asks of its visitor, declared where the route is."""

from typing import Any

from fastapi import Depends, HTTPException, Request

from chatbot.access.visitor import Scope, visitor_of


def needs(scope: Scope) -> Any:
    """Return the dependency of a route that only a visitor with ``scope`` may use; others get 403."""

    def checked(request: Request) -> None:
        if scope not in visitor_of(request.scope).scopes:
            raise HTTPException(403, f"this needs the right to {scope}")

    return Depends(checked)
