"""What a product tells the task engine about itself. Products register; this package knows none of them."""

from __future__ import annotations

import importlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias
from uuid import UUID

from lingoreel.artifacts import Artifact
from lingoreel.errors import InvalidRequest

if TYPE_CHECKING:
    from lingoreel.settings import Limits
    from lingoreel.sources import Upload
    from lingoreel.tasks.offer import Offer
    from lingoreel.tasks.run import Run


@dataclass(frozen=True)
class Accepted:
    """A create call that was understood.

    `parameters` is what the workflow reads (JSON); `source` says where the media is; `items` are the
    price items that the work needs, `warnings` what the client should know. `inputs` is what is too large for
    `parameters`, which every query reads: the workflow asks for it (`Run.inputs`). `measured` is what is to be paid
    for, by price item, where that is known already: its points are held at once.
    """

    parameters: dict[str, Any]
    source: dict[str, Any] | None
    items: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    inputs: dict[str, Any] | None = None
    measured: dict[str, int] | None = None


@dataclass(frozen=True)
class Outcome:
    """What a finished workflow delivers: the product's own answer keys, the files, and what was measured
    per price item (milliseconds, characters or runs)."""

    data: dict[str, Any]
    artifacts: tuple[Artifact, ...]
    measured: dict[str, int]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Earlier:
    """A complete task of the same customer that a create call builds on; `data` is what it delivered."""

    task_id: UUID
    product: Product
    source: dict[str, Any] | None
    data: dict[str, Any]
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Asking:
    """Who asks, as far as a product may know: the customer's limits, what the workers offer, and earlier tasks.

    `earlier(task_id, field)` raises InvalidRequest naming the field for a task that is unknown, of another
    customer, not complete, or whose results are gone.
    """

    limits: Limits
    offer: Offer
    earlier: Callable[[str, str], Earlier]


class Accept(Protocol):
    """Understands the fields of a create call. Raises InvalidRequest, EngineUnavailable."""

    def __call__(self, fields: dict[str, Any], upload: Upload | None, asking: Asking) -> Accepted: ...


Recipe: TypeAlias = "Callable[[Run], Awaitable[Outcome]]"


@dataclass(frozen=True)
class Product:
    """One kind of task.

    `paths` are the HTTP paths that create it, `workflow` names its recipe
    (`package.module:function`, loaded by workers alone), `answer` makes the product's own
    keys of a query from the parameters, what the workflow delivered, and the links of its files (None until
    then). `makes_cues`: its tasks leave `MadeCues` behind, `makes_lines`: lines to dub; `takes_inputs`: they cannot be
    done again without inputs; `measured` tells what is to be paid for from the parameters, where that is known at once.
    """

    name: str
    paths: tuple[str, ...]
    accept: Accept
    workflow: str
    answer: Callable[[dict[str, Any], dict[str, Any] | None, dict[str, str] | None], dict[str, Any]]
    items: Callable[[dict[str, Any]], tuple[str, ...]]
    makes_cues: bool = False
    makes_lines: bool = False
    takes_inputs: bool = False
    measured: Callable[[dict[str, Any]], dict[str, int]] | None = None

    def recipe(self) -> Recipe:
        """The async function that does the work."""
        module, _, function = self.workflow.partition(":")
        recipe: Recipe = getattr(importlib.import_module(module), function)
        return recipe


_registry: dict[str, Product] = {}


def register(products: Sequence[Product]) -> None:
    """Make these the products of this process."""
    _registry.clear()
    _registry.update({product.name: product for product in products})


def product(name: str) -> Product:
    """The product of that name. Raises InvalidRequest when this process does not have it."""
    try:
        return _registry[name]
    except KeyError:
        raise InvalidRequest(f"unknown product '{name}'", field="product") from None


def products() -> tuple[Product, ...]:
    """All registered products."""
    return tuple(_registry.values())
