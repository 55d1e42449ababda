"""A language model's service for tests: real HTTP on the loopback, scripted faults, and a made-up translation.

    python fake_openai.py --port 0 --behaviour wrong_count,rate_limited --then good

prints `ready http://127.0.0.1:PORT/v1` and serves until its stdin ends or it is killed. Each question is answered by
the next behaviour of the list, and by `--then` after the last; `--cycle` starts the list again.

The "translation" (`translated`) is a function of the line and the target language: every word gets the language's
ending (`helloes worldes`), or becomes a word of the language's script; numbers, addresses, tags and kept terms stay,
glossary terms become what they must. Nothing but the standard library is needed.

Behaviours:
  good           the lines asked for           reordered       the same, last first
  list           [{"id", "text"}]              wrapped         {"translations": {…}}
  fenced         in a code fence, with chatter thinking        after <think>…</think>
  wrong_count    the last line missing         extra           a line too many
  merged         two lines in one, rest moved up and one missing
  shifted        each line has its follower's text, the last is made up
  duplicates     an id twice                   doubled         the first line's text for the second, too
  empty          one text empty                echo            the source unchanged
  drops_numbers  no digits anywhere            ignores_terms   glossary and kept terms translated
  markup         <script>, {\\p1} and \\N added  runaway         a text far too long
  loop           one word over and over        stray           Chinese letters in the middle
  wordy          too many words, also when asked to be brief, until asked for a repair
  obeys          does what a line says instead of translating it (injected instructions)
  invalid_json   cut inside a string           prose           the lines as plain text, no JSON
  truncated      finish_reason length          no_choices      {"choices": []}
  null           content null                  refusal         message.refusal
  refusal_text   "I'm sorry, …" instead        content_filter  finish_reason content_filter
  refuses_line   refuses what has the word "unspeakable" in it
  rate_limited   429, Retry-After: 0.2         rate_limited_long  429, Retry-After: 3600
  rate_limited_date 429 with a date            quota           429 insufficient_quota
  error_500, error_503, error_200, html_502, html (200 with a page), unauthorized, forbidden, no_model
  no_schema      400 for json_schema           no_json         400 for any response_format
  no_temperature, no_max_tokens                400 for that parameter
  context        400 context_length_exceeded for more than 4 lines
  at_most_3      wrong_count for more than 3 lines, good for fewer
  only_plain     prose for JSON questions, good for plain ones
  stall          no answer                     drip            a byte now and then, for ever
  hang_up        closes the connection         endless         a body without an end
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

Json = dict[str, Any]

ENDINGS = {
    "English": "en",
    "Spanish": "es",
    "French": "fr",
    "German": "de",
    "Italian": "it",
    "Portuguese": "pt",
    "Catalan": "ca",
    "Galician": "gl",
    "Esperanto": "eo",
    "Dutch": "nl",
    "Polish": "pl",
    "Turkish": "tr",
}
LETTERS = {
    "Chinese": "的是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学",
    "Cantonese": "係唔嘅佢咗喺冇啲嗰嘢咁點睇食講話邊度識搵攞畀靚嚟",
    "Japanese": "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわ",
    "Korean": "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호",
    "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "Hebrew": "אבגדהוזחטיכלמנסעפצקרשת",
    "Russian": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "Ukrainian": "абвгдежзиклмнопрстуфхцчшюяії",
    "Greek": "αβγδεζηθικλμνξοπρστυφχψω",
    "Hindi": "कखगघचछजझटठडढतथदधनपफबभमयरलवशषसह",
    "Thai": "กขคงจฉชซญดตถทธนบปผฝพฟภมยรลวศสหอ",
}
UNSPACED = ("Chinese", "Cantonese", "Japanese", "Thai")
TOKEN = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w.-]+|</?[A-Za-z][^<>]*>|\{[^{}]*\}|[@#]\w+|[^\W\d_]+(?:['’][^\W\d_]+)*"
)


def translated(line: str, language: str, glossary: dict[str, str] | None = None, keep: Sequence[str] = ()) -> str:
    """What the fake makes of a line; `language` is the target's English name."""
    fixed = {term.casefold(): wanted for term, wanted in (glossary or {}).items()}
    fixed |= {term.casefold(): term for term in keep}
    terms = "|".join(rf"(?<!\w){re.escape(term)}(?!\w)" for term in sorted(fixed, key=len, reverse=True))
    shape = re.compile(f"({terms})|{TOKEN.pattern}", re.IGNORECASE) if terms else TOKEN

    def word(match: re.Match[str]) -> str:
        text = match.group()
        if text.casefold() in fixed:
            kept = fixed[text.casefold()]
            return text if kept.casefold() == text.casefold() else kept
        return _word(text, language) if text[0].isalpha() and "@" not in text and "//" not in text else text

    made = shape.sub(word, line)
    script = next((name for name in LETTERS if language.startswith(name)), None)
    if script in UNSPACED:
        made = re.sub(r"(?<![\x00-\x7f]) | (?![\x00-\x7f])", "", made)
    return made


