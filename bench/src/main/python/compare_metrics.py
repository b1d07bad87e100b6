"""Times Loupe's metrics and the same from one NumPy sort of all pixels, in turn, and writes results/metrics.md.

    python compare_metrics.py CLASSPATH RESULTS [IMAGES] [ROUNDS] [IMAGES ALONE]

Both get maps of 64 x 64 and make them as large as the images, 1024 x 1024, on the way. The peer is MVTec's algorithm as
most Python code has it: all scores in one array, argsort, cumulative sums; from that one sort also pixel AUROC, average
precision and F1-max, so it is kinder to the peer than three calls of a library. Needs NumPy, SciPy and PyTorch.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import scipy.ndimage
import torch

SMALL, SIDE = 64, 1024
WARM_UP = 3  # the virtual machine compiles
NAMES = ["image AUROC", "image AP", "image F1-max", "pixel AUROC", "pixel AP", "pixel F1-max", "AU-PRO 0.05", "AU-PRO 0.3"]


def make(folder, images):
    """Smooth maps, three in four images with one to three elliptic defects that score higher, some hardly."""
    generator = np.random.default_rng(1)
    y, x = np.mgrid[:SIDE, :SIDE]
    maps, masks = [], []
    for image in range(images):
        mask = np.zeros((SIDE, SIDE), bool)
        if image % 4:
            for _ in range(generator.integers(1, 4)):
                centre = generator.integers(SIDE // 8, SIDE * 7 // 8, 2)
                radius = generator.uniform(0.03, 0.08, 2) * SIDE
                mask |= ((y - centre[0]) / radius[0]) ** 2 + ((x - centre[1]) / radius[1]) ** 2 < 1
        texture = scipy.ndimage.gaussian_filter(generator.standard_normal((SMALL, SMALL)), 2)
        texture = np.exp(0.5 * texture / texture.std()) * 0.02 * (1 + 0.2 * generator.random())
        defect = scipy.ndimage.gaussian_filter(scipy.ndimage.zoom(mask.astype(np.float32), SMALL / SIDE, order=1), 1.0)
        noise = 0.002 * generator.random((SMALL, SMALL))
        maps.append((texture + defect * generator.uniform(0.02, 0.2) + noise).astype("<f4"))
        masks.append(mask)
    np.stack(maps).tofile(folder / "maps")
    np.packbits(np.stack(masks).reshape(images, -1), axis=1, bitorder="little").tofile(folder / "masks")
    return maps, masks


def area(x, y, limit):
    end = int(np.searchsorted(x, limit, side="right"))
    x_part, y_part = x[:end], y[:end]
    if x_part[-1] < limit:
        cut = y[end - 1] + (y[end] - y[end - 1]) * (limit - x[end - 1]) / (x[end] - x[end - 1])
        x_part, y_part = np.append(x_part, limit), np.append(y_part, cut)
    return float(np.trapezoid(y_part, x_part)) / limit


def ranking(positive, negative):
    """AUROC, average precision and F1-max from the cumulative counts at distinct scores, descending."""
    recall, rate = positive / positive[-1], negative / negative[-1]
    precision = positive / (positive + negative)
    auroc = area(np.append(0.0, rate), np.append(0.0, recall), 1.0)
    ap = float(np.sum(np.diff(recall, prepend=0.0) * precision))
    return [auroc, ap, float(np.max(2 * positive / (positive + negative + positive[-1])))]


def counts(scores, positive):
    order = np.argsort(-scores, kind="stable")
    scores, positive = scores[order], positive[order]
    last = np.append(scores[1:] != scores[:-1], True)
    found = np.cumsum(positive, dtype=np.float64)
    return found[last], (np.arange(1, len(scores) + 1) - found)[last], order, last


def measure(maps, masks):
    scores = np.empty(len(maps) * SIDE * SIDE, np.float32)
    weight = np.zeros(len(scores))
    image_scores, regions = [], 0
    for i, (small, mask) in enumerate(zip(maps, masks)):
        size = (SIDE, SIDE)
        large = torch.nn.functional.interpolate(torch.from_numpy(small)[None, None], size=size, mode="bilinear")
        part = slice(i * SIDE * SIDE, (i + 1) * SIDE * SIDE)
        scores[part] = large.numpy().ravel()
        image_scores.append(scores[part].max())
        if mask.any():
            labels, count = scipy.ndimage.label(mask, structure=np.ones((3, 3), int))
            sizes = np.bincount(labels.ravel())
            weight[part] = np.where(labels > 0, 1.0 / sizes[labels], 0.0).ravel()
            regions += count
    positive, negative, _, _ = counts(np.array(image_scores), np.array([mask.any() for mask in masks]))
    of_images = ranking(positive, negative)
    positive, negative, order, last = counts(scores, weight > 0)
    overlap = np.minimum(1, np.cumsum(weight[order])[last] / regions)
    rate = np.append(0.0, negative / negative[-1])
    overlap = np.append(0.0, overlap)
    return of_images + ranking(positive, negative) + [area(rate, overlap, limit) for limit in (0.05, 0.3)]


def quartiles(values):
    return "{1:.1f} ({0:.1f} to {2:.1f})".format(*np.percentile(values, [25, 50, 75]))


class Loupe:
    def __init__(self, classpath, folder, images):
        command = ["java", "-Xmx500m", "-XX:+UseSerialGC", "-XX:ActiveProcessorCount=2", "-cp", classpath, "io.loupe.bench.MetricsWorker",
                   str(folder), str(images), str(SMALL), str(SIDE)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline().strip() == "ready"
        for _ in range(WARM_UP):
            self.measure()

    def measure(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return [float(value) for value in self.process.stdout.readline().split()]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def alone(classpath, images, rounds):
    with tempfile.TemporaryDirectory() as name:
        make(Path(name), images)
        loupe = Loupe(classpath, name, images)
        rows = np.array([loupe.measure()[:2] + [os.getloadavg()[0] * 1e3] for _ in range(rounds)]) / 1e3
        loupe.close()
        print(rows, flush=True)
        return rows


def main(classpath, results, images, rounds, images_alone):
    torch.set_num_threads(2)
    many = alone(classpath, images_alone, rounds)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        maps, masks = make(folder, images)
        loupe = Loupe(classpath, name, images)
        rows, difference = [], 0.0
        for _ in range(rounds):
            answer = loupe.measure()
            wall, busy = time.perf_counter(), time.process_time()
            peer = measure(maps, masks)
            wall, busy = time.perf_counter() - wall, time.process_time() - busy
            rows.append([answer[0] / 1e3, answer[1] / 1e3, wall, busy, os.getloadavg()[0]])
            difference = max(difference, max(abs(a - b) for a, b in zip(answer[3:], peer)))
            print(rows[-1], difference, flush=True)
        loupe.close()
    write(results, images, np.array(rows), answer, difference, np.mean(np.stack(masks)), images_alone, many)


def write(results, images, rows, answer, difference, share, images_alone, many):
    peer_memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    values = ", ".join(f"{name} {value:.6f}" for name, value in zip(NAMES, answer[3:]))
    text = f"""# Metrics: Loupe and one NumPy sort of all pixels

