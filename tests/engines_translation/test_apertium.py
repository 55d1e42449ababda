"""Apertium as it is pulled from Debian: every pair, odd lines, dying and hanging programs."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import stat
import time
from pathlib import Path

import pytest

from lingoreel.engines.recognition import Unavailable
from lingoreel.engines.translation import apertium, apertium_modes
from lingoreel.engines.translation.apertium_pipeline import Pipeline, PipelineFault
from lingoreel.errors import EngineFailed, EngineUnavailable
from lingoreel.processes import Hosts
from lingoreel.settings import Settings

HOUSE = {
    ("en", "es"): ("The house is big and I like it.", "casa"),
    ("es", "en"): ("La casa es grande y me gusta.", "house"),
    ("en", "ca"): ("The house is big.", "casa"),
    ("ca", "en"): ("La casa és gran.", "home|house"),
    ("en", "gl"): ("The house is big.", "casa"),
    ("gl", "en"): ("A casa é grande.", "house"),
    ("en", "eo"): ("The house is big.", "domo"),
    ("eo", "en"): ("La domo estas granda.", "house"),
    ("en", "hr"): ("The house is big.", "dom|kuća"),
    ("hbs", "en"): ("Kuća je velika.", "house"),
    ("sr", "en"): ("Кућа је велика.", "house"),
    ("eu", "en"): ("Etxea handia da.", "house"),
    ("is", "en"): ("Húsið er stórt.", "house"),
    ("mk", "en"): ("Куќата е голема.", "house"),
    ("fr", "es"): ("La maison est grande.", "casa"),
    ("es", "fr"): ("La casa es grande.", "maison"),
    ("es", "pt"): ("La casa es grande.", "casa"),
    ("pt", "es"): ("A casa é grande.", "casa"),
    ("es", "it"): ("La casa es grande.", "casa"),
    ("it", "es"): ("La casa è grande.", "casa"),
}


def process_ended(pid: int) -> bool:
    """Whether the process is gone or only waits to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def test_every_pair_that_is_pulled_translates(engine, apertium_settings):
    able = apertium.capabilities(apertium_settings)
    assert able.draft
    assert able.tier == "embedded"
    assert able.pairs >= set(HOUSE) | {("en", "hbs"), ("en", "bs"), ("en", "sr"), ("hr", "en"), ("bs", "en")}
    assert ("en", "eu") not in able.pairs
    for pair, (line, word) in HOUSE.items():
        (answer,) = engine.translate(pair, [line])
        assert re.search(word, answer, re.IGNORECASE), (pair, answer)
        assert answer.endswith(".")
        assert "[" not in answer


async def test_through_the_host_numbers_and_order_are_kept(ask, apertium_settings):
    lines = [f"The house number {number} is big and {number + 1000} people like it." for number in range(500)]
    answer = await ask(apertium, apertium_settings, "en", "es", lines)
    assert len(answer.lines) == 500
    for number, line in enumerate(answer.lines):
        assert re.findall(r"\d+", line.text) == [str(number), str(number + 1000)]
        assert "casa" in line.text
    assert answer.warnings == ()


async def test_words_it_does_not_know_are_told_with_their_lines(ask, apertium_settings):
    lines = [
        "The quuxing house is big and I zorgle it, zorgle it.",
        "The house is big.",
        "We saw Blorft, https://example.com/blorgh and a frobnicator in the garden.",
        "...",
        "Blorft likes *7 and a/*b, <zorg> too.",
    ]
    answer = await ask(apertium, apertium_settings, "en", "es", lines, keep=("frobnicator",))
    unknown = [[p.detail for p in line.problems if p.code == "unknown_word"] for line in answer.lines]
    assert unknown == [["quuxing", "zorgle"], [], [], [], []]
    (back,) = (await ask(apertium, apertium_settings, "sr", "en", ["Кућа је мрзљива и велика."])).lines
    assert [p.detail for p in back.problems if p.code == "unknown_word"] == ["mrzljiva"]


async def test_terms_and_addresses_are_kept_through_the_host(ask, apertium_settings):
    lines = ["See https://example.com/the/house?a=b for the house.", "The Spring Framework is big."]
    answer = await ask(
        apertium, apertium_settings, "en", "es", lines, keep=("Spring Framework",), glossary={"house": "vivienda"}
    )
    assert "https://example.com/the/house?a=b" in answer.lines[0].text
    assert "vivienda" in answer.lines[0].text
    assert "Spring Framework" in answer.lines[1].text


