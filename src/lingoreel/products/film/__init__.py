"""Text to film: `/api/tasks/media/video-generation`."""

from lingoreel.products.film.request import accept, items, measured
from lingoreel.products.film.result import answer
from lingoreel.tasks.product import Product

FILM = Product(
    name="film",
    paths=("/api/tasks/media/video-generation",),
    accept=accept,
    items=items,
    workflow="lingoreel.products.film.workflow:film",
    answer=answer,
    measured=measured,
    takes_inputs=True,
)

__all__ = ["FILM"]
