"""Translation models of every kind, tiny and random, through the real host; pieces; what is refused."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from lingoreel.engines import languages
from lingoreel.engines.recognition import Unavailable
from lingoreel.engines.translation import Capabilities, ctranslate2, pieces
from lingoreel.engines.translation.flores import FLORES
from lingoreel.errors import EngineUnavailable
from lingoreel.settings import Settings

LINES = ["The house is big.", "", "I like 3 of it", "这座房子很大。", "x" * 10_000, "The house is big. " * 300]


@pytest.fixture(scope="session")
def models(tiny, tmp_path_factory) -> Path:
    """A folder with one model of each kind."""
    root = tmp_path_factory.mktemp("translation models") / "several side by side"
    tiny.nllb(root / "nllb-600m")
    tiny.opus(root / "opus-en-es")
    tiny.argos(root / "translate-en_de-1_0.argosmodel", "en", "de")
    tiny.argos(root / "translate-es_en", "es", "en", zipped=False)
    return root


def on_cpu(model: Path | None, data_dir: Path, **more) -> Settings:
    return Settings(data_dir=data_dir, translation_model=model, translation_device="cpu", cpu_slots=1, **more)


def test_what_lies_side_by_side_is_told(models, tmp_path):
    able = ctranslate2.capabilities(on_cpu(models, tmp_path))
    assert (able.tier, able.lane, able.draft, able.parallel) == ("neural", "cpu", False, 1)
    assert able.model == "opus-en-es, translate-en_de-1_0, translate-es_en, nllb-600m"
    known = ("de", "en", "es", "fr", "zh")
    assert able.pairs == {(a, b) for a in known for b in known if a != b}
    assert len(json.dumps(able.to_dict())) < 1000
    assert Capabilities.from_dict(json.loads(json.dumps(able.to_dict()))) == able


def test_pulled_models_are_found_and_change_the_version(tiny, tmp_path):
    settings = on_cpu(None, tmp_path)
    told = ctranslate2.capabilities(settings)
    assert isinstance(told, Unavailable)
    assert (told.capability, told.remedy) == ("translation", "lingoreel models pull nllb-600m")
    folder = tiny.opus(settings.models_dir / "translation" / "opus-en-fr")
    able = ctranslate2.capabilities(settings)
    assert able.pairs == {("en", "fr")}
    assert able.to_dict()["pairs"] == [["en", "fr"]]
    with (folder / "model.bin").open("r+b") as weights:
        weights.seek(-1, 2)
        weights.write(b"\x7f")
    assert ctranslate2.capabilities(settings).version != able.version


@pytest.mark.parametrize(
    ("pair", "kind"), [(("en", "es"), "opus"), (("en", "de"), "argos"), (("es", "en"), "argos"), (("fr", "zh"), "nllb")]
)
async def test_every_kind_translates_through_the_host(ask, models, tmp_path, pair, kind):
    answer = await ask(ctranslate2, on_cpu(models, tmp_path), *pair, LINES)
    assert len(answer.lines) == len(LINES)
    assert answer.lines[1].text == ""
    answer.to_dict()
    for line in answer.lines:
        assert line.text is None or "</s>" not in line.text
        assert line.text is None or not any(code in line.text for code in FLORES.values())
        assert line.text is not None or line.problems


def engine(models: Path, data_dir: Path) -> ctranslate2.Engine:
    return ctranslate2.Engine(ctranslate2.host_config(on_cpu(models, data_dir)))


def test_a_pair_goes_to_its_own_model_before_the_one_for_all(models, tmp_path):
    made = engine(models, tmp_path)
    assert made._load("en", "es")._model.name == "opus-en-es"
    assert made._load("fr", "es")._model.name == "nllb-600m"
    assert made._load("en", "de")._model.name == "translate-en_de-1_0"
    assert len(made._loaded) == ctranslate2.LOADED
    with pytest.raises(EngineUnavailable) as caught:
        made._load("en", "ko")
    assert caught.value.code == "pair_unavailable"


def test_the_same_lines_give_the_same_text_and_order_is_kept(models, tmp_path):
    loaded = engine(models, tmp_path)._load("fr", "es")
    lines = [f"The house number {number} is {'very ' * (number % 7)}big." for number in range(60)]
    once = loaded.translate(lines, ("fr", "es"))
    assert len(once) == 60
    assert any(once)
    assert loaded.translate(lines[::-1], ("fr", "es")) == once[::-1]


def test_the_source_tells_its_language_and_its_end_as_each_kind_wants(tiny, models, tmp_path):
    made = engine(models, tmp_path)
    nllb = made._load("fr", "zh")._encode("The house", ("fr", "zh"))
    assert (nllb[0], nllb[-1]) == ("fra_Latn", "</s>")
    assert made._load("en", "es")._encode("The house", ("en", "es"))[-1] == "</s>"
    assert made._load("en", "de")._encode("The house", ("en", "de"))[-1] != "</s>"
    tagged = tiny.opus(tmp_path / "opus-en-zh", tags=(">>cmn_Hans<<", ">>spa<<"))
    assert engine(tagged, tmp_path)._load("en", "zh")._encode("a", ("en", "zh"))[0] == ">>cmn_Hans<<"


def test_a_model_that_finds_no_end_gives_no_text(tiny, tmp_path):
    endless = tiny.nllb(tmp_path / "nllb-600m", ends=False)
    loaded = engine(endless, tmp_path)._load("en", "es")
    assert loaded.translate(["The house is big.", ""], ("en", "es")) == [None, ""]


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ("weights", "cannot be loaded"),
        ("pieces", "cannot be loaded"),
        ("vocabulary", "cannot be loaded"),
    ],
)
def test_a_broken_model_is_told_by_name(tiny, tmp_path, broken, why):
    folder = tiny.opus(tmp_path / "opus-en-es")
    name = {"weights": "model.bin", "pieces": "source.spm", "vocabulary": "shared_vocabulary.json"}[broken]
    (folder / name).write_bytes(b"no such thing")
    with pytest.raises(EngineUnavailable, match=why) as caught:
        engine(folder, tmp_path)._load("en", "es")
    assert "opus-en-es" in caught.value.message


def test_a_folder_that_is_no_model_is_told_why(tiny, tmp_path):
    def told(folder: Path) -> str:
        able = ctranslate2.capabilities(on_cpu(folder, tmp_path))
        assert isinstance(able, Unavailable)
        return able.reason

    assert "there is no" in told(tmp_path / "nothing")
    (tmp_path / "empty").mkdir()
    assert "holds no model" in told(tmp_path / "empty")
    assert "does not tell the pair" in told(tiny.opus(tmp_path / "my model"))
    assert "no pair of languages" in told(tiny.opus(tmp_path / "opus-qq-xx"))
    lacking = tiny.nllb(tmp_path / "nllb")
    (lacking / "sentencepiece.bpe.model").unlink()
    assert "sentencepiece.bpe.model" in told(lacking)
    tiny_other = tiny.nllb(tmp_path / "other")
    (tiny_other / "shared_vocabulary.json").write_text('["a", "b"]')
    assert "no languages" in told(tiny_other)
    assert "bpe.model" in told(tiny.argos(tmp_path / "a.argosmodel", "en", "de", leave_out="sentencepiece.model"))
    assert "model.bin" in told(tiny.argos(tmp_path / "b.argosmodel", "en", "de", leave_out="model/model.bin"))
    (tmp_path / "c.argosmodel").write_bytes(b"PK no zip")
    assert "no zip" in told(tmp_path / "c.argosmodel")


def test_a_broken_folder_does_not_hide_the_others(tiny, tmp_path):
    settings = on_cpu(None, tmp_path)
    root = settings.models_dir / "translation"
    tiny.opus(root / "opus-en-fr")
    (root / "half").mkdir()
    (root / "x.argosmodel").write_bytes(b"")
    assert ctranslate2.capabilities(settings).pairs == {("en", "fr")}
    assert ctranslate2.host_config(settings)["models"] == [str(root / "opus-en-fr")]


def test_an_archive_writes_nowhere_else(tiny, tmp_path):
    path = tiny.argos(tmp_path / "a.argosmodel", "en", "de")
    with zipfile.ZipFile(path, "a") as archive:
        for name in ("p/../../../evil.txt", "p/model/../evil.txt", "p/model/sub/evil.txt", "/evil.txt"):
            archive.writestr(name, b"evil")
    place = tmp_path / "unpacked" / "here"
    place.mkdir(parents=True)
    ctranslate2._unpacked(ctranslate2.model_folders.describe(path), place)
    assert not list(tmp_path.rglob("evil.txt"))
    assert (place / "model" / "model.bin").is_file()


def test_a_gpu_that_is_asked_for_gets_the_lane(models, tmp_path):
    settings = Settings(data_dir=tmp_path, translation_model=models, translation_device="cuda")
    assert ctranslate2.capabilities(settings).lane == "gpu"
    assert ctranslate2.host_config(settings)["compute_type"] == "float16"


def test_the_languages_of_the_list_are_ours():
    assert set(FLORES) <= set(languages.NAMES)
    assert len(FLORES) > 100
    assert len(set(FLORES.values())) == len(FLORES)
    assert set(languages.NAMES) - set(FLORES) == {"br", "haw", "hbs", "ia", "la"}


@pytest.mark.parametrize("longest", [40, 400])
def test_pieces_are_short_and_make_the_line_again(longest):
    line = 'It costs 3.14 or 1,234. "Really?" he said… Yes! No blank.after this.  Then a,b and an end'
    cut = pieces.cut(line * 30, longest)
    assert all(len(text) <= longest and translatable for text, translatable in cut)
    assert " ".join(text for text, _ in cut) == " ".join((line * 30).split())
    assert not any(text.startswith(("14", "234")) for text, _ in cut)


def test_endless_words_are_left_alone_and_scripts_without_blanks_are_cut():
    assert pieces.cut("a " + "y" * 10_000 + " b", 400) == [("a", True), ("y" * 10_000, False), ("b", True)]
    chinese = "这座房子很大，我很喜欢。" * 100
    cut = pieces.cut(chinese, 400)
    assert "".join(text for text, _ in cut) == chinese
    assert all(len(text) <= 400 and text.endswith("。") for text, _ in cut)
    assert pieces.cut("", 400) == [("", False)]
    assert pieces.cut("  ", 400) == [("", False)]


def test_nothing_is_written_beside_the_models(models, tmp_path):
    before = sorted(path.name for path in models.rglob("*"))
    engine(models, tmp_path)._load("en", "de")
    assert sorted(path.name for path in models.rglob("*")) == before
    copied = shutil.copytree(models, tmp_path / "read only")
    for path in [*copied.rglob("*"), copied]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    assert engine(copied, tmp_path)._load("fr", "en").translate(["a"], ("fr", "en"))
    for path in [copied, *copied.rglob("*")]:
        path.chmod(0o755)
