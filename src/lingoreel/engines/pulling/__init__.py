"""Fetching what engines need: models from the hub, one file out of a wheel, unpacked Debian packages.

Each `fetch` fills an empty folder and raises EngineUnavailable, with the reason and what to do by hand, when it cannot.
"""