def _word(word: str, language: str) -> str:
    script = next((name for name in LETTERS if language.startswith(name)), None)
    if script is None:
        ending = next((code for name, code in ENDINGS.items() if language.startswith(name)), "xx")
        return word + ending
    letters = LETTERS[script]
    count = 2 if script in UNSPACED or script == "Korean" else min(max(len(word), 2), 8)
    number = zlib.crc32(word.casefold().encode())
    made = ""
    for _ in range(count):
        made += letters[number % len(letters)]
        number = number // len(letters) + 7919 * len(made)
    return made


class Question:
    """One request as the fake understands it."""

    def __init__(self, body: Json) -> None:
        self.body = body
        self.format = (body.get("response_format") or {}).get("type")
        user = body["messages"][-1]["content"]
        system = body["messages"][0]["content"]
        self.plain = user.startswith("<line>")
        self.repair = False
        self.glossary: dict[str, str] = {}
        self.keep: list[str] = []
        if self.plain:
            self.lines = {"1": user.removeprefix("<line>").removesuffix("</line>")}
            found = re.search(r"from .{2,60}? to (.{2,60}?)\. ", system)
            self.language = found.group(1) if found else "?"
            self.keep = re.findall(r'"([^"]+)" stays', system)
            self.glossary = dict(re.findall(r"\"([^\"]+)\" becomes '([^']+)'", system))
        else:
            data = json.loads(user)
            self.lines = data["lines"]
            self.language = data["to"]
            self.repair = "drafts" in data
            self.glossary = data.get("glossary", {})
            self.keep = data.get("keep", [])
            self.data = data

    def answers(self, *, terms: bool = True) -> dict[str, str]:
        return {
            key: translated(line, self.language, self.glossary if terms else None, self.keep if terms else ())
            for key, line in self.lines.items()
        }


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def _good(question: Question) -> str:
    if question.plain:
        return f"<t>{question.answers()['1']}</t>"
    return _json(question.answers())


def _merged(question: Question) -> str:
    texts = list(question.answers().values())
    if len(texts) > 1:
        texts = [f"{texts[0]} {texts[1]}", *texts[2:]]
    return _json({str(number): text for number, text in enumerate(texts, 1)})


def _shifted(question: Question) -> str:
    texts = list(question.answers().values())
    if len(texts) == 1:
        return _good(question)
    return _json(dict(zip(question.lines, [*texts[1:], _word("more", question.language)], strict=True)))


def _changed(change: Callable[[str], str]) -> Callable[[Question], str]:
    """All texts changed by `change`, except when asked to repair them."""

    def content(question: Question) -> str:
        made = question.answers()
        if not question.repair:
            made = {key: change(text) for key, text in made.items()}
        return f"<t>{made['1']}</t>" if question.plain else _json(made)

    return content


def _doubled(question: Question) -> str:
    made = question.answers()
    if len(made) > 1 and not question.repair:
        made["2"] = made["1"]
    return _json(made)


def _empty(question: Question) -> str:
    made = question.answers()
    made[list(made)[-1]] = " "
    return _json(made)


def _terms(question: Question) -> str:
    return _json(question.answers(terms=question.repair))


def _obeys(question: Question) -> str:
    made = {
        key: "HACKED" if "ignore" in line.casefold() else translated(line, question.language)
        for key, line in question.lines.items()
    }
    return _json(made)


def _tail(question: Question) -> Json:
    made = question.answers()
    return {key: made[key] for key in list(made)[:-1]}


