"""What a generating model is asked to show for a scene."""

from __future__ import annotations

from lingoreel.media.film.storyboard import Scene

NEGATIVE = (
    "text, letters, subtitles, captions, watermark, logo, signature, frame, split screen, slide show, still picture, "
    "blurry, out of focus, overexposed, jpeg artefacts, distorted, deformed hands, extra fingers, extra limbs, "
    "flicker, worst quality"
)
NARRATION_CHARACTERS = 300
_LIGHT = {
    "calm": "soft even light, slow gentle motion",
    "bright": "bright daylight, fresh colours, lively motion",
    "warm": "warm golden light, close and homely, gentle motion",
    "serious": "neutral light, restrained colours, steady camera",
    "dreamy": "hazy glowing light, pastel colours, floating motion",
    "energetic": "strong contrast, vivid colours, quick camera move",
}
_KIND = {
    "story": "a shot of a feature film",
    "recipe": "a close shot of a cooking film",
    "product": "a shot of an advertising film",
    "poem": "a shot of a poetic film",
    "news": "a shot of a documentary",
    "instructions": "a clear shot of an instruction film",
}


def scene_prompt(scene: Scene, genre: str, understood: tuple[str, ...], language: str, written: str = "") -> str:
    """The prompt of a scene: what a writer described (`written`), else its narration where the model understands
    `language` (one of `understood`), and always its drawings' names, which are English, its kind and its light."""
    told = language.partition("-")[0] in understood
    subject = written.strip() or (" ".join(scene.narration.split())[:NARRATION_CHARACTERS] if told else "")
    shown = "" if written.strip() else ", ".join(name.replace("_", " ") for name in scene.motifs)
    parts = [subject.rstrip(" .。"), shown, _KIND.get(genre, _KIND["story"]), _LIGHT.get(scene.mood, _LIGHT["calm"])]
    return ". ".join(part for part in parts if part) + "."
