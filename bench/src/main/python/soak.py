"""Memory of every process of a running local stack while it trains and publishes a checkpoint every 15 s.

usage: python soak.py LOUPE_HOME DATASET/CATEGORY RESULT_FOLDER [minutes]
LOUPE_HOME is the state folder of a stack that `./loupe up` started; the dataset is in its catalogue. Only the standard library is
needed (and Linux: memory is the proportional set size of /proc/PID/smaps_rollup, native memory and children included). A VT-ADL
training that outlasts the time is submitted, watched and cancelled. The first third is for warming up; what is reported of the rest
is its median at its beginning and its end, and a line through it.
"""

import csv
import statistics
import sys
import time
from pathlib import Path

from measure_faults import Stack, ask, until

EVERY = 15
DOCUMENT = """
loupe: 1
name: Soak
data: [{{ dataset: "{}", categories: ["{}"] }}]
arms: [{{ name: quick, detector: vt-adl, preset: quick, settings: {{ epochs: 100000 }} }}]
seeds: [1]
run: {{ checkpoint: {{ every: "{}s" }} }}
evaluation: {{ heatMaps: none }}
"""


def memory(pids):
    """MiB of these processes; those that have ended count nothing."""
    total = 0
    for pid in pids:
        try:
            line = next(v for v in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() if v.startswith("Pss:"))
            total += int(line.split()[1])
        except (FileNotFoundError, ProcessLookupError, StopIteration):
            pass
    return total / 1024


def slope(points):
    """Of the least-squares line, per hour."""
    times, values = zip(*points)
    middle, mean = statistics.mean(times), statistics.mean(values)
    return 3600 * sum((t - middle) * (v - mean) for t, v in points) / sum((t - middle) ** 2 for t in times)


def main():
    stack, (dataset, category), folder = Stack(sys.argv[1]), sys.argv[2].split("/"), Path(sys.argv[3])
    minutes = float(sys.argv[4]) if len(sys.argv) > 4 else 30
    experiment = ask(stack.api + "/experiments", DOCUMENT.format(dataset, category, EVERY), "application/yaml")["id"]
    trial = ask(f"{stack.api}/experiments/{experiment}")["cells"][0]["trial"]
    until(lambda: stack.progress(trial).get("checkpointStep") or None, 300, "a checkpoint")
    begin, samples, first = time.time(), [], stack.progress(trial)
    while time.time() < begin + 60 * minutes:
        row = {"seconds": round(time.time() - begin)}
        for p in stack.read()["processes"]:
            row[p["service"]] = round(memory([p["identity"]["pid"], *(c["pid"] for c in p["children"])]), 1)
        row["launcher"] = round(memory([stack.read()["launcher"]["pid"]]), 1)
        samples.append(row)
        time.sleep(EVERY)
    last = stack.progress(trial)
    ask(f"{stack.api}/trials/{trial}:cancel", "{}")

    names = [name for name in samples[-1] if name != "seconds"]
    with (folder / "soak.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, ["seconds", *names], restval="")
        writer.writeheader()
        writer.writerows({name: row.get(name, "") for name in ["seconds", *names]} for row in samples)
    rows = []
    for name in names:
        late = [(row["seconds"], row[name]) for row in samples[len(samples) // 3 :] if name in row]
        part = max(1, len(late) // 5)
        median = lambda points: statistics.median(value for _, value in points)
        rows.append(f"| {name} | {samples[0].get(name, 0):.0f} | {median(late[:part]):.0f} | {median(late[-part:]):.0f}"
                    f" | {max(v for _, v in late):.0f} | {slope(late):+.0f} |")
    (folder / "soak.md").write_text(f"""# Memory while training

VT-ADL, `quick`, {minutes:.0f} minutes, steps {first['step']} to {last['step']}, a checkpoint every {EVERY} s; MiB (PSS, native memory included),
a sample every {EVERY} s in [soak.csv](soak.csv). The first third is left out for warming up. Made by `src/main/python/soak.py`.

| process | at first | after a third | at the end | most | line's slope, MiB an hour |
| --- | ---: | ---: | ---: | ---: | ---: |
""" + "\n".join(rows) + "\n")
    print((folder / "soak.md").read_text())


if __name__ == "__main__":
    main()
