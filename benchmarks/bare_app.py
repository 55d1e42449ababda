"""The baseline of the API: a bare FastAPI app that does one insert or one select per request, and nothing else.

`python -m benchmarks.bare_app PORT URL`, served by uvicorn as the service is.
"""

from __future__ import annotations

import json
import sys
from typing import Any
from uuid import UUID

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import create_engine, make_url, text

from lingoreel.ids import new_id

POOL = 20

_TABLE = text("""
    CREATE TABLE IF NOT EXISTS bare_tasks (id uuid PRIMARY KEY, state int NOT NULL, parameters jsonb NOT NULL)
""")
_INSERT = text("INSERT INTO bare_tasks (id, state, parameters) VALUES (:id, 0, CAST(:parameters AS jsonb))")
_SELECT = text("SELECT id, state, parameters FROM bare_tasks WHERE id = :id")


class Parameters(BaseModel):
    """The body of a create."""

    url: str
    type: int


def create_app(database_url: str) -> FastAPI:
    """One create, one query."""
    engine = create_engine(make_url(database_url).set(drivername="postgresql+psycopg"), pool_size=POOL, max_overflow=0)
    with engine.begin() as tx:
        tx.execute(_TABLE)
    app = FastAPI()

    @app.post("/tasks")
    def create(parameters: Parameters) -> dict[str, Any]:
        task_id = new_id()
        with engine.begin() as tx:
            tx.execute(_INSERT, {"id": task_id, "parameters": json.dumps(parameters.model_dump())})
        return {"status": 200, "message": "success", "data": {"task_id": str(task_id)}}

    @app.get("/tasks/{task_id}")
    def query(task_id: UUID) -> dict[str, Any]:
        with engine.begin() as tx:
            row = tx.execute(_SELECT, {"id": task_id}).mappings().one()
        data = {"task_id": str(row["id"]), "state": row["state"], "parameters": row["parameters"]}
        return {"status": 200, "message": "success", "data": data}

    return app


if __name__ == "__main__":
    uvicorn.run(
        create_app(sys.argv[2]),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_config=None,
        access_log=False,
        server_header=False,
    )
