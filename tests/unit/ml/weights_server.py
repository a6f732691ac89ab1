"""A server of one file on this computer that can be told to misbehave."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: What is done with a request: given the handler and the bytes asked for.
Behaviour = Callable[[Any, bytes], None]


@dataclass
class WeightsServer:
    """What is served, how each request is answered (the last way ever after), what was asked."""

    content: bytes
    behaviours: list[Behaviour] = field(default_factory=list)
    has_ranges: bool = True
    requests: list[tuple[str, str | None]] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)
    address: str = ""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        asked = handler.headers.get("Range")
        self.requests.append((handler.path, asked))
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.has_ranges else 0
        if start >= len(self.content):
            handler.send_error(416)
            return
        behaviour = self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]
        if behaviour is not refusal:
            handler.send_response(206 if start else 200)
            handler.send_header("Content-Length", str(len(self.content) - start))
            handler.end_headers()
        behaviour(handler, self.content[start:])

    def stalled_after(self, count: int) -> Behaviour:
        """Send so many bytes, then nothing until the test is over."""

        def stall(handler: Any, content: bytes) -> None:
            handler.wfile.write(content[:count])
            handler.wfile.flush()
            self.is_over.wait()

        return stall


def well(handler: Any, content: bytes) -> None:
    """Send everything."""
    handler.wfile.write(content)


def refusal(handler: Any, _content: bytes) -> None:
    """Say that there is no such file."""
    handler.send_error(404)


def dropped_after(count: int) -> Behaviour:
    """Send so many bytes, then close the connection."""
    return lambda handler, content: well(handler, content[:count])


@contextmanager
def serving(content: bytes, *behaviours: Behaviour, has_ranges: bool = True) -> Iterator[Any]:
    """A `WeightsServer` at work."""
    served = WeightsServer(content, list(behaviours) or [well], has_ranges)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.answer(self)

        def log_message(self, *_: object) -> None:
            """Nothing: a test's output is the test's."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        served.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield served
        finally:
            served.is_over.set()
            server.shutdown()
            thread.join()
