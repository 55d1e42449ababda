"""Subtitles into video, burned in or as tracks: `/api/tasks/media/subtitle`."""

from lingoreel.products.subtitle_video.request import accept, items
from lingoreel.products.subtitle_video.result import answer
from lingoreel.tasks.product import Product

SUBTITLE_VIDEO = Product(
    name="subtitle_video",
    paths=("/api/tasks/media/subtitle",),
    accept=accept,
    items=items,
    workflow="lingoreel.products.subtitle_video.workflow:subtitle",
    answer=answer,
    takes_inputs=True,
)

__all__ = ["SUBTITLE_VIDEO"]
