"""Closed classes of words per language, for where a line may end.

`binds_next`: articles, prepositions, possessives, auxiliaries, negations: no break after them. `opens`: conjunctions,
relative pronouns and their like: a good place to break before, and none after. `binds_previous`: particles, dependent
nouns and postpositions: no break before them. `ends_clause`: verbs that cling to the one before them where they
are a clause's last. `titles` stand before a name. `ordinal_dot`: "3." is a number, no end.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FunctionWords:
    """One language's lists, in lower case.

    `ends` are endings of a word after which a clause is over, `modifies` those of adjectives, which cling to what
    follows.
    """

    binds_next: frozenset[str] = frozenset()
    opens: frozenset[str] = frozenset()
    binds_previous: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    ends_clause: frozenset[str] = frozenset()
    ends: tuple[str, ...] = ()
    modifies: tuple[str, ...] = ()
    ordinal_dot: bool = False
    single_binds: bool = False  # a word of one letter belongs to what follows, unless it is listed
    noun_capitals: bool = False  # every noun is written with a capital, so two capitals are no name


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = "mr mrs ms dr prof st sr jr"

NONE = FunctionWords(titles=_words(_TITLES))

FUNCTION_WORDS: dict[str, FunctionWords] = {
    "en": FunctionWords(
        binds_next=_words(
            "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred "
            "thousand million only a an the this that these those my your his her its our their some any no every "
            "each both all another such of to in on at by for from with into onto upon about over under between "
            "among through during without within against toward towards after before since until across behind "
            "beyond near off per than as like is am are was were be been being do does did have has had will "
            "would shall should can could may might must not never very more most so too quite rather i'm you're "
            "he's she's it's we're they're i've we've you've they've i'll you'll he'll we'll they'll i'd don't "
            "doesn't didn't won't can't couldn't wouldn't isn't aren't wasn't i you he she it we they who whom "
            "whose which what how if"
        ),
        opens=_words(
            "and but or nor so yet because although though while when where if unless until since that which who "
            "whom whose whether as than before after whereas however therefore"
        ),
        titles=_words(
            _TITLES + " saint mount lake sir lady lord president professor doctor mister miss madam captain king queen"
        ),
    ),
    "es": FunctionWords(
        binds_next=_words(
            "dos tres cuatro cinco seis siete ocho nueve diez once doce veinte treinta cien mil haberle haberlo "
            "haberla haberse el la los las lo un una unos unas al del mi mis tu tus su sus nuestro nuestra "
            "nuestros nuestras este esta estos estas ese esa esos esas aquel aquella cada todo toda todos todas "
            "otro otra algún alguna ningún a de en con por para sin sobre entre desde hasta hacia según contra "
            "ante bajo tras durante mediante es son era eran fue fueron ser está están estaba estaban he has ha "
            "hemos han había habían haber va van voy vamos puede pueden debe deben quiero quiere no muy más tan "
            "menos casi me te se nos os le les que qué cómo cuando si"
        ),
        opens=_words(
            "y e o u pero sino porque aunque mientras cuando donde si que quien quienes cual cuales cuyo cuya "
            "como pues ni entonces"
        ),
        titles=_words("sr sra srta dr dra don doña señor señora señorita profesor profesora san santa"),
    ),
    "de": FunctionWords(
        binds_next=_words(
            "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig hundert tausend der die "
            "das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner mein meine meinen "
            "meinem meiner dein deine sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer unser unsere "
            "unseren euer eure dieser diese dieses diesen diesem jeder jede jedes jeden jedem alle viele einige "
            "in im ins an am ans auf aus bei beim mit nach von vom zu zum zur für durch um über unter vor hinter "
            "neben zwischen ohne gegen bis seit während wegen trotz ab gegenüber ist sind war waren bin bist hat "
            "haben habe hatte hatten wird werden wurde wurden kann können konnte muss müssen soll sollen will "
            "wollen darf mag nicht sehr so noch nur auch ganz mehr als wie ich du er sie es wir"
        ),
        opens=_words(
            "und oder aber denn sondern weil dass wenn ob als obwohl während damit bevor nachdem sobald solange "
            "welche welcher welches wo wie doch jedoch um"
        ),
        titles=_words("herr herrn frau dr prof hr fr doktor professor könig königin sankt st"),
        ends_clause=_words(
            "hat haben habe hatte hatten ist sind war waren bin bist wird werden wurde wurden worden kann können "
            "konnte konnten muss müssen soll sollen will wollen darf habt seid"
        ),
        modifies=("e", "en", "er", "es", "em"),
        ordinal_dot=True,
        noun_capitals=True,
    ),
    "fr": FunctionWords(
        binds_next=_words(
            "deux trois quatre cinq six sept huit neuf dix vingt trente cent mille le la les l' un une des du de "
            "d' au aux mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs ce cet cette ces chaque "
            "tout toute tous toutes quelques plusieurs à en dans par pour sur sous avec sans chez vers entre "
            "contre depuis pendant avant après jusque jusqu'à selon est sont était étaient être suis es sommes "
            "êtes ai as a avons avez ont avait avaient va vont vais peut peuvent doit doivent ne n' pas plus très "
            "trop si aussi je tu il elle on nous vous ils elles me te se j' c' s' m' t' qu' que qui"
        ),
        opens=_words(
            "et ou mais donc or ni car parce puisque quand lorsque comme si que qui dont où lequel laquelle "
            "lesquels afin alors tandis"
        ),
        titles=_words("m mm mme mlle dr pr monsieur madame mademoiselle docteur professeur saint sainte"),
    ),
    "it": FunctionWords(
        binds_next=_words(
            "due tre quattro cinque sei sette otto nove dieci venti trenta cento mille il lo la i gli le l' un "
            "uno una un' del dello della dei degli delle al allo alla ai agli alle dal dallo dalla dai dalle nel "
            "nello nella nei nelle sul sullo sulla sui sulle di a da in con su per tra fra senza verso dopo prima "
            "durante mio mia miei mie tuo tua suo sua suoi sue nostro nostra loro questo questa questi queste "
            "quel quella quei quelle ogni tutto tutta tutti tutte è sono era erano essere ho hai ha abbiamo hanno "
            "aveva avevano può possono deve devono non molto più così troppo mi ti si ci vi che"
        ),
        opens=_words("e ed o ma perché anche quando mentre se che chi cui quale quali dove come però quindi né oppure"),
        titles=_words("sig sigra dott prof signor signora dottor san santa"),
    ),
    "pt": FunctionWords(
        binds_next=_words(
            "dois duas três quatro cinco seis sete oito nove dez vinte trinta cem mil o a os as um uma uns umas "
            "do da dos das no na nos nas ao à aos às pelo pela pelos pelas de em por para com sem sobre entre até "
            "desde contra após durante meu minha meus minhas teu tua seu sua seus suas nosso nossa este esta esse "
            "essa aquele aquela cada todo toda todos todas é são era eram foi foram ser está estão estava tem têm "
            "tinha há vai vão pode podem deve devem não muito mais tão se me te lhe que"
        ),
        opens=_words("e ou mas porque embora enquanto quando onde se que quem qual quais cujo como pois nem então"),
        titles=_words("sr sra dr dra dom dona senhor senhora professor são santa"),
    ),
    "nl": FunctionWords(
        binds_next=_words(
            "twee drie vier vijf zes zeven acht negen tien twintig honderd duizend de het een mijn jouw zijn haar "
            "ons onze hun dit dat deze die elke ieder alle in op aan bij met naar van voor door om over onder "
            "tussen zonder tegen tot sinds tijdens uit is was waren ben bent heeft hebben had hadden wordt worden "
            "werd kan kunnen moet moeten zal zullen wil niet geen heel erg zo te meer ik jij hij zij wij ze we"
        ),
        opens=_words("en of maar want omdat dat als wanneer terwijl hoewel toen waar die wie zodat voordat nadat dus"),
        ends_clause=_words(
            "heeft hebben had hadden is zijn was waren wordt worden werd kan kunnen moet moeten zal wil"
        ),
        titles=_words("dhr mevr dr prof meneer mevrouw"),
    ),
    "sv": FunctionWords(
        binds_next=_words(
            "en ett den det de min mitt mina din ditt dina sin sitt sina hans hennes vår vårt våra deras denna "
            "detta varje alla i på av för med till från om under över mellan utan mot efter före vid genom är var "
            "har hade blir blev kan kunde ska skulle måste vill inte mycket så att jag du han hon vi ni"
        ),
        opens=_words("och eller men för att eftersom när medan om som där vilket innan sedan så utan"),
        titles=_words("herr fru dr prof"),
    ),
    "ru": FunctionWords(
        binds_next=_words(
            "один одна два две три четыре пять шесть семь восемь девять десять двадцать сто тысяча в во на с со к "
            "ко у о об обо по за из изо от до для без при про над под перед через между около после среди не ни "
            "очень самый самая самое мой моя моё мои твой его её их наш наша ваш этот эта это эти тот та те "
            "каждый весь вся все был была было были буду будет будут"
        ),
        opens=_words(
            "и а но или либо что чтобы потому если когда где куда как хотя пока который которая которое которые "
            "которого чем поэтому однако"
        ),
        binds_previous=_words("же бы ли б ж"),
        titles=_words("г г-н г-жа господин госпожа доктор профессор"),
        modifies=(
            "ый",
            "ий",
            "ая",
            "яя",
            "ое",
            "ые",
            "ого",
            "его",
            "ому",
            "ему",
            "ую",
            "юю",
            "ых",
            "ыми",
            "ими",
            "ным",
        ),
    ),
    "uk": FunctionWords(
        binds_next=_words(
            "в у на з із зі до від для без при про над під перед через між за по не ні дуже мій моя твій його її "
            "їх наш цей ця це ці той та ті кожен весь був була було були буде"
        ),
        opens=_words("і й та а але або що щоб бо якщо коли де як хоча поки який яка яке які тому"),
        binds_previous=_words("же ж би б"),
    ),
    "pl": FunctionWords(
        binds_next=_words(
            "w we na z ze do od dla bez przy o po za pod nad przed przez między u ku nie bardzo mój moja moje "
            "twój jego jej ich nasz ten ta to te każdy jest są był była było były być będzie będą się"
        ),
        opens=_words(
            "i a ale lub albo że żeby bo ponieważ jeśli gdy kiedy gdzie jak choć który która które którzy więc"
        ),
        titles=_words("pan pani dr prof"),
        ordinal_dot=True,
    ),
    "tr": FunctionWords(
        binds_next=_words("bir bu şu o her hiç çok daha en pek değil ne"),
        opens=_words("ve veya ya ama fakat ancak çünkü eğer ki oysa"),
        binds_previous=_words(
            "mi mı mu mü de da için gibi kadar ile göre sonra önce doğru ise idi var yok değil misin musun"
        ),
        titles=_words("bay bayan dr prof sayın"),
    ),
    "ar": FunctionWords(
        binds_next=_words(
            "في من إلى على عن مع بين منذ حتى عند بعد قبل تحت فوق أمام خلف حول خلال دون بدون ضد لدى نحو غير كل بعض "
            "أي هذا هذه ذلك تلك هؤلاء لا لم لن ما قد سوف ليس كان كانت يكون إن أن يا أكثر أقل جدا هو هي"
        ),
        opens=_words(
            "و أو ثم لكن ولكن بل لأن لأنه لأنها حيث عندما إذا لو كما الذي التي الذين اللاتي أن بينما حين كي لكي "
            "وقد وهو وهي وكان وكانت وفي وعلى ومن"
        ),
        titles=_words("السيد السيدة الدكتور الأستاذ الملك الرئيس الشيخ"),
    ),
    "he": FunctionWords(
        binds_next=_words(
            "את של על אל עם לא אין יש כל בין עד מן לפני אחרי תחת מעל בלי זה זו היה הייתה הם הוא היא מאוד"
        ),
        opens=_words("או אבל כי אם כאשר כש אשר למרות לכן אלא בגלל"),
        titles=_words("מר גברת דוקטור פרופסור אדון"),
    ),
    "hi": FunctionWords(
        binds_next=_words("एक यह वह ये वे इस उस मेरा मेरी मेरे तुम्हारा हमारा हर कोई कुछ बहुत नहीं न मत और सबसे"),
        opens=_words("और या लेकिन मगर परन्तु कि क्योंकि अगर जब जहाँ जो तो ताकि इसलिए"),
        binds_previous=_words("का की के को में से पर ने तक वाला वाली वाले है हैं था थी थे हूँ हो गा गी गे रहा रही रहे भी ही लिए साथ"),
        titles=_words("श्री श्रीमती डॉ"),
    ),
    "id": FunctionWords(
        binds_next=_words(
            "di ke dari pada untuk dengan oleh yang sebuah seorang para tidak akan sudah sangat lebih ini itu"
        ),
        opens=_words("dan atau tetapi tapi karena jika kalau ketika yang bahwa sehingga sedangkan"),
    ),
    "vi": FunctionWords(
        binds_next=_words("một những các mỗi mọi của ở trong trên dưới với cho từ đến không đã đang sẽ rất hơn là và"),
        opens=_words("và hoặc nhưng vì nếu khi mà rằng nên"),
    ),
    "ko": FunctionWords(
        binds_next=_words(
            "이 그 저 한 두 세 네 다섯 여섯 몇 각 모든 어떤 무슨 안 못 더 가장 아주 매우 너무 참 잘 제 내 우리 새 "
            "첫 약 좀"
        ),
        opens=_words("그리고 그러나 하지만 그래서 그런데 또는 그러면 왜냐하면 또한 즉"),
        # Dependent nouns and auxiliary verbs, with the particles that cling to them most.
        binds_previous=_words(
            "옆 위 아래 앞 뒤 안 밖 속 옆에 위에 위에서 아래에 앞에 뒤에 안에 안에서 속에 밖에 것 것이 것은 것을 "
            "것도 것입니다 거 게 수 수가 수는 때 때문에 때는 등 번 개 명 년 월 일 줄 뿐 만큼 대로 적이 중 후 전 "
            "동안 있다 있는 있습니다 있었다 있었습니다 없다 없는 없습니다 싶다 싶은 싶습니다 않다 않는 않습니다 "
            "않았다 됩니다 합니다 했습니다 봅니다 주세요"
        ),
        ends=("고", "서", "면", "지만", "는데", "니까", "려고", "면서", "자마자", "다가", "도록"),
    ),
    "ja": FunctionWords(
        binds_next=_words("この その あの どの ある 同じ とても もっと 最も 第 約 お ご"),
        opens=_words("そして しかし でも だから または それで けれども なぜなら ところが つまり"),
        binds_previous=_words(
            "いる いた います いました いて いない ある あった あります くる きた きました くれる くれた ください "
            "もらう しまう しまった しまいました みる みた おく おいた なる なった なります する した します "
            "しました できる できた できます こと ことが ことを ことは ことに もの ものが ものを ものは とき "
            "ときに ときは ところ ため ために ように ような よう はず わけ 時 時に 中 中で 中に 後 後に 前に 方 "
            "方が 人 人が 人は"
        ),
        ends=(
            "ので",
            "から",
            "けど",
            "けれど",
            "ながら",
            "たら",
            "れば",
            "ならば",
            "のに",
            "って",
            "まして",
            "くて",
            "が、",
            "は",
        ),
    ),
    "zh": FunctionWords(
        binds_next=_words(
            "在 从 從 到 把 被 对 對 向 给 給 用 为 為 比 和 跟 与 與 同 很 太 非常 更 最 不 没 沒 没有 沒有 别 "
            "別 一 这 這 那 哪 每 各 某 是 会 會 能 要 可以 可能 应该 應該 必须 必須 想 就 都 也 还 還 又 再 才 "
            "只 第 几 幾 两 兩 二 三 四 五 六 七 八 九 十 我 你 他 她 它 我们 我們 你们 你們 他们 他們 这个 這個 "
            "那个 那個 一个 一個 正在 已经 已經 将 將"
        ),
        opens=_words(
            "但是 但 可是 因为 因為 所以 如果 而且 然后 然後 虽然 雖然 不过 不過 于是 於是 还是 還是 或者 或 并且 "
            "並且 以及 和 跟 与 與 当 當 而 因此 只要 只有 除非 即使 尽管 儘管 为了 為了"
        ),
        binds_previous=_words(
            "人 者 家 员 員 性 化 车 車 店 站 场 場 院 馆 館 的 了 着 著 过 過 吗 嗎 呢 吧 啊 呀 嘛 们 們 得 地 "
            "个 個 位 次 件 条 條 张 張 本 只 隻 种 種 部 里 裡 裏 上 下 中 内 內 外 前 后 後 时 時 时候 時候 之 "
            "们的 來 来 去 到 年 月 日 天 点 點 分 岁 歲 块 塊"
        ),
        single_binds=True,
    ),
    "th": FunctionWords(
        binds_next=_words(
            "ใน ของ จาก จะ ไม่ ได้ เป็น ให้ การ ความ ที่ กับ แก่ โดย ถึง ตาม คือ มี ต้อง เคย กำลัง อยาก เรา ผม ฉัน เขา"
        ),
        opens=_words("และ แต่ หรือ เพราะ ถ้า เมื่อ ซึ่ง ที่ จึง ดังนั้น หาก แม้ เพื่อ โดย ว่า"),
        binds_previous=_words("ๆ ครับ ค่ะ คะ นะ นี้ นั้น แล้ว มาก ด้วย เลย อยู่ ไหม จัง"),
    ),
}
FUNCTION_WORDS["yue"] = FUNCTION_WORDS["zh"]
