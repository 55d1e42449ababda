"""`lingoreel doctor`: what works on this machine, and what would make the rest work."""

from __future__ import annotations

import typer

from lingoreel.cli.ground import settings
from lingoreel.cli.output import AsJson, say, show_json, show_table

_MARKS = {True: "✓", False: "✗", None: "–"}


def doctor(as_json: AsJson = False) -> None:
    """Show what works here, and what would make the rest work; exit code 1 when something needed does not."""
    from dataclasses import asdict

    from lingoreel.cli.examination import examine

    findings = examine(settings())
    healthy = all(finding.ok for finding in findings if finding.needed)
    if as_json:
        show_json({"healthy": healthy, "findings": [asdict(finding) for finding in findings]})
    else:
        show_table(
            "What works here",
            ["", "part", "what", "what to do"],
            [[_MARKS[one.ok], one.part, one.what, "" if one.ok else one.remedy or ""] for one in findings],
        )
        say("all that is needed works" if healthy else "something that is needed does not work: see ✗ above")
    if not healthy:
        raise typer.Exit(1)
