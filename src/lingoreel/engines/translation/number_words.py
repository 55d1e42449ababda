"""How numbers begin when they are written as words, by language.

Beginnings, because the ends inflect; `/` parts what a number may begin with. Ordinals that begin otherwise are
listed beside the cardinal (`first`, `primer`).
"""

from __future__ import annotations

# 0 to 20
WORDS: dict[str, tuple[str, ...]] = {
    language: tuple(words.split())
    for language, words in {
        "en": "zero/no one/once/first/a/single two/twice/second/pair/both/half three/third/thrice four "
        "five/fifth six seven eight nine/ninth ten eleven twel/dozen thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twent",
        "es": "cero un/primer dos/segund/ambos/par/doble tres/tercer cuatro/cuart cinco/quint seis/sext "
        "siete/sépt/sépti ocho/octav nueve/noven diez/décim once doce/docena trece catorce quince "
        "dieciséis/dieciseis diecisiete dieciocho diecinueve veint",
        "fr": "zéro un/premi deux/second/double/deuxi/paire trois quatre/quatri cinq six sept huit neuf/neuvi "
        "dix/dizaine onz douz treiz quatorz quinz seiz dix-sept dix-huit dix-neuf vingt",
        "de": "null ein/erst zwei/zweit/beid/halb/paar drei/dritt vier fünf sechs sieb acht neun zehn elf "
        "zwölf/dutzend dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig",
        "it": "zero un/prim due/second/entramb/paio/doppi tre/terz quattro/quart cinque/quint sei/sest "
        "sette/settim ott nove/non diec/decim undic dodic/dozzina tredic quattordic quindic sedic "
        "diciassett diciott diciannov vent",
        "pt": "zero um/primeir do/du/segund/ambos/par três/tres/terceir quatro/quart cinco/quint seis/meia/sext "
        "sete/sétim oito/oitav nove/non dez/décim onze doze/dúzia treze catorze/quatorze quinze "
        "dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove vint",
        "gl": "cero un/primeir do/du/segund/par tres/terceir catro/cuart cinco/quint seis/sext sete/sétim "
        "oito/oitav nove/noven dez/décim once doce/ducia trece catorce quince dezaseis dezasete dezaoito "
        "dezanove vint",
        "ca": "zero un/primer do/due/segon/parell tre/tercer quatre/quart cinc/cinquè sis/sisè set vui/huit "
        "nou/novè deu/desè onz dotz tretz catorz quinz setz disset/desset divuit/devuit/díhuit "
        "dinou/denou/dènou vint",
        "nl": "nul een/één/eerste twee/tweed/half/beide/paar drie/derd vier vijf zes zeven acht negen tien elf "
        "twaalf/dozijn dertien veertien vijftien zestien zeventien achttien negentien twintig",
        "sv": "noll en/ett/första två/andra/båda/par tre/tredje fyra/fjärde fem sex/sjätte sju åtta/åttonde nio "
        "tio elva/elfte tolv/dussin tretton fjorton femton sexton sjutton arton nitton tjug",
        "da": "nul en/et/første to/anden/begge/par tre/tredje fire/fjerde fem seks/sjette syv otte ni ti/tiende "
        "elleve tolv/dusin tretten fjorten femten seksten sytten atten nitten tyve",
        "no": "null en/ett/ei/én/første to/andre/begge/par tre/tredje fire/fjerde fem/femte seks/sjette sju/syv "
        "åtte/åttende ni ti/tiende elleve tolv/dusin tretten fjorten femten seksten sytten atten nitten "
        "tjue/tyve",
        "eo": "nul unu/unua du/ambaŭ tri kvar kvin ses sep ok naŭ dek dek dek/dekduo dek dek dek dek dek dek dek dudek",
        "ru": "нол/нул од/перв/раз/един два/две/дву/двое/двух/втор/оба/обе/пар тр/трет/трёх четыр/четвер/четвёр "
        "пят/пяти шест сем/седьм вос/восьм девят десят одиннадцат двенадцат/дюжин тринадцат четырнадцат "
        "пятнадцат шестнадцат семнадцат восемнадцат девятнадцат двадцат",
        "uk": "нул од/перш/раз два/дві/дво/друг/обид/пар тр/трет чотир/четвер п'ят/п’ят шіст/шост/шест "
        "сім/сьом/сем віс/вос дев'ят/дев’ят десят одинадцят дванадцят тринадцят чотирнадцят "
        "п'ятнадцят/п’ятнадцят шістнадцят сімнадцят вісімнадцят дев'ятнадцят/дев’ятнадцят двадцят",
        "pl": "zer jed/pierwsz/raz dw/drug/ob/par trz czter/czwar pię/piąt sze/szó sied/siód osi/ósm dziewi "
        "dziesi jedena dwana/tuzin trzyna czterna piętna szesna siedemna osiemna dziewiętna "
        "dwadzie/dwudzie",
        "zh": "零/〇 一/首 二/两/兩/双 三 四 五/伍 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九 二十/廿",
        "yue": "零/〇 一/首 二/两/兩/雙 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九 二十/廿",
        "ja": "零/〇/ゼロ 一/ひと/ワン/いち 二/ふた/ツー/両/に 三/みっ/スリー/さん 四/よっ/よん/フォー "
        "五/いつ/ご/ファイブ 六/むっ/ろく 七/なな/しち 八/やっ/はち 九/ここの/きゅう/く "
        "十/とお/じゅう/テン 十一 十二/ダース 十三 十四 十五 十六 十七 十八 十九 二十/はたち",
        "ko": "영/공 일/하나/한/첫 이/둘/두 삼/셋/세/석 사/넷/네/넉 오/다섯 육/여섯/륙 칠/일곱 팔/여덟 구/아홉 "
        "십/열 십일/열하나/열한 십이/열둘/열두 십삼/열셋/열세 십사/열넷/열네 십오/열다섯 십육/열여섯 "
        "십칠/열일곱 십팔/열여덟 십구/열아홉 이십/스물/스무",
    }.items()
}

