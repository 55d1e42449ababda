"""Every knob and limit, once: its name, its unit, its default.

Each field is set by the environment variable `LINGOREEL_<FIELD>`; a limit by
`LINGOREEL_LIMITS__<FIELD>`. A customer may have limits of their own (`customers limits`).
"""

from __future__ import annotations

import ipaddress
import os
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

GIB = 1024**3
MIB = 1024**2


class Limits(BaseModel):
    """What one customer may do. Shown by `GET /api/customers/limits`; each can be raised per customer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    requests_per_second: float = Field(2, gt=0, le=100_000, description="requests taken per second")
    parallel_tasks: int = Field(2, ge=1, le=100_000, description="tasks running at once")
    waiting_tasks: int = Field(1000, ge=0, le=10_000_000, description="tasks waiting in state 0")
    media_size_bytes: int = Field(4 * GIB, ge=1, description="bytes of a media source")
    media_duration_s: int = Field(3 * 3600, ge=1, description="seconds of a media source")
    text_source_bytes: int = Field(20_000_000, ge=1, description="bytes of a text source (subtitles)")
    speech_characters: int = Field(30_000, ge=1, description="characters of a text to speak")
    film_characters: int = Field(800, ge=1, description="characters of a text to film")
    film_assets: int = Field(20, ge=0, description="pictures and clips that a film may bring along")
    film_asset_bytes: int = Field(50_000_000, ge=1, description="bytes of each of them")
    url_characters: int = Field(512, ge=1, description="characters of a url")
    download_s: int = Field(3600, ge=1, description="seconds a download may take in all")
    processing_min_s: int = Field(600, ge=1, description="seconds of processing always allowed")
    processing_per_media_second: float = Field(
        6.0, gt=0, description="further seconds of processing allowed per second of media"
    )

    def with_overrides(self, overrides: dict[str, Any] | None) -> Limits:
        """These limits with a customer's own in their place. Raises ValidationError on an unknown name."""
        return Limits.model_validate({**self.model_dump(), **overrides}) if overrides else self