def test_the_other_ways_a_line_can_be(engine):
    lines = {
        "": "",
        "   \t ": "",
        "...": "...",
        "Hello": "Hola",
        "Hello\x00\x07 there\r\nhello\u2028hello": None,
        "😀 hello 👩\u200d👩\u200d👧": "😀 hola 👩\u200d👩\u200d👧",
        "x" * 10_000: "x" * 10_000,
        r"[a] {b} ^c$ d/e \N @f <g> {\an8} ~5 #6 *7 +8": None,
        "\u202eabc\u202c": "\u202eabc\u202c",
        "مرحبا 你好 hello": "مرحبا 你好 hola",
        "He is 45.5 years old!": "Tiene 45.5 años!",
        "\ud800 hello": None,
    }
    answers = dict(zip(lines, engine.translate(("en", "es"), list(lines)), strict=True))
    for line, wanted in lines.items():
        if wanted is not None:
            assert answers[line] == wanted
        assert not re.search(r"[\x00-\x1f]", answers[line])
    marks = answers[r"[a] {b} ^c$ d/e \N @f <g> {\an8} ~5 #6 *7 +8"]
    for kept in (r"\N", "{b}", "^c$", "<g>", r"{\an8}", "~5", "#6", "*7", "+8", "["):
        assert kept in marks
    assert answers["Hello\x00\x07 there\r\nhello\u2028hello"].lower().count("hola") == 3


def test_no_tag_of_the_dictionary_shows(engine):
    for line in ("J'y pense.", "+y y y", "Vas-y !", "Il y en a."):
        (answer,) = engine.translate(("fr", "es"), [line])
        assert answer
        assert "<" not in answer
    assert "<prn>" in engine.translate(("fr", "es"), ["y <prn>"])[0]


def test_a_long_line_is_cut_at_sentences_and_whole_again(engine):
    line = " ".join(f"The house number {number} is big." for number in range(1000))
    (answer,) = engine.translate(("en", "es"), [line])
    assert re.findall(r"\d+", answer) == [str(number) for number in range(1000)]
    (unbroken,) = engine.translate(("en", "es"), ["the house " * 2000])
    assert unbroken.lower().split().count("casa") == 2000


def test_a_killed_program_costs_no_line(engine):
    lines = [f"The house number {number} is big." for number in range(400)]
    engine.translate(("en", "es"), lines[:1])
    for place in (3, 0, -1):
        (pipeline,) = engine._warm.values()
        os.kill(pipeline.pids[place], signal.SIGKILL)
        answers = engine.translate(("en", "es"), lines)
        assert [re.findall(r"\d+", answer) for answer in answers] == [[str(number)] for number in range(400)]
        assert len(engine._warm) == 1


async def test_a_program_killed_in_the_middle_costs_no_line(ask, apertium_settings):
    lines = [f"The house number {number} is big." for number in range(3000)]

    async def kill_one() -> bool:
        for _ in range(600):
            await asyncio.sleep(0.05)
            if _children_named("lrx-proc"):
                await asyncio.sleep(0.3)  # some hundred lines later
                (pid,) = _children_named("lrx-proc")
                os.kill(pid, signal.SIGKILL)
                return True
        return False

    answer, killed = await asyncio.gather(ask(apertium, apertium_settings, "en", "es", lines), kill_one())
    assert killed
    assert [re.findall(r"\d+", line.text) for line in answer.lines] == [[str(number)] for number in range(3000)]