# 20, 30 … 90
TENS: dict[str, tuple[str, ...]] = {
    language: tuple(words.split())
    for language, words in {
        "en": "twent thirt fort fift sixt sevent eight ninet",
        "es": "veint treint/trigésim cuarent cincuent sesent setent ochent novent",
        "fr": "vingt trent quarant cinquant soixant soixante-/septant quatre-vingt/huitant/octant quatre-vingt/nonant",
        "de": "zwanzig dreißig/dreissig vierzig fünfzig sechzig siebzig achtzig neunzig",
        "it": "vent trent quarant cinquant sessant settant ottant novant",
        "pt": "vint trint quarent cinquent/cinqüent sessent setent oitent novent",
        "gl": "vint trint corent/cuarent cincuent sesent setent oitent novent",
        "ca": "vint trent quarant cinquant seixant setant vuitant/huitant norant",
        "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
        "sv": "tjug tretti fyrti femti sexti sjutti åtti nitti",
        "da": "tyve tredive fyrre halvtreds tres halvfjerds firs halvfems",
        "no": "tjue/tyve tretti/tredve førti/førr femti seksti sytti åtti nitti",
        "eo": "dudek tridek kvardek kvindek sesdek sepdek okdek naŭdek",
        "ru": "двадцат тридцат сорок пятьдесят/пятидесят шестьдесят/шестидесят семьдесят/семидесят "
        "восемьдесят/восьмидесят девяност",
        "uk": "двадцят тридцят сорок п'ятдесят/п’ятдесят шістдесят сімдесят вісімдесят дев'яност/дев’яност",
        "pl": "dwadzie/dwudzie trzydzie czterdzie pięćdzie/pięćdziesi sześćdzie siedemdzie osiemdzie dziewięćdzie",
        "zh": "二十/廿 三十/卅 四十 五十 六十 七十 八十 九十",
        "yue": "二十/廿 三十/卅 四十 五十 六十 七十 八十 九十",
        "ja": "二十 三十 四十 五十 六十 七十 八十 九十",
        "ko": "이십/스물 삼십/서른 사십/마흔 오십/쉰 육십/예순 칠십/일흔 팔십/여든 구십/아흔",
    }.items()
}
HUNDRED: dict[str, str] = {
    "en": "hundred/one hundred/a hundred/two/three/four/five/six/seven/eight/nine",
    "es": "cien/ciento/dosc/tresc/cuatroc/quin/seisc/setec/ochoc/novec",
    "fr": "cent/deux cent/centaine",
    "de": "hundert/ein/zwei/drei/vier/fünf/sechs/sieben/acht/neun",
    "it": "cent/duecent/trecent/quattrocent/cinquecent/seicent/settecent/ottocent/novecent",
    "pt": "cem/cent/duzent/trezent/quatrocent/quinhent/seiscent/setecent/oitocent/novecent",
    "gl": "cen/cent/douscent/duascent/trescent/catrocent/quiñent/cincocent/seiscent/setecent/oitocent/novecent",
    "ca": "cent/dos-cent/tres-cent",
    "nl": "honderd/tweehonderd/drie/vier/vijf/zes/zeven/acht/negen",
    "sv": "hundra/ett/två/tre/fyra/fem/sex/sju/åtta/nio",
    "da": "hundred/et/to/tre/fire/fem/seks/syv/otte/ni",
    "no": "hundre/ett/to/tre/fire/fem/seks/sju/åtte/ni",
    "eo": "cent/ducent/tricent/kvarcent/kvincent/sescent/sepcent/okcent/naŭcent",
    "ru": "сто/ста/сот/двест/трист/четырест/пятьсот/шестьсот/семьсот/восемьсот/девятьсот",
    "uk": "сто/сот/двіст/трист/чотирист/п'ятсот/п’ятсот/шістсот/сімсот/вісімсот/дев'ятсот/дев’ятсот",
    "pl": "sto/stu/set/dwie/trzy/czter/pięćset/sześćset/siedemset/osiemset/dziewięćset",
    "zh": "百",
    "yue": "百",
    "ja": "百",
    "ko": "백",
}
THOUSAND: dict[str, str] = {
    "en": "thousand", "es": "mil", "fr": "mill/mil",
    "de": "tausend/ein/zwei/drei/vier/fünf/sechs/sieben/acht/neun/zehn",
    "it": "mill/mila/due/tre", "pt": "mil", "gl": "mil", "ca": "mil", "nl": "duizend/twee/drie", "sv": "tusen/ett/två",
    "da": "tusind/et/to", "no": "tusen/ett/to", "eo": "mil", "ru": "тысяч", "uk": "тисяч", "pl": "tysi",
    "zh": "千/万/萬", "yue": "千/萬/万", "ja": "千/万", "ko": "천/만",
}  # fmt: skip

