"""From the fields of a create call to a product's own parameters, with errors a client can act on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from lingoreel.errors import InvalidRequest
from lingoreel.sources import decode_form_value

SHOWN = 64
UNKNOWN_SHOWN = 20


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


def _number(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("must be a number")
    return value


Number = Annotated[float, BeforeValidator(_number)]
"""A number, also as text; `true` is none."""

TERMS = 500
TERM_CHARACTERS = 100


def _terms(value: Any) -> Any:
    terms = [term.strip() for term in value.split(",")] if isinstance(value, str) else value
    if not isinstance(terms, list | tuple) or not all(isinstance(term, str) for term in terms):
        raise ValueError("must be a list of texts")
    _check_terms(terms)
    return tuple(term for term in terms if term)


def _glossary(value: Any) -> Any:
    if isinstance(value, list) and all(map(_is_pair, value)):
        value = {entry["source"]: entry["target"] for entry in value}
    if not isinstance(value, dict) or not all(isinstance(text, str) for pair in value.items() for text in pair):
        raise ValueError("must be an object of terms and what they become, both texts")
    _check_terms(list(value))
    _check_terms(list(value.values()))
    return {term.strip(): wanted.strip() for term, wanted in value.items() if term.strip() and wanted.strip()}


def _is_pair(entry: Any) -> bool:
    return isinstance(entry, dict) and all(isinstance(entry.get(side), str) for side in ("source", "target"))


def _check_terms(terms: Sequence[str]) -> None:
    if len(terms) > TERMS or any(len(term) > TERM_CHARACTERS for term in terms):
        raise ValueError(f"takes at most {TERMS} terms of at most {TERM_CHARACTERS} characters")


Terms = Annotated[tuple[str, ...], BeforeValidator(_terms)]
"""A list of terms, or one text with commas between them."""
Glossary = Annotated[dict[str, str], BeforeValidator(_glossary)]
"""Terms and what they become: an object, or a list of `{source, target}`."""

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
    unknown = [name for name in given if name not in known]
    warnings = tuple(map(ignored, unknown[:UNKNOWN_SHOWN]))
    if len(unknown) > UNKNOWN_SHOWN:
        warnings += (f"unknown_parameter: {len(unknown) - UNKNOWN_SHOWN} more were ignored",)
    try:
        return kind.model_validate({name: value for name, value in given.items() if name in known}), warnings
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        problem = first["msg"].removeprefix("Value error, ").removeprefix("Input ")
        value = repr(given.get(name))
        shown = value if len(value) <= SHOWN else value[:SHOWN] + "…"
        raise InvalidRequest(f"{name} {problem[0].lower()}{problem[1:]}; got {shown}", field=name) from None
