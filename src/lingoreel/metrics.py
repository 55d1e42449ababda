"""What Prometheus reads at `/metrics`: counters, histograms and gauges of the API and of the workers beside it.

Where PROMETHEUS_MULTIPROC_DIR is set, as `lingoreel serve` does for its children, each process writes its numbers
there and the API shows their sum.

The names of the labels are few and bounded: routes are templates, never paths; no customer and no task appears.
"""

from __future__ import annotations

import os

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

_REQUEST_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600)
_WORK_SECONDS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 10800)

http_requests = Counter(
    "lingoreel_http_requests", "HTTP requests answered, by route template", ["method", "route", "status"]
)
http_request_seconds = Histogram(
    "lingoreel_http_request_seconds", "Seconds from request to answer", ["method", "route"], buckets=_REQUEST_SECONDS
)
rate_limited = Counter("lingoreel_rate_limited", "Requests refused with 429")

tasks_created = Counter("lingoreel_tasks_created", "Tasks accepted", ["product"])
tasks_ended = Counter("lingoreel_tasks_ended", "Tasks ended, by final state", ["product", "state"])
task_seconds = Histogram(
    "lingoreel_task_seconds",
    "Seconds from processing to final state",
    ["product"],
    buckets=_WORK_SECONDS,
)
open_tasks = Gauge(
    "lingoreel_open_tasks", "Tasks that have not ended, by state", ["product", "state"], multiprocess_mode="mostrecent"
)
stage_seconds = Histogram(
    "lingoreel_stage_seconds", "Seconds a stage took", ["product", "stage"], buckets=_WORK_SECONDS
)
stages_reused = Counter("lingoreel_stages_reused", "Stages whose output was already stored", ["product", "stage"])

lanes_busy = Gauge("lingoreel_lanes_busy", "Parts running now on all workers", ["lane"], multiprocess_mode="mostrecent")
children_started = Counter("lingoreel_children_started", "Child processes started", ["kind"])

points_charged = Counter("lingoreel_points_charged", "Points posted, by price item", ["item"])
upload_bytes = Counter("lingoreel_upload_bytes", "Bytes of uploads received")


def exposition() -> tuple[bytes, str]:
    """The metrics in Prometheus' text format, and its content type."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(), CONTENT_TYPE_LATEST
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry), CONTENT_TYPE_LATEST
