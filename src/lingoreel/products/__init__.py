"""What runs when a customer asks. A new product is one folder and one line here."""

from lingoreel.products.film import FILM
from lingoreel.products.recognition import RECOGNITION
from lingoreel.products.speech import SPEECH
from lingoreel.products.subtitle_video import SUBTITLE_VIDEO
from lingoreel.products.translation_preview import TRANSLATION_PREVIEW
from lingoreel.products.translation_synthesis import TRANSLATION_SYNTHESIS

PRODUCTS = (RECOGNITION, SUBTITLE_VIDEO, TRANSLATION_PREVIEW, TRANSLATION_SYNTHESIS, SPEECH, FILM)

__all__ = ["PRODUCTS"]
