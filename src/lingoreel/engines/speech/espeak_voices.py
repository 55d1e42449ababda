"""The voices of espeak-ng: what we call them and what it calls them.

A voice is chosen by its identifier: by language code, espeak answers with an error and keeps the voice before.
Left out are languages that it cannot speak to be understood, by its own phonemes: Hebrew (no vowels), Thai and Burmese
(consonants in a row), Odia (names its signs in English), Faroese (no dictionary); and those without a code of ours.
"""

from __future__ import annotations

from lingoreel.engines import languages
from lingoreel.engines.speech.protocol import Gender, Voice
from lingoreel.errors import InvalidRequest

NAME = "espeak"
SAMPLE_RATE = 22_050
LICENCE = "GPL-3.0-or-later"
FEMALE = "+f3"  # of its variants the one least unlike a woman

# Identifier by language; the first of a language is the standard one. After it: our id's ending and the region.
_ONLY = (
    "gmw/af sem/am sem/ar inc/as trk/az trk/ba zle/be zls/bg inc/bn zls/bs roa/ca zlw/cs cel/cy gmq/da gmw/de grk/el "
    "art/eo urj/et eu ira/fa urj/fi cel/ga inc/gu map/haw inc/hi zls/hr roa/ht urj/hu ine/hy art/ia poz/id gmq/is "
    "roa/it jpx/ja ccs/ka trk/kk dra/kn ko ira/ku trk/ky itc/la gmw/lb bat/lt bat/lv poz/mi zls/mk dra/ml inc/mr "
    "poz/ms sem/mt inc/ne gmw/nl inc/pa zlw/pl qu roa/ro zle/ru inc/sd inc/si zlw/sk zls/sl ine/sq zls/sr gmq/sv "
    "bnt/sw dra/ta dra/te trk/tk trk/tr trk/tt trk/ug zle/uk inc/ur trk/uz"
)
_REGIONS: tuple[tuple[str, str, str, str], ...] = (
    ("en", "en-us", "gmw/en-US", "America"),
    ("en", "en-gb", "gmw/en", "Great Britain"),
    ("en", "en-rp", "gmw/en-GB-x-rp", "Received Pronunciation"),
    ("en", "en-scotland", "gmw/en-GB-scotland", "Scotland"),
    ("en", "en-lancaster", "gmw/en-GB-x-gbclan", "Lancaster"),
    ("en", "en-caribbean", "gmw/en-029", "Caribbean"),
    ("es", "es", "roa/es", "Spain"),
    ("es", "es-419", "roa/es-419", "Latin America"),
    ("fr", "fr", "roa/fr", "France"),
    ("fr", "fr-be", "roa/fr-BE", "Belgium"),
    ("fr", "fr-ch", "roa/fr-CH", "Switzerland"),
    ("pt", "pt-br", "roa/pt-BR", "Brazil"),
    ("pt", "pt-pt", "roa/pt", "Portugal"),
    ("vi", "vi", "aav/vi", "Northern"),
    ("vi", "vi-central", "aav/vi-VN-x-central", "Central"),
    ("vi", "vi-south", "aav/vi-VN-x-south", "Southern"),
    ("no", "no", "gmq/nb", "Bokmål"),
    ("zh", "zh", "sit/cmn", "Mandarin"),
    ("yue", "yue", "sit/yue", ""),
)


def _entries() -> list[tuple[str, str, str, str]]:
    plain = [(path.rpartition("/")[2], path.rpartition("/")[2], path, "") for path in _ONLY.split()]
    return sorted([*plain, *_REGIONS], key=lambda entry: languages.name(entry[0]))


def _voices() -> dict[str, tuple[Voice, str]]:
    found: dict[str, tuple[Voice, str]] = {}
    spoken: set[str] = set()
    for language, ending, path, region in _entries():
        called = languages.name(language) + (f" ({region})" if region else "")
        genders: tuple[tuple[Gender, str, str], ...] = (("male", "", ""), ("female", "-female", FEMALE))
        for gender, suffix, variant in genders:
            voice = Voice(
                id=f"{NAME}:{ending}{suffix}",
                name=f"{called}, {gender}",
                language=language,
                gender=gender,
                engine=NAME,
                sample_rate=SAMPLE_RATE,
                standard=language not in spoken,
                region=region or None,
                licence=LICENCE,
            )
            found[voice.id] = (voice, path + variant)
            spoken.add(language)
    return found


_ALL = _voices()
VOICES: tuple[Voice, ...] = tuple(voice for voice, _ in _ALL.values())


def identifier(voice_id: str) -> str | None:
    """What espeak calls the voice; None for one that is not its."""
    entry = _ALL.get(voice_id)
    return entry[1] if entry else None


def identifier_of(code: str) -> str | None:
    """What espeak calls the voice nearest to one of its own language codes, such as `en-gb-x-rp` or `cmn`.

    None for a language that it has no voice of here.
    """
    asked = code.replace("_", "-").lower()
    for _, ending, path, _ in _entries():
        if asked in (ending, path.lower().rpartition("/")[2]):
            return path
    try:
        language = languages.normalise(asked, field="voice")
    except InvalidRequest:
        return None
    return next((path for voice, path in _ALL.values() if voice.language == language and voice.standard), None)
