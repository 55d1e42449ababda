"""Which scripts subtitles can be burnt in with, by the fonts that are here."""

from __future__ import annotations

from lingoreel.cli.finding import Finding
from lingoreel.errors import LingoreelError
from lingoreel.settings import Settings

# Name, language and some letters of each script that is looked for.
SCRIPTS = (
    ("Latin", "en", "AZaz0?ñßşžơ"),
    ("Greek", "el", "ΑΩάω"),
    ("Cyrillic", "ru", "АЯжё"),
    ("Arabic", "ar", "ابچی"),
    ("Hebrew", "he", "אתש"),
    ("Devanagari", "hi", "अकि"),
    ("Bengali", "bn", "অকি"),
    ("Tamil", "ta", "அகி"),
    ("Thai", "th", "กขี"),
    ("Chinese", "zh", "中文字幕國語，"),
    ("Japanese", "ja", "字幕ひらカナ。"),
    ("Korean", "ko", "한국어"),
)


def examine_fonts(settings: Settings) -> list[Finding]:
    """What can be drawn, and the command that brings the rest."""
    from lingoreel.media.fonts import FontIndex, choose_faces, font_folders

    index = FontIndex(font_folders(settings))
    drawn: list[str] = []
    missing: list[str] = []
    remedies: list[str] = []
    for name, language, letters in SCRIPTS:
        try:
            choose_faces(index, 0, letters, language)
        except LingoreelError as error:
            missing.append(name)
            remedies += error.details.get("items") or []
        else:
            drawn.append(name)
    found = [Finding("fonts", True, f"{len(index)} faces: {', '.join(drawn)}")] if drawn else []
    if missing:
        pull = f"lingoreel models pull {' '.join(dict.fromkeys(remedies))}" if remedies else None
        found.append(Finding("fonts", None, f"nothing here draws {', '.join(missing)}", pull))
    return found
