"""Pulling: from a hub and an index on the loopback, whole or not at all, with a reason and a remedy."""

from __future__ import annotations

import hashlib
import http.server
import io
import json
import os
import shutil
import stat
import subprocess
import sys
import threading
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest

from lingoreel.engines import catalogue
from lingoreel.engines.pulling import debian
from lingoreel.engines.recognition import whisper
from lingoreel.errors import EngineUnavailable, InvalidRequest
from lingoreel.settings import Settings

REPOSITORY = "Systran/faster-whisper-tiny"
COMMIT = "a" * 40
WHEEL = "Resemblyzer-0.1.4-py3-none-any.whl"


class Pages(http.server.ThreadingHTTPServer):
    """Serves `files` (path → bytes); a path in `broken` sends half and drops the line."""

    daemon_threads = False  # so that closing waits for every answer

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.broken: set[str] = set()
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Pages

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def _answer(self, body: bool) -> None:
        path = unquote(self.path.split("?")[0])
        self.server.asked.append(path)
        content = self.server.files.get(path)
        if content is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.end_headers()
        if body:
            self.wfile.write(content[: len(content) // 2] if path in self.server.broken else content)

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def pages(monkeypatch):
    server = Pages()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "HF_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", server.url + "/simple")
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "a data folder with blanks")


@pytest.fixture
def hub(pages: Pages, tiny_whisper: Path) -> Pages:
    files = {path.name: path.read_bytes() for path in tiny_whisper.iterdir()} | {"README.md": b"not wanted"}
    listing = {
        "id": REPOSITORY,
        "sha": COMMIT,
        "private": False,
        "tags": [],
        "downloads": 0,
        "likes": 0,
        "siblings": [{"rfilename": name, "size": len(content), "blobId": "b"} for name, content in files.items()],
    }
    tree = [{"type": "file", "path": n, "size": len(c), "oid": "b"} for n, c in files.items()]
    for place in (f"/api/models/{REPOSITORY}", f"/api/models/{REPOSITORY}/revision/{COMMIT}"):
        pages.files[place] = json.dumps(listing).encode()
    pages.files[f"/api/models/{REPOSITORY}/tree/{COMMIT}"] = json.dumps(tree).encode()
    for name, content in files.items():
        pages.files[f"/{REPOSITORY}/resolve/{COMMIT}/{name}"] = content
    return pages


@pytest.fixture
def index(pages: Pages, monkeypatch) -> Pages:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("resemblyzer/pretrained.pt", b"weights" * 1000)
        archive.writestr("resemblyzer/__init__.py", b"")
    wheel = buffer.getvalue()
    pages.files[f"/files/{WHEEL}"] = wheel
    pages.files["/simple/resemblyzer/"] = f'<a href="../../files/{WHEEL}#sha256=x">{WHEEL}</a>'.encode()
    monkeypatch.setattr(catalogue, "RESEMBLYZER_SHA256", hashlib.sha256(wheel).hexdigest())
    return pages


def leftovers(settings: Settings) -> list[str]:
    """Whatever a pull left behind, locks aside."""
    root = settings.models_dir
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.suffix != ".lock" and p.name != ".pulling")


def test_a_model_from_the_hub_becomes_the_default(hub, settings):
    seen: list[float] = []
    before = catalogue.status("whisper-tiny", settings)
    assert (before.installed, before.size_bytes) == (False, catalogue.ITEMS["whisper-tiny"].size_bytes)
    done = catalogue.pull("whisper-tiny", settings, lambda p: seen.append(p["fraction"]))
    assert done.installed
    assert sorted(path.name for path in done.path.iterdir()) == [
        "config.json",
        "model.bin",
        "preprocessor_config.json",
        "tokenizer.json",
        "vocabulary.json",
    ]
    assert done.size_bytes == sum(path.stat().st_size for path in done.path.iterdir())
    assert seen == sorted(seen) and seen[-1] == 1.0
    assert whisper.capabilities(settings).model == "tiny"
    asked = len(hub.asked)
    assert catalogue.pull("whisper-tiny", settings, lambda _: None) == done
    assert len(hub.asked) == asked  # what is here is not fetched again


def test_a_download_that_breaks_leaves_nothing(hub, settings):
    hub.broken.add(f"/{REPOSITORY}/resolve/{COMMIT}/model.bin")
    with pytest.raises(EngineUnavailable) as caught:
        catalogue.pull("whisper-tiny", settings, lambda _: None)
    assert caught.value.code == "download_failed"
    assert leftovers(settings) == []


