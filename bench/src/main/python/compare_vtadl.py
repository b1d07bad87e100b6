"""VT-ADL's training step: Loupe (Java, DJL) beside PyTorch eager, stepped in turn with the same number of threads.

usage: python compare_vtadl.py CLASSPATH RESULT_FOLDER [rounds]
CLASSPATH is bench's run-time class path (./mvnw -pl bench dependency:build-classpath, and bench's and detectors' classes).
Needs PyTorch 2.7.1 in this interpreter and `java` (JDK 25) on the PATH. Ratios of one round are what to trust: the median
over rounds is reported, with the quartiles.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
CONFIGURATIONS = [
    ("paper, K = 150", "paper", {}),
    ("paper, K = 10", "paper", {"gaussians": 10}),
    ("quick", "quick", {}),
]
WARM_UP = 2


def settings(class_path, preset, changes):
    """The preset's full settings, from the catalogue that the build writes."""
    for entry in class_path.split(os.pathsep):
        file = Path(entry) / "META-INF/loupe/detectors.json"
        if file.exists():
            presets = json.loads(file.read_text())["detectors"][0]["presets"]
            values = next(p["settings"] for p in presets if p["name"] == preset)
            return values | {"loss": "mse-ssim-ll"} | changes
    raise SystemExit("no META-INF/loupe/detectors.json on the class path: build detectors first")


class Worker:
    def __init__(self, name, command, threads):
        environment = os.environ | {"OMP_NUM_THREADS": str(threads)}
        self.name = name
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=environment)
        while (line := self.process.stdout.readline()) != "ready\n":
            if not line:
                raise SystemExit(f"{name} ended before it was ready: {' '.join(command[-4:])}")

    def step(self):
        self.process.stdin.write("step\n")
        self.process.stdin.flush()
        wall, busy, _ = self.process.stdout.readline().split()
        return float(wall), float(busy)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def compare(class_path, label, preset, changes, rounds, threads):
    full = settings(class_path, preset, changes)
    java = ["java", "--add-opens", "java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
            "-Dai.djl.offline=true", "-Xmx1500m", "-cp", class_path, "io.loupe.bench.StepWorker", preset,
            str(threads), json.dumps({"loss": "mse-ssim-ll"} | changes)]
    python = [sys.executable, str(HERE / "vtadl_worker.py"), json.dumps(full), str(threads)]
    workers = [Worker("loupe", java, threads), Worker("pytorch", [*python, "adam"], threads)]
    times = {w.name: [] for w in workers}
    busy = {w.name: [] for w in workers}
    for i in range(WARM_UP + rounds):
        for worker in workers if i % 2 == 0 else reversed(workers):
            wall, processor = worker.step()
            if i >= WARM_UP:
                times[worker.name].append(wall)
                busy[worker.name].append(processor)
    for worker in workers:
        worker.close()
    ratios = [a / b for a, b in zip(times["loupe"], times["pytorch"])]
    lower, median, upper = statistics.quantiles(ratios, n=4)
    result = {"configuration": label, "rounds": rounds, "batch": full["batchSize"],
              "load": os.getloadavg()[0],
              "processorRatio": statistics.median(a / b for a, b in zip(busy["loupe"], busy["pytorch"])),
              "ratio": median, "ratioQuartiles": [lower, upper], "milliseconds": times, "processorMilliseconds": busy}
    for name, values in times.items():
        result[name] = {"stepMs": statistics.median(values), "bestMs": min(values), "processorMs": statistics.median(busy[name]),
                        "imagesPerSecond": 1e3 * full["batchSize"] / statistics.median(values)}
    print(f"{label}: loupe {result['loupe']['stepMs']:.0f} ms, pytorch {result['pytorch']['stepMs']:.0f} ms,"
          f" ratio {median:.2f} ({lower:.2f} to {upper:.2f}), of processor time {result['processorRatio']:.2f}", flush=True)
    return result


def cpu():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def main():
    class_path, folder = sys.argv[1], Path(sys.argv[2])
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 7
    threads = int(os.environ.get("OMP_NUM_THREADS", os.cpu_count()))
    results = [compare(class_path, *c, rounds, threads) for c in CONFIGURATIONS]
    report = {"what": "VT-ADL training step, original loss", "cpu": cpu(), "threads": threads,
              "results": results}
    (folder / "vtadl-step.json").write_text(json.dumps(report, indent=1) + "\n")
    rows = "\n".join(
        f"| {r['configuration']} | {r['loupe']['stepMs']:.0f} | {r['pytorch']['stepMs']:.0f}"
        f" | **{r['ratio']:.2f}** ({r['ratioQuartiles'][0]:.2f} to {r['ratioQuartiles'][1]:.2f})"
        f" | {r['loupe']['processorMs']:.0f} | {r['pytorch']['processorMs']:.0f} | **{r['processorRatio']:.2f}** | {r['load']:.1f}"
        f" | {r['loupe']['imagesPerSecond']:.1f} | {r['pytorch']['imagesPerSecond']:.1f} |"
        for r in results)
    (folder / "vtadl-step.md").write_text(f"""# VT-ADL training step: Loupe and PyTorch eager

Original loss, batch {results[0]['batch']}, {threads} threads, {report['cpu']}. Both processes step in turn;
medians of {rounds} rounds, ratio per round with quartiles; below 1 Loupe is faster. PyTorch: `torch.optim.Adam` with its
defaults. Processor time is that of all threads: where the load is above the number of threads, trust
its ratio. Made by `src/main/python/compare_vtadl.py`.

| configuration | Loupe ms | PyTorch ms | ratio | Loupe processor ms | PyTorch processor ms | ratio | machine's load | Loupe images/s | PyTorch images/s |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
{rows}
""")


if __name__ == "__main__":
    main()
