"""EfficientAD in PyTorch, eager, with the state and pictures that Loupe's worker wrote: one piece of work a line of input.

usage: python efficientad_worker.py SETTINGS_JSON THREADS FOLDER {plain|saving|autocast|anomalib} {step|score N}
plain    what the public implementations do: two teacher passes, the student's whole last layer in each pass, a quantile
saving   Loupe's savings that are a few lines in Python: teacher outputs kept, half of the last layer, top-k, fused Adam
autocast as plain, networks under torch.autocast in bfloat16; losses in float32
anomalib its own model and its own training step, when it is installed
Answers "<milliseconds> <milliseconds of processor time> <loss> <largest resident memory in MiB>" a line.
"""

import json
import os
import struct
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

MEAN = torch.tensor([0.485, 0.456, 0.406])[:, None, None]
DEVIATION = torch.tensor([0.229, 0.224, 0.225])[:, None, None]
FEATURES = 384


def read(file):
    data = Path(file).read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + size])
    header.pop("__metadata__", None)
    at = lambda v: np.frombuffer(data[8 + size + v["data_offsets"][0] : 8 + size + v["data_offsets"][1]], "<f4")
    return {name: torch.tensor(at(v).reshape(v["shape"])) for name, v in header.items()}


class Random:
    """Philox4x32-10 with Loupe's key and counter: the few numbers that choose images and changes of light."""

    def __init__(self, seed, stream, step):
        h = 0xCBF29CE484222325
        for b in stream.encode():
            h = ((h ^ b) * 0x100000001B3) & (2**64 - 1)
        self.key, self.rest = (seed & 0xFFFFFFFF, seed >> 32), (step, h & 0xFFFFFFFF, h >> 32)

    def block(self, index):
        c, (low, high) = [index, *self.rest], self.key
        for _ in range(10):
            a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
            c = [(b >> 32) ^ c[1] ^ low, b & 0xFFFFFFFF, (a >> 32) ^ c[3] ^ high, a & 0xFFFFFFFF]
            low, high = (low + 0x9E3779B9) & 0xFFFFFFFF, (high + 0xBB67AE85) & 0xFFFFFFFF
        return c

    def uniform(self, i):
        return (self.block(i // 4)[i % 4] >> 8) * 2.0**-24

    def permutation(self, n):
        order = list(range(n))
        for i in range(n - 1, 0, -1):
            other = (self.block(i)[0] * (i + 1)) >> 32
            order[i], order[other] = order[other], order[i]
        return order


def augmented(x, random):
    kind, factor = int(random.uniform(0) * 3), 0.8 + 0.4 * random.uniform(1)
    grey = (torch.tensor([0.2989, 0.587, 0.114])[:, None, None] * x).sum(0, keepdim=True)
    other = [torch.zeros(1), grey.mean(), grey][kind]
    return (factor * x + (1 - factor) * other).clamp(0, 1)


class Model:
    def __init__(self, settings, folder, autocast=False):
        self.bfloat16 = torch.autocast("cpu", torch.bfloat16, enabled=autocast)
        self.medium = settings["size"] == "medium"
        self.dropout = settings["dropout"]
        self.teacher = read(folder / "teacher.safetensors")
        self.p = {k: v.requires_grad_() for k, v in read(folder / "weights.safetensors").items()}
        s = read(folder / "statistics.safetensors")
        count = s["features.images"].sum() * 56 * 56
        self.mean = s["features.mean"].sum(0).reshape(1, -1, 1, 1)
        self.deviation = (s["features.squares"].sum(0) / count).sqrt().reshape(1, -1, 1, 1)

    def pdn(self, p, prefix, x, rows=slice(None)):
        w = lambda i: (p[f"{prefix}conv{i}.weight"], p[f"{prefix}conv{i}.bias"])
        last = lambda i: tuple(t[rows] for t in w(i))
        x = F.avg_pool2d(F.relu(F.conv2d(x, *w(1)), inplace=True), 2, 2)
        x = F.avg_pool2d(F.relu(F.conv2d(x, *w(2)), inplace=True), 2, 2)
        x = F.relu(F.conv2d(x, *w(3)), inplace=True)
        if not self.medium:
            return F.conv2d(x, *last(4))
        x = F.relu(F.conv2d(x, *w(4)), inplace=True)
        x = F.relu(F.conv2d(x, *w(5)), inplace=True)
        return F.conv2d(x, *last(6))

    def student(self, x, rows=slice(None)):
        with self.bfloat16:
            return self.pdn(self.p, "student.", x, rows).float()

    @torch.no_grad()
    def target(self, x):
        with self.bfloat16:
            y = self.pdn(self.teacher, "", x)
        return (y.float() - self.mean) / self.deviation

    def autoencoder(self, x, training):
        with self.bfloat16:
            return self.code(x, training).float()

    def code(self, x, training):
        conv = lambda x, name, **k: F.conv2d(
            x, self.p[f"autoencoder.{name}.weight"], self.p[f"autoencoder.{name}.bias"], **k)
        for i in range(1, 6):
            x = F.relu(conv(x, f"encoder{i}", stride=2, padding=1))
        x = conv(x, "encoder6")
        for i, size in enumerate([3, 8, 15, 32, 63, 127], 1):
            x = F.relu(conv(F.interpolate(x, size, mode="bilinear"), f"decoder{i}", padding=2))
            x = F.dropout(x, self.dropout, training)
        x = F.relu(conv(F.interpolate(x, 56, mode="bilinear"), "decoder7", padding=1))
        return conv(x, "decoder8", padding=1)


class Trainer:
    def __init__(self, settings, folder, saving=False, autocast=False):
        self.model, self.saving, self.kept, self.index = Model(settings, folder, autocast), saving, {}, 0
        self.count = int(1204224 - np.ceil(1204223 * settings["hardQuantile"]))
        self.quantile = settings["hardQuantile"]
        self.pictures = [torch.tensor(np.asarray(Image.open(f))).permute(2, 0, 1) / 255 for f in sorted((folder / "train").glob("*.png"))]
        self.penalties = sorted(Path(settings["penaltyImages"]).glob("*.png")) if settings["penaltyImages"] else []
        self.optimiser = torch.optim.Adam(
            list(self.model.p.values()), lr=settings["learningRate"], weight_decay=settings["weightDecay"],
            fused=True if saving else None)

    def penalty(self):
        random = Random(1, "penalty", self.index)
        choice = np.float32(random.uniform(0)) * len(self.penalties)
        picture = Image.open(self.penalties[int(choice)]).convert("RGB").resize((512, 512), Image.BILINEAR)
        if random.uniform(1) < np.float32(0.3):
            picture = picture.convert("L").convert("RGB")
        x = torch.tensor(np.asarray(picture.crop((128, 128, 384, 384)))).permute(2, 0, 1) / 255
        return ((x - MEAN) / DEVIATION)[None]

    def step(self):
        m, n = self.model, len(self.pictures)
        chosen = Random(1, "order", self.index // n).permutation(n)[self.index % n]
        x = self.pictures[chosen]
        changed = ((augmented(x, Random(1, "augmentation", self.index)) - MEAN) / DEVIATION)[None]
        x = ((x - MEAN) / DEVIATION)[None]
        first = slice(0, FEATURES) if self.saving else slice(None)
        self.optimiser.zero_grad()
        if self.saving:
            if chosen not in self.kept:
                self.kept[chosen] = m.target(x)
            target = self.kept[chosen]
        else:
            target = m.target(x)
        d = (target - m.student(x, first)[:, :FEATURES]) ** 2
        if self.saving:
            loss = d.reshape(-1).topk(self.count, sorted=False).values.mean()
        else:
            loss = d[d >= torch.quantile(d, self.quantile)].mean()
        if self.penalties:
            loss = loss + (m.student(self.penalty(), first)[:, :FEATURES] ** 2).mean()
        target, coded = m.target(changed), m.autoencoder(changed, True)
        rest = m.student(changed, slice(FEATURES, None)) if self.saving else m.student(changed)[:, FEATURES:]
        loss = loss + ((target - coded) ** 2).mean() + ((coded - rest) ** 2).mean()
        loss.backward()
        self.optimiser.step()
        self.index += 1
        return loss.item()


class Anomalib:
    """The model and losses of anomalib, its optimiser's settings; images as the others have them."""

    def __init__(self, settings, folder):
        from anomalib.models.image.efficient_ad.torch_model import EfficientAdModel, EfficientAdModelSize

        self.like = Trainer(settings, folder)
        size = EfficientAdModelSize.M if settings["size"] == "medium" else EfficientAdModelSize.S
        self.model = EfficientAdModel(FEATURES, size, padding=False)
        own, m = self.model.state_dict(), self.like.model
        for name, value in m.teacher.items():
            own["teacher." + name] = value
        for name, value in m.p.items():
            if name.startswith("student."):
                own[name] = value.detach()
        self.model.load_state_dict(own)
        self.model.mean_std["mean"].data, self.model.mean_std["std"].data = m.mean, m.deviation
        self.optimiser = torch.optim.Adam(
            [*self.model.student.parameters(), *self.model.ae.parameters()], lr=settings["learningRate"],
            weight_decay=settings["weightDecay"])
        self.model.train()
        self.model.teacher.eval()

    def step(self):
        like = self.like
        x = like.pictures[like.index % len(like.pictures)][None]
        penalty = like.penalty() * DEVIATION + MEAN if like.penalties else x
        self.optimiser.zero_grad()
        loss = sum(self.model(batch=x, batch_imagenet=penalty))
        loss.backward()
        self.optimiser.step()
        like.index += 1
        return loss.item()


class Scorer:
    def __init__(self, settings, folder, count, autocast):
        self.model = Model(settings, folder, autocast)
        self.x = torch.randn(count, 3, 256, 256, generator=torch.Generator().manual_seed(1))

    @torch.no_grad()
    def step(self):
        m = self.model
        y = m.student(self.x)
        structural = ((m.target(self.x) - y[:, :FEATURES]) ** 2).mean(1)
        logical = ((m.autoencoder(self.x, False) - y[:, FEATURES:]) ** 2).mean(1)
        return F.pad(0.5 * structural + 0.5 * logical, [4] * 4)[0].max().item()


def peak():
    line = next(v for v in Path("/proc/self/status").read_text().splitlines() if v.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def main():
    settings, threads, folder = json.loads(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    torch.set_num_threads(threads)
    if sys.argv[5] == "score":
        worker = Scorer(settings, folder, int(sys.argv[6]), sys.argv[4] == "autocast")
    elif sys.argv[4] == "anomalib":
        worker = Anomalib(settings, folder)
    else:
        worker = Trainer(settings, folder, sys.argv[4] == "saving", sys.argv[4] == "autocast")
    print("ready", flush=True)
    for _ in sys.stdin:
        busy, start = time.process_time(), time.perf_counter()
        value = worker.step()
        print((time.perf_counter() - start) * 1e3, (time.process_time() - busy) * 1e3, value, peak(), flush=True)


if __name__ == "__main__":
    main()
