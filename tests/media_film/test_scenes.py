"""Texts as storyboards: what holds for every text, and what a director wants of plain ones."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingoreel.errors import InvalidRequest
from lingoreel.media.cues.function_words import FUNCTION_WORDS
from lingoreel.media.film.motifs import MOTIFS
from lingoreel.media.film.scenes import make_storyboard, spread
from lingoreel.media.film.splitting import MOST_SCENES
from lingoreel.media.film.storyboard import GENRES, MOODS, Storyboard
from lingoreel.media.film.word_places import says, speaking_seconds
from lingoreel.media.speech_text.cleaning import clean

_SCRAPS = (
    "Dr. Smith's 3.5 % $1,000 1 299 € https://www.example.com/a?b=c 🚀 👩‍👩‍👧 你好，世界。 さくら 한국어로 "
    "Привет, مرحبا، नमस्ते। ไทย — … “quote” « » ( ) - • 1. 2) and the of THE SEA! why? e.g. U.S. café 180°C 50% "
    "-3 x² C++ #tag a@b.com"
)
_PIECES = st.sampled_from([*_SCRAPS.split(), "\n", "\n\n", "\n- ", "\n1. "])
_TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(_PIECES, max_size=60).map(" ".join),
    st.lists(_PIECES, max_size=60).map("".join),
    st.text(alphabet="aB1.,:/-$€% \n中のقक", max_size=300),
)
_LANGUAGES = st.sampled_from(["en", "es", "zh", "zh-TW", "ja", "ar", "de", "hi", "ko", "ru", "th", "xx", "pt_BR"])


def _check(text: str, language: str, board: Storyboard) -> None:
    assert "".join("".join(scene.narration for scene in board.scenes).split()) == "".join(text.split())
    assert 1 <= len(board.scenes) <= MOST_SCENES
    assert board.genre in GENRES
    assert [scene.number for scene in board.scenes] == list(range(len(board.scenes)))
    for scene in board.scenes:
        assert scene.narration == scene.narration.strip()
        assert says(scene.narration)
        assert scene.mood in MOODS
        assert len(scene.motifs) >= 2
        assert len(set(scene.motifs)) == len(scene.motifs)
        assert set(scene.motifs) <= set(MOTIFS)
        assert all(word in scene.narration and says(word) for word in scene.keywords)
        if scene.headline is not None:
            begin, end = scene.headline
            assert 0 <= begin < end <= len(scene.narration)
            assert says(scene.shown)
            assert scene.shown == scene.shown.strip()
            assert "\n" not in scene.shown
            assert len(scene.shown.split()) <= 8
    assert all(one.motifs[0] != other.motifs[0] for one, other in pairwise(board.scenes))


@given(_TEXTS, _LANGUAGES, st.integers(0, 2**32 - 1), st.integers(0, 20))
@settings(max_examples=150, deadline=None)
def test_laws_of_every_text(text: str, language: str, seed: int, assets: int) -> None:
    cleaned = clean(text.encode("utf-8", "ignore").decode(), lambda *_: None)
    if not says(cleaned):
        with pytest.raises(InvalidRequest) as refused:
            make_storyboard(text, language, seed=seed)
        assert refused.value.field == "text"
        return
    board = make_storyboard(text, language, seed=seed, assets=assets)
    _check(cleaned, language, board)
    assert make_storyboard(text, language, seed=seed, assets=assets) == board
    assert Storyboard.from_dict(board.to_dict()) == board
    numbers = [scene.asset for scene in board.scenes if scene.asset is not None]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == min(assets, len(board.scenes))


@pytest.mark.parametrize("text", ["", "   \n", "😀🎉", "…!?", "— * —", "👩‍👩‍👧 🇪🇸"])
def test_refuses_what_cannot_be_said(text: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        make_storyboard(text, "en")
    assert (refused.value.code, refused.value.field) == ("nothing_to_speak", "text")


_TEXTS_BY_NAME: dict[str, tuple[str, str, str, int, int]] = {
    # name: language, genre, text, fewest and most scenes
    "recipe": (
        "en",
        "recipe",
        "Banana bread\n\nIngredients:\n- 3 ripe bananas\n- 2 cups of flour\n- 2 eggs\n\n1. Preheat the oven to "
        "180°C.\n2. Mash the bananas with a fork until smooth.\n3. Whisk in the eggs, then fold in the flour.\n4. "
        "Pour the batter into the pan and bake for 55 minutes.",
        5,
        8,
    ),
    "receta": (
        "es",
        "recipe",
        "Tortilla de patatas. Pela medio kilo de patatas y córtalas en rodajas finas. Fríelas a fuego lento "
        "durante 20 minutos. Bate 6 huevos con una pizca de sal. Mezcla las patatas con el huevo y sírvela con "
        "pan.",
        3,
        6,
    ),
    "product": (
        "en",
        "product",
        "Meet the AeroBrew 3000. Barista-quality espresso at home, in just 40 seconds. Its quiet pump makes no "
        "more noise than a whisper. Free shipping and a 5-year warranty. Order today and get $50 off!",
        4,
        6,
    ),
    "产品": (
        "zh",
        "product",
        "全新智能手表，陪伴你的每一天。超长续航，一次充电可使用14天。它能监测心率和睡眠，还能在你久坐时提醒你站起来走一走。现在下单立减200元，还送一条表带！",
        4,
        6,
    ),
    "poem": (
        "en",
        "poem",
        "The night leans softly on the hill,\nthe river hums, the mill is still,\na lantern trembles in the "
        "rain\nand waits for you to come again.",
        2,
        4,
    ),
    "أخبار": (
        "ar",
        "news",
        "أعلنت وزارة التعليم يوم الأحد عن افتتاح 120 مدرسة جديدة في المناطق الريفية، بتكلفة تصل إلى 3 مليارات "
        "درهم. وقال الوزير إن المدارس ستستقبل أكثر من 60 ألف طالب؛ كما ستوفر الوزارة حافلات مجانية.",
        3,
        6,
    ),
    "news": (
        "en",
        "news",
        "The central bank raised interest rates by 0.5 percentage points on Thursday. Inflation reached 6.2% in "
        "September, "
        'its highest level since 1991. "We will do whatever is necessary," said Governor Dr. Helen Marsh.',
        3,
        5,
    ),
    "instructions": (
        "en",
        "instructions",
        "How to reset your router:\n1. Unplug the power cable.\n2. Wait 30 seconds.\n3. Plug the cable back in "
        "and wait until the light turns green.\n4. Open your browser and enter the password.",
        4,
        5,
    ),
    "手順": (
        "ja",
        "instructions",
        "おいしい緑茶の入れ方\n1. お湯を沸かして、少し冷まします。\n2. 急須に茶葉を大さじ二杯入れます。\n3. "
        "七十度のお湯を注いで、一分間待ちます。\n4. 湯のみに少しずつ均等に注ぎます。",
        4,
        6,
    ),
    "story": (
        "en",
        "story",
        "Once upon a time there was a little fox who was afraid of the dark. Every evening, when the sun went "
        "down behind the mountains, she hid under her mother's tail. One night a firefly landed on her nose.",
        3,
        4,
    ),
}


@pytest.mark.parametrize("name", _TEXTS_BY_NAME)
def test_genre_and_number_of_scenes(name: str) -> None:
    language, genre, text, fewest, most = _TEXTS_BY_NAME[name]
    board = make_storyboard(text, language, seed=7)
    _check(text, language, board)
    assert board.genre == genre
    assert fewest <= len(board.scenes) <= most
    lasts = [speaking_seconds(scene.narration) for scene in board.scenes]
    assert max(lasts) <= 9.5
    assert sum(lasts) / len(lasts) >= 2


@pytest.mark.parametrize("name", _TEXTS_BY_NAME)
def test_headlines_are_short_and_end_well(name: str) -> None:
    language, _, text, _, _ = _TEXTS_BY_NAME[name]
    for scene in make_storyboard(text, language).scenes:
        shown = scene.shown
        assert shown
        if language in {"zh", "ja"}:
            assert len(shown) <= 10
        else:
            assert len(shown) <= 31
            assert len(shown.split()) <= 6
        assert category(shown[0])[0] != "P"
        assert category(shown[-1])[0] != "P" or shown[-1] == "%"
        if shown.rstrip(".!?") != scene.narration.rstrip(".!?"):
            assert shown.split()[-1].lower() not in FUNCTION_WORDS[language].binds_next - {"off"}


def _shown(text: str, language: str = "en") -> list[str]:
    return [scene.shown for scene in make_storyboard(text, language).scenes]


@pytest.mark.parametrize(
    ("language", "text", "headline"),
    [
        ("en", "Inflation reached 6.2% in September, its highest level since 1991.", "Inflation reached 6.2%"),
        ("en", "Order today and get $50 off!", "get $50 off"),
        ("en", "2. Wait 30 seconds.\n3. Go.", "Wait 30 seconds"),
        ("en", "More at https://www.example.com/shop?ref=film now", "example.com"),
        ("fr", "Aujourd'hui, il est à vous pour 1 299 € au lieu de 1 599 €.", "1 299 € au lieu de 1 599 €"),
        ("zh", "全新智能手表，陪伴你的每一天。", "全新智能手表"),
        ("ja", "お湯を沸かして、少し冷まします。", "お湯を沸かして"),
        ("ko", "지금 주문하시면 20% 할인과 무료 배송 혜택을 드립니다.", "20% 할인과 무료 배송"),
        ("ar", "بتكلفة تصل إلى 3 مليارات درهم.", "3 مليارات درهم"),
        ("hi", "एक दिन बारिश नहीं हुई और नदी सूख गई।", "नदी सूख गई"),
        ("en", "To tie it: 1) cross the wide end over the narrow end, 2) pull it up.", "pull it up"),
        ("ja", "SNSでは「すごい！」という声が広がっています。", "声が広がっています"),
        ("en", "Hello", "Hello"),
        ("en", "Meet Lumo, the lamp that follows the sun.", "the lamp that follows the sun"),
        ("es", "El gobierno anunció ayer un plan.", "El gobierno anunció ayer"),
        ("zh", "再放番茄，加一勺糖，炒两分钟就好了。", "再放番茄，加一勺糖"),
        ("ja", "まず、箱から電話を取り出します。", "電話を取り出します"),
    ],
)
def test_headline(language: str, text: str, headline: str) -> None:
    assert headline in _shown(text, language)


def test_headlines_never_end_before_their_noun() -> None:
    (shown,) = _shown("The sun rises over the quiet mountains.")
    assert not shown.endswith("quiet")


@pytest.mark.parametrize(
    ("language", "text", "motif"),
    [
        ("en", "We sailed across the ocean.", "ship"),
        ("en", "She baked a cake for the party.", "cake"),
        ("es", "Los gatos duermen en la cama.", "cat"),
        ("fr", "L'oiseau chante dans la forêt.", "bird"),
        ("de", "Die Blumen blühen im Garten.", "flower"),
        ("pt", "O avião pousou no aeroporto.", "plane"),
        ("it", "La luna splende sul mare.", "moon"),
        ("ru", "Поезда стоят на вокзале.", "train"),
        ("hi", "किसान खेत में काम करता है।", "farm"),
        ("ko", "바다에서 배를 탔어요.", "sea"),
        ("zh", "医生在医院工作。", "medical"),
        ("ja", "猫が屋根の上で眠っています。", "cat"),
        ("ar", "وذهب الأطفال إلى المدرسة", "school"),
        ("en", "All done 🚀", "rocket"),
        ("ja", "新しいrobotです", "robot"),
        ("en", "Sales rose 40% again.", "chart"),
        ("en", "It costs $5.", "coin"),
        ("zh", "全新智能手表，陪伴你的每一天。", "watch"),
        ("ar", "احفر حفرة عميقة في الأرض.", "farm"),
    ],
)
def test_words_call_for_drawings(language: str, text: str, motif: str) -> None:
    assert motif in make_storyboard(text, language).scenes[0].motifs


def test_the_sun_rises_without_growth() -> None:
    assert "growth" not in make_storyboard("The sun rises over the hills.", "en").scenes[0].motifs
    assert "growth" in make_storyboard("Wages rise.", "en").scenes[0].motifs


def test_abbreviations_and_figures_end_no_scene() -> None:
    text = "Dr. Smith paid $3.50 to Mr. J. R. Jones at 10 a.m. on Monday. Version 2.5.1 of their plan was approved."
    narrations = [scene.narration for scene in make_storyboard(text, "en").scenes]
    assert not any(narration.endswith(("Dr.", "Mr.", "J.", "R.", "$3.", "2.")) for narration in narrations)
    assert any(narration.startswith("Version") for narration in narrations)


def test_long_sentence_is_cut_at_clauses() -> None:
    text = (
        "When the old lighthouse keeper finally climbed down the stairs for the last time, carrying nothing but a "
        "suitcase and a cat that had refused to leave him since the great storm, the whole village stood on the "
        "pier and sang the song his wife had taught them many years ago, although none of them could remember "
        "more than the first verse."
    )
    scenes = make_storyboard(text, "en").scenes
    assert 4 <= len(scenes) <= 8
    opens = FUNCTION_WORDS["en"].opens
    for before, after in pairwise(scenes):
        assert before.narration[-1] == "," or after.narration.split()[0] in opens


def test_short_lines_with_full_stops_are_a_poem_in_japanese() -> None:
    lines = "静かな夜に雪が降る。\n白い道に足跡ひとつ。\n窓の灯りが揺れている。\n春の花を夢に見る。"
    assert make_storyboard(lines, "ja").genre == "poem"
    asked = "蓋を開けてください。\n水を入れてください。\n蓋を閉めてください。\nボタンを押してください。"
    assert make_storyboard(asked, "ja").genre != "poem"


def test_talk_in_short_lines_is_no_poem() -> None:
    text = '"Are you coming?" asked Tom.\n"In a minute," said Anna.\n"The train leaves!"\n"Then run!"'
    assert make_storyboard(text, "en").genre == "story"


def test_steps_are_scenes_of_their_own() -> None:
    steps = [f"{number}. Turn the red wheel to the left until it stops moving." for number in range(1, 5)]
    assert [scene.narration for scene in make_storyboard("\n".join(steps), "en").scenes] == steps


def test_a_step_never_begins_inside_a_scene() -> None:
    text = "番茄炒蛋。\n1. 把三个鸡蛋打散，加一点盐。\n2. 番茄切块。\n3. 炒两分钟。"
    narrations = [scene.narration for scene in make_storyboard(text, "zh").scenes]
    assert narrations == text.split("\n")


def test_long_chinese_scenes_are_cut() -> None:
    text = "它全天记录心率和睡眠，充电一次可用十四天。现在下单，立减20%！"
    assert len(make_storyboard(text, "zh").scenes) == 2


def test_short_items_share_a_scene() -> None:
    text = "Ingredients:\n- salt\n- sugar\n- eggs\n- milk"
    assert len(make_storyboard(text, "en").scenes) <= 2


def test_scripts_without_blanks_are_cut_between_words() -> None:
    text = (
        "从前有一座高高的山山上住着一位喜欢收集星星的老人他每天晚上都会爬到山顶把落下来的"
        "星光装进玻璃瓶里然后送给村里的孩子们"
    )
    scenes = make_storyboard(text, "zh").scenes
    assert len(scenes) >= 2
    assert all(speaking_seconds(scene.narration) <= 9.5 for scene in scenes)


def test_many_lines_stay_within_the_most_scenes() -> None:
    text = "\n".join(f"{number}. Press the button and wait for the light to go out again." for number in range(1, 61))
    assert len(make_storyboard(text, "en").scenes) <= MOST_SCENES


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The quick summary of our trip: we drove across three countries in nine\ndays, slept in a tiny red tent, "
        "and ate more cheese than is healthy. On the\nlast evening a shepherd invited us to his fire."
    )
    board = make_storyboard(text, "en")
    assert board.genre != "poem"
    assert not any(scene.narration.endswith(("nine", "On the")) for scene in board.scenes)


def test_seed_varies_only_what_no_word_calls_for() -> None:
    text = "They never quite agreed on anything that mattered. Later everyone forgot the reason. The ship left."
    boards = [make_storyboard(text, "en", seed=seed) for seed in range(12)]
    assert len({board.scenes[0].motifs for board in boards}) > 2
    assert all("ship" in board.scenes[-1].motifs for board in boards)
    assert len({tuple(scene.narration for scene in board.scenes) for board in boards}) == 1


def test_moods_follow_the_words_and_hold_together() -> None:
    sad = make_storyboard("The war killed thousands. Police warned of new attacks. The crisis deepened.", "en")
    assert {scene.mood for scene in sad.scenes} == {"serious"}
    quiet = make_storyboard("Breathe slowly. Relax, rest, and listen to the gentle breeze over the lake.", "en")
    assert {scene.mood for scene in quiet.scenes} == {"calm"}


@pytest.mark.parametrize(
    ("assets", "scenes", "expected"),
    [
        (0, 3, [None, None, None]),
        (1, 4, [0, None, None, None]),
        (2, 4, [0, None, 1, None]),
        (3, 3, [0, 1, 2]),
        (6, 3, [0, 2, 4]),
    ],
)
def test_assets_are_spread_in_order(assets: int, scenes: int, expected: list[Any]) -> None:
    assert spread(assets, scenes) == expected


def test_more_assets_make_more_scenes() -> None:
    text = "The sun rises over the hills and the river wakes. Boats leave the harbour, gulls follow them. " * 3
    assert len(make_storyboard(text, "en", assets=12).scenes) > len(make_storyboard(text, "en").scenes)
