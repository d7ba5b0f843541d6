"""How long an answer takes on one thread, what it costs in memory, and how a search grows with the index."""

import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
import torch
from threadpoolctl import threadpool_limits

from knowledge.answering import Answerer, Question
from knowledge.evaluation import GoldQuestion
from knowledge.settings import Settings

MIB = 1 << 20
WARM_UP = 20
DIMENSION = 384  # of all-MiniLM-L6-v2
SIZES = (100, 10_000, 100_000)
SEARCHES = 30
SEED = 1


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds an answer, MiB of the process, MiB of the index on disk."""

    milliseconds: list[float]
    process: float
    index: float


def one_thread() -> None:
    """Let torch, FAISS and NumPy use one thread from here on."""
    torch.set_num_threads(1)
    threadpool_limits(1)
    faiss.omp_set_num_threads(1)


def cost(answerer: Answerer, questions: tuple[GoldQuestion, ...], settings: Settings) -> Cost:
    """Put every question once; measured before anything else is loaded, so that the memory is the answerer's."""
    asked = [Question(each.text, previous=each.previous) for each in questions]
    for question in asked[:WARM_UP]:
        answerer.answer(question)
    times = [_answered(answerer, question) for question in asked]
    stored = sum(file.stat().st_size for file in settings.index.iterdir())
    return Cost(times, _process_mib(), stored / MIB)


def print_cost(measured: Cost) -> None:
    cuts = statistics.quantiles(measured.milliseconds, n=100)
    print("\nan answer, one thread")
    print(
        f"  {len(measured.milliseconds)} questions: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, p99 {cuts[98]:.1f} ms"
    )
    print(f"  memory of the process {measured.process:.0f} MiB, index on disk {measured.index:.1f} MiB")


def print_growth() -> None:
    """Random unit vectors in an exact index of the size told: ten nearest, and all of them in order."""
    print(
        f"\ngrowth of the exact index\n  {'vectors':>9}{'ten nearest ms':>16}{'all in order ms':>17}{'memory MiB':>12}"
    )
    random = np.random.default_rng(SEED)
    for size in SIZES:
        index = faiss.IndexFlatIP(DIMENSION)
        index.add(_unit(random, size))
        queries = [_unit(random, 1) for _ in range(SEARCHES)]
        ten, every = (statistics.median(_searched(index, query, most) for query in queries) for most in (10, size))
        memory = faiss.serialize_index(index).nbytes / MIB
        print(f"  {size:>9,}{ten:>16.2f}{every:>17.2f}{memory:>12.1f}")


def _unit(random: np.random.Generator, rows: int) -> np.ndarray:
    vectors = random.standard_normal((rows, DIMENSION), dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _answered(answerer: Answerer, question: Question) -> float:
    started = time.perf_counter()
    answerer.answer(question)
    return 1000 * (time.perf_counter() - started)


def _searched(index: faiss.Index, query: np.ndarray, most: int) -> float:
    started = time.perf_counter()
    index.search(query, most)
    return 1000 * (time.perf_counter() - started)


def _process_mib() -> float:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024
