"""Italian."""

from __future__ import annotations

from lingoreel.media.speech_text.vocabulary.vocabulary import Vocabulary, pairs

ITALIAN = Vocabulary(
    language="it",
    decimal=",",
    groups=".",
    point="virgola",
    minus="meno",
    percent="{} per cento",
    range="{} a {}",
    over="{} su {}",
    dot="punto",
    slash="barra",
    at="chiocciola",
    hashtag="hashtag",
    number="numero",
    symbols=pairs(
        """&=e; +=più; ==uguale; ×=per; ÷=diviso; ±=più o meno; ≈=circa; ≠=diverso da; ≤=minore o uguale a
        ≥=maggiore o uguale a; <=minore di; >=maggiore di; √=radice quadrata di; ∞=infinito; %=per cento
        ‰=per mille; °=gradi; §=paragrafo; ©=copyright; ®=marchio registrato; ™=marchio; →=a; π=pi greco; µ=micro
        Ω=ohm; α=alfa; β=beta; γ=gamma; δ=delta; Δ=delta; λ=lambda; θ=teta; σ=sigma; Σ=sigma; ω=omega
        ²=al quadrato; ³=al cubo; №=numero; $=dollaro; €=euro; £=sterlina; ¥=yen; @=chiocciola; −=meno"""
    ),
    currencies=pairs(
        """USD=a:dollaro|dollari;EUR=a:euro|euro;GBP=f:sterlina|sterline;JPY=yen|yen;CNY=yuan|yuan;INR=f:rupia|rupie
        RUB=a:rublo|rubli;KRW=a:won|won;BRL=a:real|real;CHF=a:franco svizzero|franchi svizzeri;PLN=zloty|zloty
        CAD=a:dollaro canadese|dollari canadesi;AUD=a:dollaro australiano|dollari australiani
        MXN=a:peso messicano|pesos messicani;UAH=f:grivnia|grivnie;TRY=f:lira turca|lire turche
        USD/100=a:centesimo|centesimi;EUR/100=a:centesimo|centesimi;GBP/100=a:penny|pence;link=e;of=di"""
    ),
    units=pairs(
        """km=a:chilometro|chilometri;m=a:metro|metri;cm=a:centimetro|centimetri;mm=a:millimetro|millimetri
        μm=a:micrometro|micrometri;nm=a:nanometro|nanometri;mi=a:miglio|miglia
        km/h=a:chilometro orario|chilometri orari;mph=a:miglio orario|miglia orarie
        m/s=a:metro al secondo|metri al secondo;kg=a:chilo|chili;g=a:grammo|grammi;mg=a:milligrammo|milligrammi
        t=f:tonnellata|tonnellate;l=a:litro|litri;L=a:litro|litri;ml=a:millilitro|millilitri
        m²=a:metro quadrato|metri quadrati;mq=a:metro quadrato|metri quadrati
        km²=a:chilometro quadrato|chilometri quadrati;m³=a:metro cubo|metri cubi;cm³=a:centimetro cubo|centimetri cubi
        °C=a:grado Celsius|gradi Celsius;°F=a:grado Fahrenheit|gradi Fahrenheit;°=a:grado|gradi
        GB=a:gigabyte|gigabyte;MB=a:megabyte|megabyte;KB=a:kilobyte|kilobyte;kB=a:kilobyte|kilobyte
        TB=a:terabyte|terabyte;Hz=a:hertz|hertz;kHz=a:kilohertz|kilohertz;MHz=a:megahertz|megahertz
        GHz=a:gigahertz|gigahertz;W=a:watt|watt;kW=a:chilowatt|chilowatt;MW=a:megawatt|megawatt
        kWh=a:chilowattora|chilowattora;V=a:volt|volt;h=f:ora|ore;min=a:minuto|minuti;s=a:secondo|secondi
        ms=a:millisecondo|millisecondi;ha=a:ettaro|ettari;kcal=f:chilocaloria|chilocalorie;dB=a:decibel|decibel
        px=a:pixel|pixel"""
    ),
    months=(
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ),
    date=("{day} {month} {year}", "{day} {month}"),
    order="dmy",
    time=("{hour} in punto", "{hour} e {minute}"),
    magnitudes=pairs(
        "mila=mila;milione=milione;milioni=milioni;miliardo=miliardo;miliardi=miliardi;mln=milioni;mld=miliardi"
    ),
    abbreviations=pairs(
        """Sig.=signor;Sig.ra=signora;Sig.na=signorina;Sigg.=signori;Dott.=dottor;Dott.ssa=dottoressa;Dr.=dottor
        Prof.=professor;Prof.ssa=professoressa;Ing.=ingegner;Avv.=avvocato;ecc.*=eccetera;etc.*=eccetera
        p. es.=per esempio;p.es.=per esempio;es.=esempio;pag.#=pagina;pagg.#=pagine;p.#=pagina;n.#=numero;vol.#=volume
        cap.#=capitolo;art.#=articolo;tel.=telefono;Tel.=telefono;ca.=circa;a.C.*=avanti Cristo;d.C.*=dopo Cristo
        v.le=viale;P.za=piazza;vs.=contro;S.p.A.*=esse pi a;On.=onorevole;gen.=generale"""
    ),
    fractions=pairs("1/2=un mezzo;1/3=un terzo;2/3=due terzi;1/4=un quarto;3/4=tre quarti"),
    roman_after="capitolo parte volume atto tomo titolo articolo libro",
    roman_before="secolo secoli",
    day="first",
    ordinals=pairs("º=m;ª=f;°=m"),
    hour="f",
)
