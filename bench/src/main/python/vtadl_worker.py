"""VT-ADL in plain PyTorch, eager, laid out as the authors' code: one training step for each line of input.

usage: python vtadl_worker.py SETTINGS_JSON THREADS {adam|fused}
Answers "<milliseconds> <milliseconds of processor time> <loss>" a line. Images are noise, held in memory.
"""

import json
import math
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

GRID, PATCHES = 8, 64


class Block(nn.Module):
    def __init__(self, width, heads, head_width, mlp):
        super().__init__()
        self.heads, self.head_width, self.scale = heads, head_width, width**-0.5
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * heads * head_width, bias=False)
        self.out = nn.Linear(heads * head_width, width)
        self.mlp = nn.Sequential(nn.Linear(width, mlp), nn.GELU(), nn.Linear(mlp, width))

    def forward(self, x):
        b, n, _ = x.shape
        q, k, v = self.qkv(self.norm1(x)).reshape(b, n, 3, self.heads, self.head_width).permute(2, 0, 3, 1, 4)
        mixed = torch.softmax(q @ k.transpose(-1, -2) * self.scale, -1) @ v
        x = x + self.out(mixed.transpose(1, 2).reshape(b, n, -1))
        return x + self.mlp(self.norm2(x))


def decoder(size):
    if size == 512:
        layers = [(8, 16, 3, 2, 1), (16, 32, 9, 3, 1), (32, 32, 7, 5, 1), (32, 16, 9, 2, 0), (16, 8, 6, 1, 0), (8, 3, 11, 1, 0)]
    else:
        layers, channels, side, out = [], 8, GRID, 16
        while side < size:
            last = side * 2 == size
            layers.append((channels, 3 if last else out, 4, 2, 1))
            channels, out = out, 16 if side * 8 >= size else 32
            side *= 2
    modules = []
    for i, (inputs, outputs, kernel, stride, padding) in enumerate(layers):
        modules.append(nn.ConvTranspose2d(inputs, outputs, kernel, stride, padding))
        modules += [nn.Tanh()] if i == len(layers) - 1 else [nn.BatchNorm2d(outputs), nn.ReLU(True)]
    return nn.Sequential(*modules)


class VtAdl(nn.Module):
    def __init__(self, s):
        super().__init__()
        n, size = s["network"], s["imageSize"]
        self.width, self.patch = n["width"], size // GRID
        self.embedding = nn.Linear(3 * self.patch**2, self.width)
        self.token = nn.Parameter(torch.randn(1, 1, self.width))
        self.positions = nn.Parameter(torch.randn(1, PATCHES + 1, self.width))
        self.blocks = nn.ModuleList(
            Block(self.width, n["heads"], n["headWidth"], n["mlpWidth"]) for _ in range(n["depth"]))
        # The authors route three times over one output capsule, a linear map in effect: the peer gets the linear map.
        self.capsules = nn.Linear(PATCHES * self.width, 512, bias=False)
        nn.init.normal_(self.capsules.weight, std=0.01)
        self.decoder = decoder(size)
        for block in [self.embedding, *self.blocks]:
            for m in block.modules():
                if isinstance(m, nn.Linear):
                    nn.init.kaiming_normal_(m.weight)

    def forward(self, x):
        b, p = x.shape[0], self.patch
        h = x.reshape(b, 3, GRID, p, GRID, p).permute(0, 2, 4, 3, 5, 1).reshape(b, PATCHES, -1)
        h = torch.cat([self.token.expand(b, 1, -1), self.embedding(h)], 1) + self.positions
        for block in self.blocks:
            h = block(h)
        h = h[:, 1:]
        h = h + 0.2 * torch.randn_like(h)
        s = self.capsules(h.reshape(b, -1))
        norm2 = (s**2).sum(-1, keepdim=True)
        code = norm2 * s / ((1 + norm2) * torch.sqrt(norm2))
        return h, self.decoder(code.reshape(b, 8, 8, 8))


class Mixture(nn.Module):
    def __init__(self, width, k):
        super().__init__()
        self.width = width
        self.pi = nn.Linear(width, k, bias=False)
        self.mu = nn.Linear(width, width * k, bias=False)
        self.sigma = nn.Linear(width, width * k, bias=False)

    def forward(self, x, exact):
        b, n, d = x.shape
        v = torch.clamp(x, 2.2e-16)
        pi = torch.softmax(self.pi(v), -1)
        logvar = F.softplus(self.sigma(v)).view(b, n, d, -1)
        mu = self.mu(v).view(b, n, d, -1)
        a = (x.unsqueeze(-1).expand_as(logvar) - mu) ** 2
        log_p = -0.5 * (math.log(2 * math.pi) + (logvar + a / torch.exp(logvar)).sum(2))
        if exact:
            return -torch.logsumexp(torch.log(pi) + log_p, 2).sum(1).mean()
        return (pi * -log_p).sum(2).sum(1).mean()


class Similarity(nn.Module):
    def __init__(self):
        super().__init__()
        g = torch.tensor([math.exp(-((i - 5) ** 2) / (2 * 1.5**2)) for i in range(11)])
        g = g / g.sum()
        self.register_buffer("window", (g[:, None] @ g[None]).expand(3, 1, 11, 11).contiguous())

    def forward(self, a, b):
        blur = lambda t: F.conv2d(t, self.window, padding=5, groups=3)
        ma, mb = blur(a), blur(b)
        aa, bb, ab = ma.pow(2), mb.pow(2), ma * mb
        va, vb, cov = blur(a * a) - aa, blur(b * b) - bb, blur(a * b) - ab
        c1, c2 = 0.01**2, 0.03**2
        return (((2 * ab + c1) * (2 * cov + c2)) / ((aa + bb + c1) * (va + vb + c2))).mean()


def main():
    s, threads, variant = json.loads(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    model, mixture, similarity = VtAdl(s), Mixture(s["network"]["width"], s["gaussians"]), Similarity()
    optimiser = torch.optim.Adam(
        [*model.parameters(), *mixture.parameters()],
        lr=s["learningRate"],
        weight_decay=s["weightDecay"],
        fused=True if variant == "fused" else None,
    )
    x = torch.rand(s["batchSize"], 3, s["imageSize"], s["imageSize"])
    faithful, exact = s["mode"] == "faithful", s["likelihood"] == "exact"
    print("ready", flush=True)
    for _ in sys.stdin:
        busy, start = time.process_time(), time.perf_counter()
        (model if faithful else optimiser).zero_grad()
        h, y = model(x)
        loss = 5 * F.mse_loss(y, x) - 0.5 * similarity(x, y) + mixture(h, exact)
        loss.backward()
        optimiser.step()
        value = loss.item()
        print((time.perf_counter() - start) * 1e3, (time.process_time() - busy) * 1e3, value, flush=True)


if __name__ == "__main__":
    main()
