"""Checks of translated lines: faults are found, and good translations are left in peace."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingoreel.engines.translation import Problem, numerals, verify
from lingoreel.engines.translation.verify import problems

GOOD = [
    ("en", "es", "I have 25 cats and 3 dogs.", "Tengo veinticinco gatos y 3 perros."),
    ("en", "es", "It costs 1,000.50 dollars.", "Cuesta 1.000,50 dólares."),
    ("en", "es", "We met in the 1990s.", "Nos conocimos en los años 90."),
    ("en", "es", "Be there at 3:30 pm.", "Esté allí a las 15:30."),
    ("en", "es", "In the 19th century, nobody knew.", "En el siglo XIX, nadie lo sabía."),
    ("en", "es", "Two billion people live there.", "Allí viven 2000 millones de personas."),
    ("en", "es", "About 2 billion people.", "Unos 2 mil millones de personas."),
    ("en", "es", "No, no, no, no!", "¡No, no, no, no!"),
    ("en", "es", "I told Mr. Smith that London is big.", "Le dije al Sr. Smith que Londres es grande."),
    ("en", "es", "The Supreme Court met on Monday in Germany.", "El Tribunal Supremo se reunió el lunes en Alemania."),
    ("en", "es", "Follow @lingo on www.example.org.", "Sigue a @lingo en www.example.org."),
    ("en", "es", "<i>Where</i> is it?", "<i>¿Dónde</i> está?"),
    ("en", "es", "OK.", "OK."),
    ("en", "es", "Madrid, Barcelona, Valencia.", "Madrid, Barcelona, Valencia."),
    ("en", "es", "You and I both know what happened to her.", "Tú y yo sabemos lo que le pasó."),
    ("en", "de", "He was born on May 3, 1984.", "Er wurde am 3. Mai 1984 geboren."),
    ("en", "de", "The train leaves at 12:30.", "Der Zug fährt um 12.30 Uhr ab."),
    ("en", "de", "He is twenty-one and has 12 brothers.", "Er ist 21 und hat zwölf Brüder."),
    ("de", "en", "Der Hund hat einen Knochen im Garten.", "The dog has a bone in the garden."),
    ("en", "fr", "At 8:15 am, the 2nd of June", "À 8h15, le 2 juin"),
    ("en", "fr", "It is 1,500,000 years old.", "Il a 1 500 000 ans."),
    ("en", "zh", "He paid 1.5 million dollars.", "他付了150万美元。"),
    ("en", "zh", "On March 5, 2024, we left.", "2024年3月5日，我们离开了。"),
    ("en", "zh", "I have three apples and 10 pears.", "我有三个苹果和十个梨。"),
    ("en", "zh", "NASA called John.", "美国宇航局给约翰打了电话。"),
    ("en", "ja", "About 35,000 people came on Friday.", "金曜日に約3万5千人が来ました。"),
    ("en", "ja", "Really?", "本当？"),
    ("ja", "en", "今日はいい天気ですね。", "Nice weather today, isn't it?"),
    ("en", "ko", "I saw it 3 times.", "나는 그것을 세 번 봤어요."),
    ("en", "ar", "There are 125 houses.", "هناك ١٢٥ منزلاً."),
    ("en", "hi", "There are 125 houses.", "वहाँ १२५ घर हैं।"),
    ("en", "ru", "John has 40 books from 1984.", "У Джона сорок книг 1984 года."),
    ("ru", "en", "Мне двадцать пять лет.", "I am 25 years old."),
    ("en", "th", "It costs 99 baht.", "ราคา ๙๙ บาท"),
    ("es", "pt", "A casa é grande.", "A casa é grande."),
    ("es", "ca", "La casa gran", "La casa gran"),
    ("en", "es", "♪ ♪", "♪ ♪"),
    ("en", "es", "1984", "1984"),
    ("en", "el", "The area is πr².", "Το εμβαδόν είναι πr²."),
    ("en", "es", "Call 555-1234 now.", "Llama al 5551234 ahora."),
    ("en", "es", "Add ½ or 1/2 a cup.", "Añade ½ o media taza."),
]


@pytest.mark.parametrize(("source", "target", "line", "made"), GOOD, ids=lambda value: value[:24])
def test_good_translations_are_left_in_peace(source, target, line, made):
    assert problems(line, made, source, target, {}, ()) == ()


FAULTS = [
    ("number", "25", "en", "es", "I have 25 cats.", "Tengo gatos."),
    ("number", "52", "en", "es", "I have 25 cats.", "Tengo 52 gatos."),
    ("number", "1969", "en", "es", "He went to the moon.", "Fue a la luna en 1969."),
    ("number", "3.14", "en", "es", "It is 3.14.", "Es 314."),
    ("number", "125", "ar", "en", "هناك ١٢٥ منزلاً", "There are houses."),
    ("number", "1.5", "en", "zh", "He paid 1.5 million.", "他付了15万。"),
    ("url", "https://x.org/a?b=1", "en", "es", "See https://x.org/a?b=1.", "Vea la página."),
    ("url", "me@x.org", "en", "es", "Write to me@x.org, please.", "Escribe a mí@x.org, por favor."),
    ("url", "www.amara.org", "en", "es", "Goodbye.", "Adiós. www.amara.org"),
    ("url", "#sub", "en", "es", "Use #sub here.", "Usa sub aquí."),
    ("tag", "</i>", "en", "es", "<i>Hello</i> there", "<i>Hola"),
    ("tag", "{\\p1}", "en", "es", "Hello there", "Hola {\\p1}m 0 0"),
    ("tag", "{name}", "en", "es", "Hello {name}, come in", "Hola {nombre}, pasa"),
    ("name", "Dashwood", "en", "es", "Then I met John Dashwood there.", "Entonces conocí a John allí."),
    ("name", "NASA", "en", "es", "We work for NASA here.", "Trabajamos para ellos aquí."),
    ("untranslated", "This is not translated", "en", "es", "This is not translated", "This is not translated"),
    ("untranslated", "Hello how are you", "en", "ru", "Hello how are you", "Hello how are you"),
    ("untranslated", "今天", "ru", "en", "Как дела сегодня?", "How are you 今天?"),
    ("untranslated", "Was it the man with old house?", "en", "hbs", "Was it the man with an old house?",
     "Was it the man with old house?"),
    ("empty", "", "en", "es", "Hello", ""),
    ("empty", "", "en", "es", "Hello", " … "),
    ("empty", "", "en", "es", "Hello", "<i></i>"),
    ("marks", "*gato", "en", "es", "The cat sits.", "El *gato se sienta."),
    ("marks", "#está", "en", "es", "It is there.", "#está allí."),
    ("marks", "@casa", "en", "es", "The house.", "La @casa."),
    ("marks", "<prn>", "en", "es", "He sees.", "Él <prn> ve."),
    ("marks", "<unk>", "en", "es", "He sees.", "Él <unk> ve."),
    ("marks", "spa_Latn", "en", "es", "He sees.", "spa_Latn Él ve."),
    ("length", "899 characters for 5", "en", "es", "Hello", "Hola que " * 100),
    ("length", "2 characters for 56", "en", "es", "This sentence says a great deal about very many things, ", "Sí"),
    ("repetition", "la", "en", "es", "He said something to them all in the end.", "Dijo la la la la la la la la."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "detail", "source", "target", "line", "made"), FAULTS)
def test_faults_are_found(code, detail, source, target, line, made):
    assert Problem(code, detail) in problems(line, made, source, target, {}, ())


@pytest.mark.parametrize(
    ("line", "made", "fine"),
    [
        ("The Database is slow.", "La base de datos es lenta.", True),
        ("The database is slow.", "Las bases de datos son lentas.", True),
        ("The database is slow.", "BASE DE DATOS lenta.", True),
        ("The databases are slow.", "Los almacenes son lentos.", True),
        ("The database is slow.", "El almacén es lento.", False),
        ("The database server is slow.", "El servidor es lento.", True),
        ("The database server is slow.", "La base de datos es lenta.", False),
    ],
)
def test_glossary(line, made, fine):
    """Whole words of the source in any case, the longest term where two meet, any ending in the target."""
    found = problems(line, made, "en", "es", {"database": "base de datos", "database server": "servidor"}, ())
    assert (not found) == fine
    assert all(problem.code == "glossary" for problem in found)


def test_glossary_without_spaces():
    glossary = {"database": "数据库"}
    assert problems("The database is slow.", "这个数据库很慢。", "en", "zh", glossary, ()) == ()
    assert [p.code for p in problems("The database is slow.", "这个资料库很慢。", "en", "zh", glossary, ())] == [
        "glossary"
    ]
    assert problems("这个数据库很慢。", "The database is slow.", "zh", "en", {"数据库": "database"}, ()) == ()


def test_kept_terms_stay_to_the_letter():
    assert problems("We use Lingoreel.", "Usamos Lingoreel.", "en", "es", {}, ("Lingoreel",)) == ()
    found = problems("We use Lingoreel.", "Usamos lingoreel.", "en", "es", {}, ("Lingoreel",))
    assert Problem("keep", "Lingoreel") in found
    assert problems("we use lingoreel.", "Usamos Lingoreel.", "en", "es", {}, ("Lingoreel",)) == ()


def test_a_number_inside_an_address_is_no_number():
    line = "See https://x.org/2024/05 for more."
    assert problems(line, "Vea https://x.org/2024/05 para más.", "en", "es", {}, ()) == ()


def test_names_are_only_looked_for_between_scripts_that_share_letters():
    line = "Yesterday I met Dashwood in Norland."
    assert problems(line, "Вчера я встретил кого-то.", "en", "ru", {}, ()) == ()
    assert {p.code for p in problems(line, "Ayer conocí a alguien por ahí.", "en", "es", {}, ())} == {"name"}


def test_leaks_are_taken_out_and_what_the_source_has_stays():
    assert verify.without_leaks("The cat", "El *gato <prn> {\\p1}<script>x</script> blanco") == "El gato blanco"
    assert verify.without_leaks("#sub @me <i>x</i>", "#sub @me <i>equis</i>") == "#sub @me <i>equis</i>"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,000.5", "1.000,5"),
        ("1 000", "1000"),
        ("１２３", "123"),
        ("१२३", "123"),
        ("1'000", "1.000"),
        ("3万5千", "35,000"),
    ],
)
def test_numbers_agree_by_value(one, other):
    (here,), (there,) = numerals.numbers(one), numerals.numbers(other)
    assert here.values & there.values


def test_values_differ():
    (here,), (there,) = numerals.numbers("3.14"), numerals.numbers("314")
    assert not here.values & there.values


HOSTILE = [
    "a" * 10_000,
    "a-" * 5000,
    "a." * 5000,
    "the " * 3000,
    "Ab " * 3000,
    "<" * 10_000,
    "{a}" * 4000,
    "9" * 10_000,
    "1," * 5000,
    "1 2 " * 2500,
    "@a1 " * 2500,
    "ab" * 5000,
    "x@" * 5000,
    "\\N" * 5000,
    "中" * 10_000,
    "foo bar " * 1500,
    "1万" * 3000,
    "*a " * 3000,
]


@pytest.mark.parametrize("line", HOSTILE, ids=lambda line: line[:5])
def test_hostile_lines_take_little_time(line):
    began = time.perf_counter()
    for source_line, made in ((line, line + " x"), ("Hello there", line), (line, "Hola")):
        found = problems(source_line, made, "en", "es", {"foo bar": "cosa"}, ("abc",))
        assert len(found) <= verify.MOST
        assert all(len(problem.detail) <= verify.DETAIL for problem in found)
        verify.without_leaks(source_line, made)
    assert time.perf_counter() - began < 6


PIECES = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            ["1,000.5", "٣", "中", "か", "<i>", "{", "}", "*", "@", "#x", "http://a", " ", "John", "7万", "½"]
        ),
    ),
    max_size=12,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(PIECES, PIECES, st.sampled_from(["en", "es", "zh", "ja", "ar", "ru", "ko"]))
def test_any_text_is_checked(line, made, target):
    glossary = {made[:3]: line[:3]} if made[:3].strip() else {}
    for problem in problems(line, made, "en", target, glossary, (line[:2],)):
        assert problem.code
    verify.without_leaks(line, made)
