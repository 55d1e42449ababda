# Only the door: everything behind it is `uv run lingoreel …`.
.PHONY: demo test test-long test-film serve check bench setup
run = VIRTUAL_ENV= scripts/uv run --no-sync

demo: setup          ## a real video in, a dubbed one out, in minutes; VIDEO=FILE takes your own
	@$(run) lingoreel demo

test: setup          ## every test but the long ones
	@$(run) pytest

test-long: setup     ## the tests that take minutes, and a search for new examples
	@$(run) pytest -m "long or hypothesis" --hypothesis-profile=default

test-film:           ## the tests of generated film, with torch in an environment of its own (1.5 GB)
	@scripts/film-environment
	@.venv-film/bin/python -m pytest tests/film_models

serve: setup         ## keep the service up
	@$(run) lingoreel serve

check: setup         ## lint, format, types, layers, lock
	$(run) ruff check .
	$(run) ruff format --check .
	$(run) mypy
	$(run) lint-imports
	scripts/uv lock --check

bench: setup         ## speed and quality, as tables
	@$(run) python -m benchmarks

setup:
	@scripts/setup