def _children_named(name: str) -> list[int]:
    """Programs of that name started by children of this process."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            words = (path / "stat").read_text().rsplit(")", 1)
            parent = Path("/proc", words[1].split()[1], "stat").read_text().rsplit(")", 1)[1].split()[1]
        except (OSError, IndexError):
            continue
        if words[0].endswith(f"({name}") and int(parent) == os.getpid():
            found.append(int(path.name))
    return found


async def test_programs_end_with_their_host(hosts: Hosts, apertium_settings):
    request = {"source": "en", "target": "es", "lines": ["The house is big."]}
    await hosts.call(apertium.HOST, apertium.host_config(apertium_settings), request, wall_s=60)
    programs = _children_named("lt-proc") + _children_named("apertium-transf")
    assert len(programs) >= 4
    (host,) = {int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1]) for pid in programs}
    os.kill(host, signal.SIGKILL)  # the host alone: nobody is there to end its programs
    until = time.monotonic() + 10
    while not all(process_ended(pid) for pid in programs) and time.monotonic() < until:
        await asyncio.sleep(0.02)
    assert all(process_ended(pid) for pid in programs)


def test_directions_kept_warm_are_bounded(engine):
    for pair in (("en", "es"), ("es", "en"), ("en", "ca"), ("es", "pt")):
        engine.translate(pair, ["casa"])
        assert len(engine._warm) <= apertium.WARM
    kept = [pid for pipeline in engine._warm.values() for pid in pipeline.pids]
    engine.close()
    assert all(process_ended(pid) for pid in kept)


async def test_several_ask_at_once(hosts: Hosts, apertium_settings):
    config = apertium.host_config(apertium_settings)
    lines = [f"The house number {number} is big." for number in range(100)]

    async def one(pair: tuple[str, str]) -> list[str]:
        request = {"source": pair[0], "target": pair[1], "lines": lines}
        answer = await hosts.call(apertium.HOST, config, request, wall_s=60, parallel=2)
        return [line["text"] for line in answer["lines"]]

    for answers in await asyncio.gather(*(one(pair) for pair in (("en", "es"), ("en", "gl"), ("en", "es")))):
        assert [re.findall(r"\d+", answer) for answer in answers] == [[str(number)] for number in range(100)]


# Stand-ins for a program of the chain that misbehave: no pair of Debian's does so on demand.


def script(path: Path, body: str) -> tuple[str, ...]:
    path.write_text(f"#!/usr/bin/env python3\nimport os, sys, time\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return (str(path),)


ECHO = """
buffer = b''
while chunk := os.read(0, 65536):
    *texts, buffer = (buffer + chunk).split(b'\\0')
    for text in texts:
        {each}
