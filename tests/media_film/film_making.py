"""Films made as the product makes them, without the tasks around it: told, spoken, laid in time, drawn, encoded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from numpy.typing import NDArray

from lingoreel.engines.speech import SpeechRequest, Utterance, espeak
from lingoreel.engines.speech.espeak_voices import VOICES
from lingoreel.engines.speech.protocol import Speech
from lingoreel.media.film.render import render_piece
from lingoreel.media.film.scenes import make_storyboard
from lingoreel.media.film.shots import lay_shots
from lingoreel.media.film.spans import cut_spans
from lingoreel.media.film.stage import Stage
from lingoreel.media.film.storyboard import FPS, Film, Storyboard
from lingoreel.media.film.word_times import SpokenPart
from lingoreel.media.speech_text import parse
from lingoreel.settings import Settings
from lingoreel.tasks.reading_aloud import shown_words
from lingoreel.tasks.speaking import SPACE_MS, Said
from media_film.film_texts import Text

Span = tuple[int, int]


@dataclass
class Made:
    """A film, and what was decoded of its pieces: frames × height × width × 4 (blue, green, red, alpha)."""

    text: Text
    film: Film
    fonts: tuple[Path, ...]
    spans: tuple[Span, ...]
    decoded: NDArray[np.uint8]
    key_frames: tuple[bool, ...]
    """For each piece: is its first packet a key frame?"""
    times: tuple[tuple[float, ...], ...]
    """For each piece: when each of its frames is shown, in s."""

    def stage(self, film: Film | None = None) -> Stage:
        return Stage(film or self.film, self.fonts)


def lay_film(text: Text, folder: Path) -> Film:
    """The text told in scenes, each spoken by espeak, and laid in time."""
    storyboard = make_storyboard(text.text, text.language, seed=text.seed)
    laid = lay_shots(storyboard, _spoken(storyboard, folder / "speech.pcm"))
    return Film(text.width, text.height, text.seed, text.language, storyboard.genre, True, laid.shots)


def render(film: Film, fonts: Sequence[Path], spans: Sequence[Span], folder: Path) -> list[Path]:
    """The film's frames in files, one for each span of them."""
    paths = []
    for number, (first, last) in enumerate(spans):
        path = folder / f"piece{number}.mp4"
        request = {
            "film": film.to_dict(),
            "first": first,
            "last": last,
            "font_paths": [str(path) for path in fonts],
            "preset": "veryfast",
            "crf": 20,
            "output_path": str(path),
        }
        assert render_piece(request, lambda told: None) == {"frames": last - first}
        paths.append(path)
    return paths


def make(text: Text, fonts: Sequence[Path], folder: Path) -> Made:
    """From the text to decoded frames."""
    film = lay_film(text, folder)
    spans = tuple((span.first, span.last) for span in cut_spans(film.shots))
    pieces = [decode(path) for path in render(film, fonts, spans, folder)]
    return Made(
        text,
        film,
        tuple(fonts),
        spans,
        np.concatenate([frames for frames, _, _ in pieces]),
        tuple(is_key for _, is_key, _ in pieces),
        tuple(times for _, _, times in pieces),
    )


def decode(path: Path) -> tuple[NDArray[np.uint8], bool, tuple[float, ...]]:
    """All frames of a file; whether it begins with a key frame; when each frame is shown, in s."""
    with av.open(str(path)) as piece:
        stream: Any = piece.streams.video[0]
        assert stream.average_rate == FPS
        is_key = next(piece.demux(stream)).is_keyframe
    with av.open(str(path)) as piece:
        stream = piece.streams.video[0]
        frames = list(piece.decode(stream))
        times = tuple(float(frame.pts * stream.time_base) for frame in frames)
        return np.stack([_pixels(frame) for frame in frames]), is_key, times


def _pixels(frame: Any) -> NDArray[np.uint8]:
    drawn: NDArray[np.uint8] = frame.reformat(
        format="bgra",
        src_colorspace=Colorspace.ITU709,
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.MPEG,
        dst_color_range=ColorRange.JPEG,
    ).to_ndarray()
    return drawn


def _spoken(storyboard: Storyboard, path: Path) -> list[list[SpokenPart]]:
    """What is heard of each scene, spoken by espeak in one go."""
    language = storyboard.language
    voice = next(voice for voice in VOICES if voice.language == language and voice.standard)
    scenes = [list(parse(scene.narration, language, ssml=False).utterances) for scene in storyboard.scenes]
    asked = tuple(
        Utterance(each.spoken, voice.id, language, pause_after_ms=SPACE_MS) for scene in scenes for each in scene
    )
    engine = espeak.Engine(espeak.host_config(Settings(data_dir=path.parent)))
    request = {**SpeechRequest(asked).to_dict(), "output_path": str(path)}
    speech = Speech.from_dict(engine.handle(request, lambda told: None))
    spoken = iter(speech.utterances)
    parts: list[list[SpokenPart]] = []
    for scene in scenes:
        parts.append([])
        for each in scene:
            heard = next(spoken)
            said = Said("", speech.sample_rate, heard.start_sample, heard.end_sample, heard.words)
            length_ms = said.ms(said.end_sample)
            words = shown_words(each, said, length_ms)
            parts[-1].append(SpokenPart(each.begin, each.end, length_ms, each.pause_after_ms, words))
    return parts
