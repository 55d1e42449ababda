"""`python -m lingoreel.cli`: the same as `lingoreel`."""

from lingoreel.cli import app

app(prog_name="lingoreel")