"""


@pytest.mark.parametrize(
    ("each", "why"),
    [
        ("time.sleep(60)", "silent"),
        ("sys.exit(3)", "ended"),
        ("os.write(1, b'lost\\0')", "place"),
        ("os.write(1, text + b'\\0' + text + b'\\0')", "place|more"),
        ("os.close(1); time.sleep(60)", "ended"),
    ],
)
def test_a_chain_that_misbehaves_is_told_in_time(tmp_path, each, why):
    limit_s = 1.5 if why == "silent" else 30  # a busy machine takes seconds to start a program
    pipeline = Pipeline([script(tmp_path / "odd", ECHO.format(each=each))], {}, answer_s=limit_s, in_flight=1)
    pids = pipeline.pids
    started = time.monotonic()
    with pytest.raises(PipelineFault, match=why):
        list(pipeline.translate(["one", "two", "three"]))
    assert time.monotonic() - started < 40
    pipeline.close()
    pipeline.close()
    assert all(process_ended(pid) for pid in pids)


def test_a_chain_that_cannot_be_started(tmp_path):
    with pytest.raises(PipelineFault, match="cannot be started"):
        Pipeline([("/bin/cat",), (str(tmp_path / "none such"),)], {})


def test_what_a_chain_cannot_do_is_left_out_after_two_tries(tmp_path):
    each = "sys.exit(1) if b'poison' in text else os.write(1, text + b'\\0')"
    engine = _engine_of(tmp_path, script(tmp_path / "lt-proc", ECHO.format(each=each)))
    lines = [f"line {number}" for number in range(50)]
    lines[20] = "a poison"
    answers = engine.translate(("en", "es"), lines)
    assert answers == [*lines[:20], None, *lines[21:]]
    engine.close()


def test_a_chain_that_never_works_is_an_error(tmp_path):
    engine = _engine_of(tmp_path, script(tmp_path / "lt-proc", "sys.exit(1)"))
    with pytest.raises(EngineFailed):
        engine.translate(("en", "es"), ["one", "two"])
    assert engine._warm == {}


def _engine_of(tmp_path: Path, command: tuple[str, ...]) -> apertium.Engine:
    """The engine on a pair of one program."""
    share, runtime = tmp_path / "pair" / "usr/share/apertium", tmp_path / "runtime"
    (share / "modes").mkdir(parents=True)
    (runtime / "usr/bin").mkdir(parents=True)
    (runtime / "usr/lib").mkdir()
    shutil.copy(command[0], runtime / "usr/bin/lt-proc")
    (share / "modes" / "eng-spa.mode").write_text("lt-proc $1 $2\n")
    return apertium.Engine({"places": [[str(share), str(runtime)]]})


@pytest.mark.parametrize(
    ("mode", "read"),
    [
        ("lt-proc -g '/usr/share/apertium/p/a file.bin' | lt-proc $1 $2", True),
        ("lt-proc /usr/share/apertium/p/gone.bin", False),
        ("lt-proc; rm -r x", False),
        ("lt-proc > /tmp/x", False),
        ("lt-proc $(id)", False),
        ("rm -r x", False),
        ("lt-proc '", False),
        ("", False),
    ],
)
def test_a_mode_is_read_and_never_run_by_a_shell(tmp_path, mode, read):
    share, runtime = tmp_path / "moved here" / "usr/share/apertium", tmp_path / "runtime"
    for folder in (share / "modes", share / "p", runtime / "usr/bin"):
        folder.mkdir(parents=True)
    (share / "p" / "a file.bin").touch()
    script(runtime / "usr/bin/lt-proc", "")
    (share / "modes" / "eng-spa.mode").write_text(mode)
    found = apertium_modes.read(apertium_modes.Place(share, runtime), "eng-spa")
    assert (found is not None) == read
    if found:
        program = str(runtime / "usr/bin/lt-proc")
        assert found.commands == ((program, "-z", "-g", str(share / "p/a file.bin")), (program, "-z", "-n"))


def test_the_version_follows_the_data_and_a_folder_may_move(tmp_path, apertium_settings):
    moved = tmp_path / ("a folder with blanks " * 8)[:150] / "data"
    shutil.copytree(apertium_settings.models_dir / "apertium/runtime", moved / "models/apertium/runtime", symlinks=True)
    shutil.copytree(apertium_settings.models_dir / "apertium/es-pt", moved / "models/apertium/es-pt", symlinks=True)
    settings = Settings(data_dir=moved)
    able = apertium.capabilities(settings)
    assert ("es", "pt") in able.pairs
    engine = apertium.Engine(apertium.host_config(settings))
    assert engine.translate(("es", "pt"), ["La casa es grande."]) == ["A casa é grande."]
    engine.close()
    assert apertium.capabilities(settings).version == able.version
    data = next(moved.glob("models/apertium/es-pt/usr/share/apertium/*/es-pt.autobil.bin"))
    data.write_bytes(data.read_bytes() + b"\0")
    assert apertium.capabilities(settings).version != able.version


def test_programs_on_the_path_serve_where_none_were_pulled(apertium_settings, monkeypatch, tmp_path):
    root = apertium_settings.models_dir / "apertium"
    place = apertium_modes.Place(root / "es-pt" / apertium_modes.SHARE, None)
    path = os.environ["PATH"]
    monkeypatch.setenv("PATH", str(tmp_path))
    assert apertium_modes.find([place]) == {}
    libraries = apertium_modes.Place(root, root / "runtime").environment()["LD_LIBRARY_PATH"]
    monkeypatch.setenv("PATH", f"{root / 'runtime/usr/bin'}{os.pathsep}{path}")
    monkeypatch.setenv("LD_LIBRARY_PATH", libraries)
    assert set(apertium_modes.find([place])) == {("es", "pt"), ("pt", "es")}
    engine = apertium.Engine({"places": [[str(place.share), None]]})
    assert engine.translate(("pt", "es"), ["A casa é grande."]) == ["La casa es grande."]
    engine.close()


def test_without_any_pair_the_command_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(apertium_modes, "SYSTEM", tmp_path / "none")
    told = apertium.capabilities(Settings(data_dir=tmp_path))
    assert isinstance(told, Unavailable)
    assert (told.capability, told.remedy) == ("translation", "lingoreel models pull apertium")
    with pytest.raises(EngineUnavailable) as caught:
        apertium.Engine({"places": []}).handle({"source": "en", "target": "zh", "lines": ["a"]}, lambda _: None)
    assert caught.value.code == "pair_unavailable"
