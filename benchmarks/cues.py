"""Cues: ours against cutting by length and against greedy cutting; how fast; and SubER on real speech."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.break_places import break_places
from benchmarks.cutting_baselines import fixed_length, greedy
from benchmarks.table import Table, at_least, at_most
from lingoreel.media.cues import Cue, bilingual, make_cues, quality, reading_rules
from lingoreel.media.cues.syntax import Border
from lingoreel.media.segments import Segment, Word
from lingoreel.media.sentences import sentences, translated

REAL_TIME = 2000
HOURS = 1.0
QUICK_HOURS = 0.1
RATES = (1.0, 1.4)

_HERE = Path(__file__).parent
_MEDIA = Path(os.environ.get("LINGOREEL_MEDIA") or _HERE.parents[1] / "shared" / "media")
_COLUMNS = ("measure", "ours", "greedy", "fixed length", "target", "verdict")
_RULES = {
    "line_length": "line length",
    "lines": "lines",
    "overlap": "overlap",
    "gap": "gap of two frames",
    "min_duration": "shortest time",
    "max_duration": "longest time",
    "reading_speed": "reading speed",
    "in_time": "in time with speech",
}
_BETWEEN_CLIPS_MS = 5000

_Rows = list[tuple[str, ...]]
_Way = Callable[[Sequence[Segment], str], list[Cue]]


def _ours(segments: Sequence[Segment], language: str) -> list[Cue]:
    return make_cues(segments, language)


def _other(way: Callable[..., list[Cue]], segments: Sequence[Segment], language: str) -> list[Cue]:
    return way(segments, reading_rules(language))


_WAYS: dict[str, _Way] = {
    "ours": _ours,
    "greedy": partial(_other, greedy),
    "fixed length": partial(_other, fixed_length),
}


@dataclass
class _Found:
    """What one way of cutting made of some texts."""

    cues: int = 0
    broken: int = 0
    hard: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    places: Counter[Border] = field(default_factory=Counter)

    def add(self, way: _Way, segments: Sequence[Segment], language: str) -> None:
        cues = way(segments, language)
        report = quality(cues, language, segments=segments)
        self.cues += len(cues)
        self.broken += report["broken"]
        self.hard += sum(rule["count"] for rule in report["rules"].values() if rule["hard"])
        self.rules.update({name: rule["count"] for name, rule in report["rules"].items()})
        self.places += break_places(cues, segments, language)

    def broken_share(self, rule: str | None = None) -> float:
        return (self.broken if rule is None else self.rules[rule]) / self.cues

    def place_share(self, *kinds: Border) -> float:
        return sum(self.places[kind] for kind in kinds) / max(1, self.places.total())


def run(folder: Path, *, quick: bool) -> Table:
    """Measure; `folder` is scratch."""
    corpus = json.loads((_HERE / "cue_corpus.json").read_text(encoding="utf-8"))
    texts = {language: _segments(turns) for language, turns in corpus["texts"].items()}
    rows = _compare("texts", [(_faster(text, rate), language) for rate in RATES for language, text in texts.items()])
    rows += [row for language, text in texts.items() for row in _language(language, text)]
    rows += _compare("real speech", [([_clip(clip)], "en") for clip in corpus["clips"]])
    rows += _speed(texts, QUICK_HOURS if quick else HOURS)
    rows += _suber(folder, corpus["clips"])
    return Table(
        "cues",
        "Cues: where they are cut and what rules they break",
        "Shares are of cues, or of line ends. Greedy: lines filled to the limit, a cue ends when full, with a "
        "sentence or a segment; fixed length: lines filled to the limit whatever is said; both last from their "
        "first word to their last. Texts: our own in en es de zh ja ko ar, with espeak-ng's word times, at its "
        "rate and 1.4 times as fast; real speech: four clips with their exact words, without punctuation, aligned "
        "by pocketsphinx (26 s). Inside a phrase: between article and noun, preposition and noun, first and last "
        "name, verb and auxiliary, or in a word, by the product's own lists, which ours is made to follow; "
        "punctuation needs none. The weights of our costs were chosen while looking at these texts, so other "
        "texts may come out less well. Nobody can keep the reading speed of verbatim speech that is faster "
        "(Japanese: 4 characters a second). Speed: processor time of one core. SubER (lower is better): what "
        "pocketsphinx hears of the clips against cues broken by hand; most of it is misheard words, the same for "
        "all three, and with so little speech one edit is more than a point.",
        _COLUMNS,
        rows,
    )


def _compare(name: str, texts: Sequence[tuple[Sequence[Segment], str]]) -> _Rows:
    found = {way: _Found() for way in _WAYS}
    for segments, language in texts:
        for way, cut in _WAYS.items():
            found[way].add(cut, segments, language)
    rows: _Rows = [(f"{name}: cues", *(str(each.cues) for each in found.values()), "", "")]
    hard = found["ours"].hard
    rows.append((f"{name}: hard rules broken", *(str(each.hard) for each in found.values()), "0", at_most(hard, 0)))
    rows.append(_row(f"{name}: break any rule", [each.broken_share() for each in found.values()], least=True))
    for rule, told in _RULES.items():
        rows.append(_row(f"{name}: break {told}", [each.broken_share(rule) for each in found.values()]))
    good = [each.place_share(Border.SENTENCE, Border.CLAUSE) for each in found.values()]
    if any(good):
        rows.append(_row(f"{name}: line ends at punctuation", good, most=True))
    clause = [each.place_share(Border.SENTENCE, Border.CLAUSE, Border.CONJUNCTION) for each in found.values()]
    rows.append(_row(f"{name}: … or before a conjunction", clause, most=True))
    torn = [each.place_share(Border.PHRASE, Border.INSIDE) for each in found.values()]
    rows.append(_row(f"{name}: line ends inside a phrase", torn, least=True))
    return rows


def _language(language: str, text: Sequence[Segment]) -> _Rows:
    found = {way: _Found() for way in _WAYS}
    for way, cut in _WAYS.items():
        found[way].add(cut, text, language)
    return [
        _row(f"{language}: break any rule", [each.broken_share() for each in found.values()]),
        _row(
            f"{language}: line ends inside a phrase",
            [each.place_share(Border.PHRASE, Border.INSIDE) for each in found.values()],
        ),
    ]


def _row(name: str, values: Sequence[float], *, least: bool = False, most: bool = False) -> tuple[str, ...]:
    ours, *others = values
    target = verdict = ""
    if least:
        target, verdict = "least", at_most(ours, min(others))
    elif most:
        target, verdict = "most", at_least(ours, max(others))
    return (name, *(f"{value:.1%}" for value in values), target, verdict)


def _segments(turns: Sequence[dict[str, Any]]) -> list[Segment]:
    made = []
    for turn in turns:
        words = tuple(Word(start, end, text) for start, end, text in turn["words"])
        made.append(Segment(words[0].start_ms, words[-1].end_ms, turn["text"], words, turn["speaker"]))
    return made


def _clip(clip: dict[str, Any]) -> Segment:
    words = tuple(Word(start, end, text) for start, end, text in clip["words"])
    return Segment(words[0].start_ms, words[-1].end_ms, " ".join(word.text for word in words), words)


def _faster(segments: Sequence[Segment], rate: float) -> list[Segment]:
    return [_moved(segment, 0, rate) for segment in segments]


def _moved(segment: Segment, by_ms: int, rate: float = 1.0) -> Segment:
    def moved(at_ms: int) -> int:
        return round(at_ms / rate) + by_ms

    words = tuple(replace(word, start_ms=moved(word.start_ms), end_ms=moved(word.end_ms)) for word in segment.words)
    return replace(segment, start_ms=moved(segment.start_ms), end_ms=moved(segment.end_ms), words=words)


def _speed(texts: dict[str, list[Segment]], hours: float) -> _Rows:
    rows: _Rows = []
    for language in ("en", "zh", "ja"):
        speech = _repeated(texts[language], hours)
        rows.append(
            _fast(f"{language}: cue building, times real time", speech, lambda s, la=language: make_cues(s, la))
        )
    units = sentences(_repeated(texts["en"], hours), "en")
    pairs = [(unit, translated(unit, "于是我们回到了港口，" * (1 + len(unit.text) // 40), "zh")) for unit in units]
    rows.append(_fast("en and zh: bilingual cues, times real time", units, lambda _: bilingual(pairs, "en", "zh")))
    return rows


def _fast(name: str, speech: list[Segment], build: Callable[[list[Segment]], Any]) -> tuple[str, ...]:
    began = time.process_time()
    build(speech)
    ratio = speech[-1].end_ms / 1000 / (time.process_time() - began)
    return (name, f"{ratio:,.0f}", "", "", f"≥ {REAL_TIME:,}", at_least(ratio, REAL_TIME))


def _repeated(text: Sequence[Segment], hours: float) -> list[Segment]:
    length_ms = text[-1].end_ms + 1000
    return [_moved(segment, n * length_ms) for n in range(round(hours * 3_600_000 / length_ms)) for segment in text]


def _suber(folder: Path, clips: Sequence[dict[str, Any]]) -> _Rows:
    if not all((_MEDIA / clip["name"]).is_file() for clip in clips):
        return [("SubER of recognise and cue: skipped, no clips (LINGOREEL_MEDIA)", "", "", "", "", "")]
    from suber.file_readers import read_input_file
    from suber.metrics.suber import calculate_SubER

    heard: list[Segment] = []
    reference: list[Cue] = []
    at_ms = 0
    for clip in clips:
        heard += [_moved(segment, at_ms) for segment in _heard(_MEDIA / clip["name"], folder)]
        reference += [Cue(at_ms + start, at_ms + end, tuple(lines)) for start, end, lines in clip["reference"]]
        at_ms += clip["ms"] + _BETWEEN_CLIPS_MS
    expected = read_input_file(str(_srt(folder / "reference.srt", reference)), file_format="SRT")
    scores = []
    for way, cut in _WAYS.items():
        made = read_input_file(str(_srt(folder / f"{way}.srt", cut(heard, "en"))), file_format="SRT")
        scores.append(calculate_SubER(hypothesis=made, reference=expected))
    ours, *others = scores
    shown = (f"{score:.1f}" for score in scores)
    return [("SubER of recognise and cue, 26 s", *shown, "least", at_most(ours, min(others)))]


def _heard(path: Path, folder: Path) -> list[Segment]:
    """What pocketsphinx hears, as the service has it hear: decoded, only where somebody speaks."""
    from lingoreel.engines import vad
    from lingoreel.engines.recognition import RecognitionRequest
    from lingoreel.engines.recognition.pocketsphinx import Engine
    from lingoreel.media.decode import decode_audio
    from lingoreel.media.probe import probe

    def quiet(_: dict[str, Any]) -> None:
        """Progress nobody reads."""

    pcm = folder / "clip.pcm"
    stream = probe({"path": str(path)}, quiet)["audio_index"]
    samples = decode_audio({"path": str(path), "stream": stream, "output_path": str(pcm), "max_ms": 600_000}, quiet)[
        "samples"
    ]
    spans = vad.Engine({}).handle({"pcm_path": str(pcm)}, quiet)["spans"]
    asked = RecognitionRequest(str(pcm), 0, samples, tuple((a, b) for a, b in spans), "en")
    answer = Engine({}).handle(asked.to_dict(), quiet)
    pcm.unlink()
    return [Segment.from_dict(segment) for segment in answer["segments"]]


def _srt(path: Path, cues: Sequence[Cue]) -> Path:
    def clock(at_ms: int) -> str:
        seconds, ms = divmod(at_ms, 1000)
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{ms:03}"

    path.write_text(
        "".join(
            f"{number}\n{clock(cue.start_ms)} --> {clock(cue.end_ms)}\n{cue.text}\n\n"
            for number, cue in enumerate(cues, 1)
        ),
        encoding="utf-8",
    )
    return path
