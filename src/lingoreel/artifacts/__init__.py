"""Results going out: files, signed links, retention."""

from lingoreel.artifacts.links import Links
from lingoreel.artifacts.repository import Artifact, add, delete, of_task

__all__ = ["Artifact", "Links", "add", "delete", "of_task"]
