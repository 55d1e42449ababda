"""A video that speaks another language: `/api/tasks/media/video-translation/synthesis`, and `export` before it."""

from lingoreel.products.translation_synthesis.request import accept, items
from lingoreel.products.translation_synthesis.result import answer
from lingoreel.tasks.product import Product

TRANSLATION_SYNTHESIS = Product(
    name="translation_synthesis",
    paths=("/api/tasks/media/video-translation/synthesis", "/api/tasks/video-translation/export"),
    accept=accept,
    items=items,
    workflow="lingoreel.products.translation_synthesis.workflow:synthesise",
    answer=answer,
    makes_cues=True,
    makes_lines=True,
    takes_inputs=True,
)

__all__ = ["TRANSLATION_SYNTHESIS"]
