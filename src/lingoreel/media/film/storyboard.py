"""What a film shows and says, as plain data: from the text's scenes to shots with times."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self, get_args

Mood = Literal["calm", "bright", "warm", "serious", "dreamy", "energetic"]
MOODS: tuple[str, ...] = get_args(Mood)
Genre = Literal["story", "recipe", "product", "poem", "news", "instructions"]
GENRES: tuple[str, ...] = get_args(Genre)

FPS = 24
"""Pictures per second of every film."""
SIZES: dict[str, dict[str, tuple[int, int]]] = {
    "480p": {"16:9": (854, 480), "9:16": (480, 854), "1:1": (480, 480)},
    "720p": {"16:9": (1280, 720), "9:16": (720, 1280), "1:1": (720, 720)},
    "1080p": {"16:9": (1920, 1080), "9:16": (1080, 1920), "1:1": (1080, 1080)},
}
"""Width and height in pixels, by resolution and shape."""


@dataclass(frozen=True)
class Scene:
    """A part of the text that is told in one picture.

    `narration` is what is said, a piece of the text as it is written: the scenes' narrations are the whole text in
    order, nothing left out but blanks between them. `headline` is the words shown large: characters
    [begin, end) of the narration, so that they are always words that are said (None: no headline). `motifs` are names
    of drawings (`lingoreel.media.film.motifs`), best first; `keywords` the words that called for them. `asset` is the
    number of a picture or clip that was brought along (None: the scene is drawn).
    """

    number: int
    narration: str
    headline: tuple[int, int] | None
    mood: str
    keywords: tuple[str, ...] = ()
    motifs: tuple[str, ...] = ()
    asset: int | None = None

    @property
    def shown(self) -> str:
        """The headline's words."""
        return "" if self.headline is None else self.narration[slice(*self.headline)]

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        headline = data.get("headline")
        return cls(
            number=int(data["number"]),
            narration=str(data["narration"]),
            headline=None if headline is None else (int(headline[0]), int(headline[1])),
            mood=str(data["mood"]),
            keywords=tuple(data.get("keywords") or ()),
            motifs=tuple(data.get("motifs") or ()),
            asset=data.get("asset"),
        )


@dataclass(frozen=True)
class Storyboard:
    """The scenes of a text in one language, at least one, in order."""

    language: str
    genre: str
    scenes: tuple[Scene, ...]

    def to_dict(self) -> dict[str, Any]:
        return {"language": self.language, "genre": self.genre, "scenes": [scene.to_dict() for scene in self.scenes]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(data["language"], data["genre"], tuple(Scene.from_dict(scene) for scene in data["scenes"]))


@dataclass(frozen=True)
class SpokenWord:
    """Characters [begin, end) of a scene's narration and when they are heard, in ms of the film."""

    begin: int
    end: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True)
class Shot:
    """A scene as it is filmed: frames [first, last) of the film; shots follow each other without a gap.

    `words` are all words of the narration in order, never overlapping in time, each inside the shot.
    """

    scene: Scene
    first: int
    last: int
    words: tuple[SpokenWord, ...]

    @property
    def start_ms(self) -> int:
        return round(self.first * 1000 / FPS)

    @property
    def end_ms(self) -> int:
        return round(self.last * 1000 / FPS)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        words = tuple(SpokenWord(**word) for word in data["words"])
        return cls(Scene.from_dict(data["scene"]), int(data["first"]), int(data["last"]), words)


@dataclass(frozen=True)
class Film:
    """All that decides a film's pictures, but the assets' own bytes and the fonts there are.

    `captions`: what is said is written below, too. `seed` (0 to 2³²-1): the same one gives the same pictures, another
    one others.
    """

    width: int
    height: int
    seed: int
    language: str
    genre: str
    captions: bool
    shots: tuple[Shot, ...] = field(default=())

    @property
    def frames(self) -> int:
        return self.shots[-1].last

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "shots": [shot.to_dict() for shot in self.shots]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(**{**data, "shots": tuple(Shot.from_dict(shot) for shot in data["shots"])})
