"""Portuguese, with the words and the scale of Brazil."""

from __future__ import annotations

from lingoreel.media.speech_text.vocabulary.vocabulary import Vocabulary, pairs

PORTUGUESE = Vocabulary(
    language="pt",
    decimal=",",
    groups=".",
    point="vírgula",
    minus="menos",
    percent="{} por cento",
    range="{} a {}",
    over="{} sobre {}",
    dot="ponto",
    slash="barra",
    at="arroba",
    hashtag="hashtag",
    number="número",
    symbols=pairs(
        """&=e; +=mais; ==igual a; ×=vezes; ÷=dividido por; ±=mais ou menos; ≈=aproximadamente; ≠=diferente de
        ≤=menor ou igual a; ≥=maior ou igual a; <=menor que; >=maior que; √=raiz quadrada de; ∞=infinito
        %=por cento; ‰=por mil; °=graus; §=parágrafo; ©=copyright; ®=marca registrada; ™=marca; →=para; π=pi
        µ=micro; Ω=ohm; α=alfa; β=beta; γ=gama; δ=delta; Δ=delta; λ=lambda; θ=teta; σ=sigma; Σ=sigma; ω=ômega
        ²=ao quadrado; ³=ao cubo; №=número; $=dólares; €=euro; £=libra; ¥=iene; @=arroba; −=menos"""
    ),
    currencies=pairs(
        """USD=dólar|dólares;EUR=euro|euros;GBP=f:libra|libras;JPY=iene|ienes;CNY=yuan|yuans;INR=f:rupia|rupias
        RUB=rublo|rublos;KRW=won|wons;BRL=real|reais;CHF=franco suíço|francos suíços;PLN=zloty|zlotys
        CAD=dólar canadense|dólares canadenses;AUD=dólar australiano|dólares australianos
        MXN=peso mexicano|pesos mexicanos;UAH=f:grívnia|grívnias;TRY=f:lira turca|liras turcas
        USD/100=centavo|centavos;EUR/100=cêntimo|cêntimos;BRL/100=centavo|centavos;link=e;of=de"""
    ),
    units=pairs(
        """km=quilômetro|quilômetros;m=metro|metros;cm=centímetro|centímetros;mm=milímetro|milímetros
        μm=micrômetro|micrômetros;nm=nanômetro|nanômetros;mi=f:milha|milhas
        km/h=quilômetro por hora|quilômetros por hora;mph=f:milha por hora|milhas por hora
        m/s=metro por segundo|metros por segundo;kg=quilo|quilos;g=grama|gramas;mg=miligrama|miligramas
        t=f:tonelada|toneladas;l=litro|litros;L=litro|litros;ml=mililitro|mililitros
        m²=metro quadrado|metros quadrados;km²=quilômetro quadrado|quilômetros quadrados
        m³=metro cúbico|metros cúbicos;cm³=centímetro cúbico|centímetros cúbicos;°C=grau Celsius|graus Celsius
        °F=grau Fahrenheit|graus Fahrenheit;°=grau|graus;GB=gigabyte|gigabytes;MB=megabyte|megabytes
        KB=kilobyte|kilobytes;kB=kilobyte|kilobytes;TB=terabyte|terabytes;Hz=hertz|hertz;kHz=quilohertz|quilohertz
        MHz=megahertz|megahertz;GHz=gigahertz|gigahertz;W=watt|watts;kW=quilowatt|quilowatts;MW=megawatt|megawatts
        kWh=quilowatt-hora|quilowatts-hora;V=volt|volts;h=f:hora|horas;min=minuto|minutos;s=segundo|segundos
        ms=milissegundo|milissegundos;ha=hectare|hectares;kcal=f:quilocaloria|quilocalorias;dB=decibel|decibéis
        px=pixel|pixels"""
    ),
    months=(
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ),
    date=("{day} de {month} de {year}", "{day} de {month}"),
    order="dmy",
    time=("{hour} horas", "{hour} e {minute}"),
    clock="h|horas",
    magnitudes=pairs(
        "mil=mil;milhão=milhão;milhões=milhões;bilhão=bilhão;bilhões=bilhões;trilhões=trilhões;mi=milhões;bi=bilhões"
    ),
    abbreviations=pairs(
        """Sr.=senhor;Sra.=senhora;Srta.=senhorita;Dr.=doutor;Dra.=doutora;Prof.=professor;Profa.=professora
        p. ex.=por exemplo;p.ex.=por exemplo;ex.=exemplo;etc.*=et cetera;Av.=avenida;R.=rua;nº#=número;n.º#=número
        pág.#=página;p.#=página;vol.#=volume;cap.#=capítulo;art.#=artigo;aprox.=aproximadamente;tel.=telefone
        Tel.=telefone;a.C.*=antes de Cristo;d.C.*=depois de Cristo;Eng.=engenheiro;Exmo.=excelentíssimo;vs.=contra
        Cia.*=companhia;Ltda.*=limitada"""
    ),
    fractions=pairs("1/2=um meio;1/3=um terço;2/3=dois terços;1/4=um quarto;3/4=três quartos"),
    roman_after="século séculos capítulo tomo volume parte ato guerra título artigo livro",
    day="first",
    ordinals=pairs(".º=m;.ª=f;º=m;ª=f;°=m"),
    hour="f",
)
