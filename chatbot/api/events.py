"""Server-sent events, as routes document and send them.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import json
from typing import Any

MEDIA_TYPE = "text/event-stream"

EVENTS: dict[str, Any] = {
    "content": {
        MEDIA_TYPE: {
            "schema": {
                "type": "object",
                "properties": {"event": {"type": "string"}, "data": {"type": "string"}},
                "required": ["data"],
            }
        }
    }
}
"""A stream in an OpenAPI document; ``data`` is JSON."""

HEADERS = {"cache-control": "no-store"}


def event(told: Any, name: str = "") -> str:
    """Return one event; ``told`` is any JSON value."""
    named = f"event: {name}\n" if name else ""
    return f"{named}data: {json.dumps(told, ensure_ascii=False)}\n\n"