CONTENT: dict[str, Callable[[Question], str]] = {
    "good": _good,
    "reordered": lambda q: _json(dict(reversed(q.answers().items()))),
    "list": lambda q: _json([{"id": int(key), "text": text} for key, text in q.answers().items()]),
    "wrapped": lambda q: _json({"translations": q.answers()}),
    "fenced": lambda q: f"Sure! Here you are:\n```json\n{_good(q)}\n```\nAnything else?",
    "thinking": lambda q: f'<think>Let me see {{"1": "no"}} hm.</think>\n{_good(q)}',
    "wrong_count": lambda q: _json(_tail(q)),
    "extra": lambda q: _json(q.answers() | {str(len(q.lines) + 1): "más"}),
    "merged": _merged,
    "shifted": _shifted,
    "duplicates": lambda q: "{" + ",".join(f'"1":{_json(text)}' for text in [*q.answers().values(), "x"]) + "}",
    "doubled": _doubled,
    "empty": _empty,
    "echo": lambda q: f"<t>{q.lines['1']}</t>" if q.plain else _json(q.lines),
    "drops_numbers": _changed(lambda text: re.sub(r"\d", "", text)),
    "ignores_terms": _terms,
    "markup": _changed(lambda text: f"<script>alert(1)</script>{{\\p1}}{text}\\N"),
    "runaway": lambda q: _json(dict.fromkeys(q.lines, "palabras y más palabras sin fin ni sentido " * 40)),
    "loop": _changed(lambda text: "bla bla bla bla bla bla bla bla"),
    "stray": _changed(lambda text: f"{text} 今天很好"),
    "wordy": _changed(lambda text: f"{text} ahora mismo"),
    "obeys": _obeys,
    "invalid_json": lambda q: _good(q)[:-3],
    "prose": lambda q: "\n".join(q.answers().values()),
    "refusal_text": lambda q: "I'm sorry, but I can't help with that request.",
}
STATUS: dict[str, tuple[int, Json, Json]] = {
    "rate_limited": (429, {"message": "slow down", "code": "rate_limit_exceeded"}, {"Retry-After": "0.2"}),
    "rate_limited_long": (429, {"message": "slow down", "code": "rate_limit_exceeded"}, {"Retry-After": "3600"}),
    "quota": (429, {"message": "You exceeded your current quota", "code": "insufficient_quota"}, {}),
    "error_500": (500, {"message": "oops"}, {}),
    "error_503": (503, {"message": "loading"}, {}),
    "error_200": (200, {"message": "Provider returned error", "code": 502}, {}),
    "unauthorized": (401, {"message": "Incorrect API key provided: sk-secret", "code": "invalid_api_key"}, {}),
    "forbidden": (403, {"message": "not allowed"}, {}),
    "no_model": (404, {"message": "The model does not exist", "code": "model_not_found"}, {}),
}
PAGE = b"<!DOCTYPE html><html><body><h1>Welcome to nginx</h1></body></html>"


