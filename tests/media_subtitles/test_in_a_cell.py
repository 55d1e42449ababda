"""Files read where nothing can go wrong: in a confined child."""

import pytest

from lingoreel.errors import InvalidFile
from lingoreel.media.cues.cue import Cue
from lingoreel.processes.cell import Cells
from lingoreel.settings import Settings

READ = "lingoreel.media.subtitle_files.reading:read_file"
REMEDY_BYTES = 20_000_001


@pytest.fixture
async def cells(tmp_path):
    made = Cells(Settings(data_dir=tmp_path / "data", database_url=None, secret=None), imported_ahead=())
    yield made
    await made.close()


async def test_every_format_reads_in_a_cell(cells, files, tmp_path):
    for fmt, text in files.items():
        path = tmp_path / "without a name"
        path.write_bytes(text.encode())
        answer = await cells.run(READ, {"path": str(path), "name": f"film.{fmt}"}, wall_s=60)
        assert (answer["format"], answer["encoding"]) == (fmt, "utf-8")
        cues = [Cue.from_dict(cue) for cue in answer["cues"]]
        assert " ".join(cues[0].lines) == "Hello, world."


async def test_guessing_works_in_a_cell(cells, tmp_path):
    path = tmp_path / "x"
    path.write_bytes("1\n00:00:01,000 --> 00:00:02,000\nГде ты был? Я жду тебя уже целый час.\n".encode("cp1251"))
    answer = await cells.run(READ, {"path": str(path), "name": "x.srt"}, wall_s=60)
    assert answer["cues"][0]["lines"] == ["Где ты был? Я жду тебя уже целый час."]
    assert "was guessed: windows-1251" in answer["warnings"][0]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<html><body>Sign in</body></html>", "an HTML page: the link leads to a web page"),
        (b" " * REMEDY_BYTES, "20,000,000"),
    ],
)
async def test_a_refusal_leaves_the_cell_whole(cells, tmp_path, data, told):
    path = tmp_path / "x"
    path.write_bytes(data)
    with pytest.raises(InvalidFile) as refused:
        await cells.run(READ, {"path": str(path), "name": "subs.srt"}, wall_s=60)
    assert told in refused.value.message
    assert "“subs.srt”" in refused.value.message
    assert refused.value.remedy
