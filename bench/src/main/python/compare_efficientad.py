"""EfficientAD: Loupe (Java, DJL) beside PyTorch eager, stepped in turn with the same number of threads.

usage: python compare_efficientad.py CLASSPATH RESULT_FOLDER [rounds] [name of the results]
CLASSPATH is bench's run-time class path (see compare_vtadl.py). Needs PyTorch 2.7.1, NumPy and Pillow in this interpreter
and `java` (JDK 25) on the PATH; anomalib joins where it is installed. Ratios of one round are what to trust: the median
over rounds is reported, with the quartiles.
"""

import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from compare_vtadl import cpu

HERE = Path(__file__).parent
WARM_UP = 1
SMALL = {"size": "small", "learningRate": 1e-4, "weightDecay": 1e-5, "hardQuantile": 0.999, "dropout": 0.2}
MEDIUM = SMALL | {"size": "medium", "teacher": "efficientad-teacher-medium"}


# What Loupe's launcher gives workers, here for all: threads without work soon sleep, so that the next process has its turn,
# and freed memory stays with a process.
ENVIRONMENT = {"GOMP_SPINCOUNT": "10000", "MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "34359738368"}


class Worker:
    def __init__(self, name, command, threads):
        self.name, self.walls, self.busy, self.values, self.peak = name, [], [], [], 0
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | ENVIRONMENT | {"OMP_NUM_THREADS": str(threads)})
        while (line := self.process.stdout.readline()) != "ready\n":
            if not line:
                raise SystemExit(f"{name} ended before it was ready:\n{self.process.stderr.read()[-2000:]}")

    def step(self):
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        wall, busy, value, peak = self.process.stdout.readline().split()
        self.walls.append(float(wall))
        self.busy.append(float(busy))
        self.values.append(float(value))
        self.peak = int(float(peak))

    def close(self):
        self.process.stdin.close()
        self.process.wait()


BFLOAT16 = {"precision": "bfloat16"}


def multiplies_bfloat16():
    """Whether the processor has instructions of its own for it; without them bfloat16 is slower than float32."""
    return "amx_bf16" in Path("/proc/cpuinfo").read_text() or "avx512_bf16" in Path("/proc/cpuinfo").read_text()


def workers(class_path, settings, threads, kind, peers, folder):
    java = ["java", "--add-opens", "java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
            "-Dai.djl.offline=true", "-Xmx1000m", "-cp", class_path, "io.loupe.bench.EfficientAdWorker", str(threads),
            json.dumps(settings), str(folder), *kind[1:]]
    python = [sys.executable, str(HERE / "efficientad_worker.py"), json.dumps(settings), str(threads), str(folder)]
    made = [Worker("loupe", java, threads)]
    return made + [Worker(peer, [*python, peer, *kind], threads) for peer in peers]


def compare(class_path, label, settings, kind, peers, rounds, threads):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        if kind[0] == "step":
            (folder / "penalty").mkdir()
            pictures(folder / "penalty")
            settings = settings | {"penaltyImages": str(folder / "penalty"), "steps": 70_000}
        else:
            settings = settings | {"penaltyImages": "", "steps": 1}
        all_workers = workers(class_path, settings, threads, kind, peers, folder)
        for i in range(WARM_UP + rounds):
            for worker in all_workers if i % 2 == 0 else reversed(all_workers):
                worker.step()
        for worker in all_workers:
            worker.close()
    loupe = all_workers[0]
    result = {"configuration": label, "rounds": rounds, "load": os.getloadavg()[0], "peers": {}}
    result["loupe"] = {"milliseconds": loupe.walls[WARM_UP:], "processorMilliseconds": loupe.busy[WARM_UP:],
                       "values": loupe.values, "peakMiB": loupe.peak}
    for peer in all_workers[1:]:
        ratio = lambda a, b: [x / y for x, y in zip(a[WARM_UP:], b[WARM_UP:])]
        lower, median, upper = statistics.quantiles(ratio(loupe.walls, peer.walls), n=4)
        result["peers"][peer.name] = {
            "ratio": median, "ratioQuartiles": [lower, upper],
            "processorRatio": statistics.median(ratio(loupe.busy, peer.busy)),
            "milliseconds": peer.walls[WARM_UP:], "processorMilliseconds": peer.busy[WARM_UP:], "values": peer.values,
            "peakMiB": peer.peak}
        print(f"{label}: {median:.2f} of {peer.name} ({lower:.2f} to {upper:.2f}), of its processor time"
              f" {result['peers'][peer.name]['processorRatio']:.2f}; {loupe.peak} and {peer.peak} MiB;"
              f" first values {loupe.values[:2]} {peer.values[:2]}", flush=True)
    return result


