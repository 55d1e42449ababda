"""English."""

from __future__ import annotations

from lingoreel.media.speech_text.vocabulary.vocabulary import Vocabulary, pairs

ENGLISH = Vocabulary(
    language="en",
    decimal=".",
    groups=",",
    point="point",
    minus="minus",
    percent="{} percent",
    range="{} to {}",
    over="{} over {}",
    dot="dot",
    slash="slash",
    at="at",
    hashtag="hashtag",
    number="number",
    symbols=pairs(
        """&=and; +=plus; ==equals; ×=times; ÷=divided by; ±=plus or minus; ≈=is about; ≠=is not equal to; ≤=at most
        ≥=at least; <=less than; >=greater than; √=square root of; ∞=infinity; %=percent; ‰=per mille; °=degrees
        §=section; ©=copyright; ®=registered; ™=trademark; →=to; π=pi; µ=micro; Ω=ohm; α=alpha; β=beta; γ=gamma
        δ=delta; Δ=delta; λ=lambda; θ=theta; σ=sigma; Σ=sigma; ω=omega; ²=squared; ³=cubed; №=number; $=dollars
        €=euro; £=pound; ¥=yen; @=at; ∑=sum of; ∈=in; ∀=for all; ∃=there is; ∅=empty set; −=minus"""
    ),
    currencies=pairs(
        """USD=dollar|dollars;EUR=euro|euros;GBP=pound|pounds;JPY=yen|yen;CNY=yuan|yuan;INR=rupee|rupees
        RUB=ruble|rubles;KRW=won|won;BRL=real|reais;CHF=Swiss franc|Swiss francs;PLN=zloty|zlotys
        CAD=Canadian dollar|Canadian dollars;AUD=Australian dollar|Australian dollars;MXN=Mexican peso|Mexican pesos
        UAH=hryvnia|hryvnias;TRY=lira|lira;SEK=krona|kronor;ILS=shekel|shekels;BTC=bitcoin|bitcoins
        USD/100=cent|cents;EUR/100=cent|cents;GBP/100=penny|pence;CAD/100=cent|cents;AUD/100=cent|cents
        INR/100=paisa|paise;link=and"""
    ),
    units=pairs(
        """km=kilometer|kilometers;m=meter|meters;cm=centimeter|centimeters;mm=millimeter|millimeters
        μm=micrometer|micrometers;nm=nanometer|nanometers;mi=mile|miles;ft=foot|feet;yd=yard|yards
        km/h=kilometer per hour|kilometers per hour;kph=kilometer per hour|kilometers per hour
        mph=mile per hour|miles per hour;m/s=meter per second|meters per second
        kg=kilogram|kilograms;g=gram|grams;mg=milligram|milligrams;lb=pound|pounds;lbs=pound|pounds
        oz=ounce|ounces;t=ton|tons;l=liter|liters;L=liter|liters;ml=milliliter|milliliters;mL=milliliter|milliliters
        m²=square meter|square meters;km²=square kilometer|square kilometers;m³=cubic meter|cubic meters
        cm²=square centimeter|square centimeters;cm³=cubic centimeter|cubic centimeters
        °C=degree Celsius|degrees Celsius;°F=degree Fahrenheit|degrees Fahrenheit;°=degree|degrees
        GB=gigabyte|gigabytes;MB=megabyte|megabytes;KB=kilobyte|kilobytes;kB=kilobyte|kilobytes;TB=terabyte|terabytes
        Mbps=megabit per second|megabits per second;Gbps=gigabit per second|gigabits per second
        Hz=hertz|hertz;kHz=kilohertz|kilohertz;MHz=megahertz|megahertz;GHz=gigahertz|gigahertz
        W=watt|watts;kW=kilowatt|kilowatts;MW=megawatt|megawatts;kWh=kilowatt hour|kilowatt hours;V=volt|volts
        mAh=milliamp hour|milliamp hours;h=hour|hours;hr=hour|hours;hrs=hour|hours;min=minute|minutes
        s=second|seconds;sec=second|seconds;ms=millisecond|milliseconds;ha=hectare|hectares
        kcal=kilocalorie|kilocalories;dB=decibel|decibels;px=pixel|pixels;fps=frame per second|frames per second"""
    ),
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    date=("{month} {day}, {year}", "{month} {day}"),
    order="mdy",
    time=("{hour} o'clock", "{hour} {minute}"),
    magnitudes=pairs(
        """million=million;billion=billion;trillion=trillion;thousand=thousand;M=million;bn=billion;B=billion
        k=thousand;K=thousand;mn=million;m=million;tn=trillion"""
    ),
    abbreviations=pairs(
        """Dr.=Doctor;Mr.=Mister;Mrs.=Missus;Ms.=Miz;Prof.=Professor;St.=Saint;Jr.*=Junior;Sr.*=Senior;Gen.=General
        Col.=Colonel;Capt.=Captain;Lt.=Lieutenant;Sgt.=Sergeant;Rev.=Reverend;Hon.=Honorable;Gov.=Governor
        Sen.=Senator;Rep.=Representative;Pres.=President;Mt.=Mount;vs.=versus;vs=versus;e.g.=for example
        i.e.=that is;etc.*=et cetera;approx.=approximately;a.k.a.=also known as;Fig.=Figure;fig.=figure;Vol.=Volume
        No.#=Number;Nos.#=Numbers;no.#=number;pp.#=pages;p.#=page;Ch.#=Chapter;ca.=circa;cf.=compare;Ave.*=Avenue
        Blvd.*=Boulevard;Inc.*=Incorporated;Ltd.*=Limited;Corp.*=Corporation;Co.*=Company;Dept.=Department
        est.=established;et al.*=and others;w/=with;w/o=without;a.m.*=a m;p.m.*=p m;A.M.*=A M;P.M.*=P M
        Jan.=January;Feb.=February;Aug.=August;Sept.=September;Oct.=October;Nov.=November;Dec.=December
        U.S.*=U S;U.K.*=U K;U.S.A.*=U S A;U.N.*=U N;E.U.*=E U;Ph.D.*=P H D;M.D.*=M D;B.A.*=B A;M.A.*=M A;D.C.*=D C"""
    ),
    fractions=pairs(
        "1/2=one half;1/3=one third;2/3=two thirds;1/4=one quarter;3/4=three quarters;24/7=twenty-four seven"
    ),
    roman_after="chapter part volume book act scene section war phase type class stage level appendix article figure"
    " table title page rocky star episode",
    day="ordinal",
    ordinals=pairs("st=m;nd=m;rd=m;th=m"),
)
