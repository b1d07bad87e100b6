"""Golden values of PatchCore's features, nearest neighbours, maps and image scores, made with PyTorch and SciPy in float64.

Written from the paper (arXiv 2106.08265) and the description of the authors' code, not from Loupe's Java. The features are
described in the authors' order (unfold, enlarge, then pool), which Loupe turns round. Feature maps and banks are formulas of
their index (see golden_vtadl.formula), so that the files hold only results.

usage: python golden_patchcore.py ../resources/golden/patchcore      (PyTorch 2.7.1, SciPy)
"""

import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from scipy.ndimage import gaussian_filter

from golden_vtadl import formula, safetensors

SIZE = 64  # side of the network's input
FINE, COARSE = (6, 16), (10, 8)  # channels, side of the grid
BANK = 40


def layers():
    maps = []
    for salt, (channels, side) in enumerate([FINE, COARSE], start=1):
        values = formula(salt, channels * side * side, 1.0, 0.2).astype(np.float64)
        maps.append(torch.from_numpy(values).reshape(1, channels, side, side))
    return maps


def features(side, layer_dimensions, dimensions):
    """The authors' pipeline; layer_dimensions 0: mean of the neighbourhood, dimensions 0: side by side."""
    grid = FINE[1]
    described = []
    for layer in layers():
        _, c, h, w = layer.shape
        patches = F.unfold(layer, side, padding=(side - 1) // 2).reshape(c * side * side, h, w)
        if h != grid:
            patches = F.interpolate(patches[None], size=(grid, grid), mode="bilinear", align_corners=False)[0]
        flat = patches.reshape(c * side * side, grid * grid).T  # (patches, c * side * side)
        if layer_dimensions:
            flat = F.adaptive_avg_pool1d(flat[:, None], layer_dimensions)[:, 0]
        else:
            flat = flat.reshape(-1, c, side * side).mean(2)
        described.append(flat)
    result = torch.cat(described, 1)
    return F.adaptive_avg_pool1d(result[:, None], dimensions)[:, 0] if dimensions else result


def scores(rows, bank, k, squared, sigma):
    distances = torch.cdist(rows, bank, compute_mode="donot_use_mm_for_euclid_dist")
    nearest, indices = distances.topk(k, largest=False)
    patch = (nearest**2 if squared else nearest).mean(1)
    grid = FINE[1]
    enlarged = F.interpolate(patch.reshape(1, 1, grid, grid), size=SIZE, mode="bilinear", align_corners=False)[0, 0].numpy()
    result = gaussian_filter(enlarged, sigma) if sigma else enlarged
    return distances, nearest, indices, patch, result


def equation_7(rows, bank, distances, b):
    """The paper's image score."""
    nearest, index = distances.min(1)
    patch = nearest.argmax()
    matched = bank[index[patch]]
    around = torch.linalg.vector_norm(bank - matched, dim=1).topk(b, largest=False).indices
    apart = torch.linalg.vector_norm(bank[around] - rows[patch], dim=1)
    return (1 - torch.exp(nearest[patch]) / torch.exp(apart).sum()) * nearest[patch]


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {}
    for name, arguments in {"plain": (3, 0, 0), "authors": (3, 13, 9), "wide": (5, 7, 0), "single": (1, 0, 5)}.items():
        tensors[f"features.{name}"] = features(*arguments).numpy()

    rows = features(3, 0, 0)
    bank = torch.from_numpy(formula(9, BANK * rows.shape[1], 0.6, 0.2).astype(np.float64)).reshape(BANK, -1)
    for name, (k, squared, sigma) in {"map.plain": (1, False, 4), "map.squared": (3, True, 2.5), "map.rough": (1, False, 0)}.items():
        distances, nearest, indices, patch, result = scores(rows, bank, k, squared, sigma)
        tensors[name] = result
        tensors[f"{name}.amazon"] = np.array([patch.max().item()])
    distances, nearest, indices, _, _ = scores(rows, bank, 4, False, 0)
    tensors["nearest.distances"] = nearest.numpy()
    tensors["nearest.indices"] = indices.numpy().astype(np.float64)
    for b in (3, 9):
        tensors[f"paper.{b}"] = np.array([equation_7(rows, bank, distances, b).item()])
    safetensors(folder / "patchcore.safetensors", tensors, {"size": str(SIZE), "bank": str(BANK)})


if __name__ == "__main__":
    main()
