"""A worker process: `python -m lingoreel.cli.worker_process`, started by `lingoreel serve` and `lingoreel worker`."""

from __future__ import annotations

import asyncio

from lingoreel import logs
from lingoreel.database import open_database
from lingoreel.products import PRODUCTS
from lingoreel.settings import load_settings
from lingoreel.tasks import product
from lingoreel.tasks.worker import work


def main() -> None:
    """Work until SIGTERM."""
    settings = load_settings()
    logs.configure(settings, process="worker")
    product.register(PRODUCTS)
    with open_database(settings) as opened:
        asyncio.run(work(settings, opened.database))


if __name__ == "__main__":
    main()
