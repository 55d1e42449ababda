"""German."""

from __future__ import annotations

from lingoreel.media.speech_text.vocabulary.vocabulary import Vocabulary, pairs

GERMAN = Vocabulary(
    language="de",
    decimal=",",
    groups=".",
    point="Komma",
    minus="minus",
    percent="{} Prozent",
    range="{} bis {}",
    over="{} durch {}",
    dot="Punkt",
    slash="Schrägstrich",
    at="ät",
    hashtag="Hashtag",
    number="Nummer",
    symbols=pairs(
        """&=und; +=plus; ==gleich; ×=mal; ÷=geteilt durch; ±=plus minus; ≈=ungefähr; ≠=ungleich
        ≤=kleiner oder gleich; ≥=größer oder gleich; <=kleiner als; >=größer als; √=Wurzel aus; ∞=unendlich
        %=Prozent; ‰=Promille; °=Grad; §=Paragraf; ©=Copyright; ®=eingetragene Marke; ™=Marke; →=nach; π=Pi
        µ=Mikro; Ω=Ohm; α=Alpha; β=Beta; γ=Gamma; δ=Delta; Δ=Delta; λ=Lambda; θ=Theta; σ=Sigma; Σ=Sigma; ω=Omega
        ²=hoch zwei; ³=hoch drei; №=Nummer; $=Dollar; €=Euro; £=Pfund; ¥=Yen; @=ät; −=minus"""
    ),
    currencies=pairs(
        """USD=a:Dollar|Dollar;EUR=a:Euro|Euro;GBP=a:Pfund|Pfund;JPY=a:Yen|Yen;CNY=a:Yuan|Yuan;INR=f:Rupie|Rupien
        RUB=a:Rubel|Rubel;KRW=a:Won|Won;BRL=a:Real|Real;CHF=a:Schweizer Franken|Schweizer Franken;PLN=a:Zloty|Zloty
        CAD=a:kanadischer Dollar|kanadische Dollar;AUD=a:australischer Dollar|australische Dollar
        MXN=a:mexikanischer Peso|mexikanische Pesos;UAH=a:Hrywnja|Hrywnja;TRY=f:Lira|Lira
        USD/100=|;EUR/100=|;GBP/100=|;CHF/100=|"""
    ),
    units=pairs(
        """km=a:Kilometer|Kilometer;m=a:Meter|Meter;cm=a:Zentimeter|Zentimeter;mm=a:Millimeter|Millimeter
        μm=a:Mikrometer|Mikrometer;nm=a:Nanometer|Nanometer;mi=f:Meile|Meilen
        km/h=a:Kilometer pro Stunde|Kilometer pro Stunde;mph=f:Meile pro Stunde|Meilen pro Stunde
        m/s=a:Meter pro Sekunde|Meter pro Sekunde;kg=a:Kilogramm|Kilogramm;g=a:Gramm|Gramm;mg=a:Milligramm|Milligramm
        t=f:Tonne|Tonnen;l=a:Liter|Liter;L=a:Liter|Liter;ml=a:Milliliter|Milliliter
        m²=a:Quadratmeter|Quadratmeter;qm=a:Quadratmeter|Quadratmeter;km²=a:Quadratkilometer|Quadratkilometer
        m³=a:Kubikmeter|Kubikmeter;cm³=a:Kubikzentimeter|Kubikzentimeter;°C=a:Grad Celsius|Grad Celsius
        °F=a:Grad Fahrenheit|Grad Fahrenheit;°=a:Grad|Grad;GB=a:Gigabyte|Gigabyte;MB=a:Megabyte|Megabyte
        KB=a:Kilobyte|Kilobyte;kB=a:Kilobyte|Kilobyte;TB=a:Terabyte|Terabyte
        Mbps=a:Megabit pro Sekunde|Megabit pro Sekunde;Mbit/s=a:Megabit pro Sekunde|Megabit pro Sekunde
        Hz=a:Hertz|Hertz;kHz=a:Kilohertz|Kilohertz;MHz=a:Megahertz|Megahertz;GHz=a:Gigahertz|Gigahertz
        W=a:Watt|Watt;kW=a:Kilowatt|Kilowatt;MW=a:Megawatt|Megawatt;kWh=f:Kilowattstunde|Kilowattstunden
        V=a:Volt|Volt;h=f:Stunde|Stunden;Std.=f:Stunde|Stunden;min=f:Minute|Minuten;Min.=f:Minute|Minuten
        s=f:Sekunde|Sekunden;Sek.=f:Sekunde|Sekunden;ms=f:Millisekunde|Millisekunden;ha=a:Hektar|Hektar
        kcal=f:Kilokalorie|Kilokalorien;dB=a:Dezibel|Dezibel;px=a:Pixel|Pixel"""
    ),
    months=(
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    date=("{day} {month} {year}", "{day} {month}"),
    order="dmy",
    time=("{hour} Uhr", "{hour} Uhr {minute}"),
    clock="Uhr|h",
    magnitudes=pairs(
        """Tausend=tausend;Million=Million;Millionen=Millionen;Milliarde=Milliarde;Milliarden=Milliarden
        Mio.=Millionen;Mio=Millionen;Mrd.=Milliarden;Mrd=Milliarden;Billionen=Billionen"""
    ),
    abbreviations=pairs(
        """Dr.=Doktor;Prof.=Professor;Hr.=Herr;Hrn.=Herrn;Fr.=Frau;z. B.=zum Beispiel;z.B.=zum Beispiel
        d. h.=das heißt;d.h.=das heißt;u. a.=unter anderem;u.a.=unter anderem;usw.*=und so weiter;bzw.=beziehungsweise
        ca.=circa;etc.*=et cetera;evtl.=eventuell;ggf.=gegebenenfalls;inkl.=inklusive;max.=maximal;min.=minimal
        Nr.#=Nummer;S.#=Seite;Bd.#=Band;Kap.#=Kapitel;Abb.#=Abbildung;Art.#=Artikel;Abs.#=Absatz;Str.*=Straße
        str.*=straße;St.=Sankt;Tel.=Telefon;u. U.=unter Umständen;v. Chr.*=vor Christus;n. Chr.*=nach Christus
        vgl.=vergleiche;zzgl.=zuzüglich;o. Ä.*=oder Ähnliches;u. Ä.*=und Ähnliches;i. d. R.=in der Regel
        s. o.*=siehe oben;s. u.*=siehe unten;sog.=sogenannte;Dipl.=Diplom;Ing.=Ingenieur;geb.=geboren;vs.=versus
        Mio.=Millionen;Mrd.=Milliarden"""
    ),
    fractions=pairs("1/2=ein halb;1/3=ein Drittel;2/3=zwei Drittel;1/4=ein Viertel;3/4=drei Viertel"),
    roman_after="Kapitel Teil Band Akt Abschnitt Weltkrieg Artikel Buch",
    day="weak",
    hour="a",
)
