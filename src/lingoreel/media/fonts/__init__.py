"""Fonts for subtitles in the picture: what is installed, which face draws which letter, small copies of them."""

from lingoreel.media.fonts.choice import FontChoice, choose_faces
from lingoreel.media.fonts.face import Face
from lingoreel.media.fonts.ids import FONT_IDS, FONT_PACKAGES
from lingoreel.media.fonts.index import FontIndex, font_folders, fonts_digest
from lingoreel.media.fonts.subset import EmbeddedFonts, FontCopy, embed

__all__ = [
    "FONT_IDS",
    "FONT_PACKAGES",
    "EmbeddedFonts",
    "Face",
    "FontChoice",
    "FontCopy",
    "FontIndex",
    "choose_faces",
    "embed",
    "font_folders",
    "fonts_digest",
]
