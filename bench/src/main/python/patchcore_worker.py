"""PatchCore's kernels as Python programs have them: one turn for each line of input.

usage: python patchcore_worker.py {nearest|coreset} VARIANT THREADS DIMENSIONS AMOUNT FILE
Reads the points that PatchCoreWorker wrote; answers "<milliseconds> <milliseconds of processor time> <result>" a turn.

nearest: numpy    a matrix product and argmin over each row
         torch    the same in PyTorch eager
         cdist    torch.cdist (its own matrix product), then min
coreset: torch    for each selection the matrix-vector product with norms computed once, minimum, argmax
         loop     for each selection the norms of the differences, minimum, argmax, as the published programs do
"""

import sys
import time

kernel, variant, threads, dimensions, amount, file = sys.argv[1:]
threads, dimensions, amount = int(threads), int(dimensions), int(amount)

import numpy as np
import torch

torch.set_num_threads(threads)
points = np.fromfile(file, dtype="<f4").reshape(-1, dimensions)
tensor = torch.from_numpy(points)


def nearest():
    if variant == "numpy":
        bank, queries = points[:amount], points[amount:]
        norms = (bank * bank).sum(1)
        return lambda: int((norms - 2 * (queries @ bank.T)).argmin(1).sum())
    bank, queries = tensor[:amount], tensor[amount:]
    if variant == "cdist":
        return lambda: int(torch.cdist(queries, bank).min(1).indices.sum())
    norms = (bank * bank).sum(1)
    return lambda: int(torch.addmm(norms, queries, bank.T, alpha=-2).argmin(1).sum())


def coreset():
    norms = (tensor * tensor).sum(1)

    def distances(i):
        if variant == "loop":
            return torch.linalg.vector_norm(tensor - tensor[i], dim=1)
        return (norms + norms[i] - 2 * (tensor @ tensor[i])).clamp_(min=0)

    state = {"distance": distances(0)}
    state["distance"][0] = -1

    def turn():
        for _ in range(amount):
            i = int(state["distance"].argmax())
            state["distance"] = torch.minimum(state["distance"], distances(i))
            state["distance"][i] = -1
        radius = float(state["distance"].max())
        return radius if variant == "loop" else radius**0.5

    return turn


turn = nearest() if kernel == "nearest" else coreset()
print("ready", flush=True)
with torch.inference_mode():
    for _ in sys.stdin:
        busy, start = time.process_time(), time.perf_counter()
        result = turn()
        print((time.perf_counter() - start) * 1e3, (time.process_time() - busy) * 1e3, result, flush=True)
