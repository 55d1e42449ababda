"""Dutch."""

from __future__ import annotations

from lingoreel.media.speech_text.vocabulary.vocabulary import Vocabulary, pairs

DUTCH = Vocabulary(
    language="nl",
    decimal=",",
    groups=".",
    point="komma",
    minus="min",
    percent="{} procent",
    range="{} tot {}",
    over="{} gedeeld door {}",
    dot="punt",
    slash="schuine streep",
    at="apenstaartje",
    hashtag="hashtag",
    number="nummer",
    symbols=pairs(
        """&=en; +=plus; ==is gelijk aan; ×=keer; ÷=gedeeld door; ±=plusminus; ≈=ongeveer; ≠=ongelijk aan
        ≤=kleiner dan of gelijk aan; ≥=groter dan of gelijk aan; <=kleiner dan; >=groter dan; √=wortel van
        ∞=oneindig; %=procent; ‰=promille; °=graden; §=paragraaf; ©=copyright; ®=geregistreerd; ™=handelsmerk
        →=naar; π=pi; µ=micro; Ω=ohm; α=alfa; β=bèta; γ=gamma; δ=delta; Δ=delta; λ=lambda; θ=thèta; σ=sigma
        Σ=sigma; ω=omega; ²=kwadraat; ³=tot de derde; №=nummer; $=dollar; €=euro; £=pond; ¥=yen; @=apenstaartje
        −=min"""
    ),
    currencies=pairs(
        """USD=dollar|dollar;EUR=euro|euro;GBP=pond|pond;JPY=yen|yen;CNY=yuan|yuan;INR=roepie|roepie;RUB=roebel|roebel
        KRW=won|won;BRL=real|real;CHF=Zwitserse frank|Zwitserse frank;PLN=zloty|zloty
        CAD=Canadese dollar|Canadese dollar;AUD=Australische dollar|Australische dollar
        MXN=Mexicaanse peso|Mexicaanse peso;UAH=hryvnia|hryvnia;TRY=lira|lira
        USD/100=|;EUR/100=|;GBP/100=|"""
    ),
    units=pairs(
        """km=kilometer|kilometer;m=meter|meter;cm=centimeter|centimeter;mm=millimeter|millimeter
        μm=micrometer|micrometer;nm=nanometer|nanometer;mi=mijl|mijl;km/h=kilometer per uur|kilometer per uur
        km/u=kilometer per uur|kilometer per uur;mph=mijl per uur|mijl per uur
        m/s=meter per seconde|meter per seconde;kg=kilo|kilo;g=gram|gram;mg=milligram|milligram;t=ton|ton
        l=liter|liter;L=liter|liter;ml=milliliter|milliliter;m²=vierkante meter|vierkante meter
        km²=vierkante kilometer|vierkante kilometer;m³=kubieke meter|kubieke meter
        cm³=kubieke centimeter|kubieke centimeter;°C=graad Celsius|graden Celsius
        °F=graad Fahrenheit|graden Fahrenheit;°=graad|graden;GB=gigabyte|gigabyte;MB=megabyte|megabyte
        KB=kilobyte|kilobyte;kB=kilobyte|kilobyte;TB=terabyte|terabyte;Hz=hertz|hertz;kHz=kilohertz|kilohertz
        MHz=megahertz|megahertz;GHz=gigahertz|gigahertz;W=watt|watt;kW=kilowatt|kilowatt;MW=megawatt|megawatt
        kWh=kilowattuur|kilowattuur;V=volt|volt;h=uur|uur;min=minuut|minuten;s=seconde|seconden
        ms=milliseconde|milliseconden;ha=hectare|hectare;kcal=kilocalorie|kilocalorieën;dB=decibel|decibel
        px=pixel|pixels"""
    ),
    months=(
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    date=("{day} {month} {year}", "{day} {month}"),
    order="dmy",
    time=("{hour} uur", "{hour} uur {minute}"),
    clock="uur|u",
    magnitudes=pairs(
        "duizend=duizend;miljoen=miljoen;miljard=miljard;mln.=miljoen;mln=miljoen;mld.=miljard;mld=miljard"
    ),
    abbreviations=pairs(
        """dhr.=de heer;Dhr.=De heer;mevr.=mevrouw;Mevr.=Mevrouw;mw.=mevrouw;Mw.=Mevrouw;dr.=doctor;Dr.=doctor
        prof.=professor;Prof.=professor;ir.=ingenieur;mr.=meester;bijv.=bijvoorbeeld;bv.=bijvoorbeeld
        enz.*=enzovoort;etc.*=et cetera;d.w.z.=dat wil zeggen;o.a.=onder andere;m.b.t.=met betrekking tot
        ca.=circa;nr.#=nummer;Nr.#=nummer;blz.#=bladzijde;p.#=pagina;hfst.#=hoofdstuk;tel.=telefoon;Tel.=telefoon
        i.p.v.=in plaats van;t.o.v.=ten opzichte van;v.Chr.*=voor Christus;n.Chr.*=na Christus;z.o.z.=zie ommezijde
        a.u.b.*=alstublieft;St.=Sint;vs.=versus;incl.=inclusief;excl.=exclusief;max.=maximaal"""
    ),
    fractions=pairs("1/2=een half;1/3=een derde;2/3=twee derde;1/4=een kwart;3/4=drie kwart"),
    roman_after="hoofdstuk deel wereldoorlog akte artikel boek",
    ordinals=pairs("e=m;ste=m;de=m"),
    hour="a",
)
