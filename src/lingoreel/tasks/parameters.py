"""From the fields of a create call to a product's own parameters, with errors a client can act on."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from lingoreel.errors import InvalidRequest
from lingoreel.sources import decode_form_value

SHOWN = 64


class Parameters(BaseModel):
    """The parameters of one product. Unknown fields are ignored, and named in the warnings."""

    model_config = ConfigDict(extra="ignore", frozen=True)


def _flag(value: Any) -> Any:
    if value in (0, 1, True, False, "0", "1"):
        return bool(int(value))
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    raise ValueError("must be 0 or 1")


Flag = Annotated[bool, BeforeValidator(_flag)]
"""0 or 1, as a number or as text; `true` and `false` too."""

_TEXT = (str, str | None)
P = TypeVar("P", bound=Parameters)


def ignored(name: str) -> str:
    """The warning for a parameter that is not known."""
    return f"unknown_parameter: '{name[:SHOWN]}' is not known here and was ignored"


def understand(kind: type[P], fields: dict[str, Any]) -> tuple[P, tuple[str, ...]]:
    """The parameters in these fields, and a warning for each unknown one.

    Null and empty text count as absent. Raises InvalidRequest naming the parameter, its value and its limit.
    """
    known = kind.model_fields
    given = {
        name: decode_form_value(value, name) if name in known and known[name].annotation not in _TEXT else value
        for name, value in fields.items()
        if value is not None and value != ""
    }
    warnings = tuple(ignored(name) for name in given if name not in known)
    try:
        return kind.model_validate({name: value for name, value in given.items() if name in known}), warnings
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        problem = first["msg"].removeprefix("Value error, ").removeprefix("Input ")
        value = repr(given.get(name))
        shown = value if len(value) <= SHOWN else value[:SHOWN] + "…"
        raise InvalidRequest(f"{name} {problem[0].lower()}{problem[1:]}; got {shown}", field=name) from None
