"""Ten short texts to film: five languages, five genres, three shapes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A text, what it is, and the picture and seed it is filmed in."""

    language: str
    genre: str
    width: int
    height: int
    seed: int
    text: str

    @property
    def name(self) -> str:
        return f"{self.language}_{self.genre}"


_WIDE, _TALL, _SQUARE = (426, 240), (240, 426), (300, 300)

TEXTS: tuple[Text, ...] = (
    Text(
        "en",
        "recipe",
        *_WIDE,
        11,
        "Tomato soup for two.\n1. Chop one onion and four ripe tomatoes.\n"
        "2. Fry the onion in butter until it is golden.\n"
        "3. Add the tomatoes and 500 ml of water, and simmer for twenty minutes.",
    ),
    Text(
        "en",
        "product",
        *_SQUARE,
        12,
        "Meet Lumo, the lamp that follows the sun. Its battery lasts 30 days on a single charge. "
        "Order today and save 20% on your first lamp!",
    ),
    Text(
        "es",
        "news",
        *_WIDE,
        13,
        "Madrid, martes. El gobierno anunció ayer un plan para plantar un millón de árboles en las ciudades. "
        "Según la ministra, las obras empezarán en marzo y costarán 40 millones de euros.",
    ),
    Text(
        "es",
        "poem",
        *_TALL,
        14,
        "La luna se baña en el río,\nel viento le canta al pinar,\n"
        "y un barco dormido en la orilla\nsueña con salir al mar.",
    ),
    Text(
        "zh",
        "recipe",
        *_TALL,
        15,
        "番茄炒蛋。\n1. 把三个鸡蛋打散，加一点盐。\n2. 番茄切成小块，锅里放油，先炒鸡蛋。\n"
        "3. 再放番茄，加一勺糖，炒两分钟就好了。",
    ),
    Text(
        "zh",
        "product",
        *_WIDE,
        16,
        "全新智能手表，让健康一目了然。它全天记录心率和睡眠，充电一次可用十四天。现在下单，立减20%！",
    ),
    Text(
        "ja",
        "instructions",
        *_SQUARE,
        17,
        "新しい電話の使い方。\n1. まず、箱から電話を取り出します。\n2. 電源ボタンを三秒間押してください。\n"
        "3. 画面の言葉を選んで、「次へ」を押します。",
    ),
    Text(
        "ja",
        "poem",
        *_WIDE,
        18,
        "静かな夜に雪が降る。\n白い道に足跡ひとつ。\n窓の灯りが揺れている。\n春の花を夢に見る。",
    ),
    Text(
        "ar",
        "news",
        *_TALL,
        19,
        "أعلنت وزارة التعليم أمس افتتاح عشرين مدرسة جديدة في المدن الكبرى. "
        "وقال الوزير إن الدراسة ستبدأ في سبتمبر، وإن كل مدرسة ستضم مكتبة وملعبا.",
    ),
    Text(
        "ar",
        "instructions",
        *_WIDE,
        20,
        "كيف تزرع شجرة صغيرة؟\n1. احفر حفرة عميقة في الأرض.\n2. ضع الشجرة في الحفرة وغطها بالتراب.\n"
        "3. اسقها بالماء كل صباح.",
    ),
)
