"""Speech to text, and subtitles: `/api/tasks/audio/recognition`."""

from lingoreel.products.recognition.request import accept, items
from lingoreel.products.recognition.result import answer
from lingoreel.tasks.product import Product

RECOGNITION = Product(
    name="recognition",
    paths=("/api/tasks/audio/recognition",),
    accept=accept,
    items=items,
    workflow="lingoreel.products.recognition.workflow:recognise",
    answer=answer,
    makes_cues=True,
)

__all__ = ["RECOGNITION"]
