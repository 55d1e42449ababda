"""French."""

from __future__ import annotations

from lingoreel.media.speech_text.vocabulary.vocabulary import Vocabulary, pairs

FRENCH = Vocabulary(
    language="fr",
    decimal=",",
    groups=".",
    point="virgule",
    minus="moins",
    percent="{} pour cent",
    range="{} à {}",
    over="{} sur {}",
    dot="point",
    slash="barre oblique",
    at="arobase",
    hashtag="hashtag",
    number="numéro",
    symbols=pairs(
        """&=et; +=plus; ==égale; ×=fois; ÷=divisé par; ±=plus ou moins; ≈=environ; ≠=différent de
        ≤=inférieur ou égal à; ≥=supérieur ou égal à; <=inférieur à; >=supérieur à; √=racine carrée de; ∞=infini
        %=pour cent; ‰=pour mille; °=degrés; §=paragraphe; ©=copyright; ®=marque déposée; ™=marque; →=vers; π=pi
        µ=micro; Ω=ohm; α=alpha; β=bêta; γ=gamma; δ=delta; Δ=delta; λ=lambda; θ=thêta; σ=sigma; Σ=sigma; ω=oméga
        ²=au carré; ³=au cube; №=numéro; $=dollars; €=euro; £=livre; ¥=yen; @=arobase; −=moins"""
    ),
    currencies=pairs(
        """USD=dollar|dollars;EUR=euro|euros;GBP=f:livre|livres;JPY=yen|yens;CNY=yuan|yuans;INR=f:roupie|roupies
        RUB=rouble|roubles;KRW=won|wons;BRL=réal|réaux;CHF=franc suisse|francs suisses;PLN=zloty|zlotys
        CAD=dollar canadien|dollars canadiens;AUD=dollar australien|dollars australiens
        MXN=peso mexicain|pesos mexicains;UAH=f:hryvnia|hryvnias;TRY=f:livre turque|livres turques
        USD/100=cent|cents;EUR/100=|;GBP/100=penny|pence;link=et;of=de"""
    ),
    units=pairs(
        """km=kilomètre|kilomètres;m=mètre|mètres;cm=centimètre|centimètres;mm=millimètre|millimètres
        μm=micromètre|micromètres;nm=nanomètre|nanomètres;mi=mille|milles;ft=pied|pieds
        km/h=kilomètre heure|kilomètres heure;mph=mille à l'heure|milles à l'heure
        m/s=mètre par seconde|mètres par seconde;kg=kilogramme|kilogrammes;g=gramme|grammes
        mg=milligramme|milligrammes;lb=f:livre|livres;t=f:tonne|tonnes;l=litre|litres;L=litre|litres
        ml=millilitre|millilitres;cl=centilitre|centilitres;m²=mètre carré|mètres carrés
        km²=kilomètre carré|kilomètres carrés;m³=mètre cube|mètres cubes;cm³=centimètre cube|centimètres cubes
        °C=degré Celsius|degrés Celsius;°F=degré Fahrenheit|degrés Fahrenheit;°=degré|degrés
        Go=gigaoctet|gigaoctets;Mo=mégaoctet|mégaoctets;Ko=kilooctet|kilooctets;To=téraoctet|téraoctets
        GB=gigaoctet|gigaoctets;MB=mégaoctet|mégaoctets;Hz=hertz|hertz;kHz=kilohertz|kilohertz
        MHz=mégahertz|mégahertz;GHz=gigahertz|gigahertz;W=watt|watts;kW=kilowatt|kilowatts;MW=mégawatt|mégawatts
        kWh=kilowattheure|kilowattheures;V=volt|volts;h=f:heure|heures;min=f:minute|minutes;s=f:seconde|secondes
        ms=f:milliseconde|millisecondes;ha=hectare|hectares;kcal=f:kilocalorie|kilocalories;dB=décibel|décibels
        px=pixel|pixels"""
    ),
    months=(
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    date=("{day} {month} {year}", "{day} {month}"),
    order="dmy",
    time=("{hour} heures", "{hour} heures {minute}"),
    clock="h|heures",
    magnitudes=pairs(
        "mille=mille;million=million;millions=millions;milliard=milliard;milliards=milliards;M=millions;Md=milliards"
    ),
    abbreviations=pairs(
        """M.=monsieur;MM.=messieurs;Mme=madame;Mmes=mesdames;Mlle=mademoiselle;Dr=docteur;Dr.=docteur;Pr=professeur
        Me=maître;St=saint;Ste=sainte;p. ex.=par exemple;p.ex.=par exemple;etc.*=et cetera;c.-à-d.=c'est-à-dire
        av. J.-C.*=avant Jésus-Christ;apr. J.-C.*=après Jésus-Christ;n°#=numéro;nº#=numéro;p.#=page;vol.#=volume
        chap.#=chapitre;art.#=article;env.=environ;tél.=téléphone;Tél.=téléphone;bd=boulevard;av.=avenue;cf.=voir
        vs=contre;s.v.p.*=s'il vous plaît;svp=s'il vous plaît"""
    ),
    fractions=pairs("1/2=un demi;1/3=un tiers;2/3=deux tiers;1/4=un quart;3/4=trois quarts"),
    roman_after="chapitre tome volume partie acte guerre titre article livre",
    roman_before="siècle siècles",
    day="first",
    ordinals=pairs("er=m;re=f;ère=f;e=m;ème=m;ᵉ=m;ᵉʳ=m;nd=m;nde=f"),
    blank_groups=True,
    hour="f",
)
