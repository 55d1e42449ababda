"""Korean."""

from __future__ import annotations

from lingoreel.media.speech_text.vocabulary.vocabulary import Vocabulary, pairs

# Counters that take native numbers below a hundred.
NATIVE_COUNTERS = "시간 시 살 명 개 마리 번 권 잔 병 대 달 사람 가지 그루 켤레 송이 채 벌"

KOREAN = Vocabulary(
    language="ko",
    decimal=".",
    groups=",",
    point="점",
    minus="마이너스",
    percent="{} 퍼센트",
    range="{}에서 {}",
    over="{1}분의 {0}",
    dot="점",
    slash="슬래시",
    at="골뱅이",
    hashtag="해시태그",
    number="번호",
    symbols=pairs(
        """&=앤드; +=더하기; ==는; ×=곱하기; ÷=나누기; ±=플러스마이너스; ≈=약; ≠=같지 않다; ≤=이하; ≥=이상; <=보다 작다
        >=보다 크다; √=루트; ∞=무한대; %=퍼센트; ‰=퍼밀; °=도; §=절; ©=저작권; ®=등록상표; ™=상표; →=에서; π=파이
        µ=마이크로; Ω=옴; α=알파; β=베타; γ=감마; δ=델타; Δ=델타; λ=람다; θ=세타; σ=시그마; Σ=시그마; ω=오메가
        ²=제곱; ³=세제곱; №=번호; $=달러; €=유로; £=파운드; ¥=엔; ₩=원; @=골뱅이; −=빼기"""
    ),
    currencies=pairs(
        """USD=달러;EUR=유로;GBP=파운드;JPY=엔;CNY=위안;INR=루피;RUB=루블;KRW=원;BRL=헤알;CHF=스위스 프랑;PLN=즐로티
        CAD=캐나다 달러;AUD=호주 달러;MXN=페소;UAH=흐리브냐;TRY=리라"""
    ),
    units=pairs(
        """km=킬로미터;m=미터;cm=센티미터;mm=밀리미터;μm=마이크로미터;nm=나노미터;mi=마일;ft=피트;km/h=시속 킬로미터
        m/s=미터 매 초;kg=킬로그램;g=그램;mg=밀리그램;t=톤;l=리터;L=리터;ml=밀리리터;mL=밀리리터;m²=제곱미터;㎡=제곱미터
        km²=제곱킬로미터;m³=세제곱미터;cm³=세제곱센티미터;°C=도;℃=도;°F=화씨;°=도;GB=기가바이트;MB=메가바이트
        KB=킬로바이트;TB=테라바이트;Hz=헤르츠;kHz=킬로헤르츠;MHz=메가헤르츠;GHz=기가헤르츠;W=와트;kW=킬로와트
        MW=메가와트;kWh=킬로와트시;V=볼트;h=시간;min=분;s=초;ms=밀리초;ha=헥타르;kcal=킬로칼로리;dB=데시벨;px=픽셀"""
    ),
    months=("일월", "이월", "삼월", "사월", "오월", "유월", "칠월", "팔월", "구월", "시월", "십일월", "십이월"),
    date=("{year}년 {month} {day}일", "{month} {day}일"),
    order="ymd",
    time=("{hour} 시", "{hour} 시 {minute}분"),
    magnitudes=pairs("만=만;억=억;조=조;천=천;백만=백만"),
    fractions=pairs("1/2=이분의 일"),
)
