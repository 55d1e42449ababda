"""Polish."""

from __future__ import annotations

from lingoreel.media.speech_text.vocabulary.vocabulary import Vocabulary, pairs

POLISH = Vocabulary(
    language="pl",
    decimal=",",
    groups=".",
    point="przecinek",
    minus="minus",
    percent="{} procent",
    range="{} do {}",
    over="{} przez {}",
    dot="kropka",
    slash="ukośnik",
    at="małpa",
    hashtag="hasztag",
    number="numer",
    symbols=pairs(
        """&=i; +=plus; ==równa się; ×=razy; ÷=podzielić przez; ±=plus minus; ≈=około; ≠=różne od
        ≤=mniejsze lub równe; ≥=większe lub równe; <=mniejsze niż; >=większe niż; √=pierwiastek z; ∞=nieskończoność
        %=procent; ‰=promili; °=stopni; §=paragraf; ©=copyright; ®=znak zastrzeżony; ™=znak towarowy; →=do; π=pi
        µ=mikro; Ω=om; α=alfa; β=beta; γ=gamma; δ=delta; Δ=delta; λ=lambda; θ=theta; σ=sigma; Σ=sigma; ω=omega
        ²=do kwadratu; ³=do sześcianu; №=numer; $=dolar; €=euro; £=funt; ¥=jen; @=małpa; −=minus"""
    ),
    currencies=pairs(
        """USD=dolar|dolary|dolarów;EUR=n:euro|euro|euro;GBP=funt|funty|funtów;JPY=jen|jeny|jenów
        CNY=juan|juany|juanów;INR=f:rupia|rupie|rupii;RUB=rubel|ruble|rubli;KRW=won|wony|wonów;BRL=real|reale|reali
        CHF=frank szwajcarski|franki szwajcarskie|franków szwajcarskich;PLN=złoty|złote|złotych
        CAD=dolar kanadyjski|dolary kanadyjskie|dolarów kanadyjskich;CZK=f:korona|korony|koron
        UAH=f:hrywna|hrywny|hrywien;TRY=f:lira|liry|lir;USD/100=cent|centy|centów;EUR/100=cent|centy|centów
        GBP/100=pens|pensy|pensów;PLN/100=grosz|grosze|groszy;part=dolara"""
    ),
    units=pairs(
        """km=kilometr|kilometry|kilometrów;m=metr|metry|metrów;cm=centymetr|centymetry|centymetrów
        mm=milimetr|milimetry|milimetrów;μm=mikrometr|mikrometry|mikrometrów;nm=nanometr|nanometry|nanometrów
        km/h=kilometr na godzinę|kilometry na godzinę|kilometrów na godzinę
        m/s=metr na sekundę|metry na sekundę|metrów na sekundę;kg=kilogram|kilogramy|kilogramów;g=gram|gramy|gramów
        mg=miligram|miligramy|miligramów;dag=dekagram|dekagramy|dekagramów;t=f:tona|tony|ton;l=litr|litry|litrów
        L=litr|litry|litrów;ml=mililitr|mililitry|mililitrów
        m²=metr kwadratowy|metry kwadratowe|metrów kwadratowych
        km²=kilometr kwadratowy|kilometry kwadratowe|kilometrów kwadratowych
        m³=metr sześcienny|metry sześcienne|metrów sześciennych
        °C=stopień Celsjusza|stopnie Celsjusza|stopni Celsjusza
        °F=stopień Fahrenheita|stopnie Fahrenheita|stopni Fahrenheita;°=stopień|stopnie|stopni
        GB=gigabajt|gigabajty|gigabajtów;MB=megabajt|megabajty|megabajtów;KB=kilobajt|kilobajty|kilobajtów
        kB=kilobajt|kilobajty|kilobajtów;TB=terabajt|terabajty|terabajtów;Hz=herc|herce|herców
        kHz=kiloherc|kiloherce|kiloherców;MHz=megaherc|megaherce|megaherców;GHz=gigaherc|gigaherce|gigaherców
        W=wat|waty|watów;kW=kilowat|kilowaty|kilowatów;MW=megawat|megawaty|megawatów
        kWh=f:kilowatogodzina|kilowatogodziny|kilowatogodzin;V=wolt|wolty|woltów;h=f:godzina|godziny|godzin
        godz.=f:godzina|godziny|godzin;min=f:minuta|minuty|minut;s=f:sekunda|sekundy|sekund
        ms=f:milisekunda|milisekundy|milisekund;ha=hektar|hektary|hektarów;kcal=f:kilokaloria|kilokalorie|kilokalorii
        dB=decybel|decybele|decybeli;px=piksel|piksele|pikseli"""
    ),
    months=(
        "stycznia",
        "lutego",
        "marca",
        "kwietnia",
        "maja",
        "czerwca",
        "lipca",
        "sierpnia",
        "września",
        "października",
        "listopada",
        "grudnia",
    ),
    date=("{day} {month} {year} roku", "{day} {month}"),
    order="dmy",
    time=("{hour}", "{hour} {minute}"),
    magnitudes=pairs(
        """tys.=tysięcy;tysiąc=tysiąc;tysiące=tysiące;tysięcy=tysięcy;mln=milionów;milion=milion;miliony=miliony
        milionów=milionów;mld=miliardów;miliard=miliard;miliardy=miliardy;miliardów=miliardów"""
    ),
    abbreviations=pairs(
        """dr=doktor;prof.=profesor;Prof.=profesor;inż.=inżynier;mgr=magister;np.=na przykład;itd.*=i tak dalej
        itp.*=i tym podobne;m.in.=między innymi;tzn.=to znaczy;tj.=to jest;tzw.=tak zwany;ok.=około;ul.=ulica
        al.=aleja;pl.=plac;św.=święty;r.*=roku;w.*=wieku;nr#=numer;str.#=strona;s.#=strona;tel.=telefon;Tel.=telefon
        p.n.e.*=przed naszą erą;n.e.*=naszej ery;godz.=godzina;wg=według;ws.=w sprawie;ks.=ksiądz;gen.=generał
        płk=pułkownik;zł*=złotych;gr*=groszy;vs=kontra;art.#=artykuł;ust.#=ustęp;rozdz.#=rozdział;tys.=tysięcy
        mln=milionów;mld=miliardów"""
    ),
    fractions=pairs("1/2=jedna druga;1/3=jedna trzecia;2/3=dwie trzecie;1/4=jedna czwarta;3/4=trzy czwarte"),
    roman_after="rozdział tom część akt księga artykuł",
    roman_before="wiek wieku wieku. w.",
    day="genitive",
    year="genitive",
    ordinals=pairs("-ty=m;-szy=m;-gi=m;-ci=m"),
    blank_groups=True,
    hour="o",
)
