"""Make `speech.opus` from `speech.txt` with flite's voice rms: `python make_speech.py` (Debian: apt-get install flite).

The result is kept in the project, so that the demo needs no flite.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import av

HERE = Path(__file__).parent


def main() -> None:
    """Speak the text, then write it as Opus, mono, 28 kbit/s."""
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "speech.wav"
        command = ["flite", "-voice", "rms", "-f", str(HERE / "speech.txt"), "-o", str(wav)]
        subprocess.run(command, check=True)
        with av.open(str(wav)) as spoken, av.open(str(HERE / "speech.opus"), "w", format="ogg") as kept:
            out = kept.add_stream("libopus", rate=48_000, layout="mono", bit_rate=28_000)
            resampler = av.AudioResampler("flt", "mono", 48_000)
            for frame in [*spoken.decode(audio=0), None]:
                for piece in resampler.resample(frame):
                    kept.mux(out.encode(piece))
            kept.mux(out.encode(None))


if __name__ == "__main__":
    main()
