"""JSON from outside: UTF-8, finite numbers, bounded depth and width, text that PostgreSQL can store."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

from lingoreel.errors import InvalidRequest

MAX_DEPTH = 32
MAX_ELEMENTS = 500_000

_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


def check_text(text: str, name: str) -> str:
    """`text`, unless it holds NUL or half a surrogate pair. Raises InvalidRequest(field=name)."""
    if _UNSTORABLE.search(text):
        raise InvalidRequest(f"{name}: contains a NUL or half a surrogate pair", field=name)
    return text


def parse_json(text: str, name: str) -> Any:
    """The value written in `text`.

    Raises InvalidRequest(field=name) for what is not JSON, NaN and infinite numbers, more than 32
    levels or 500,000 elements, and strings that cannot be stored.
    """
    # Counted beforehand, so that no more memory is taken than a few times the text.
    if text.count(",") + text.count("[") + text.count("{") > MAX_ELEMENTS:
        raise InvalidRequest(f"{name}: has more than {MAX_ELEMENTS} elements", field=name)

    def refuse_constant(constant: str) -> NoReturn:
        raise InvalidRequest(f"{name}: {constant} is not a JSON number", field=name)

    try:
        value = json.loads(text, parse_constant=refuse_constant)
    except json.JSONDecodeError as error:
        raise InvalidRequest(
            f"{name}: is not valid JSON: {error.msg} (line {error.lineno}, column {error.colno})", field=name
        ) from None
    except RecursionError:
        raise _too_deep(name) from None
    except ValueError:  # a number with thousands of digits
        raise InvalidRequest(f"{name}: contains a number that is too long", field=name) from None
    _walk(value, name)
    return value


def _too_deep(name: str) -> InvalidRequest:
    return InvalidRequest(f"{name}: is nested more than {MAX_DEPTH} levels deep", field=name)


def _walk(root: Any, name: str) -> None:
    level = [root]
    for _ in range(MAX_DEPTH + 1):
        below: list[Any] = []
        for value in level:
            if isinstance(value, str):
                check_text(value, name)
            elif isinstance(value, float):
                if not math.isfinite(value):
                    raise InvalidRequest(f"{name}: contains a number that is too large", field=name)
            elif isinstance(value, dict):
                for key in value:
                    check_text(key, name)
                below.extend(value.values())
            elif isinstance(value, list):
                below.extend(value)
        if not below:
            return
        level = below
    raise _too_deep(name)
