"""An application that is served on the loopback, in a thread of its own."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import fastapi

from chatbot.site.server import PageServer, address, listen


@contextmanager
def serving(application: fastapi.FastAPI, port: int) -> Iterator[str]:
    """Serve ``application`` on ``port`` or the next that is free; give its address."""
    listener = listen("127.0.0.1", port)
    server = PageServer(application, lambda: None)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield address("127.0.0.1", listener)
    finally:
        server.should_exit = True
        thread.join(10)
