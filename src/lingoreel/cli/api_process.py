"""The API process: `python -m lingoreel.cli.api_process`, started by `lingoreel serve`."""

from __future__ import annotations

import math

import uvicorn

from lingoreel import logs
from lingoreel.app import create_app
from lingoreel.database import open_database
from lingoreel.settings import load_settings

POOL = 20


def main() -> None:
    """Serve HTTP until SIGTERM, then let requests under way end."""
    settings = load_settings()
    logs.configure(settings, process="api")
    with open_database(settings, pool_size=POOL) as opened:
        uvicorn.run(
            create_app(settings, opened.database),
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=math.ceil(settings.drain_s),
            proxy_headers=True,
        )


if __name__ == "__main__":
    main()
