"""What was heard and what a translator made of it, put together: the answer, its files and its cues."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lingoreel.engines.recognition import Recognition
from lingoreel.engines.translation import Problem, TranslatedLine
from lingoreel.media.cues import MadeCues
from lingoreel.media.segments import Segment, Word
from lingoreel.products.recognition.request import RecognitionParameters
from lingoreel.products.recognition.transcript import Transcript, transcribe
from lingoreel.tasks.recognising import Heard, hear
from lingoreel.tasks.translating import Translated, untranslated_ms

LINES = (
    (0, 2000, "The first sentence is short."),
    (3000, 6500, "The second one is a little longer."),
    (7000, 8500, "Nobody can translate this."),
)
SPANISH = ("La primera frase es corta.", "La segunda es un poco más larga.", None)


def segment(start_ms: int, end_ms: int, text: str) -> Segment:
    words = text.split()
    step = (end_ms - start_ms) // len(words)
    return Segment(
        start_ms,
        end_ms,
        text,
        tuple(Word(start_ms + n * step, start_ms + (n + 1) * step, word, 0.9) for n, word in enumerate(words)),
    )


SEGMENTS = tuple(segment(*line) for line in LINES)
TOLD = {"name": "tongue", "draft": False, "path": ["en", "es"]}


@pytest.fixture
def heard() -> Heard:
    spans = tuple((start, end) for start, end, _ in LINES)
    return Heard(Recognition(SEGMENTS, "en", warnings=({"code": "odd", "message": "as ever"},)), SEGMENTS, None, spans)


def translation(*texts: str | None) -> Translated:
    lines = tuple(TranslatedLine(text, () if text else (Problem("untranslated", ""),)) for text in texts)
    return Translated(lines, TOLD)


def transcript(heard: Heard, made: Translated | None = None, **fields: Any) -> Transcript:
    parameters = RecognitionParameters.model_validate(fields)
    return transcribe(
        parameters,
        heard,
        heard.units("en") if made else [],
        made,
        duration_ms=9001,
        language="en",
        fps=None,
        engine={"name": "ear"},
        title="talk",
    )


def test_as_spoken(heard: Heard):
    made = transcript(heard, type=4, words=1)
    data = made.data
    assert (data["duration"], data["source_language"], data["target_language"]) == (10, "en", "origin")
    assert [entry["text"] for entry in data["result"]] == [text for _, _, text in LINES]
    assert data["result"] == data["segments"]
    assert data["segments"][0]["words"][0] == {"start": 0, "end": 400, "text": "The", "confidence": 0.9}
    assert "translation" not in data
    assert not any("source_text" in entry for entry in data["segments"])
    assert made.files.keys() == {"txt", "srt", "vtt", "ass", "json"}
    assert made.warnings == ("odd: as ever",)
    assert made.cues.alone.keys() == made.cues.languages.keys() == {"source"}
    assert (made.cues.main, made.cues.together) == ("source", {})


def test_a_translation_and_what_was_said(heard: Heard):
    made = transcript(heard, translation(*SPANISH), language="es", type=4, words=1)
    data = made.data
    assert (data["source_language"], data["target_language"]) == ("en", "es")
    assert [entry["text"] for entry in data["segments"]] == [*SPANISH[:2], LINES[2][2]]
    assert [entry["source_text"] for entry in data["segments"]] == [text for _, _, text in LINES]
    assert [(entry["start"], entry["end"]) for entry in data["segments"]] == [line[:2] for line in LINES]
    assert data["translation"] == TOLD
    assert not any("words" in entry for entry in data["segments"]), "their times are only estimated"


def test_plain_text_is_in_the_target_language(heard: Heard):
    made = transcript(heard, translation(*SPANISH), language="es")
    assert made.data["result"] == " ".join([*SPANISH[:2], LINES[2][2]])
    chinese = transcript(heard, translation("第一句。", "第二句。", "第三句。"), language="zh")
    assert chinese.data["result"] == "第一句。第二句。第三句。"


def test_only_the_untranslated_time_is_not_charged(heard: Heard):
    units = heard.units("en")
    assert untranslated_ms(units, translation(*SPANISH)) == 1500
    assert untranslated_ms(units, translation(None, "x", None)) == 3500
    assert untranslated_ms(units, translation("x", "x", "x")) == 0
    assert untranslated_ms(units, translation("x", "x", "")) == 0


def test_bilingual_files_have_both_and_the_others_one(heard: Heard):
    made = transcript(heard, translation(*SPANISH), language="es")
    assert made.files.keys() == {
        *("txt", "srt", "vtt", "ass", "json"),
        *("bilingual_srt", "bilingual_vtt", "bilingual_ass"),
    }
    for name in ("srt", "vtt", "ass", "txt"):
        assert "segunda" in made.files[name]
        assert "second" not in made.files[name]
    for name in ("bilingual_srt", "bilingual_vtt", "bilingual_ass"):
        text = made.files[name]
        assert "segunda" in text
        assert "second" in text
        assert text.index("segunda") < text.index("second")
    assert not any("words" in entry for entry in json.loads(made.files["json"]))


def test_what_was_said_may_stand_on_top(heard: Heard):
    made = transcript(heard, translation(*SPANISH), language="es", bilingual_top="source")
    assert made.files["bilingual_srt"].index("second") < made.files["bilingual_srt"].index("segunda")
    assert said(made.cues, "source") == [text for _, _, text in LINES]
    assert said(made.cues, "translation") == [*SPANISH[:2], LINES[2][2]]


def said(cues: MadeCues, side: str) -> list[str]:
    """The sentences of one side of the cues that are cut together."""
    text = " ".join(line for cue in cues.together[side] for line in cue.lines)
    return [f"{sentence}." for sentence in text.removesuffix(".").split(". ")]


def test_the_cues_left_for_later_tasks(heard: Heard):
    made = transcript(heard, translation(*SPANISH), language="es")
    cues = MadeCues.from_dict(json.loads(json.dumps(made.cues.to_dict())))
    assert cues.languages == {"translation": "es", "source": "en"}
    assert cues.main == "translation"
    assert "primera" in cues.alone["translation"][0].text
    assert "first" in cues.alone["source"][0].text
    assert said(cues, "translation") == [*SPANISH[:2], LINES[2][2]]
    assert said(cues, "source") == [text for _, _, text in LINES]
    upper, lower = cues.together["translation"], cues.together["source"]
    assert {(cue.start_ms, cue.end_ms) for cue in upper} == {(cue.start_ms, cue.end_ms) for cue in lower}


def test_more_formats(heard: Heard):
    made = transcript(heard, formats="ttml,sbv,srt")
    assert list(made.files) == ["txt", "srt", "vtt", "ass", "json", "ttml", "sbv"]
    assert "<tt" in made.files["ttml"]
    assert "first sentence" in made.files["sbv"]


def test_cues_end_with_the_media(heard: Heard):
    late = (segment(8000, 12_000, "It goes on after the end."),)
    over = Heard(Recognition(late, "en"), late, None, ((8000, 9001),))
    made = transcript(over)
    assert [cue.end_ms <= 9001 for cue in made.cues.alone["source"]] == [True]


def test_speech_without_a_subtitle_is_told(heard: Heard):
    deaf = Heard(heard.recognition, SEGMENTS[:1], None, heard.spans_ms)
    made = transcript(deaf)
    [_, warning] = made.warnings
    assert warning.startswith("low_coverage: only ")
    assert made.data["quality"]["coverage"]["share"] < 0.5


def test_hearing_puts_pieces_and_speakers_together():
    pieces = [Recognition((SEGMENTS[1],), "en").to_dict(), Recognition((SEGMENTS[0],), "en").to_dict()]
    heard = hear(pieces, None, [(0, 2000)])
    assert [segment.text for segment in heard.segments] == [text for _, _, text in LINES[:2]]
    assert (heard.speakers, heard.spans_ms) == (None, ((0, 2000),))
    assert "speakers" not in transcript(heard).data
