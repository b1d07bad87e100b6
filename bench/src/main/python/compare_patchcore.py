"""PatchCore's kernels: Loupe (Java, DJL) beside NumPy and PyTorch eager, in turn, with the same number of threads.

usage: python compare_patchcore.py CLASSPATH RESULT_FOLDER [rounds]
CLASSPATH as for compare_vtadl.py. Ratios of one round are what to trust: the median over rounds is reported, with the
quartiles. Peers must find what Loupe finds: the sum of the nearest entries' indices, and the
radius that a selection leaves, up to rounding.
"""

import json
import os
import statistics
import sys
import tempfile
from pathlib import Path

from compare_vtadl import Worker, cpu

HERE = Path(__file__).parent
WARM_UP = 1
#  label, kernel, points, dimensions, bank or selections a turn, peers
CONFIGURATIONS = [
    ("nearest of 5,120 for an image of 1,600 patches, 152 numbers", "nearest", 1600 + 5120, 152, 5120, ["numpy", "torch", "cdist"]),
    ("nearest of 25,088 for an image of 784 patches, 1,024 numbers", "nearest", 784 + 25088, 1024, 25088, ["numpy", "torch", "cdist"]),
    ("128 selections from 128,000 patches of 152 numbers", "coreset", 128000, 152, 128, ["torch", "loop"]),
]


class Turns(Worker):
    def step(self):
        self.process.stdin.write("turn\n")
        self.process.stdin.flush()
        return tuple(float(value) for value in self.process.stdout.readline().split())


def compare(class_path, configuration, rounds, threads, file):
    label, kernel, points, dimensions, amount, peers = configuration
    java = ["java", "--add-opens", "java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
            "-Dai.djl.offline=true", "-Xmx1500m", "-cp", class_path, "io.loupe.bench.PatchCoreWorker", kernel,
            str(threads), str(points), str(dimensions), str(amount), file]
    workers = [Turns("loupe", java, threads)]
    for peer in peers:
        command = [sys.executable, str(HERE / "patchcore_worker.py"), kernel, peer, str(threads), str(dimensions), str(amount), file]
        workers.append(Turns(peer, command, threads))
    times = {w.name: [] for w in workers}
    busy = {w.name: [] for w in workers}
    agreed = {w.name: 0 for w in workers}
    for i in range(WARM_UP + rounds):
        results = {}
        for worker in workers if i % 2 == 0 else reversed(workers):
            wall, processor, results[worker.name] = worker.step()
            if i >= WARM_UP:
                times[worker.name].append(wall)
                busy[worker.name].append(processor)
        for name, result in results.items():
            agreed[name] += abs(result - results["loupe"]) <= 1e-3 * abs(result)
    for worker in workers:
        worker.close()
    rows = []
    for peer in peers:
        lower, median, upper = statistics.quantiles([a / b for a, b in zip(times["loupe"], times[peer])], n=4)
        processor = statistics.median(a / b for a, b in zip(busy["loupe"], busy[peer]))
        rows.append({"what": label, "peer": peer, "ratio": median, "quartiles": [lower, upper], "processorRatio": processor,
                     "loupeMs": statistics.median(times["loupe"]), "peerMs": statistics.median(times[peer]),
                     "same": f"{agreed[peer]} of {WARM_UP + rounds}", "load": os.getloadavg()[0]})
        print(rows[-1], flush=True)
    return rows


def main():
    class_path, folder = sys.argv[1], Path(sys.argv[2])
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 7
    threads = int(os.environ.get("OMP_NUM_THREADS", os.cpu_count()))
    rows = []
    for configuration in CONFIGURATIONS:
        with tempfile.NamedTemporaryFile(suffix=".points") as file:
            rows += compare(class_path, configuration, rounds, threads, file.name)
    report = {"what": "PatchCore's kernels", "cpu": cpu(), "threads": threads, "rounds": rounds, "results": rows}
    (folder / "patchcore.json").write_text(json.dumps(report, indent=1) + "\n")
    table = "\n".join(
        f"| {r['what']} | {r['peer']} | {r['loupeMs']:.0f} | {r['peerMs']:.0f} | **{r['ratio']:.2f}**"
        f" ({r['quartiles'][0]:.2f} to {r['quartiles'][1]:.2f}) | **{r['processorRatio']:.2f}** | {r['same']} | {r['load']:.1f} |"
        for r in rows)
    (folder / "patchcore.md").write_text(f"""# PatchCore's kernels: Loupe, NumPy and PyTorch eager

{threads} threads, {report['cpu']}. All processes take turns; medians of {rounds} rounds, ratio per round with quartiles; below
1 Loupe is faster. Processor time is that of all threads: where the load is above the number of threads, trust its ratio.
"Same" counts turns, the first included, whose
result is Loupe's within a thousandth: the sum of the found indices, or the radius that the selection leaves. Points lie in 300 groups, see
`PatchCoreWorker`; peers are described in `src/main/python/patchcore_worker.py`. Made by `src/main/python/compare_patchcore.py`.

| what | peer | Loupe ms | peer ms | ratio | ratio of processor time | same | machine's load |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
{table}
""")


if __name__ == "__main__":
    main()
