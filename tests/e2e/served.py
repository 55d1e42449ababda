"""Files served to the service over HTTP, as customers' servers do."""

from __future__ import annotations

import contextlib
import functools
import http.server
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class Served:
    """Called with a name and content: the address of a file. `asked` are the names that were fetched, in order."""

    def __init__(self, folder: Path, address: str) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Quiet(http.server.SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path.lstrip("/"))
                with contextlib.suppress(BrokenPipeError):  # whoever asked may have seen enough
                    super().do_GET()

            def log_message(self, *_: Any) -> None:
                pass

        self._folder = folder
        self._server = http.server.ThreadingHTTPServer((address, 0), functools.partial(Quiet, directory=str(folder)))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._address = f"http://{address}:{self._server.server_port}"

    def __call__(self, name: str, content: bytes | str) -> str:
        (self._folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return f"{self._address}/{name}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
