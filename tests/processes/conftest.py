"""Fixtures for child processes: real ones, watched through psutil."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psutil
import pytest

from lingoreel.processes import Cells, Hosts
from lingoreel.settings import Settings

FUNCTIONS = '''
import ctypes, os, signal, socket, subprocess, sys, threading, time
from pathlib import Path
from lingoreel.errors import InvalidFile, NoSpeech

def echo(request, report):
    return {"echo": request}

def chatter(request, report):
    print("to stdout", flush=True)
    os.write(1, b"\\x00\\x00\\x00\\x02{}" * 1000)
    sys.stderr.write("to stderr")
    return {"spoke": True}

def count(request, report):
    for n in range(request["to"]):
        report({"n": n})
    return {"done": True}

def refuse(request, report):
    raise NoSpeech("Nobody speaks.", details={"seconds": 3})

def fail(request, report):
    raise KeyError("/secret/place")

def crash(request, report):
    ctypes.string_at(0)

def hoard(request, report):
    kept = []
    while True:
        kept.append(bytearray(64 * 1024 * 1024))

def sleep(request, report):
    Path(request["output_path"]).write_text(str(os.getpid()))
    time.sleep(600)

def spin(request, report):
    while True:
        pass

def family(request, report):
    """Grandchildren that would like to outlive everybody."""
    pids = [os.getpid()]
    for kind in ("plain", "group"):
        extra = {"start_new_session": True} if kind == "group" and request.get("leave") else {}
        try:
            pids.append(subprocess.Popen(["sleep", "600"], **extra).pid)
        except PermissionError as error:
            report({"refused": kind})
    Path(request["output_path"]).write_text(" ".join(map(str, pids)))
    time.sleep(600)

def surroundings(request, report):
    limits = Path("/proc/self/limits").read_text()
    return {
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "oom": int(Path("/proc/self/oom_score_adj").read_text()),
        "core": [line for line in limits.splitlines() if line.startswith("Max core")][0].split()[4],
        "session": os.getsid(0) == os.getpid(),
        "status": Path("/proc/self/status").read_text(),
        "stdin": os.readlink("/proc/self/fd/0"),
        "interfaces": [n for _, n in socket.if_nameindex()] if request.get("interfaces") else None,
    }

def misbehave(request, report):
    """What a taken-over decoder would try; each line says how it went."""
    def attempt(name, work):
        try:
            work()
        except BaseException as error:
            found[name] = type(error).__name__
        else:
            found[name] = "done"
    found = {}
    attempt("socket", lambda: socket.socket())
    attempt("unix_socket", lambda: socket.socket(socket.AF_UNIX))
    attempt("fork", lambda: os.fork() or os._exit(0))
    attempt("program", lambda: subprocess.run(["true"]))
    attempt("signal_parent", lambda: os.kill(os.getppid(), 0))
    attempt("new_session", lambda: os.setsid())
    attempt("parents_environment", lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes())
    attempt("foreign_file", lambda: Path(request["foreign"]).read_bytes())
    attempt("foreign_folder", lambda: os.listdir(Path(request["foreign"]).parent))
    attempt("write_beside_input", lambda: Path(request["path"]).write_text("changed"))
    attempt("read_input", lambda: Path(request["path"]).read_text())
    attempt("write_output", lambda: Path(request["output_path"]).write_text("made"))
    attempt("thread", lambda: (t := threading.Thread(target=lambda: None)).start() or t.join())
    return found

def read_devices(request, report):
    lines = Path("/proc/self/net/dev").read_text().splitlines()[2:]
    return {"devices": [line.split(":")[0].strip() for line in lines]}

def write_much(request, report):
    with open(request["output_path"], "wb") as file:
        for _ in range(64):
            file.write(bytes(1 << 20))
    return {}

def litter(request, report):
    import tempfile
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(b"left behind")
    Path(request["output_path"]).write_text(file.name)
    if request.get("stay"):
        time.sleep(600)
    return {"name": file.name}

def nonsense(request, report):
    return {"set": {1, 2}}

class Engine:
    made = 0
    def __init__(self, config):
        Engine.made += 1
        if config.get("refuse"):
            raise InvalidFile("This model is broken.")
        if config.get("break"):
            raise RuntimeError("no")
        self.served = 0
        self.delay = config.get("load_s", 0)
        time.sleep(self.delay)
    def handle(self, request, report):
        self.served += 1
        if request.get("do"):
            return globals()[request["do"]](request, report)
        if request.get("die"):
            os.kill(os.getpid(), signal.SIGKILL)
        report({"began": time.monotonic()})
        time.sleep(request.get("seconds", 0))
        return {"pid": os.getpid(), "served": self.served, "made": Engine.made,
                "threads": os.environ.get("OMP_NUM_THREADS"), "offline": os.environ.get("HF_HUB_OFFLINE")}
'''


@pytest.fixture(autouse=True)
def functions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module `acts` that children can import."""
    folder = tmp_path / "code"
    folder.mkdir()
    (folder / "acts.py").write_text(FUNCTIONS)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setenv("LINGOREEL_SECRET", "s" * 40)
    monkeypatch.setenv("LINGOREEL_DATABASE_URL", "postgresql://user:password@host/db")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data folder with spaces and a long name."""
    return Settings(data_dir=tmp_path / ("a folder with spaces " + "x" * 130), database_url=None, secret=None)


@pytest.fixture
async def cells(settings: Settings) -> AsyncIterator[Cells]:
    made = Cells(settings, imported_ahead=())  # starts quickly
    yield made
    await made.close()
    assert not leftovers(settings)


@pytest.fixture
async def hosts(settings: Settings) -> AsyncIterator[Hosts]:
    made = Hosts(settings)
    yield made
    await made.close()
    assert not leftovers(settings)


def leftovers(settings: Settings) -> list[Path]:
    folder = settings.scratch_dir / "children"
    return list(folder.iterdir()) if folder.exists() else []


@pytest.fixture
def alive() -> Callable[[int], bool]:
    """Whether a process lives: a zombie that its reaper has not collected does not."""

    def check(pid: int) -> bool:
        try:
            return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    return check


@pytest.fixture
def children() -> Callable[[], list[psutil.Process]]:
    """Children of this process that the test started, zombies included; other tests' services live on beside it."""
    others = {child.pid for child in psutil.Process().children()}
    return lambda: [child for child in psutil.Process().children() if child.pid not in others]


@pytest.fixture
def eventually() -> Callable[..., object]:
    """Wait until a condition holds; fail after some seconds."""

    async def wait(condition: Callable[[], object], seconds: float = 10.0) -> object:
        deadline = time.monotonic() + seconds
        while not (found := condition()):
            assert time.monotonic() < deadline, "it did not happen in time"
            await asyncio.sleep(0.01)
        return found

    return wait
