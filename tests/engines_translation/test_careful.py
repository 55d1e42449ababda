"""Line by line engines made careful: what must stay stays, faults are mended, nothing is dropped."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from lingoreel.engines.translation import Translation, TranslationRequest, careful, verify

WORD = re.compile(r"[^\W\d_]+")


def engine(line: str) -> str | None:
    """Marks every word as translated, and mangles web addresses as engines do."""
    return WORD.sub(lambda match: match.group() + "es", line)


def careless(line: str) -> str | None:
    """Lets a made-up word through, as Apertium does."""
    return WORD.sub(lambda match: match.group() if match.group().startswith("Xq") else match.group() + "es", line)


def run(
    lines: list[str], one: Callable[[str], str | None] = engine, *, source: str = "en", target: str = "es", **more
) -> tuple[Translation, list[list[str]], list[float]]:
    asked: list[list[str]] = []
    fractions: list[float] = []
    options = {name: more.pop(name) for name in ("protection", "batch_lines", "marker") if name in more}

    def batch(texts: list[str]) -> list[str | None]:
        asked.append(list(texts))
        return [one(text) for text in texts]

    request = TranslationRequest(source, target, tuple(lines), **more)
    found = careful.translate(request, batch, lambda told: fractions.append(told["fraction"]), **options)
    return found, asked, fractions


def test_every_line_gets_its_own_in_order():
    lines = [f"this is line number {number} of all" for number in range(250)]
    found, asked, fractions = run(lines)
    assert [line.text for line in found.lines] == [engine(line) for line in lines]
    assert all(len(batch) <= 100 for batch in asked)
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0


def test_what_has_no_letters_is_not_translated():
    found, asked, _ = run(["", "♪ ♪", "1984", " … ", "hello there"])
    assert [line.text for line in found.lines] == ["", "♪ ♪", "1984", " … ", "helloes therees"]
    assert asked == [["hello there"]]


@pytest.mark.parametrize("protection", ["placeholder", "split"])
@pytest.mark.parametrize(
    "line",
    [
        "see https://x.org/a?b=1 for more",
        "write to me@x.org or @lingo",
        "<i>where</i> is it {\\an8} now",
        "we use Lingoreel for it",
        "the database is slow",
        "https://x.org",
        "database, Lingoreel and https://x.org",
    ],
)
def test_what_must_stay_stays(protection, line):
    one = careless if protection == "placeholder" else engine
    found, _, _ = run([line], one, protection=protection, glossary={"database": "base de datos"}, keep=("Lingoreel",))
    (made,) = found.lines
    assert made.problems == ()
    assert made.text
    for part in re.findall(r"https\S+?org\S*|\S+@\S+|@\w+|</?i>|\{[^}]*\}|Lingoreel", line):
        assert part in made.text
    assert ("base de datos" in made.text) == ("database" in line)
    if "where" in line:
        assert made.text == "<i>wherees</i> ises ites {\\an8} nowes"


def test_an_engine_that_loses_the_placeholder_is_given_the_parts():
    found, asked, _ = run(["we use Lingoreel here"], engine, protection="placeholder", keep=("Lingoreel",))
    assert found.lines[0].text == "wees usees Lingoreel herees"
    assert found.lines[0].problems == ()
    assert asked[1:] == [["we use", "here"]]


def test_fragments_do_not_become_sentences():
    def sentence(text: str) -> str:
        return text[0].upper() + (engine(text) or "")[1:] + "."

    found, _, _ = run(["the <b>cat</b> sleeps", "Look at <b>it</b>."], sentence)
    assert [line.text for line in found.lines] == ["thees <b>cates</b> sleepses", "Lookes ates <b>ites</b>."]


def test_leaked_marks_are_taken_out():
    found, _, _ = run(["the cat sits there", "he sees <i>it</i>"], lambda text: f"*{engine(text)} @<prn> __es__ fin")
    assert found.lines[0].text == "thees cates sitses therees @ fin"
    assert all("<prn>" not in (line.text or "") and "*" not in (line.text or "") for line in found.lines)
    assert found.lines[0].repaired
    assert [p.code for line in found.lines for p in line.problems] == []


def test_garbled_numbers_are_put_back():
    found, _, _ = run(["I have 25 cats and 1,200 dogs"], lambda text: (engine(text) or "").replace("25", "2 5 5"))
    assert found.lines[0].text == "Ies havees 2 5 5 catses andes 1,200 dogses" or "25" in (found.lines[0].text or "")
    found, _, _ = run(["I have 25 cats and 1,200 dogs"], lambda text: (engine(text) or "").replace("25", "52"))
    assert found.lines[0].text == "Ies havees 25 catses andes 1,200 dogses"
    assert found.lines[0].repaired
    assert found.lines[0].problems == ()


def test_a_lost_number_is_told():
    found, _, _ = run(["I have 25 cats"], lambda text: (engine(text) or "").replace("25 ", ""))
    assert found.lines[0].text == "Ies havees catses"
    assert [(p.code, p.detail) for p in found.lines[0].problems] == [("number", "25")]
    assert not found.lines[0].repaired


def test_loops_are_cut_down():
    found, _, _ = run(
        ["he said no to all of them"], lambda text: "dijo que no que no que no que no que no que no a todos"
    )
    assert found.lines[0].text == "dijo que no a todos"


def test_what_cannot_be_the_line_has_no_text():
    found, _, _ = run(["hello", "good day"], lambda text: " ".join(f"palabra{text[0]}{chr(97 + n)}" for n in range(25)))
    assert found.lines[0].text is None
    assert "length" in [p.code for p in found.lines[0].problems]


@pytest.mark.parametrize("nothing", [None, "", "  ", "..."])
def test_nothing_back_is_told(nothing):
    found, _, _ = run(["hello there", "good day"], lambda text: nothing if "hello" in text else engine(text))
    assert found.lines[0].text is None
    assert [p.code for p in found.lines[0].problems] == ["empty"]
    assert found.lines[1].text == "goodes dayes"


def test_an_engine_that_loses_count_is_asked_line_by_line():
    request = TranslationRequest("en", "es", ("one thing", "other thing", "last thing"))

    def batch(texts: list[str]) -> list[str | None]:
        return [engine(text) for text in texts][: max(1, len(texts) - 1)]

    found = careful.translate(request, batch, lambda told: None)
    assert [line.text for line in found.lines] == [engine(line) for line in request.lines]


def test_a_silent_copy_is_no_translation():
    found, _, _ = run(["this was never translated at all"], lambda text: text)
    assert [p.code for p in found.lines[0].problems] == ["untranslated"]


def test_line_breaks_do_not_reach_the_engine():
    found, asked, _ = run(["hello\nthere\r\n friend"])
    assert asked == [["hello there friend"]]
    assert found.lines[0].text == "helloes therees friendes"


def test_equal_lines_are_asked_once_and_the_answer_is_the_same_each_time():
    lines = ["yes", "no", "yes", "see https://x.org now", "yes"]
    first, asked, _ = run(lines)
    assert sum(batch.count("yes") for batch in asked) == 1
    again, _, _ = run(lines)
    assert first == again


def test_a_placeholder_that_is_in_the_line_is_not_used():
    line = f"{careful.placeholder(0)} likes Lingoreel"
    found, asked, _ = run([line], careless, protection="placeholder", keep=("Lingoreel",))
    assert found.lines[0].text == f"{careful.placeholder(0)} likeses Lingoreel"
    assert asked[0] == [f"{careful.placeholder(0)} likes {careful.placeholder(1)}"]


def test_placeholders_are_different_words():
    made = [careful.placeholder(number) for number in range(1000)]
    assert len({word.casefold() for word in made}) == 1000
    assert all(word.isalpha() for word in made)


def test_failures_of_the_engine_pass():
    def broken(texts: list[str]) -> list[str | None]:
        raise ConnectionError("gone")

    with pytest.raises(ConnectionError):
        careful.translate(TranslationRequest("en", "es", ("hello",)), broken, lambda told: None)


def test_hostile_lines():
    lines = ["a" * 10_000, "{\\p1}" * 500, "<script>alert(1)</script>", "\\N" * 2000, "Xqax " * 500, "*@#" * 500 + "a"]
    found, _, _ = run(lines)
    assert len(found.lines) == len(lines)
    assert all(line.text is not None or line.problems for line in found.lines)
    assert all(verify.severity(line.problems)[0] == 0 or line.text is None for line in found.lines)
