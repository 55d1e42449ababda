"""What runs when a customer asks. A new product is one folder and one line here."""

from lingoreel.products.recognition import RECOGNITION
from lingoreel.products.speech import SPEECH
from lingoreel.products.subtitle_video import SUBTITLE_VIDEO

PRODUCTS = (RECOGNITION, SUBTITLE_VIDEO, SPEECH)

__all__ = ["PRODUCTS"]
