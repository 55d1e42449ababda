"""Chinese, as Mandarin says it."""

from __future__ import annotations

from lingoreel.media.speech_text.vocabulary.vocabulary import Vocabulary, pairs

CHINESE = Vocabulary(
    language="zh",
    decimal=".",
    groups=",",
    point="点",
    minus="负",
    percent="百分之{}",
    range="{}到{}",
    over="{1}分之{0}",
    dot="点",
    slash="斜杠",
    at="艾特",
    hashtag="话题",
    number="号",
    symbols=pairs(
        """&=和; +=加; ==等于; ×=乘以; ÷=除以; ±=正负; ≈=约等于; ≠=不等于; ≤=小于等于; ≥=大于等于; <=小于; >=大于
        √=根号; ∞=无穷大; %=百分号; ‰=千分号; °=度; §=节; ©=版权; ®=注册商标; ™=商标; →=到; π=派; µ=微; Ω=欧姆
        α=阿尔法; β=贝塔; γ=伽马; δ=德尔塔; Δ=德尔塔; λ=兰姆达; θ=西塔; σ=西格玛; Σ=西格玛; ω=欧米伽; ²=平方
        ³=立方; №=号; $=美元; €=欧元; £=英镑; ¥=元; @=艾特; −=减"""
    ),
    currencies=pairs(
        """USD=美元;EUR=欧元;GBP=英镑;JPY=日元;CNY=元;INR=卢比;RUB=卢布;KRW=韩元;BRL=雷亚尔;CHF=瑞士法郎;PLN=兹罗提
        CAD=加元;AUD=澳元;MXN=比索;UAH=格里夫纳;TRY=里拉;HKD=港元;TWD=新台币"""
    ),
    units=pairs(
        """km=公里;m=米;cm=厘米;mm=毫米;μm=微米;nm=纳米;mi=英里;ft=英尺;km/h=公里每小时;m/s=米每秒;kg=公斤;g=克;mg=毫克
        t=吨;l=升;L=升;ml=毫升;mL=毫升;m²=平方米;㎡=平方米;km²=平方公里;m³=立方米;cm³=立方厘米;°C=摄氏度;℃=摄氏度
        °F=华氏度;°=度;GB=G B;MB=兆;KB=K B;TB=T B;Hz=赫兹;kHz=千赫;MHz=兆赫;GHz=吉赫;W=瓦;kW=千瓦;MW=兆瓦;kWh=千瓦时
        V=伏;h=小时;min=分钟;s=秒;ms=毫秒;ha=公顷;kcal=千卡;dB=分贝;px=像素;个=个;位=位;只=只;本=本;条=条;张=张;次=次
        种=种;家=家;名=名;件=件;岁=岁;天=天;周=周;倍=倍;小时=小时;分钟=分钟;公里=公里;万=万;亿=亿"""
    ),
    months=("一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"),
    date=("{year}年{month}{day}日", "{month}{day}日"),
    order="ymd",
    time=("{hour}点", "{hour}点{minute}分"),
    magnitudes=pairs("万=万;亿=亿;万亿=万亿;千=千;百万=百万"),
    fractions=pairs("1/2=二分之一"),
    between="",
)
