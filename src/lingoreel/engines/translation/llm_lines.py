"""The lines of one request on their way through a language model: in batches, in halves, alone; checked and mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from lingoreel.engines.translation import verify
from lingoreel.engines.translation.llm_answer import Unreadable, declines, read_lines, read_plain
from lingoreel.engines.translation.llm_failures import Mismatch, OutOfTime
from lingoreel.engines.translation.llm_prompt import (
    Message,
    batch_messages,
    plain_messages,
    repair_messages,
    schema,
)
from lingoreel.engines.translation.llm_service import Service
from lingoreel.engines.translation.protocol import Problem, TranslatedLine, Translation, TranslationRequest
from lingoreel.engines.translation.scripts import weight
from lingoreel.errors import EngineFailed

Report = Callable[[dict[str, Any]], None]

ASK_LINES = 40
ASK_CHARACTERS = 6000
CONTEXT_LINES = 8
REPAIR_LINES = 20
REPAIR_ALONE = 12  # lines that get a question of their own after the repair of all
FORMLESS = 4  # answers in a row that were no lines: this model does not keep to the form, ask in plain words
FORMLESS_REASONS = frozenset({"no JSON", "no JSON object", "no ids", "a line that is no text", "empty"})
_OTHER_REASONS = frozenset({"refused", "not in time", "too much at once", "cut off"})
HOPELESS = 5  # lines in a row that failed in plain words too, with none ever translated
ECHOED = 1 / 3  # of the lines: from here on, one that came back unchanged counts as untranslated
TOKENS_LEAST, TOKENS_MOST = 1024, 16_384
DRAFT_SHARE = 0.85  # of the progress: the first translation of all lines


class Lines:
    """Translates the lines of one request, once."""

    def __init__(self, request: TranslationRequest, service: Service, report: Report) -> None:
        self._request = request
        self._service = service
        self._report = report
        self._lines = [" ".join(line.split()) for line in request.lines]
        self._todo = [index for index, line in enumerate(self._lines) if verify.has_letters(line)]
        self._most = {index: most for index, most in enumerate(request.limits) if most}
        drafts = dict(enumerate(request.drafts))
        self._drafts = {index: drafts[index] for index in self._todo if drafts.get(index)}
        self._failed: dict[int, str] = {}
        self._formless = 0
        self._plain_failures = 0
        self._out_of_time = False

    async def translation(self) -> Translation:
        """All lines, in order. Raises what `Service.ask` raises, and EngineFailed when time ran out with nothing."""
        try:
            for batch in _batches([index for index in self._todo if index not in self._drafts], self._lines):
                await self._batch(batch)
        except OutOfTime:
            self._give_up_in_time()
        for index in self._todo:
            if index not in self._drafts:
                self._failed.setdefault(index, "not in time")
        repaired = await self._repair() if self._drafts and not self._out_of_time else set()
        self._report({"fraction": 1.0})
        echoes = self._echoes()
        made = [self._line(index, repaired, echoed=index in echoes) for index in range(len(self._lines))]
        return Translation(tuple(made), self._warnings(made))

    def _give_up_in_time(self) -> None:
        self._out_of_time = True
        if not self._drafts:
            raise EngineFailed(
                f"the language model translated nothing within {self._service.budget_s:g} s",
                remedy="try again later, or raise LINGOREEL_LLM_ANSWER_S",
                details={"reason": "timeout"},
            )

    async def _batch(self, indices: Sequence[int]) -> None:
        """Translate lines together; in halves when the answer is not these lines; alone and plainly at last."""
        if self._formless >= FORMLESS:
            for index in indices:
                await self._alone(index)
            return
        try:
            found = await self._ask(indices, self._batch_messages(indices))
            if self._shifted(found):
                # whoever shifts forty lines shifts two: one alone cannot be out of place
                for index in indices:
                    await self._batch([index])
                return
        except Mismatch as mismatch:
            self._learn(mismatch.reason, len(indices))
            if len(indices) == 1:
                await self._alone(indices[0])
                return
            middle = len(indices) // 2
            await self._batch(indices[:middle])
            await self._batch(indices[middle:])
            return
        self._formless = 0
        self._drafts.update(found)
        self._progress()

    def _learn(self, reason: str, asked: int) -> None:
        """Whether the model does not keep to the form at all, as against losing count in long batches."""
        if reason in _OTHER_REASONS:
            return
        if reason in FORMLESS_REASONS or asked == 1:
            self._formless += 1

    async def _ask(self, indices: Sequence[int], messages: list[Message]) -> dict[int, str]:
        """One question in JSON. Raises Mismatch unless the answer is exactly these lines."""
        ids = [str(number) for number in range(1, len(indices) + 1)]
        content = await self._service.ask(messages, schema(ids), self._tokens(indices))
        try:
            found = read_lines(content, ids)
        except Unreadable as error:
            raise Mismatch(error.reason) from None
        return {index: found[key] for index, key in zip(indices, ids, strict=True)}

    async def _alone(self, index: int) -> None:
        """One line in plain words, the second time with room for a model that thinks aloud."""
        if self._plain_failures >= HOPELESS and not self._drafts:
            self._failed[index] = "the model gives no usable answer"
            self._progress()
            return
        messages = plain_messages(self._request, self._lines[index], self._most.get(index))
        reason = ""
        for tokens in (self._tokens([index]), TOKENS_MOST):
            try:
                text = read_plain(await self._service.ask(messages, None, tokens))
                if verify.UNUSABLE & {problem.code for problem in self._check(index, text)}:
                    raise Mismatch("unusable")
            except (Mismatch, Unreadable) as failure:
                reason = failure.reason
                if reason != "cut off":
                    break
            else:
                self._drafts[index] = text
                self._plain_failures = 0
                self._progress()
                return
        self._plain_failures += 1
        self._failed[index] = reason
        self._progress()

    async def _repair(self) -> set[int]:
        """Ask once more for lines with faults; a new text is taken only when it has fewer. The lines it mended."""
        faults: dict[int, tuple[Problem, ...]] = {}
        echoes = self._echoes()
        for index, draft in self._drafts.items():
            text = verify.without_leaks(self._lines[index], draft)
            self._drafts[index] = text
            found = tuple(p for p in self._faults(index, text) if p.code not in verify.ADVISORY)
            if self._doubles(index):
                found += (Problem("doubled", ""),)
            if index in echoes and not found:
                found += (Problem("untranslated", text[: verify.DETAIL]),)
            if found:
                faults[index] = found
        repaired: set[int] = set()
        try:
            for batch in _batches(sorted(faults), self._lines, REPAIR_LINES):
                repaired |= await self._repaired(batch, faults)
            # together they may have been mixed up again: each alone, as far as that is worth it
            left = [index for index in faults if verify.severity(self._faults(index, self._drafts[index]))[:2] > (0, 0)]
            for index in left[:REPAIR_ALONE]:
                repaired |= await self._repaired([index], faults)
        except (OutOfTime, EngineFailed):
            pass  # what is translated already is worth more than the repair of some lines
        return repaired

    async def _repaired(self, batch: Sequence[int], faults: dict[int, tuple[Problem, ...]]) -> set[int]:
        try:
            found = await self._ask(batch, self._repair_messages(batch, faults))
        except Mismatch:
            return set()
        return {
            index
            for index, new in found.items()
            if self._take(index, verify.without_leaks(self._lines[index], new), faults[index])
        }

    def _take(self, index: int, new: str, faults: tuple[Problem, ...]) -> bool:
        """Use the new text of a line when it is better."""
        old = self._drafts[index]
        before, after = verify.severity(self._check(index, old)), verify.severity(self._check(index, new))
        doubted = any(problem.code in ("doubled", "untranslated") for problem in faults)
        unlike = doubted and new != old
        shorter = any(problem.code == "too_long" for problem in faults) and len(new) < len(old)
        if after < before or ((unlike or shorter) and after <= before):
            self._drafts[index] = new
            return True
        return False

    def _check(self, index: int, text: str) -> tuple[Problem, ...]:
        request = self._request
        return verify.problems(self._lines[index], text, request.source, request.target, request.glossary, request.keep)

    def _faults(self, index: int, text: str) -> tuple[Problem, ...]:
        """What is wrong with a text, and whether it is longer than was asked for: no fault once nothing is shorter."""
        most = self._most.get(index, len(text))
        too_long = (Problem("too_long", f"{len(text)} characters; {most} at most"),) if len(text) > most else ()
        return self._check(index, text) + too_long

    def _doubles(self, index: int) -> bool:
        """Whether a neighbour that says something else has the same translation: the model answered one line twice."""
        text = self._drafts[index]
        if len(text.split()) < 3 and weight(text) < 12:
            return False
        return any(
            self._drafts.get(other) == text and _words(self._lines[other]) != _words(self._lines[index])
            for other in (index - 1, index + 1)
        )

    def _echoes(self) -> set[int]:
        """Lines that came back as they went, where so many did that it is no chance: `OK.` is `OK.` in Spanish."""
        same = {index for index, text in self._drafts.items() if text.casefold() == self._lines[index].casefold()}
        return same if len(same) >= max(2, ECHOED * len(self._drafts)) else set()

    def _shifted(self, found: dict[int, str]) -> bool:
        """Whether the answers fit their neighbours' lines better than their own, by what can be checked."""
        indices = list(found)

        def faults(shift: int) -> int:
            pairs = [(indices[at], indices[at + shift]) for at in range(len(indices)) if 0 <= at + shift < len(indices)]
            codes = [p.code for line, text in pairs for p in self._check(line, found[text])]
            return sum(code in ("number", "url", "tag", "keep", "glossary", "name") for code in codes)

        here = faults(0) if len(indices) > 2 else 0
        return here >= 3 and min(faults(1), faults(-1)) * 3 <= here

    def _line(self, index: int, repaired: set[int], *, echoed: bool) -> TranslatedLine:
        if index in self._failed and index not in self._drafts:
            return TranslatedLine(None, (Problem("empty", self._failed[index]),))
        if index not in self._drafts:
            return TranslatedLine(self._request.lines[index])
        text = self._drafts[index]
        problems = self._check(index, text)
        whole = any(
            p.code in verify.UNUSABLE or (p.code == "untranslated" and text.startswith(p.detail)) for p in problems
        )
        refusal = declines(text) and not declines(self._lines[index]) and self._request.target != "en"
        if whole or refusal or echoed:
            return TranslatedLine(None, problems or (Problem("untranslated", text[: verify.DETAIL]),))
        return TranslatedLine(text, problems, index in repaired)

    def _warnings(self, made: Sequence[TranslatedLine]) -> tuple[dict[str, str], ...]:
        missing = [line for line in made if line.text is None]
        if not missing:
            return ()
        reasons = Counter(next((p.detail if p.code == "empty" and p.detail else p.code for p in line.problems), "")
                          for line in missing)  # fmt: skip
        told = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common(5))
        message = f"the language model could not translate {len(missing)} of {len(made)} lines ({told})"
        return ({"code": "lines_not_translated", "message": message},)

    def _batch_messages(self, indices: Sequence[int]) -> list[Message]:
        return batch_messages(self._request, self._by_id(indices), self._most_by_id(indices), *self._around(indices))

    def _repair_messages(self, indices: Sequence[int], faults: dict[int, tuple[Problem, ...]]) -> list[Message]:
        drafts = {str(number): self._drafts[index] for number, index in enumerate(indices, 1)}
        problems = {str(number): faults[index] for number, index in enumerate(indices, 1)}
        most = self._most_by_id(indices)
        return repair_messages(self._request, self._by_id(indices), drafts, problems, most, *self._around(indices))

    def _by_id(self, indices: Sequence[int]) -> dict[str, str]:
        return {str(number): self._lines[index] for number, index in enumerate(indices, 1)}

    def _most_by_id(self, indices: Sequence[int]) -> dict[str, int]:
        return {str(number): self._most[index] for number, index in enumerate(indices, 1) if index in self._most}

    def _around(self, indices: Sequence[int]) -> tuple[list[str], list[str]]:
        """What is said before the first and after the last of these lines."""
        everything = [*self._request.before, *self._lines, *self._request.after]
        first = len(self._request.before) + indices[0]
        last = len(self._request.before) + indices[-1]
        return everything[max(0, first - CONTEXT_LINES) : first], everything[last + 1 : last + 1 + CONTEXT_LINES]

    def _tokens(self, indices: Sequence[int]) -> int:
        """Room for an answer: twice what the lines say, in any script, and for the form."""
        size = sum(max(len(self._lines[index]), int(weight(self._lines[index]))) for index in indices)
        return min(TOKENS_MOST, max(TOKENS_LEAST, 2 * size + 24 * len(indices) + 256))

    def _progress(self) -> None:
        done = len(self._drafts) + len(self._failed)
        self._report({"fraction": DRAFT_SHARE * done / max(1, len(self._todo))})


def _batches(indices: Sequence[int], lines: Sequence[str], most: int = ASK_LINES) -> Iterator[list[int]]:
    """Indices in batches that one question can hold."""
    batch: list[int] = []
    size = 0
    for index in indices:
        if batch and (len(batch) >= most or size + len(lines[index]) > ASK_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(index)
        size += len(lines[index])
    if batch:
        yield batch


def _words(line: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in line.casefold()).split()
