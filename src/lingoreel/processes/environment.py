"""What a child may know of its parent's environment: an allow-list, so that no secret is in it."""

from __future__ import annotations

import os
from pathlib import Path

_PASSED = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "PYTHONPATH",
    "PYTHONHOME",
    "PYTHONHASHSEED",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONPYCACHEPREFIX",
    "PYTHONNOUSERSITE",
    "LD_LIBRARY_PATH",
)
_PASSED_TO_ENGINES = (
    "CUDA_VISIBLE_DEVICES",
    "CUDA_HOME",
    "CUDA_PATH",
    "NVIDIA_VISIBLE_DEVICES",
    "NVIDIA_DRIVER_CAPABILITIES",
    "HF_HOME",
    "XDG_CACHE_HOME",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
)
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def child_environment(folder: Path, *, engine: bool, threads: int | None) -> dict[str, str]:
    """The environment of a child whose temporary files lie in `folder`.

    `engine` adds what GPU and model libraries look for, and how a model on another machine is reached; `threads`
    bounds numeric libraries (None leaves the choice to them).
    """
    names = _PASSED + (_PASSED_TO_ENGINES if engine else ())
    environment = {name: os.environ[name] for name in names if name in os.environ}
    environment |= {"TMPDIR": str(folder), "HF_HUB_OFFLINE": "1", "PYTHONUNBUFFERED": "1", "MALLOC_ARENA_MAX": "2"}
    if threads is not None:
        environment |= dict.fromkeys(_THREADS, str(threads))
    return environment
