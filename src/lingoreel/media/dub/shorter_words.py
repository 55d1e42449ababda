"""Words that say little, and shorter ones that say the same, per language: what `compress` works with."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wordings:
    """One language's lists.

    `openers` go at the beginning of a sentence, before a comma; `asides` there too, and between commas; `adverbs`
    go anywhere inside one; `forms` are replaced. `negations` finds whatever denies. `doubles` are words that may stand
    twice on purpose.
    """

    openers: tuple[str, ...]
    asides: tuple[str, ...]
    adverbs: tuple[str, ...]
    forms: tuple[tuple[str, str], ...]
    negations: re.Pattern[str]
    doubles: frozenset[str]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(sorted((entry.strip() for entry in text.split("|")), key=len, reverse=True))


def _forms(text: str) -> tuple[tuple[str, str], ...]:
    pairs = [entry.split("=") for entry in text.split("|")]
    return tuple(sorted(((a.strip(), b.strip()) for a, b in pairs), key=lambda pair: len(pair[1]) - len(pair[0])))


def _wordings(*, openers: str, asides: str, adverbs: str, forms: str, negations: str, doubles: str) -> Wordings:
    return Wordings(
        _listed(openers),
        _listed(asides),
        _listed(adverbs),
        _forms(forms),
        re.compile(rf"(?<!\w)(?:{negations})(?!\w)", re.IGNORECASE),
        frozenset(doubles.split()),
    )


WORDINGS: dict[str, Wordings] = {
    "en": _wordings(
        openers="well|so|now|look|listen|oh|okay|ok|right|anyway|you see|now then",
        asides="you know|I mean|of course|in fact|as a matter of fact|to be honest|so to speak|as it were|after all|"
        "by the way|if you like|for that matter|as you know|more or less",
        adverbs="really|actually|basically|literally|simply|quite|totally|absolutely|certainly|definitely|truly|very",
        forms="in order to=to|because of the fact that=because|due to the fact that=because|at this point in time=now|"
        "at the present time=now|at that point in time=then|a large number of=many|a great deal of=much|"
        "in the event that=if|with regard to=about|in spite of=despite|is able to=can|are able to=can|as well as=and|"
        "in the near future=soon|on a daily basis=daily|for the purpose of=for|"
        "do not=don't|does not=doesn't|did not=didn't|is not=isn't|are not=aren't|was not=wasn't|cannot=can't|"
        "will not=won't|would not=wouldn't|could not=couldn't|should not=shouldn't|have not=haven't|has not=hasn't|"
        "I am=I'm|you are=you're|we are=we're|they are=they're|"
        "I will=I'll|we will=we'll|you will=you'll|they will=they'll|he will=he'll|she will=she'll|"
        "each and every=every|first of all=first",
        negations=r"\w*n['’]t|not|no|never|none|nobody|nothing|nowhere|neither|nor|cannot|without",
        doubles="that had is her you no",
    ),
    "es": _wordings(
        openers="bueno|pues|pues bien|mira|oye|vale|a ver|entonces|ahora bien|total|en fin|claro",
        asides="la verdad|por supuesto|de hecho|en realidad|o sea|es decir|digamos|por así decirlo|al fin y al cabo|"
        "desde luego|claro está|como sabes|como saben|como sabéis|por cierto|más o menos|sinceramente|la verdad es que",
        adverbs="realmente|básicamente|literalmente|simplemente|verdaderamente|absolutamente|totalmente|ciertamente|"
        "completamente|evidentemente|muy",
        forms="con el fin de=para|con el objetivo de=para|con la finalidad de=para|a fin de=para|debido a que=porque|"
        "a causa de que=porque|por el hecho de que=porque|puesto que=pues|a pesar de que=aunque|"
        "en este momento=ahora|en estos momentos=ahora|en la actualidad=hoy|hoy en día=hoy|en aquel momento=entonces|"
        "de la misma manera=igual|de igual manera=igual|al mismo tiempo=a la vez|en el interior de=en|"
        "a lo largo de=por|por medio de=con|a través de=por|con respecto a=sobre|en relación con=sobre|"
        "acerca de=sobre|llevar a cabo=hacer|tener que=deber|sin embargo=pero|no obstante=pero|"
        "por lo tanto=así|por consiguiente=así|de esta manera=así|de este modo=así|únicamente=solo|solamente=solo|"
        "frecuentemente=a menudo|posteriormente=luego|anteriormente=antes|actualmente=hoy|rápidamente=rápido|"
        "inmediatamente=ya|nuevamente=otra vez|todos y cada uno=todos",
        negations="no|nunca|jamás|nadie|nada|ningún|ninguna|ninguno|ningunos|ningunas|ni|sin|tampoco",
        doubles="que se la lo nos les",
    ),
    "fr": _wordings(
        openers="bon|eh bien|alors|enfin|écoute|écoutez|tu vois|vous voyez|bref|donc|ben",
        asides="en fait|bien sûr|bien entendu|à vrai dire|en réalité|c'est-à-dire|pour ainsi dire|après tout|"
        "d'ailleurs|tu sais|vous savez|je veux dire|disons|plus ou moins|évidemment",
        adverbs="vraiment|littéralement|simplement|tout simplement|absolument|totalement|complètement|certainement|"
        "tout à fait|effectivement|très",
        forms="afin de=pour|dans le but de=pour|en vue de=pour|en raison du fait que=car|étant donné que=comme|"
        "parce que=car|bien que=quoique|en ce moment=maintenant|à l'heure actuelle=maintenant|de nos jours=aujourd'hui|"
        "à ce moment-là=alors|un grand nombre de=beaucoup de|"
        "la plupart du temps=souvent|en ce qui concerne=pour|au sujet de=sur|à propos de=sur|"
        "par conséquent=donc|c'est pourquoi=donc|cependant=mais|toutefois=mais|néanmoins=mais|uniquement=seulement|"
        "à l'intérieur de=dans|en même temps=à la fois|est-ce que vous=vous",
        negations=r"ne|pas|non|jamais|rien|personne|aucune?|sans|ni|nulle part|n['’](?=\w)\w*",
        doubles="nous vous",
    ),
    "de": _wordings(
        openers="also|nun|nun ja|na ja|naja|tja|gut|okay|schau|hör mal|übrigens",
        asides="weißt du|wissen Sie|sozusagen|ehrlich gesagt|mehr oder weniger|wie gesagt|im Grunde|im Prinzip|"
        "um ehrlich zu sein|wie Sie wissen|wie du weißt|natürlich|selbstverständlich",
        adverbs="eigentlich|wirklich|natürlich|selbstverständlich|einfach|eben|halt|wohl|durchaus|absolut|ziemlich|"
        "tatsächlich|schließlich|gewissermaßen|sehr",
        forms="aufgrund der Tatsache, dass=weil|zum jetzigen Zeitpunkt=jetzt|in diesem Moment=jetzt|heutzutage=heute|"
        "zu diesem Zeitpunkt=da|für den Fall, dass=falls|in Bezug auf=zu|im Hinblick auf=zu|mit Hilfe von=mit|"
        "anhand von=mit|infolgedessen=daher|dementsprechend=daher|nichtsdestotrotz=trotzdem|gleichzeitig=zugleich|"
        "ausschließlich=nur|lediglich=nur|beziehungsweise=oder|unmittelbar=gleich",
        negations="nicht|kein|keine|keinen|keinem|keiner|keines|nie|niemals|nichts|niemand|niemanden|niemandem|ohne|"
        "weder|noch nie|nirgends",
        doubles="die der das sie den dem",
    ),
    "it": _wordings(
        openers="beh|allora|dunque|insomma|ecco|guarda|senti|bene|vabbè",
        asides="in realtà|in effetti|di fatto|naturalmente|certo|per così dire|dopotutto|come sai|come sapete|"
        "a dire il vero|diciamo|cioè|voglio dire|più o meno|ovviamente|tra l'altro",
        adverbs="davvero|veramente|letteralmente|semplicemente|assolutamente|totalmente|completamente|certamente|"
        "praticamente|effettivamente|molto",
        forms="al fine di=per|allo scopo di=per|a causa del fatto che=perché|dato che=poiché|nonostante il fatto che="
        "benché|in questo momento=ora|al giorno d'oggi=oggi|in quel momento=allora|"
        "la maggior parte delle volte=spesso|per quanto riguarda=su|"
        "a proposito di=su|di conseguenza=così|pertanto=così|tuttavia=ma|all'interno di=in|allo stesso tempo=insieme|"
        "solamente=solo|soltanto=solo|unicamente=solo|immediatamente=subito|nuovamente=di nuovo|attualmente=ora|"
        "essere in grado di=potere",
        negations=r"non|mai|nessun|nessuno|nessuna|niente|nulla|senza|né|neanche|nemmeno|neppure",
        doubles="che ci si",
    ),
    "pt": _wordings(
        openers="bem|bom|pois|pois é|então|olha|olhe|enfim|ora|certo",
        asides="na verdade|de facto|de fato|claro|é claro|por assim dizer|afinal|afinal de contas|quer dizer|ou seja|"
        "como sabe|como sabem|mais ou menos|a bem dizer|por sinal|obviamente",
        adverbs="realmente|basicamente|literalmente|simplesmente|verdadeiramente|absolutamente|totalmente|certamente|"
        "completamente|evidentemente|muito",
        forms="com o objetivo de=para|com o fim de=para|a fim de=para|devido ao facto de que=porque|"
        "devido ao fato de que=porque|uma vez que=pois|visto que=pois|neste momento=agora|"
        "nos dias de hoje=hoje|hoje em dia=hoje|naquele momento=então|"
        "no que diz respeito a=sobre|a respeito de=sobre|acerca de=sobre|por conseguinte=assim|no entanto=mas|"
        "todavia=mas|contudo=mas|dentro do=no|somente=só|apenas=só|unicamente=só|imediatamente=já|"
        "atualmente=hoje|novamente=de novo",
        negations="não|nunca|jamais|ninguém|nada|nenhum|nenhuma|sem|nem|tampouco",
        doubles="que se",
    ),
}
