"""Files in the encodings that people have them in."""

import codecs

import pytest

from lingoreel.media.subtitle_files import read
from lingoreel.media.subtitle_files.encoding import decode

SAID = {
    "cp1252": [
        "Où étais-tu ? Ça fait déjà une heure.",
        "L'été dernier, à la forêt.",
        "Garçon, l'addition s'il vous plaît !",
    ],
    "cp1250": [
        "Příliš žluťoučký kůň úpěl ďábelské ódy.",
        "Kde jsi byl? Čekám tě už hodinu.",
        "Děkuji vám, pěkný večer.",
    ],
    "iso8859_2": ["Gdzie byłeś? Czekałem na ciebie całą godzinę.", "Zażółć gęślą jaźń, proszę cię."],
    "cp1251": ["Где ты был? Я жду тебя уже целый час.", "Это мой друг, он живёт в Москве.", "Спасибо большое!"],
    "koi8_r": ["Где ты был? Я жду тебя уже целый час.", "Это мой друг, он живёт в Москве.", "Спасибо большое!"],
    "cp1253": ["Πού ήσουν; Σε περιμένω εδώ και μία ώρα.", "Αυτός είναι ο φίλος μου από την Αθήνα."],
    "cp1254": [
        "Neredeydin? Seni bir saattir bekliyorum.",
        "Bu benim arkadaşım, İstanbul'da yaşıyor.",
        "Teşekkür ederim!",
    ],
    "cp1255": ["איפה היית? אני מחכה לך כבר שעה.", "זה החבר שלי והוא גר בתל אביב.", "תודה רבה, לילה טוב!"],
    "cp1256": ["أين كنت؟ أنا أنتظرك منذ ساعة.", "هذا صديقي وهو يعيش في القاهرة.", "شكرا جزيلا، تصبح على خير!"],
    "cp1257": [
        "Kur tu buvai? Laukiu tavęs jau valandą.",
        "Tai mano draugas, jis gyvena Vilniuje, žinoma.",
        "Ačiū, labos nakties, šįvakar.",
    ],
    "cp874": ["คุณอยู่ที่ไหน ฉันรอคุณมาหนึ่งชั่วโมงแล้ว", "นี่คือเพื่อนของฉัน เขาอยู่ที่กรุงเทพ"],
    "gb18030": ["你去哪儿了？我已经等了你一个小时。", "这是我的朋友，他住在北京。", "我们明天早上去火车站。"],
    "big5": ["你去哪兒了？我已經等了你一個小時。", "這是我的朋友，他住在台北。", "非常感謝，晚安！"],
    "shift_jis": ["どこにいたの？もう一時間も待っているのに。", "これは私の友達で、東京に住んでいます。"],
    "euc_jp": ["どこにいたの？もう一時間も待っているのに。", "これは私の友達で、東京に住んでいます。"],
    "cp949": ["어디 있었어? 한 시간이나 기다렸잖아.", "이 사람은 제 친구이고 서울에 삽니다.", "정말 감사합니다."],
}


def srt(lines):
    return "".join(f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{line}\n\n" for n, line in enumerate(lines, 1))


@pytest.mark.parametrize("encoding", sorted(SAID))
def test_an_encoding_is_guessed_and_told(encoding):
    found = read(srt(SAID[encoding]).encode(encoding))
    assert [cue.text for cue in found.cues] == SAID[encoding]
    assert any("was guessed" in warning for warning in found.warnings)


@pytest.mark.parametrize("language", ["cp1251", "gb18030", "cp1256", "cp1252"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", b""),
    ],
)
def test_unicode_is_known_and_not_guessed(language, encoding, mark):
    found = read(mark + srt(SAID[language]).encode(encoding))
    assert [cue.text for cue in found.cues] == SAID[language]
    assert found.encoding == encoding
    assert found.warnings == ()


def test_seven_bit_japanese():
    found = read(srt(SAID["shift_jis"]).encode("iso2022_jp"))
    assert [cue.text for cue in found.cues] == SAID["shift_jis"]


def test_a_few_stray_bytes_make_no_other_encoding():
    data = srt(SAID["gb18030"]).encode() + b"9\n00:00:10,000 --> 00:00:11,000\nstray \xff byte\n"
    found = read(data)
    assert found.encoding == "utf-8"
    assert found.cues[0].text == SAID["gb18030"][0]
    assert found.cues[-1].text == "stray \ufffd byte"
    assert any(warning.startswith("line 15: bytes that are no utf-8") for warning in found.warnings)


def test_a_letter_cut_in_two_at_the_end():
    data = srt(SAID["gb18030"]).rstrip().encode()[:-1]
    assert read(data).cues[0].text == SAID["gb18030"][0]


def test_xml_says_its_encoding():
    text = '<?xml version="1.0" encoding="windows-1251"?><tt><body><p begin="1s" end="2s">Да</p></body></tt>'
    found = read(text.encode("cp1251"))
    assert (found.cues[0].text, found.encoding) == ("Да", "cp1251")
    hostile = text.replace("windows-1251", "rot13").encode("cp1251")
    assert decode(hostile).encoding != "rot13"
