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
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from lingoreel.engines import catalogue
from lingoreel.engines.pulling import debian, items
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
    """An apt whose `download` packs one-file packages, once its lists were updated into a private folder.

    flite depends on libflite1, libc6 and a tool; apt depends on libc6. With `stale` in its folder the machine's own
    lists name packages that can no longer be had.
    """
    if shutil.which("dpkg-deb") is None:
        pytest.skip("no dpkg-deb on this machine")
    place = tmp_path / "bin"
    place.mkdir()
    program = place / "apt.py"
    program.write_text(FAKE_APT)
    for name in ("apt-get", "apt-cache"):
        # not as the script's interpreter: its path may have blanks
        (place / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" "{program}" {name} "$@"\n')
        (place / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")
    return place


FAKE_APT = """
import pathlib, subprocess, sys
name, *args = sys.argv[1:]
place = pathlib.Path(__file__).parent
lists = next((a.split('=', 1)[1] for a in args if 'State::Lists' in a), None)
fresh = bool(lists) and pathlib.Path(lists, 'ok').exists()
stale = not lists and (place / 'stale').exists()
depends = {'flite': ['libflite1', 'libc6', 'gawk'], 'libflite1': ['libc6', 'libm1'], 'apt': ['libc6']}
if 'update' in args:
    pathlib.Path(lists, 'ok').touch(); sys.exit()
if not (fresh or stale):
    sys.exit('E: Unable to locate package flite')
if name == 'apt-cache':
    if 'show' in args:
        print('' if args[-1].startswith('old') else 'Package: ' + args[-1])
    else:
        for package in {*args[args.index('--important') + 1:], *depends}:
            print(package)
            for other in depends.get(package, ()):
                print('  Depends: ' + other)
    sys.exit()
if stale:
    sys.exit('E: Failed to fetch: 404')
wanted = args[args.index('download') + 1:]
(place / 'asked').write_text(' '.join(wanted))
for package in wanted:
    root = pathlib.Path('.tree-' + package); (root / 'DEBIAN').mkdir(parents=True)
    (root / 'DEBIAN/control').write_text(
        f'Package: {package}\\nVersion: 1\\nArchitecture: all\\nMaintainer: a <a@b.c>\\nDescription: d\\n')
    files = {'flite': 'usr/bin/flite', 'apertium-eng-spa': 'usr/share/apertium/modes/eng-spa.mode'}
    for path in {package: files.get(package, 'usr/share/fonts/a/b/' + package + '.ttf')}.values():
        made = root / path
        made.parent.mkdir(parents=True)
        made.write_bytes(pathlib.Path('/bin/true').read_bytes()); made.chmod(0o755)
    subprocess.run(['dpkg-deb', '-b', str(root), package + '_1_all.deb'], check=True, stdout=2)
    subprocess.run(['rm', '-r', str(root)], check=True)
"""


@pytest.mark.parametrize("lists", ["none", "stale"])
def test_debian_packages_are_unpacked_without_root_or_lists(fake_apt, settings, lists):
    if lists == "stale":
        (fake_apt / "stale").touch()
    done = catalogue.pull("flite", settings, lambda _: None)
    assert done.installed
    assert "flite/usr/bin/flite" in leftovers(settings)
    assert not any(".apt" in name or name.endswith(".deb") for name in leftovers(settings))
    program = catalogue.find_program("flite", settings)
    assert program.path == done.path / "usr/bin/flite"
    assert subprocess.run([program.path], env=program.environment, check=False).returncode == 0


def test_libraries_come_with_a_program_but_what_every_system_has(fake_apt, settings):
    catalogue.pull("flite", settings, lambda _: None)
    assert (fake_apt / "asked").read_text().split() == ["flite", "libflite1", "libm1"]


def test_data_comes_without_its_dependencies_and_by_the_name_the_release_has(fake_apt, settings, monkeypatch):
    item = replace(catalogue.ITEMS["fonts"], source="fonts-a old-b|fonts-b")
    monkeypatch.setitem(catalogue.ITEMS, "fonts", item)
    assert catalogue.pull("fonts", settings, lambda _: None).installed
    assert (fake_apt / "asked").read_text().split() == ["fonts-a", "fonts-b"]


def test_a_pair_brings_what_it_needs_once_and_a_bundle_all_its_parts(fake_apt, settings, monkeypatch):
    fetched: list[str] = []

    def fetch(packages, folder, report, **_):
        fetched.append(packages[0])
        for item in catalogue.ITEMS.values():
            for proof in item.proof if item.packages == packages else ():
                (folder / proof).parent.mkdir(parents=True, exist_ok=True)
                (folder / proof).touch()
        report({"fraction": 1.0})

    monkeypatch.setattr(debian, "fetch", fetch)
    seen: list[float] = []
    done = catalogue.pull("apertium-en-es", settings, lambda progress: seen.append(progress["fraction"]))
    assert (fetched, done.installed) == (["apertium", "apertium-eng-spa"], True)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert not catalogue.status("apertium", settings).installed
    assert catalogue.pull("apertium", settings, lambda _: None).installed
    assert fetched.count("apertium") == 1
    assert len(fetched) == len(set(fetched)) == 12
    catalogue.pull("apertium-en-es", settings, lambda _: None, again=True)
    assert fetched[12:] == ["apertium-eng-spa"]


def test_the_item_of_a_pair_is_found_in_the_directions_it_has():
    assert items.apertium_item("es", "en") == items.apertium_item("en", "es") == "apertium-en-es"
    assert items.apertium_item("eu", "en") == "apertium-eu-en"
    assert items.apertium_item("en", "eu") is None
    assert items.apertium_item("en", "zh") is None
    assert all(needed in catalogue.ITEMS for item in catalogue.ITEMS.values() for needed in item.needs)


def test_a_package_that_cannot_be_had_leaves_nothing(fake_apt, settings):
    (fake_apt / "apt-get").write_text("#!/bin/sh\necho 'E: Unable to locate package flite' >&2\nexit 100\n")
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