def test_without_network_it_says_what_to_copy_where(settings, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with pytest.raises(EngineUnavailable) as caught:
        catalogue.pull("whisper-small", settings, lambda _: None)
    assert "model.bin" in caught.value.remedy
    assert str(settings.models_dir / "whisper" / "small") in caught.value.remedy
    assert "refused" in caught.value.message.lower()
    assert leftovers(settings) == []


def test_one_file_comes_out_of_a_wheel(index, settings):
    done = catalogue.pull("resemblyzer", settings, lambda _: None)
    assert (done.path / "pretrained.pt").read_bytes() == b"weights" * 1000
    assert leftovers(settings) == ["resemblyzer", "resemblyzer/pretrained.pt"]
    assert stat.S_IMODE(done.path.stat().st_mode) & 0o055 == 0o055


@pytest.mark.parametrize("fault", ["other content", "half", "no file", "no page", "no zip"])
def test_a_wrong_wheel_is_refused_and_leaves_the_old_one(index, settings, monkeypatch, fault):
    catalogue.pull("resemblyzer", settings, lambda _: None)
    if fault == "other content":
        index.files[f"/files/{WHEEL}"] += b"!"
    elif fault == "half":
        index.broken.add(f"/files/{WHEEL}")
    elif fault == "no file":
        index.files["/simple/resemblyzer/"] = b'<a href="resemblyzer-9.tar.gz">other</a>'
    elif fault == "no page":
        del index.files["/simple/resemblyzer/"]
    else:
        index.files[f"/files/{WHEEL}"] = b"junk"
        monkeypatch.setattr(catalogue, "RESEMBLYZER_SHA256", hashlib.sha256(b"junk").hexdigest())
    with pytest.raises(EngineUnavailable) as caught:
        catalogue.pull("resemblyzer", settings, lambda _: None, again=True)
    assert "pip download" in caught.value.remedy
    assert leftovers(settings) == ["resemblyzer", "resemblyzer/pretrained.pt"]


def test_what_a_killed_pull_left_is_cleared(index, settings):
    left = settings.models_dir / ".pulling" / "resemblyzer" / "new"
    left.mkdir(parents=True)
    (left / "download.whl").write_bytes(b"half")
    catalogue.pull("resemblyzer", settings, lambda _: None)
    assert leftovers(settings) == ["resemblyzer", "resemblyzer/pretrained.pt"]


def test_two_pulls_at_once_fetch_once(index, settings):
    threads = [
        threading.Thread(target=catalogue.pull, args=("resemblyzer", settings, lambda _: None)) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert index.asked.count(f"/files/{WHEEL}") == 1


def test_an_unknown_name_lists_the_known_ones(settings):
    with pytest.raises(InvalidRequest) as caught:
        catalogue.pull("../etc", settings, lambda _: None)
    assert "whisper-small" in caught.value.remedy
    assert {entry.item.name for entry in catalogue.statuses(settings)} == set(catalogue.ITEMS)


@pytest.fixture
def fake_apt(tmp_path, monkeypatch) -> Path:
    """An apt-get whose `download` packs a one-file package, once its lists were updated into a private folder."""
    if shutil.which("dpkg-deb") is None:
        pytest.skip("no dpkg-deb on this machine")
    place = tmp_path / "bin"
    place.mkdir()
    script = place / "apt-get"
    program = place / "apt_get.py"
    # not as the script's interpreter: its path may have blanks
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{program}" "$@"\n')
    program.write_text(
        "import pathlib, subprocess, sys\n"
        "args = sys.argv[1:]\n"
        "lists = next((a.split('=', 1)[1] for a in args if 'State::Lists' in a), None)\n"
        "if 'update' in args:\n"
        "    pathlib.Path(lists, 'ok').touch(); sys.exit()\n"
        "if not lists or not pathlib.Path(lists, 'ok').exists():\n"
        "    sys.exit('E: Unable to locate package flite')\n"
        "for name in args[args.index('download') + 1:]:\n"
        "    root = pathlib.Path('.tree-' + name); (root / 'DEBIAN').mkdir(parents=True)\n"
        "    (root / 'DEBIAN/control').write_text(\n"
        "        f'Package: {name}\\nVersion: 1\\nArchitecture: all\\nMaintainer: a <a@b.c>\\nDescription: d\\n')\n"
        "    if name == 'flite':\n"
        "        (root / 'usr/bin').mkdir(parents=True)\n"
        "        program = root / 'usr/bin/flite'\n"
        "        program.write_bytes(pathlib.Path('/bin/true').read_bytes()); program.chmod(0o755)\n"
        "    subprocess.run(['dpkg-deb', '-b', str(root), name + '_1_all.deb'], check=True, stdout=2)\n"
        "    subprocess.run(['rm', '-r', str(root)], check=True)\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")
    return script


def test_debian_packages_are_unpacked_without_root_or_lists(fake_apt, settings):
    done = catalogue.pull("flite", settings, lambda _: None)
    assert done.installed
    assert leftovers(settings) == ["flite", "flite/usr", "flite/usr/bin", "flite/usr/bin/flite"]
    program = catalogue.find_program("flite", settings)
    assert program.path == done.path / "usr/bin/flite"
    assert subprocess.run([program.path], env=program.environment, check=False).returncode == 0


def test_a_package_that_cannot_be_had_leaves_nothing(fake_apt, settings):
    fake_apt.write_text("#!/bin/sh\necho 'E: Unable to locate package flite' >&2\nexit 100\n")
    with pytest.raises(EngineUnavailable, match="Unable to locate") as caught:
        catalogue.pull("flite", settings, lambda _: None)
    assert "apt-get install flite" in caught.value.remedy
    assert leftovers(settings) == []


def test_another_system_is_told_what_it_lacks(settings, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineUnavailable, match="apt-get is not on this machine"):
        catalogue.pull("flite", settings, lambda _: None)
    assert debian.library_path(tmp_path) == ""
    assert catalogue.find_program("flite", settings) is None
