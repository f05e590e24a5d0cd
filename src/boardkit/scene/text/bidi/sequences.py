"""Rule X10: what the rules for weak and neutral characters look at as one piece."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from boardkit.scene.text.bidi.classes import ISOLATES, REMOVED, direction, matching_isolates


@dataclass(frozen=True, slots=True)
class RunSequence:
    """An isolating run sequence: its characters, its level, and the directions at its ends."""

    indices: list[int]
    level: int
    before: str
    after: str

    @property
    def direction(self) -> str:
        """The direction of the sequence itself."""
        return direction(self.level)


def run_sequences(original: list[str], levels: list[int], base: int) -> Iterator[RunSequence]:
    """Level runs, joined over the isolates between them, without the characters that X9 removes."""
    kept = [index for index, kind in enumerate(original) if kind not in REMOVED]
    runs = [list(run) for _, run in groupby(kept, key=lambda index: levels[index])]
    matching = matching_isolates(original)
    run_starting = {run[0]: run for run in runs}
    continued = set(matching.values())
    place = {index: number for number, index in enumerate(kept)}
    for run in runs:
        if run[0] in continued:
            continue
        indices = list(run)
        while original[indices[-1]] in ISOLATES and indices[-1] in matching:
            indices += run_starting[matching[indices[-1]]]
        level = levels[indices[0]]
        first, last = place[indices[0]], place[indices[-1]]
        preceding = levels[kept[first - 1]] if first else base
        is_open = original[indices[-1]] in ISOLATES
        following = base if is_open or last + 1 == len(kept) else levels[kept[last + 1]]
        yield RunSequence(indices, level, direction(max(level, preceding)), direction(max(level, following)))
