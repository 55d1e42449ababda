"""Makes flite_voices.ogg and flite_voices.json: the same sentences by four flite voices, one after the other.

    python tests/assets/make_flite_voices.py

needs the program flite (Debian package flite) on the PATH. The voices are under CMU's BSD-like licence.
"""

import json
import subprocess
import tempfile
from pathlib import Path

import av
import numpy as np

VOICES = ("kal16", "awb", "rms", "slt")
SENTENCES = (
    "The harbour was quiet until the first boat came in before the morning.",
    "We counted every box twice and wrote the numbers down in the blue book.",
    "Could you please tell me when the next train to the north is leaving?",
    "Rain is expected in the afternoon, so take a coat and good shoes with you.",
    "My brother repairs clocks, and his daughter builds small wooden ships.",
)
RATE = 16_000
PAUSE = RATE // 2
BIT_RATE = 20_000
HERE = Path(__file__).parent


def speak(voice: str, text: str, folder: Path) -> np.ndarray:
    path = folder / "spoken.wav"
    subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(path)], check=True)
    with av.open(str(path)) as container:
        resampler = av.AudioResampler("s16", "mono", RATE)
        frames = [out for frame in container.decode(audio=0) for out in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray()[0] for frame in frames])


def main() -> None:
    parts: list[np.ndarray] = []
    places = []
    at = 0
    with tempfile.TemporaryDirectory() as folder:
        for voice in VOICES:
            for text in SENTENCES:
                spoken = speak(voice, text, Path(folder))
                places.append({"voice": voice, "start": at, "end": at + len(spoken), "text": text})
                parts += [spoken, np.zeros(PAUSE, np.int16)]
                at += len(spoken) + PAUSE
    samples = np.concatenate(parts).astype(np.int16)
    with av.open(str(HERE / "flite_voices.ogg"), "w") as container:
        stream = container.add_stream("libopus", rate=RATE, layout="mono")
        stream.bit_rate = BIT_RATE
        stream.format = "s16"
        frame = av.AudioFrame.from_ndarray(samples[None, :], "s16", "mono")
        frame.sample_rate = RATE
        frame.pts = 0
        fifo = av.AudioFifo()
        fifo.write(frame)
        while block := fifo.read(stream.codec_context.frame_size or 320, partial=True):
            container.mux(stream.encode(block))
        container.mux(stream.encode(None))
    (HERE / "flite_voices.json").write_text(json.dumps({"rate": RATE, "sentences": places}, indent=1) + "\n")


if __name__ == "__main__":
    main()
