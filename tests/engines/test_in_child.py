"""Engines where they really run: in a warm, confined child that takes their plain data over a pipe."""

from __future__ import annotations

import numpy as np
import pytest

from lingoreel.engines import choose, vad
from lingoreel.engines.recognition import Recognition, RecognitionRequest, pocketsphinx, whisper
from lingoreel.errors import EngineUnavailable
from lingoreel.processes import Hosts
from lingoreel.settings import Settings

RATE = 16_000


@pytest.fixture
async def hosts(tmp_path):
    kept = Hosts(Settings(data_dir=tmp_path / "data"))
    yield kept
    await kept.close()


async def test_voice_activity_and_the_embedded_recogniser(hosts, speech, write_pcm, tmp_path):
    settings = Settings(data_dir=tmp_path)
    path = write_pcm(speech[: 4 * RATE])
    found = await hosts.call(vad.HOST, {}, {"pcm_path": path}, wall_s=120)
    engine = choose.choose_recognizer(choose.local_capabilities(settings), "en", "pocketsphinx")
    spans = tuple((start, end) for start, end in found["spans"])
    request = RecognitionRequest(path, 0, found["total_samples"], spans, "en")
    seen: list[float] = []
    answer = await hosts.call(
        engine.host,
        pocketsphinx.host_config(settings),
        request.to_dict(),
        wall_s=120,
        parallel=engine.parallel,
        on_progress=lambda progress: seen.append(progress["fraction"]),
    )
    assert Recognition.from_dict(answer).segments
    assert seen[-1] == 1.0


async def test_whisper_and_what_it_refuses(hosts, tiny_whisper, write_pcm, speech, tmp_path):
    settings = Settings(data_dir=tmp_path, whisper_model=str(tiny_whisper), whisper_device="cpu")
    engine = choose.choose_recognizer(choose.local_capabilities(settings), None)
    config = whisper.host_config(settings)
    path = write_pcm(speech)
    request = RecognitionRequest(path, 0, len(speech), ((0, len(speech)),), None)
    answer = Recognition.from_dict(await hosts.call(engine.host, config, request.to_dict(), wall_s=120))
    assert answer.segments
    assert answer.language in engine.languages
    with pytest.raises(EngineUnavailable, match="tokenizer"):
        empty = tmp_path / "no model"
        empty.mkdir()
        await hosts.call(engine.host, {**config, "model": str(empty)}, request.to_dict(), wall_s=120)


async def test_silence_in_a_child_has_no_speech(hosts, write_pcm):
    found = await hosts.call(vad.HOST, {}, {"pcm_path": write_pcm(np.zeros(RATE, np.int16))}, wall_s=120)
    assert found["spans"] == []
