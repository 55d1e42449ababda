"""URLs, e-mail addresses, handles and tags as people say them."""

from __future__ import annotations

import re

from lingoreel.media.speech_text.vocabulary.vocabulary import Vocabulary

_CAMEL = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|_+")
# A path longer than this is nobody's to hear.
_PATH = 60


def say_url(text: str, words: Vocabulary) -> tuple[str, bool]:
    """The host and a short path; whether something was left out (a query, a fragment, a long path)."""
    rest = re.sub(r"^(?:https?|ftp)://", "", text, flags=re.IGNORECASE)
    rest = re.sub(r"^www\.", "", rest, flags=re.IGNORECASE)
    place = re.split(r"[?#]", rest, maxsplit=1)[0]
    host, _, path = place.partition("/")
    host = host.rpartition("@")[2]
    path = path.strip("/")
    shortened = place.rstrip("/") != rest.rstrip("/") or len(path) > _PATH
    if len(path) > _PATH:
        path = ""
    return _spell(host + (f"/{path}" if path else ""), words), shortened


def say_email(text: str, words: Vocabulary) -> str:
    """user@example.com → user at example dot com."""
    return _spell(text, words)


def say_handle(text: str, words: Vocabulary) -> str:
    """@name → at name; #OpenSource → hashtag Open Source."""
    sign = words.at if text[0] in "@＠" else words.hashtag
    return f"{sign} {_CAMEL.sub(' ', text[1:])}"


def _spell(text: str, words: Vocabulary) -> str:
    names = {
        ".": words.dot,
        "/": words.slash,
        "@": words.at,
        ":": " ",
        "_": " ",
        "-": " ",
        "%": " ",
        "+": words.symbols["+"],
    }
    said = re.sub(r"[./@:_\-%+]", lambda found: f" {names[found[0]]} ", text)
    return " ".join(re.sub(r"[~=&,;!$'()*\[\]]", " ", said).split())
