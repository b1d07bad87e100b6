"""Golden values of a distillation made with PyTorch in float64: target features, their statistics, one training step.

Written from the paper's algorithm 3 (arXiv 2303.14535) and the description of PatchCore's authors' feature pipeline, not from
Loupe's Java. The features are described in the authors' order (unfold, enlarge, then pool), which Loupe turns round. Feature
maps, images and weights are formulas of their index (see golden_vtadl.formula), so that the file holds only results.

usage: python golden_distillation.py ../resources/golden/distillation      (PyTorch 2.7.1, torchvision 0.22.1, Pillow)
"""

import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from golden_efficientad import FULL_M, FULL_S, few, images, pdn, pdn_weights
from golden_vtadl import formula, safetensors, sample

SIZE, CELLS = 64, 16  # side of the trained network's input and of its output
LEARNING_RATE, DECAY = 1e-4, 1e-5
# channels of a layer with CELLS positions a side, and of one with half as many
LITE, WIDE = (40, 112), (130, 260)


def maps(salt, channels):
    return [torch.tensor(formula(salt + i, c * side * side, 1.0, 0.2)).double().reshape(1, c, side, side)
            for i, (c, side) in enumerate(zip(channels, (CELLS, CELLS // 2)))]


def target(layers):
    """(1, C, H, W) of each layer to (384, CELLS, CELLS)."""
    described = []
    for layer in layers:
        _, c, h, w = layer.shape
        patches = F.unfold(layer, 3, padding=1).reshape(1, c * 9, h, w)
        if h != CELLS:
            patches = F.interpolate(patches, size=(CELLS, CELLS), mode="bilinear", align_corners=False)
        flat = patches.reshape(c * 9, CELLS * CELLS).T
        described.append(F.adaptive_avg_pool1d(flat[:, None], 1024)[:, 0])
    stacked = torch.stack(described, 1).reshape(CELLS * CELLS, 2048)
    return F.adaptive_avg_pool1d(stacked[:, None], 384)[:, 0].T.reshape(384, CELLS, CELLS)


def step(out, key, size, widths, n):
    """The first update from weights by formula; the targets are normalised over four images, of which n are the batch's."""
    raw = torch.stack([target(maps(10 + 2 * i, LITE)) for i in range(4)])
    mean = raw.mean((0, 2, 3), keepdim=True)
    deviation = raw.std((0, 2, 3), keepdim=True, unbiased=False)
    out[key + "mean"], out[key + "deviation"] = few(mean), few(deviation)
    wanted = ((raw - mean) / deviation)[:n]
    p = pdn_weights("", size, widths, 384, 600)
    for v in p.values():
        v.requires_grad_()
    optimiser = torch.optim.Adam(list(p.values()), lr=LEARNING_RATE, weight_decay=DECAY)
    given = pdn(p, "", size, widths, 384, images(50, n, SIZE, SIZE), True)
    loss = ((wanted - given) ** 2).mean()
    loss.backward()
    out[key + "loss"] = np.array([loss.item()])
    for name, v in p.items():
        out[key + "gradient/" + name] = few(v.grad)
    optimiser.step()
    for name, v in p.items():
        out[key + "after/" + name] = few(v)
    errors = (wanted - given).detach()
    spread = (wanted - wanted.mean((0, 2, 3), keepdim=True)) ** 2
    out[key + "explained"] = np.array([(1 - (errors**2).sum() / spread.sum()).item()])


def grey(out):
    """A picture made grey, then resized for both networks."""
    picture = Image.fromarray(np.round(formula(72, 3 * 37 * 31, 127.5, 127.5)).astype(np.uint8).reshape(37, 31, 3))
    for side in (24, 48):
        out[f"grey/{side}"] = sample(torch.tensor(np.asarray(picture.convert("L").resize((side, side), Image.BILINEAR))).double())


def main(folder):
    torch.set_num_threads(2)
    Path(folder).mkdir(parents=True, exist_ok=True)
    out = {}
    out["features/lite"] = sample(target(maps(1, LITE)))
    out["features/wide"] = sample(target(maps(3, WIDE)))
    step(out, "small/", "small", FULL_S, 3)
    step(out, "medium/", "medium", FULL_M, 1)
    grey(out)
    safetensors(f"{folder}/distillation.safetensors", out, {})


if __name__ == "__main__":
    main(sys.argv[1])
