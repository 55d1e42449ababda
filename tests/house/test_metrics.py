from __future__ import annotations

from lingoreel import metrics


def test_exposition_shows_what_was_counted() -> None:
    metrics.http_requests.labels("GET", "/api/tasks/{task_id}", "200").inc()
    metrics.stage_seconds.labels("recognition", "decode").observe(0.3)
    body, content_type = metrics.exposition()
    text = body.decode()
    assert 'lingoreel_http_requests_total{method="GET",route="/api/tasks/{task_id}",status="200"}' in text
    assert 'lingoreel_stage_seconds_bucket{le="0.5",product="recognition",stage="decode"} 1.0' in text
    assert content_type.startswith("text/plain")
