"""What is read instead of signs, figures and short forms."""

from __future__ import annotations

import pytest

from lingoreel.media.speech_text import parse


def spoken(text: str, language: str) -> str:
    return " | ".join(utterance.spoken for utterance in parse(text, language).utterances)


CASES = {
    "en": [
        ("It cost $1,000.50.", "It cost one thousand dollars and fifty cents."),
        ("$3 million or $1.5bn", "three million dollars or one point five billion dollars"),
        ("€5-10, 50 USD, £1", "five to ten euros, fifty dollars, one pound"),
        ("at 5–10 km/h and -5 °C", "at five to ten kilometers per hour and minus five degrees Celsius"),
        ("8 GB, 1 GB", "eight gigabytes, one gigabyte"),
        ("March 5, 2024 and 5 March 1999",
         "March fifth, twenty twenty-four and the fifth of March nineteen ninety-nine"),
        ("on 2024-03-05", "on March fifth, twenty twenty-four"),
        ("12/31/1999", "December thirty-first, nineteen ninety-nine"),
        ("31/12/1999", "December thirty-first, nineteen ninety-nine"),
        ("at 7:05 p.m. sharp", "at seven oh five p m sharp"),
        ("9:00 and 14:30", "nine o'clock and fourteen thirty"),
        ("a 16:9 screen", "a sixteen to nine screen"),
        ("the 1990s", "the nineteen nineties"),
        ("1st, 22nd, 113th", "first, twenty-second, one hundred and thirteenth"),
        ("chapters 1,2 and 10.5,7", "chapters one, two and ten, five, seven"),
        ("3.14 and 1,234,567", "three point one four and one million two hundred and thirty-four thousand five hundred"
         " and sixty-seven"),
        ("1/2, 3/4, 3/7, 2½", "one half, three quarters, three over seven, two one half"),
        ("50% of -3", "fifty percent of minus three"),
        ("3-2 in 1914–1918", "three to two in nineteen fourteen to nineteen eighteen"),
        ("call +1 555-123-4567", "call plus one, five five five, one two three, four five six seven"),
        ("Dr. Smith vs. Mr. Brown, etc. and so on", "Doctor Smith versus Mister Brown, et cetera and so on"),
        ("World War II, Chapter IV", "World War two, Chapter four"),
        ("Henry VIII and I", "Henry the eighth and I"),
        ("an IV drip, MIX, CD", "an IV drip, MIX, CD"),
        ("see https://www.example.com/a-b?x=1#y now", "see example dot com slash a b now"),
        ("mail a.b@example.org!", "mail a dot b at example dot org!"),
        ("@jane_doe and #OpenSource", "at jane doe and hashtag Open Source"),
        ("2×3 = 6, x² ≥ 4, R&D", "two times three equals six, x squared at least four, R and D"),
        ("Version 1.2.3 on 10.0.0.1", "Version one dot two dot three on ten dot zero dot zero dot one"),
        ("MP3, 3D, 4K, B2B", "MP3, 3D, 4K, B2B"),
        ("order 12345678901", "order one two three four five six seven eight nine zero one"),
        ("**bold** and `code` ~~no~~", "bold and code no"),
        ("Ｈｅｌｌｏ 𝐖𝐨𝐫𝐥𝐝 ①", "Hello World one"),
        ("the α-rays and π", "the alpha-rays and pi"),
        ("Great 😂😂 work", "Great, face with tears of joy, work"),
        ("Well done 🎉.", "Well done, party popper."),
    ],
    "es": [
        ("Cuesta 1.000,50 €.", "Cuesta mil euros con cincuenta céntimos."),
        ("21 libros, 1 casa, 200 personas", "veintiún libros, una casa, doscientas personas"),
        ("el 5 de marzo de 2024 a las 14:30", "el cinco de marzo de dos mil veinticuatro a las catorce y treinta"),
        ("el siglo XIX, 1.º y 3.ª", "el siglo diecinueve, primero y tercera"),
        ("p. ej. 2,5 kg y 3,14", "por ejemplo dos coma cinco kilos y tres coma catorce"),
        ("3 millones de personas, $3 millones", "tres millones de personas, tres millones de dólares"),
    ],
    "fr": [
        ("1 000,50 € le 5 mars à 14h30", "mille euros cinquante le cinq mars à quatorze heures trente"),
        ("le 1er mai, au XIXe siècle", "le premier mai, au dix-neuvième siècle"),
        ("01 23 45 67 89", "zéro un, deux trois, quatre cinq, six sept, huit neuf"),
        ("10 000 personnes à 71 %", "dix mille personnes à soixante et onze pour cent"),
    ],
    "de": [
        ("am 3. März 2024 um 14:30 Uhr", "am dritten März zweitausendvierundzwanzig um vierzehn Uhr dreißig"),
        ("z. B. 5 km oder Z. B. 1 kg", "zum Beispiel fünf Kilometer oder zum Beispiel ein Kilogramm"),
        ("Der 2. Weltkrieg", "Der zweite Weltkrieg"),
        ("3,5 Mio. Euro, 1.000,50 €", "drei Komma fünf Millionen Euro, eintausend Euro fünfzig"),
    ],
    "it": [("21 km, il XIX secolo, 3,14", "ventuno chilometri, il diciannovesimo secolo, tre virgola quattordici")],
    "pt": [("R$ 1.000,50 e 2 meninas", "mil reais e cinquenta centavos e duas meninas")],
    "nl": [("€ 5,50 om 14:30 uur", "vijf euro vijftig om veertien uur dertig")],
    "pl": [
        ("22 km i 5 kg", "dwadzieścia dwa kilometry i pięć kilogramów"),
        ("w 2024 roku, 5 marca", "w dwa tysiące dwudziestym czwartym roku, piątego marca"),
    ],
    "ru": [
        ("22 км, 5 кг, 21%", "двадцать два километра, пять килограммов, двадцать один процент"),
        ("5 марта 2024 года", "пятого марта две тысячи двадцать четвёртого года"),
        ("в 2024 году, XIX век", "в две тысячи двадцать четвёртом году, девятнадцатый век"),
        ("21 книга, 2 книги, 3,14", "двадцать одна книга, две книги, три целых четырнадцать сотых"),
    ],
    "zh": [
        ("2024年3月5日14:30", "二零二四年三月五日十四点三十分"),
        ("2个人，50%，-5℃，3.14", "两个人，百分之五十，负五摄氏度，三点一四"),
        ("¥1,000和5公里", "一千元和五公里"),
    ],
    "ja": [
        ("2024年4月1日", "にせんにじゅうよねんしがつついたち"),
        ("3人、5つ、10分、9時", "さんにん、いつつ、じゅっぷん、くじ"),
        ("1,000円、50%、10km", "せんえん、ごじゅうパーセント、じゅうキロメートル"),
    ],
    "ko": [
        ("사과 3개, 20살, 3시 30분", "사과 세 개, 스무 살, 세 시 삼십분"),
        ("6월 10월, 50%, 5km", "유월 시월, 오십 퍼센트, 오 킬로미터"),
    ],
    "ar": [
        ("5 كم و 2 كم", "خمسة كيلومترات و كيلومتران"),
        ("٢٥ كتابا، 50%", "خمسة وعشرون كتابا، خمسون بالمئة"),
    ],
    "hi": [
        ("₹1,00,000 और 5 किमी", "एक लाख रुपये और पाँच किलोमीटर"),
        ("डॉ. शर्मा 5वाँ", "डॉक्टर शर्मा पाँचवाँ"),
    ],
    "tr": [("Ali 5 km yürüdü, 1.000 TL ödedi", "Ali 5 km yürüdü, 1.000 TL ödedi")],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "said"), [(language, *case) for language, cases in CASES.items() for case in cases]
)
def test_is_read_as(language: str, text: str, said: str) -> None:
    assert spoken(text, language) == said


def test_emoji_without_a_name_in_the_language_are_left_out_and_told() -> None:
    script = parse("Świetnie 🎉!", "pl")
    assert [utterance.spoken for utterance in script.utterances] == ["Świetnie!"]
    assert [warning["code"] for warning in script.warnings] == ["emoji_unspoken"]


def test_a_query_is_left_out_and_told() -> None:
    assert parse("https://a.com/?q=1", "en").warnings[0]["code"] == "url_shortened"


def test_joiners_inside_hindi_words_stay() -> None:
    assert spoken("क्\u200dष", "hi") == "क्\u200dष"
