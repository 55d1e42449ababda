"""Drawings that go together, and those that suit a kind of text or a mood when no word calls for one."""

from __future__ import annotations

_TOGETHER = """
sun cloud flower mountain | moon stars cloud tree | stars moon mountain rocket | cloud sun bird wind
rain umbrella cloud drop | snow mountain tree house | wind leaf bird cloud | rainbow sun cloud flower
mountain sun tree bird | sea ship fish sun | river forest bridge fish | forest tree bird leaf | tree leaf bird sun
flower butterfly leaf sun | leaf tree wind drop | city car bridge lamp | house tree lamp family | bridge river city road
road car tree compass | car road city map | train city bridge clock | plane cloud globe map | ship sea compass bird
bicycle road tree sun | rocket stars moon globe | globe plane compass people | map compass road flag
compass map ship mountain | clock calendar hourglass bed | calendar clock check pen | hourglass clock moon candle
book lamp pen cup | pen letter book lightbulb | letter pen heart bird | newspaper megaphone globe people
computer network chip cup | phone chat network camera | chip computer gear robot | robot chip gear lightbulb
network globe computer phone | chart growth magnifier computer | growth chart arrow_up coin | coin wallet chart shop
wallet coin cart gift | shop cart gift star_badge | cart box shop wallet | gift heart star_badge cake
box cart gift check | tool gear house check | gear tool factory lightbulb | lightbulb gear pen stars
flask microscope atom drop | atom stars flask lightbulb | microscope flask magnifier atom | heart hands flower candle
people speech_bubble city hands | family house heart child | child ball family butterfly
speech_bubble people chat question
hands heart people leaf | trophy medal star_badge flag | medal trophy runner flag | target check arrow_up flag
flag people city trophy | music heart stars bird | camera film mountain people | film camera music star_badge
game child trophy music | ball runner trophy people | runner road heart target | yoga leaf sun candle
bed moon stars lamp | cup bread book leaf | pot fire bowl vegetable | pan fire egg knife | knife vegetable bowl fruit
bowl egg knife leaf | bread bowl cup fire | fruit bowl leaf sun | vegetable knife pot leaf | fish sea pot ship
egg pan bowl bread | cake candle gift cup | wine candle people fruit | drop leaf sea rain | fire candle pot stars
ice drop snow cup | candle fire moon heart | lamp book house moon | key lock house lightbulb | lock key shield phone
shield lock check hands | medical heart pill hands | pill medical drop check | bird cloud tree wind
cat house bed heart | dog ball house heart | horse mountain sun farm | butterfly flower leaf sun
chat phone people heart | question lightbulb magnifier speech_bubble | check star_badge target hands
arrow_up growth steps target | steps flag check arrow_up | magnifier question book map
megaphone people star_badge newspaper | umbrella rain cloud sea | school book pen child | factory gear cloud chart
farm sun leaf horse | watch heart phone runner | battery chip phone lightbulb | tomato onion pot knife
onion knife tomato pan | carrot knife pot leaf | star_badge trophy check gift
"""
TOGETHER: dict[str, tuple[str, ...]] = {
    names[0]: tuple(names[1:]) for part in _TOGETHER.replace("\n", " | ").split("|") if (names := part.split())
}
"""For each drawing those that belong beside it, nearest first."""

OF_GENRE: dict[str, tuple[str, ...]] = {
    "story": ("book", "road", "tree", "house", "stars", "bird", "lamp"),
    "recipe": ("bowl", "pot", "knife", "pan", "fire", "bread", "leaf"),
    "product": ("star_badge", "box", "gift", "hands", "check", "lightbulb", "heart"),
    "poem": ("leaf", "moon", "wind", "candle", "bird", "stars", "cloud"),
    "news": ("newspaper", "globe", "city", "people", "megaphone", "chart", "flag"),
    "instructions": ("steps", "check", "tool", "hands", "gear", "target", "lightbulb"),
}
OF_MOOD: dict[str, tuple[str, ...]] = {
    "calm": ("leaf", "cloud", "river", "yoga", "drop", "cup"),
    "bright": ("sun", "flower", "rainbow", "butterfly", "bird", "lightbulb"),
    "warm": ("heart", "house", "hands", "candle", "cup", "family"),
    "serious": ("city", "globe", "hourglass", "people", "compass", "magnifier"),
    "dreamy": ("moon", "stars", "cloud", "butterfly", "sea", "wind"),
    "energetic": ("rocket", "arrow_up", "target", "fire", "runner", "trophy"),
}
