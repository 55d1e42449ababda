"""Translators where they run: hosts with a private folder, pulled pairs of Apertium, tiny models."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from lingoreel.engines.translation import Translation, TranslationRequest, apertium
from lingoreel.processes import Hosts
from lingoreel.settings import Settings
from pulled import pulled, pulled_settings


@pytest.fixture(scope="session")
def apertium_settings() -> Settings:
    """Settings under which all pairs of Apertium are pulled."""
    pulled("apertium")
    return pulled_settings()


@pytest.fixture
def engine(apertium_settings: Settings) -> Iterator[apertium.Engine]:
    """Apertium's host class in this process."""
    made = apertium.Engine(apertium.host_config(apertium_settings))
    yield made
    made.close()


@pytest.fixture
async def hosts(tmp_path: Path) -> AsyncIterator[Hosts]:
    """Warm children in a scratch folder of their own."""
    kept = Hosts(Settings(data_dir=tmp_path / "data with blanks"))
    yield kept
    await kept.close()


@pytest.fixture
def ask(hosts: Hosts) -> Callable[..., Any]:
    """ask(module, settings, source, target, lines, **more) → the Translation that a host of the engine makes."""

    async def call(
        module: ModuleType, settings: Settings, source: str, target: str, lines: list[str], **more: Any
    ) -> Translation:
        request = TranslationRequest(source, target, tuple(lines), **more)
        answer = await hosts.call(module.HOST, module.host_config(settings), request.to_dict(), wall_s=120)
        return Translation.from_dict(answer)

    return call


@pytest.fixture(scope="session")
def tiny() -> ModuleType:
    """tiny_translators.py as a module, wherever pytest imports from."""
    name = "tiny_translators"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
        assert spec and spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]