def _default_data_dir() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "lingoreel"


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Settings(BaseSettings):
    """The whole configuration of a process, read from the environment once."""

    model_config = SettingsConfigDict(env_prefix="LINGOREEL_", env_nested_delimiter="__", extra="ignore", frozen=True)

    data_dir: Path = Field(default_factory=_default_data_dir, description="folder for everything kept")
    database_url: str | None = Field(None, description="PostgreSQL ≥ 14; none: an embedded one in data_dir")
    storage_url: str | None = Field(None, description="s3://, gs://, az:// or a folder; none: data_dir/objects")
    public_url: str | None = Field(None, description="base of the links in answers; none: the request's own")
    secret: str | None = Field(None, min_length=32, description="key of hashes and links; none: data_dir/secret")
    host: str = "127.0.0.1"
    port: int = Field(8765, ge=0, le=65535)
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    limits: Limits = Limits()

    source_allow_networks: Annotated[tuple[Network, ...], NoDecode] = Field(
        (), description="networks a url may point into though they are not public, comma-separated"
    )
    source_ports: Annotated[tuple[int, ...], NoDecode] = Field(
        (80, 443), description="ports of public addresses a url may name, comma-separated; allowed networks: any"
    )
    source_redirects: int = Field(5, ge=0, le=20)
    source_connect_s: float = Field(10, gt=0, description="seconds to connect")
    source_idle_s: float = Field(30, gt=0, description="seconds without a byte")

    link_ttl_s: int = Field(24 * 3600, ge=1, description="seconds a signed link lives")
    keep_sources_s: int = Field(48 * 3600, ge=0, description="seconds sources and stages are kept")
    keep_results_s: int = Field(7 * 24 * 3600, ge=0, description="seconds results are kept")
    keep_idempotency_s: int = Field(24 * 3600, ge=0)

    task_slots: int = Field(32, ge=1, description="tasks one worker prepares or awaits at once")
    cpu_slots: int = Field(default_factory=lambda: len(os.sched_getaffinity(0)), ge=1, description="cpu lane")
    gpu_slots: int = Field(1, ge=0, description="gpu lane; used where a worker has a GPU")
    net_slots: int = Field(8, ge=1, description="net lane: work that waits for another machine")
    queue_poll_s: float = Field(0.1, gt=0, description="seconds between looks for tasks; for parts, twice that")
    sweep_s: float = Field(2.0, gt=0, description="seconds between two sweeps")
    heartbeat_ttl_s: float = Field(30.0, gt=0, description="a worker silent for longer is taken as dead")
    drain_s: float = Field(30.0, ge=0, description="seconds running steps get after SIGTERM")
    remote_cache_bytes: int = Field(20 * GIB, ge=0, description="bytes of remote objects kept as local files")
    cell_memory_bytes: int = Field(2 * GIB, ge=64 * MIB, description="address space of a one-shot child")

    recognition_engine: str = Field("auto", description="auto, whisper or pocketsphinx")
    whisper_model: str | None = Field(None, description="folder, or name of a pulled model such as small")
    whisper_device: Literal["auto", "cpu", "cuda"] = "auto"
    whisper_compute_type: str = "default"
    whisper_batch: int = Field(8, ge=1)
    piece_max_s: int = Field(300, ge=10, description="longest piece of audio recognised in one go")
    translation_engine: str = Field("auto", description="auto, llm, ctranslate2 or apertium")
    translation_model: Path | None = Field(None, description="an NLLB, OPUS or Argos model's folder; none: pulled")
    translation_device: Literal["auto", "cpu", "cuda"] = "auto"
    speech_engine: str = Field("auto", description="auto, openai, kokoro, piper, flite or espeak")
    speech_device: Literal["auto", "cpu", "cuda"] = "auto"
    speech_url: str | None = Field(None, description="an OpenAI-compatible speech service, such as http://host/v1")
    speech_key: SecretStr | None = Field(None, description="its key; none: it needs none")
    speech_model: str | None = Field(None, description="the model's name there")
    speech_voices: str | None = Field(None, description="its voices, such as nova=en/female,onyx")
    speech_answer_s: float = Field(120, gt=0, description="seconds one answer of a speech service may take")
    speech_parallel: int = Field(4, ge=1, description="requests to a speech service at once, per worker")
    cloning_url: str | None = Field(None, description="a service that speaks with the voice of a recording")
    cloning_key: SecretStr | None = Field(None, description="its key; none: it needs none")
    cloning_model: str | None = Field(None, description="the model's name there")
    llm_url: str | None = Field(None, description="an OpenAI-compatible service, such as http://host/v1")
    llm_key: SecretStr | None = Field(None, description="its key; none: it needs none")
    llm_model: str | None = Field(None, description="the model's name there")
    llm_answer_s: float = Field(120, gt=0, description="seconds one answer of the language model may take")
    llm_parallel: int = Field(4, ge=1, description="requests to the language model at once, per worker")
    font_dirs: Annotated[tuple[Path, ...], NoDecode] = Field((), description="folders of fonts, beside the system's")
    video_preset: str = Field("veryfast", description="x264 preset of burnt-in video")
    video_crf: int = Field(20, ge=0, le=40, description="x264 quality of burnt-in video, lower is better")
    film_engine: str = Field("auto", description="auto, diffusion or storyboard")
    film_writer: Literal["auto", "rules"] = Field("auto", description="rules: no language model writes storyboards")
    film_model: str | None = Field(None, description="folder of a diffusers pipeline, or name of a pulled one")
    film_device: Literal["auto", "cpu", "cuda"] = Field("auto", description="auto: only on a GPU; cpu takes hours")
    film_dtype: Literal["auto", "bfloat16", "float16", "float32"] = "auto"
    film_offload: Literal["auto", "none", "model", "sequential"] = Field(
        "auto", description="what of the model waits in main memory while it is not needed"
    )
    film_steps: int | None = Field(None, ge=1, le=1000, description="steps of denoising; none: as the model wants")
    separation_engine: str = Field("auto", description="auto, mdx or none: voices are removed by measuring alone")
    separation_model: Path | None = Field(None, description="an MDX-Net .onnx file, or a folder with one; none: pulled")
    separation_device: Literal["auto", "cpu", "cuda"] = "auto"
    diarization_engine: str = Field("auto", description="auto, spectral, resemblyzer or sherpa")
    diarization_model: Path | None = Field(None, description="folder with sherpa-onnx models")

    @field_validator("data_dir", mode="after")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("source_allow_networks", "source_ports", "font_dirs", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @property
    def models_dir(self) -> Path:
        """Where pulled models and unpacked programs lie."""
        return self.data_dir / "models"

    @property
    def scratch_dir(self) -> Path:
        """Where children write before a result becomes an object; emptied by the sweeper."""
        return self.data_dir / "scratch"


@lru_cache(maxsize=1)
def load_settings() -> Settings:
    """The settings of this process. Raises ValidationError naming the variable at fault."""
    return Settings()