def pictures(folder):
    import numpy as np
    from PIL import Image

    random = np.random.default_rng(1)
    for i in range(4):
        Image.fromarray(random.integers(0, 256, (375, 500, 3), dtype=np.uint8)).save(folder / f"{i}.png")


def equal_losses(class_path, settings, peer, threads):
    """Without dropout, which each draws for itself: the largest relative difference of three steps' losses."""
    result = compare(class_path, "without dropout", settings | {"dropout": 0}, ["step"], [peer], 2, threads)
    pairs = zip(result["loupe"]["values"], result["peers"][peer]["values"])
    return max(abs(a - b) / abs(b) for a, b in pairs)


def row(r, peer):
    p, median = r["peers"][peer], statistics.median
    return (f"| {r['configuration']} | {peer} | {median(r['loupe']['milliseconds']):.0f} | {median(p['milliseconds']):.0f}"
            f" | **{p['ratio']:.2f}** ({p['ratioQuartiles'][0]:.2f} to {p['ratioQuartiles'][1]:.2f})"
            f" | {p['processorRatio']:.2f} | {r['loupe']['peakMiB']} | {p['peakMiB']} | {r['load']:.1f} |")


def main():
    class_path, folder = sys.argv[1], Path(sys.argv[2])
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 7
    name = sys.argv[4] if len(sys.argv) > 4 else "efficientad-step"
    threads = int(os.environ.get("OMP_NUM_THREADS", os.cpu_count()))
    anomalib = ["anomalib"] if importlib.util.find_spec("anomalib") else []
    few = max(3, rounds // 2)
    run = lambda label, settings, kind, peers, count=rounds: compare(
        class_path, label, settings, kind, peers, count, threads)
    difference = equal_losses(class_path, SMALL, "plain", threads)
    results = [run("step, S", SMALL, ["step"], ["plain", "saving", *anomalib]),
               run("step, M", MEDIUM, ["step"], ["plain"], few)]
    for count in (1, 8):
        settings = SMALL | {"mapNormalisation": "gaussian"}
        results.append(run(f"maps of {count}, S", settings, ["score", str(count)], ["plain"]))
    if multiplies_bfloat16():
        results += [run("step, S, bfloat16", SMALL | BFLOAT16, ["step"], ["plain", "autocast", *anomalib]),
                    run("step, M, bfloat16", MEDIUM | BFLOAT16, ["step"], ["plain", "autocast"], few)]
    report = {"what": "EfficientAD", "cpu": cpu(), "threads": threads, "largestLossDifference": difference,
              "results": results}
    (folder / f"{name}.json").write_text(json.dumps(report, indent=1) + "\n")
    rows = "\n".join(row(r, peer) for r in results for peer in r["peers"])
    score = [r for r in results if r["configuration"].startswith("maps")]
    batch = lambda r: int(r["configuration"].split()[2].strip(","))
    per_second = lambda r, ms: batch(r) * 1e3 / statistics.median(ms)
    speeds = "; ".join(
        f"batch {batch(r)}: {per_second(r, r['loupe']['milliseconds']):.1f} and"
        f" {per_second(r, r['peers']['plain']['milliseconds']):.1f}" for r in score)
    absent = "" if anomalib else " anomalib was not installed in this run."
    bfloat16 = (
        "Rows of bfloat16 set Loupe's convolutions in it beside peers in float32, and beside `autocast`: `plain` with its"
        " networks under `torch.autocast`. " if multiplies_bfloat16() else
        "This processor has no instructions for bfloat16. ")
    (folder / f"{name}.md").write_text(f"""# EfficientAD: Loupe and PyTorch eager

256 pixels, float32 unless a row says bfloat16, batch 1, with penalty images, {threads} threads, {report['cpu']}. The processes work in turn, all with the settings of OpenMP and of the C library that Loupe's launcher gives workers; medians of
{rounds} rounds (M: {few}), ratio per round with quartiles; below 1 Loupe is faster. `plain` does what the public
implementations do (two teacher passes, the student's whole last layer in each pass, a quantile); `saving` has those of Loupe's
savings that are a few lines in Python (teacher outputs kept, half of the last layer, top-k, fused Adam).{absent} {bfloat16}Processor time is
that of all threads: where the load is above the number of threads, trust its ratio. Peak is the process's largest
resident memory, Java's heap included. Without dropout, which each draws for itself, the losses of three steps differ by at
most {difference:.1e} of their value. Made by `src/main/python/compare_efficientad.py`.

| what | peer | Loupe ms | peer ms | ratio | of processor time | Loupe peak MiB | peer peak MiB | machine's load |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
{rows}

Images a second, Loupe and PyTorch: {speeds}.
""")


if __name__ == "__main__":
    main()
