"""Speed of a search at a given number of vacancies, beside plain NumPy exact search in the same run."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matching.geography import Geography
from matching.matcher import Matcher, Vectors
from matching.models import Vacancy, Wish

SEED = 20261124
_PLACES = ("Utara", "Selatan", "Timur", "Barat", "Pusat")
_NOISE = 0.5
_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one thing at one size: half and 95 in 100 of the runs are at or below."""

    what: str
    vacancies: int
    p50: float
    p95: float


def synthetic(
    samples: list[Vacancy], vectors: NDArray[np.float32], geography: Geography, count: int
) -> tuple[list[Vacancy], NDArray[np.float32]]:
    """Make many vacancies out of a few: places, pay and dates vary, vectors are shaken."""
    rng = np.random.default_rng(SEED)
    seats = [region.code for region in geography.regions if region.province not in ("", region.code)]
    chosen = rng.integers(0, len(samples), count)
    noise = rng.standard_normal((count, vectors.shape[1]), dtype=np.float32)
    shaken = vectors[chosen] + _NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    shaken /= np.linalg.norm(shaken, axis=1, keepdims=True)
    made = []
    for number, origin in enumerate(chosen, start=1):
        sample = samples[int(origin)]
        made.append(
            replace(
                sample,
                id=number,
                title=f"{sample.title} {_PLACES[number % len(_PLACES)]}",
                description=sample.description[:200],
                region=seats[int(rng.integers(0, len(seats)))],
                wage_min=int(rng.integers(20, 90)) * 100_000,
                valid_until=date(2026, 1, 1) + timedelta(int(rng.integers(200, 500))),
            )
        )
    return made, shaken.astype(np.float32)


def run(
    matcher: Matcher,
    samples: list[Vacancy],
    geography: Geography,
    count: int,
    today: date,
    repeats: int = 100,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Timing]:
    """Fill an empty matcher with synthetic vacancies and time searches of fresh wishes."""
    vacancies, vectors = synthetic(samples, matcher.encode(samples).array, geography, count)
    started = time.perf_counter()
    for start in range(0, count, _BATCH):
        part = slice(start, start + _BATCH)
        matcher.put(vacancies[part], Vectors(matcher.model, vectors[part]))
        progress(f"  {min(start + _BATCH, count):,} of {count:,} put")
    filling = (time.perf_counter() - started) * 1000
    wishes = _wishes(samples, geography, repeats + 5)
    search = _timed([partial(matcher.search, wish, today) for wish in wishes])
    queries = matcher.encode([replace(samples[0], title=wish.text) for wish in wishes]).array
    plain = _timed([partial(_exact, vectors, query) for query in queries])
    again = _timed([partial(matcher.search, wishes[0], today)] * (repeats + 5))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    progress(f"  filled in {filling / 1000:.1f} s ({count / filling * 1000:,.0f} a second), peak memory {peak:,.0f} MB")
    return [
        Timing("search: encode, conditions, rank, explain", count, *search),
        Timing("the same wish again", count, *again),
        Timing("NumPy exact search, vectors only (baseline)", count, *plain),
    ]


def _wishes(samples: list[Vacancy], geography: Geography, count: int) -> list[Wish]:
    rng = np.random.default_rng(SEED + 1)
    seats = [region.code for region in geography.regions if region.province not in ("", region.code)]
    # A number makes each text new, so that no cache answers.
    return [
        Wish(
            text=f"cari kerja {samples[int(rng.integers(0, len(samples)))].title} {number + 10}",
            home_region=seats[int(rng.integers(0, len(seats)))],
            willing_to_move=bool(number % 2),
            education="smk",
            wage_min=3_000_000,
        )
        for number in range(count)
    ]


def _exact(vectors: NDArray[np.float32], query: NDArray[np.float32]) -> NDArray[np.int64]:
    cosines = vectors @ query
    best = np.argpartition(-cosines, 10)[:10]
    ranked: NDArray[np.int64] = best[np.argsort(-cosines[best])]
    return ranked


def _timed(calls: list[Callable[[], object]], warm: int = 5) -> tuple[float, float]:
    for call in calls[:warm]:
        call()
    times = []
    for call in calls[warm:]:
        started = time.perf_counter()
        call()
        times.append((time.perf_counter() - started) * 1000)
    return round(float(np.percentile(times, 50)), 2), round(float(np.percentile(times, 95)), 2)
