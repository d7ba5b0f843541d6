"""Draw the answers bench: recall of each way, the answer threshold, and the belief beside what came true."""

from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib

from knowledge.evaluation import CurvePoint

if TYPE_CHECKING:
    from tests.bench.answers import Bin, Places

matplotlib.use("Agg")  # no window

from matplotlib import pyplot

DARK, LIGHT, MARK = "#1f4e79", "#9dc3e6", "#b3541e"  # told apart in grey, too


def draw(folder: Path, part: str, placed: list["Places"], curve: tuple[CurvePoint, ...], bins: list["Bin"]) -> Path:
    """Write answers.png into the folder and return its path."""
    figure, (recall, threshold, belief) = pyplot.subplots(1, 3, figsize=(16, 5), layout="constrained")
    figure.suptitle(f"Answers, {part} questions")
    draw_recall(recall, placed)
    draw_curve(threshold, curve)
    draw_calibration(belief, bins)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "answers.png"
    figure.savefig(file, dpi=110, metadata={"Software": None})
    pyplot.close(figure)
    return file


def draw_recall(axes, placed: list["Places"]) -> None:
    """Two bars for each way, the best at the top."""
    rising = sorted(placed, key=lambda each: each.within(1))
    for most, shift, colour in ((3, -0.2, LIGHT), (1, 0.2, DARK)):
        shares = [each.within(most) / len(each.places) for each in rising]
        bars = axes.barh([at + shift for at in range(len(rising))], shares, 0.38, color=colour, label=f"recall@{most}")
        axes.bar_label(bars, fmt="%.2f", padding=3, fontsize=8)
    axes.set_yticks(range(len(rising)), [each.name for each in rising])
    axes.set(title="Right passage first, and among three", xlabel="share of answerable questions", xlim=(0, 1.1))
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(handles[::-1], labels[::-1], loc="lower center", bbox_to_anchor=(0.5, -0.3), ncols=2, frameon=False)


def draw_curve(axes, curve: tuple[CurvePoint, ...]) -> None:
    at = [each.threshold for each in curve]
    axes.plot(at, [each.answerable_refused for each in curve], color=DARK, marker="o", label="answerable, refused")
    axes.plot(at, [each.outside_answered for each in curve], color=MARK, marker="s", label="outside, answered")
    axes.set(title="The two errors against the threshold", xlabel="least belief", ylabel="share", xlim=(0, 1), ylim=0)
    axes.legend(frameon=False)


def draw_calibration(axes, bins: list["Bin"]) -> None:
    beliefs = [each.mean_belief for each in bins]
    shares = [each.answerable / each.size for each in bins]
    axes.plot([0, 1], [0, 1], color="grey", linestyle="--", label="as believed")
    axes.plot(beliefs, shares, color=DARK, marker="o", label="as it was")
    for each, x, y in zip(bins, beliefs, shares, strict=True):
        axes.annotate(f"{each.size}", (x, y), xytext=(6, -12), textcoords="offset points", fontsize=8)
    axes.set(title="Belief and what came true (n a point)", xlabel="mean belief", ylabel="share answerable")
    axes.set(xlim=(0, 1), ylim=(0, 1.03))
    axes.legend(loc="upper left", frameon=False)
