"""Text to speech: `/api/tasks/audio/speech`."""

from lingoreel.products.speech.request import accept, items, measured
from lingoreel.products.speech.result import answer
from lingoreel.tasks.product import Product

SPEECH = Product(
    name="speech",
    paths=("/api/tasks/audio/speech",),
    accept=accept,
    items=items,
    workflow="lingoreel.products.speech.workflow:speak",
    answer=answer,
    measured=measured,
    takes_inputs=True,
)

__all__ = ["SPEECH"]
