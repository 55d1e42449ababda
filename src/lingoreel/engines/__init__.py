"""The models: each engine one file behind a small protocol; `choose` picks, `catalogue` fetches.

Engines run in host children (`lingoreel.processes`) and only ever see PCM and text that we made. Importing this
package, or an engine's module, imports no model library: those load inside the child.
"""
