"""What a dub is to say: `/api/tasks/media/video-translation/preview`, and `create` before it."""

from lingoreel.products.translation_preview.request import accept, items
from lingoreel.products.translation_preview.result import answer
from lingoreel.tasks.product import Product

TRANSLATION_PREVIEW = Product(
    name="translation_preview",
    paths=("/api/tasks/media/video-translation/preview", "/api/tasks/video-translation/create"),
    accept=accept,
    items=items,
    workflow="lingoreel.products.translation_preview.workflow:preview",
    answer=answer,
    makes_cues=True,
    makes_lines=True,
)

__all__ = ["TRANSLATION_PREVIEW"]
