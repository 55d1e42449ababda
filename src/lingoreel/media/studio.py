"""Work on what we made ourselves, in one kind of child: whoever has mixed can survey or draw, and few are kept warm."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from lingoreel.errors import InvalidRequest
from lingoreel.settings import Settings

Report = Callable[[dict[str, Any]], None]
Work = Callable[[dict[str, Any], Report], dict[str, Any]]

HOST = "lingoreel.media.studio:Studio"

WORKS = {
    "survey": "lingoreel.media.dub.survey:survey",
    "background": "lingoreel.media.dub.background:make_background",
    "loudness": "lingoreel.media.dub.clip_levels:measure_clips",
    "cut": "lingoreel.media.dub.cutting:cut_clips",
    "mix": "lingoreel.media.dub.mixing:mix_span",
    "write": "lingoreel.media.dub.track:write_dub",
    "draw": "lingoreel.media.film.render:render_piece",
    "score": "lingoreel.media.film.soundtrack:make_soundtrack",
    "assemble": "lingoreel.media.film.assemble:assemble",
    "poster": "lingoreel.media.film.poster:make_poster",
}


def host_config(settings: Settings) -> dict[str, Any]:
    """What the host class is made from: one thread each, for several work side by side."""
    del settings
    return {"threads": 1}


class Studio:
    """Host class. `handle({work, …})`: what the function of that work in `WORKS` answers."""

    def __init__(self, config: dict[str, Any]) -> None:
        del config

    def handle(self, request: dict[str, Any], report: Report) -> dict[str, Any]:
        """Raises InvalidRequest for work that is not known, and what the work itself raises."""
        work = str(request["work"])
        if work not in WORKS:
            raise InvalidRequest(f"there is no work '{work[:40]}' in a studio", field="work")
        module, _, name = WORKS[work].partition(":")
        function: Work = getattr(importlib.import_module(module), name)
        return function(request, report)