{images} maps of {SMALL} x {SMALL}, made {SIDE} x {SIDE} on the way ({images * SIDE * SIDE:,} pixels, {share:.1%} of them
defective); image and pixel AUROC, AP and F1-max, AU-PRO(0.05), AU-PRO(0.3); Loupe also each of four defect types, in
the same pass. Java with a heap of at most 500 MiB, the collector that workers have and two processors, after {WARM_UP} runs to warm up. Both measure in turn;
medians of {len(rows)} rounds with quartiles. The machine has {os.cpu_count()} cores; its load was
{rows[:, 4].min():.1f} to {rows[:, 4].max():.1f}: where that is above the cores, trust processor time alone. Made by
`src/main/python/compare_metrics.py`.

| | Loupe | NumPy | NumPy / Loupe |
| --- | ---: | ---: | ---: |
| processor seconds, all threads | {quartiles(rows[:, 1])} | {quartiles(rows[:, 3])} | **{quartiles(rows[:, 3] / rows[:, 1])}** |
| seconds on the clock | {quartiles(rows[:, 0])} | {quartiles(rows[:, 2])} | {quartiles(rows[:, 2] / rows[:, 0])} |
| memory, MiB | heap at most {answer[2]:.0f} | process {peer_memory:.0f} | |

{images_alone} such maps ({images_alone * SIDE * SIDE:,} pixels) with Loupe alone, same heap: {quartiles(many[:, 1])}
processor seconds, {quartiles(many[:, 0])} on the clock at a load of {many[:, 2].min():.1f} to {many[:, 2].max():.1f}.

Values: {values}. Largest difference between the two: {difference:.1e} (PyTorch resizes in 32 bits, Loupe in 64).
"""
    Path(results, "metrics.md").write_text(text)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *(int(given) for given in (sys.argv[3:] + ["40", "3", "160"][len(sys.argv) - 3:])))
