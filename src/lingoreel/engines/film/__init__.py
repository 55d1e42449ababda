"""Film engines: how a scene becomes moving pictures, and who may write a storyboard."""

from lingoreel.engines.film.protocol import Capabilities, Clip, ClipRules, FilmRequest

__all__ = ["Capabilities", "Clip", "ClipRules", "FilmRequest"]
