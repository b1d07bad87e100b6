"""What durability costs on a running local stack: submit to first step, and kill -9 to training again.

usage: python measure_faults.py LOUPE_HOME DATASET/CATEGORY [rounds]
LOUPE_HOME is the state folder of a stack that `./loupe up` started and that has nothing else to do; the dataset is in its
catalogue. Only the standard library is needed. In each round a quick VT-ADL training is submitted, its worker is killed in
the middle (the launcher starts it again), and the training is cancelled once it goes on. Times of steps are those that stand in
MLflow, written by the worker; all clocks are this machine's.
"""

import json
import os
import signal
import statistics
import sys
import time
import urllib.request
from pathlib import Path

BEFORE_KILL = 25.0
EVERY = 10
DOCUMENT = """
loupe: 1
name: How long a kill takes
data: [{{ dataset: "{}", categories: ["{}"] }}]
arms: [{{ name: quick, detector: vt-adl, preset: quick, settings: {{ epochs: 400 }} }}]
seeds: [{}]
run: {{ checkpoint: {{ every: "{}s" }} }}
evaluation: {{ heatMaps: none }}
"""


def ask(url, body=None, kind="application/json"):
    data = None if body is None else body.encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, {"content-type": kind}), timeout=30) as answer:
        text = answer.read()
        return json.loads(text) if text else {}


def until(condition, limit, what):
    end = time.time() + limit
    while time.time() < end:
        if (found := condition()) is not None:
            return found
        time.sleep(0.05)
    raise SystemExit(f"not within {limit} s: {what}")


class Stack:
    def __init__(self, home):
        self.file = Path(home) / "stack.json"
        addresses = self.read()["addresses"]
        self.api, self.mlflow = addresses["Loupe"] + "/api/v1", addresses["MLflow"]

    def read(self):
        return json.loads(self.file.read_text())

    def worker(self):
        return next(p["identity"]["pid"] for p in self.read()["processes"] if p["service"] == "worker-cpu")

    def submit(self, dataset, category, seed):
        document = DOCUMENT.format(dataset, category, seed, EVERY)
        experiment = ask(self.api + "/experiments", document, "application/yaml")["id"]
        return ask(f"{self.api}/experiments/{experiment}")["cells"][0]["trial"]

    def steps(self, trial):
        """Step and time of each point of the loss that MLflow has."""
        run = ask(f"{self.api}/trials/{trial}").get("mlflowRunId")
        if not run:
            return []
        url = f"{self.mlflow}/api/2.0/mlflow/metrics/get-history?run_id={run}&metric_key=train/loss&max_results=25000"
        return sorted((int(p["step"]), int(p["timestamp"]) / 1e3) for p in ask(url).get("metrics", []))

    def progress(self, trial):
        return ask(f"{self.api}/trials/{trial}").get("progress") or {}


def one(stack, dataset, category, seed):
    submitted = time.time()
    trial = stack.submit(dataset, category, seed)
    first = until(lambda: next((at for step, at in stack.steps(trial) if step == 1), None), 120, "a first step in MLflow")
    until(lambda: stack.progress(trial).get("checkpointStep") or None, 60, "a checkpoint")
    time.sleep(BEFORE_KILL)
    seen = stack.progress(trial)["step"]
    killed = time.time()
    os.kill(stack.worker(), signal.SIGKILL)
    again = until(lambda: next((p for p in stack.steps(trial) if p[1] > killed), None), 180, "a step after the kill")
    ask(f"{stack.api}/trials/{trial}:cancel", "{}")
    until(lambda: True if ask(f"{stack.api}/trials/{trial}")["state"] == "CANCELLED" else None, 60, "the end")
    return {"submitToFirstStep": first - submitted, "killToTraining": again[1] - killed, "stepsDoneAgain": seen - again[0] + 1}


def main():
    stack = Stack(sys.argv[1])
    dataset, category = sys.argv[2].split("/")
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    results = []
    for i in range(rounds):
        results.append(one(stack, dataset, category, 1000 + int(time.time()) % 100000))
        print(results[-1], flush=True)
        time.sleep(5)
    for name in results[0]:
        values = [r[name] for r in results]
        print(f"{name}: median {statistics.median(values):.1f}, {min(values):.1f} to {max(values):.1f}")


if __name__ == "__main__":
    main()