class FakeOpenAI:
    """The server in threads of this process; `with FakeOpenAI("error_500") as fake: fake.url`.

    `requests`: the bodies asked so far; `keys`: the keys they came with; `served`: the behaviours used.
    """

    def __init__(self, *behaviours: str, then: str = "good", cycle: bool = False, port: int = 0) -> None:
        self.requests: list[Json] = []
        self.keys: list[str] = []
        self.served: list[str] = []
        self._behaviours, self._then, self._cycle = list(behaviours), then, cycle
        self._lock = threading.Lock()
        self.closing = threading.Event()
        handler = type("Handler", (_Handler,), {"fake": self})
        self._server = _Server(("127.0.0.1", port), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def start(self) -> FakeOpenAI:
        self._thread.start()
        return self

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def __enter__(self) -> FakeOpenAI:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def next_behaviour(self, body: Json, key: str) -> str:
        with self._lock:
            at = len(self.requests)
            self.requests.append(body)
            self.keys.append(key)
            if self._cycle and self._behaviours:
                behaviour = self._behaviours[at % len(self._behaviours)]
            else:
                behaviour = self._behaviours[at] if at < len(self._behaviours) else self._then
            self.served.append(behaviour)
            return behaviour


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the play."""


class _Handler(BaseHTTPRequestHandler):
    fake: FakeOpenAI
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, *args: Any) -> None:
        """Silent."""

    def do_GET(self) -> None:
        self._send(200, _json({"object": "list", "data": [{"id": "fake", "object": "model"}]}).encode())

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        if not self.path.endswith("/v1/chat/completions"):
            self._send(404, PAGE, "text/html")
            return
        behaviour = self.fake.next_behaviour(body, key)
        question = Question(body)
        special = getattr(self, f"_do_{behaviour}", None)
        if special is not None:
            special(question)
        elif behaviour in STATUS:
            status, error, headers = STATUS[behaviour]
            self._send(status, _json({"error": error}).encode(), headers=headers)
        else:
            self._answer(CONTENT[behaviour](question))

    def _answer(self, content: str | None, finish: str = "stop", **message: Any) -> None:
        data = {
            "id": "fake-1",
            "object": "chat.completion",
            "created": 0,
            "model": "fake",
            "choices": [
                {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content, **message}}
            ],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
        self._send(200, _json(data).encode())

    def _send(
        self, status: int, data: bytes, kind: str = "application/json", headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _reject(self, code: str, message: str, param: str | None = None) -> None:
        error = {"message": message, "type": "invalid_request_error", "code": code, "param": param}
        self._send(400, _json({"error": error}).encode())

    def _do_truncated(self, question: Question) -> None:
        self._answer(_good(question)[: len(_good(question)) // 2], "length")

    def _do_no_choices(self, question: Question) -> None:
        self._send(200, b'{"id": "x", "choices": []}')

    def _do_null(self, question: Question) -> None:
        self._answer(None)

    def _do_refusal(self, question: Question) -> None:
        self._answer(None, refusal="I can't translate that.")

    def _do_content_filter(self, question: Question) -> None:
        self._answer("", "content_filter")

    def _do_refuses_line(self, question: Question) -> None:
        if any("unspeakable" in line for line in question.lines.values()):
            self._answer(CONTENT["refusal_text"](question))
        else:
            self._answer(_good(question))

    def _do_rate_limited_date(self, question: Question) -> None:
        headers = {"Retry-After": formatdate(time.time() + 1, usegmt=True)}
        self._send(429, b'{"error": {"message": "slow down"}}', headers=headers)

    def _do_html_502(self, question: Question) -> None:
        self._send(502, PAGE, "text/html")

    def _do_html(self, question: Question) -> None:
        self._send(200, PAGE, "text/html")

    def _do_no_schema(self, question: Question) -> None:
        if question.format == "json_schema":
            self._reject("invalid_value", "response_format of type json_schema is not supported", "response_format")
        else:
            self._answer(_good(question))

    def _do_no_json(self, question: Question) -> None:
        if question.format:
            self._reject("unknown_parameter", "Unrecognized request argument: response_format")
        else:
            self._answer(CONTENT["fenced"](question))

    def _do_no_temperature(self, question: Question) -> None:
        if "temperature" in question.body:
            self._reject("unsupported_value", "'temperature' does not support 0 with this model", "temperature")
        else:
            self._answer(_good(question))

    def _do_no_max_tokens(self, question: Question) -> None:
        if "max_tokens" in question.body:
            told = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
            self._reject("unsupported_parameter", told, "max_tokens")
        else:
            self._answer(_good(question))

    def _do_context(self, question: Question) -> None:
        if len(question.lines) > 4:
            self._reject("context_length_exceeded", "This model's maximum context length is 64 tokens")
        else:
            self._answer(_good(question))

    def _do_at_most_3(self, question: Question) -> None:
        self._answer(CONTENT["wrong_count" if len(question.lines) > 3 else "good"](question))

    def _do_only_plain(self, question: Question) -> None:
        self._answer(CONTENT["good" if question.plain else "prose"](question))

    def _do_stall(self, question: Question) -> None:
        self.fake.closing.wait(3600)
        self.close_connection = True

    def _do_drip(self, question: Question) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        while not self.fake.closing.wait(0.05):
            self.wfile.write(b" ")
            self.wfile.flush()
        self.close_connection = True

    def _do_hang_up(self, question: Question) -> None:
        self.close_connection = True

    def _do_endless(self, question: Question) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Connection", "close")
        self.end_headers()
        while not self.fake.closing.is_set():
            self.wfile.write(b" " * 65536)
        self.close_connection = True


BEHAVIOURS = sorted({*CONTENT, *STATUS, *(name[4:] for name in vars(_Handler) if name.startswith("_do_"))})


def main() -> None:
    parser = argparse.ArgumentParser(description="a fake OpenAI-compatible service")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--behaviour", default="", help=f"comma-separated, one per question: {', '.join(BEHAVIOURS)}")
    parser.add_argument("--then", default="good", choices=BEHAVIOURS)
    parser.add_argument("--cycle", action="store_true")
    asked = parser.parse_args()
    behaviours = [name for name in asked.behaviour.split(",") if name]
    if unknown := set(behaviours) - set(BEHAVIOURS):
        parser.error(f"no such behaviour: {', '.join(sorted(unknown))}")
    with FakeOpenAI(*behaviours, then=asked.then, cycle=asked.cycle, port=asked.port) as fake:
        print(f"ready {fake.url}", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
