"""The command line `lingoreel`: one file for each group of commands.

Modules here import only what shows the help; everything heavy is imported inside the command that needs it.
"""

from lingoreel.cli.assembly import app

__all__ = ["app"]