# Words after a number that multiply it, in any language: they name the same powers of ten nearly everywhere.
SCALES: dict[str, int] = {
    word: value
    for value, words in {
        10**3: "k thousand mil mille mila tausend duizend tusen tusind tisíc ezer тысяч тысяча тысячи тис тисяч bin "
        "nghìn ngàn ribu ألف آلاف हज़ार हजार พัน elfu elf tysięcy tysiące tysiąc mie mii tūkstančių",
        10**5: "lakh lakhs लाख লাখ",
        10**6: "m million millions mn mio millón millon millones milhão milhões millóns milió milions milione milioni "
        "miljoen miljoner miljon millioner millionen milion miliony milionów milionů miliona milijun milijuna miljonoj "
        "milionoj miliono миллион миллиона миллионов млн мільйон мільйонів мільйони milyon triệu juta مليون ملايين "
        "मिलियन ล้าน εκατομμύρια εκατομμύριο millió",
        10**7: "crore crores करोड़ কোটি",
        10**9: "b bn billion billions milliard milliards milliarde milliarden mrd miljard miljarder miliardi miliardo "
        "miliard miliardy miliardów milijardi milijarde milijarda миллиард миллиарда миллиардов млрд мільярд мільярдів "
        "milyar tỷ tỉ miliar مليار مليارات अरब miliardoj milliárd δισεκατομμύρια",
        10**12: "trillion trillions billón billones bilhão bilhões billionen триллион триллиона триллионов трлн",
    }.items()
    for word in words.split()
}
