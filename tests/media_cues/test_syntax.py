"""Where a line may end: after punctuation, before conjunctions, never inside a phrase."""

import pytest

from lingoreel.media.cues import make_cues, reading_rules
from lingoreel.media.cues.syntax import Border, borders, ends_sentence
from lingoreel.media.segments import Segment
from lingoreel.media.timed_text import tokens


def border(text, language):
    """What the border marked | is."""
    before = text.split("|")[0].replace(" ", "")
    plain = text.replace("| ", "").replace("|", "")
    pieces = tokens(Segment(0, 1000, plain), 42, language)
    seen = ""
    for piece, kind in zip(pieces, borders(pieces, language), strict=True):
        if seen == before:
            return kind
        seen += piece.text
    raise AssertionError(f"no border at {before}: {[piece.text for piece in pieces]}")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "we saw the | house"),
        ("en", "he lives in | London"),
        ("en", "my friend Mary | Stevens came"),
        ("en", "said Mr. | Bennet to her"),
        ("en", "she has | gone home"),
        ("en", "about 12,000 | pounds"),
        ("en", "we stayed and | they left"),
        ("en", "by J. | Smith"),
        ("es", "vimos la | casa"),
        ("es", "vive en | Madrid"),
        ("es", "no he | visto nada"),
        ("de", "wir sahen das | Haus"),
        ("de", "am 3. | Oktober"),
        ("de", "weil er gekommen | ist, und"),
        ("fr", "il habite à | Paris"),
        ("it", "vive con | sua madre"),
        ("pt", "ela mora no | Rio"),
        ("nl", "hij woont in | Utrecht"),
        ("ru", "он живёт в | Москве"),
        ("pl", "mieszka w | Warszawie"),
        ("tr", "bunu senin | için aldım"),
        ("ar", "ذهب إلى | السوق"),
        ("he", "הלכתי אל | הבית"),
        ("hi", "राम | ने कहा"),
        ("ko", "할 | 수 있다"),
        ("zh", "我的|朋友在|北京".replace("|朋友", "朋友")),
        ("zh", "一个很大|的公园"),
        ("th", "เขาอยู่ใน|บ้าน"),
    ],
)
def test_a_phrase_is_not_torn(language, text):
    assert border(text, language) >= Border.PHRASE


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "we stayed | because it rained"),
        ("es", "nos quedamos | porque llovía"),
        ("de", "wir blieben | weil es regnete"),
        ("fr", "nous sommes restés | parce qu'il pleuvait"),
        ("ru", "мы остались | потому что"),
        ("ar", "بقينا هناك | لأن المطر"),
        ("ko", "비가 와서 | 집에 있었다"),
        ("zh", "我们没有去|因为下雨"),
    ],
)
def test_before_a_conjunction_is_a_good_place(language, text):
    assert border(text, language) is Border.CONJUNCTION


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "He left. | She stayed", Border.SENTENCE),
        ("en", 'He said "no." | She stayed', Border.SENTENCE),
        ("en", "it costs 3.5 | million", Border.PHRASE),
        ("en", "he left, | she stayed", Border.CLAUSE),
        ("en", "well... | maybe not", Border.CLAUSE),
        ("es", "¿Vienes? | Sí", Border.SENTENCE),
        ("zh", "他走了。|她留下来", Border.SENTENCE),
        ("ja", "雨が降ったので、|家にいました", Border.CLAUSE),
        ("ar", "هل تأتي؟ | نعم", Border.SENTENCE),
        ("hi", "वह गया। | वह रही", Border.SENTENCE),
    ],
)
def test_punctuation(language, text, kind):
    assert border(text, language) is kind


@pytest.mark.parametrize(
    ("text", "following", "language", "ends"),
    [
        ("home.", "She", "en", True),
        ("Dr.", "Pembroke", "en", False),
        ("No.", "She", "en", True),
        ("3.", "Oktober", "de", False),
        ("1847.", "She", "en", True),
        ("etc.", "and", "en", False),
        ("what?!”", "She", "en", True),
        ("房子。", "她", "zh", True),
        ("home", "", "en", False),
    ],
)
def test_the_end_of_a_sentence(text, following, language, ends):
    assert ends_sentence(text, following, language) is ends


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("كتب رسالة طويلة جدا على برنامج Microsoft Word Online Premium لأنه يحبه كثيرا", "ar"),
        ("ירדנו ביום ראשון אל הנמל והפלגנו באונייה Queen Mary Second Edition עד לאיים הרחוקים", "he"),
        ("we met in the old market hall beside the words שלום עליכם חברים יקרים carved into the wall", "en"),
    ],
)
def test_a_run_in_the_other_direction_stays_in_one_line(text, language, spoken):
    run = {"ar": "Microsoft Word Online Premium", "he": "Queen Mary Second Edition", "en": "שלום עליכם חברים יקרים"}
    lines = [line for cue in make_cues([spoken(text)], language) for line in cue.lines]
    assert len(lines) > 1
    assert any(run[language] in line for line in lines), lines


def test_chinese_japanese_and_thai_break_between_words():
    for language, text, words in (
        ("zh", "我弟弟非常喜欢机器人所以我们去图书馆借了三本关于人工智能的书", ("喜欢", "机器人", "图书馆", "智能")),
        ("ja", "図書館で本を三冊借りてから友達と一緒に公園へ行きました", ("図書館で", "友達と", "公園へ")),
        ("th", "วันนี้อากาศดีมากเราจึงไปเดินเล่นที่สวนสาธารณะกับเพื่อน", ("อากาศ", "สาธารณะ", "เพื่อน")),
    ):
        for length in range(8, 20):
            rules = reading_rules(language, line_length=length)
            lines = [line for cue in make_cues([Segment(0, 12_000, text)], language, rules) for line in cue.lines]
            assert "".join(lines) == text
            for word in words:
                assert any(word in line for line in lines), (length, lines)


def test_punctuation_never_begins_a_line(corpus):
    for language in ("zh", "ja"):
        for length in (5, 7, 9, 12):
            cues = make_cues(corpus(language), language, reading_rules(language, line_length=length))
            assert not [line for cue in cues for line in cue.lines if line[0] in "，。、？！"]
