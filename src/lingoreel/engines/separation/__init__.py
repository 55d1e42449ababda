"""The voice taken out of a recording by a model. The engine is `mdx`; `choose` says whether there is one."""

from lingoreel.engines.separation.protocol import Capabilities, SeparationRequest

__all__ = ["Capabilities", "SeparationRequest"]
