"""A model that is pulled while the service runs can be used without a restart."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from service import RunningService, start_service

sys.path.append(str(Path(__file__).parents[1] / "engines_speech"))
import tiny_voices

SPEECH = "/api/tasks/audio/speech"
VOICE = "piper:en_US-tiny-medium"


def wait_for_voice(service: RunningService, seconds: float = 20) -> None:
    customer = service.customer()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        listed = customer.http.get("/api/voices", params={"language": "en"}).json()["data"]
        if VOICE in str(listed):
            return
        time.sleep(0.2)
    raise AssertionError(f"{VOICE} is not offered")


def test_a_voice_that_comes_while_it_runs_speaks(tmp_path: Path):
    with start_service(tmp_path) as service:
        customer = service.customer()
        refused = customer.http.post(SPEECH, json={"text": "One two.", "voice": VOICE})
        assert refused.status_code == 400, refused.text
        voices = service.data_dir / "models" / "voices"
        tiny_voices.piper(service.data_dir / "models" / ".pulling" / "new", "en_US-tiny-medium")
        voices.mkdir()
        (service.data_dir / "models" / ".pulling" / "new").rename(voices / "piper-en-tiny")
        wait_for_voice(service)
        data = customer.wait(customer.create(SPEECH, text="One two.", voice=VOICE))
        assert data["state"] == 1, data["error"]
