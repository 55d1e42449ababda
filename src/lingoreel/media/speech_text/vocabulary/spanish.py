"""Spanish."""

from __future__ import annotations

from lingoreel.media.speech_text.vocabulary.vocabulary import Vocabulary, pairs

SPANISH = Vocabulary(
    language="es",
    decimal=",",
    groups=".",
    point="coma",
    minus="menos",
    percent="{} por ciento",
    range="{} a {}",
    over="{} sobre {}",
    dot="punto",
    slash="barra",
    at="arroba",
    hashtag="almohadilla",
    number="número",
    symbols=pairs(
        """&=y; +=más; ==igual a; ×=por; ÷=entre; ±=más menos; ≈=aproximadamente; ≠=distinto de; ≤=menor o igual que
        ≥=mayor o igual que; <=menor que; >=mayor que; √=raíz cuadrada de; ∞=infinito; %=por ciento; ‰=por mil
        °=grados; §=sección; ©=copyright; ®=registrado; ™=marca; →=a; π=pi; µ=micro; Ω=ohmio; α=alfa; β=beta; γ=gamma
        δ=delta; Δ=delta; λ=lambda; θ=zeta; σ=sigma; Σ=sigma; ω=omega; ²=al cuadrado; ³=al cubo; №=número; $=dólares
        €=euro; £=libra; ¥=yen; @=arroba; −=menos"""
    ),
    currencies=pairs(
        """USD=dólar|dólares;EUR=euro|euros;GBP=f:libra|libras;JPY=yen|yenes;CNY=yuan|yuanes;INR=f:rupia|rupias
        RUB=rublo|rublos;KRW=won|wones;BRL=real|reales;CHF=franco suizo|francos suizos;PLN=esloti|eslotis
        CAD=dólar canadiense|dólares canadienses;AUD=dólar australiano|dólares australianos
        MXN=peso mexicano|pesos mexicanos;UAH=f:grivna|grivnas;TRY=f:lira|liras
        USD/100=centavo|centavos;EUR/100=céntimo|céntimos;GBP/100=penique|peniques;link=con;of=de"""
    ),
    units=pairs(
        """km=kilómetro|kilómetros;m=metro|metros;cm=centímetro|centímetros;mm=milímetro|milímetros
        μm=micrómetro|micrómetros;nm=nanómetro|nanómetros;mi=f:milla|millas;ft=pie|pies
        km/h=kilómetro por hora|kilómetros por hora;mph=f:milla por hora|millas por hora
        m/s=metro por segundo|metros por segundo;kg=kilo|kilos;g=gramo|gramos;mg=miligramo|miligramos
        lb=f:libra|libras;oz=f:onza|onzas;t=f:tonelada|toneladas;l=litro|litros;L=litro|litros
        ml=mililitro|mililitros;m²=metro cuadrado|metros cuadrados;km²=kilómetro cuadrado|kilómetros cuadrados
        m³=metro cúbico|metros cúbicos;cm³=centímetro cúbico|centímetros cúbicos;°C=grado Celsius|grados Celsius
        °F=grado Fahrenheit|grados Fahrenheit;°=grado|grados;GB=gigabyte|gigabytes;MB=megabyte|megabytes
        KB=kilobyte|kilobytes;kB=kilobyte|kilobytes;TB=terabyte|terabytes;Mbps=megabit por segundo|megabits por segundo
        Hz=hercio|hercios;kHz=kilohercio|kilohercios;MHz=megahercio|megahercios;GHz=gigahercio|gigahercios
        W=vatio|vatios;kW=kilovatio|kilovatios;MW=megavatio|megavatios;kWh=kilovatio hora|kilovatios hora
        V=voltio|voltios;h=f:hora|horas;min=minuto|minutos;s=segundo|segundos;seg=segundo|segundos
        ms=milisegundo|milisegundos;ha=f:hectárea|hectáreas;kcal=f:kilocaloría|kilocalorías;dB=decibelio|decibelios
        px=píxel|píxeles"""
    ),
    months=(
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
    date=("{day} de {month} de {year}", "{day} de {month}"),
    order="dmy",
    time=("{hour} en punto", "{hour} y {minute}"),
    clock="h|horas|hs",
    magnitudes=pairs("mil=mil;millón=millón;millones=millones;billones=billones;M=millones"),
    abbreviations=pairs(
        """Sr.=señor;Sra.=señora;Srta.=señorita;Sres.=señores;Dr.=doctor;Dra.=doctora;Prof.=profesor;Ud.*=usted
        Uds.*=ustedes;Vd.*=usted;p. ej.=por ejemplo;p.ej.=por ejemplo;etc.*=etcétera;Av.=avenida;Avda.=avenida
        C/=calle;núm.#=número;n.º#=número;nº#=número;pág.#=página;págs.#=páginas;p.#=página;vol.#=volumen;cap.#=capítulo
        art.#=artículo;aprox.=aproximadamente;tel.=teléfono;Tel.=teléfono;EE. UU.*=Estados Unidos
        EE.UU.*=Estados Unidos;a. C.*=antes de Cristo;d. C.*=después de Cristo;a.C.*=antes de Cristo
        d.C.*=después de Cristo;a. m.*=a eme;p. m.*=pe eme;a.m.*=a eme;p.m.*=pe eme;S.A.*=ese a;D.=don;Dña.=doña
        Sto.=santo;Sta.=santa;vs.=contra;Ing.=ingeniero;Lic.=licenciado;Gral.=general;ej.=ejemplo;Cía.*=compañía"""
    ),
    fractions=pairs("1/2=un medio;1/3=un tercio;2/3=dos tercios;1/4=un cuarto;3/4=tres cuartos"),
    roman_after="siglo siglos capítulo tomo volumen parte acto guerra título artículo libro fase",
    day="first",
    ordinals=pairs(".º=m;.ª=f;º=m;ª=f;.er=a;er=a;.ᵉʳ=a;°=m"),
    blank_groups=True,
    hour="f",
)
