"""Golden values of VT-ADL, its losses, Adam and transposed convolution, made with PyTorch in float64 (Adam: float32).

Written from the paper (arXiv 2104.10036) and the description of the authors' code, not from Loupe's Java. Weights, images
and noise are formulas of their index (see `formula`), so that the files hold only results.

usage: python golden_vtadl.py ../resources/golden/vtadl      (PyTorch 2.7.1)
"""

import json
import math
import struct
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

IMAGE, WIDTH, DEPTH, HEADS, HEAD_WIDTH, MLP, K, BATCH = 32, 16, 2, 2, 8, 24, 3, 3
GRID, PATCHES = 8, 64
SAMPLES = 200  # values kept of a large tensor


def formula(salt, count, scale, shift=0.0):
    """Pseudo-random numbers within shift - scale and shift + scale: the low 32 bits of a hash of (index, salt)."""
    mask = np.uint64(0xFFFFFFFF)
    x = (np.arange(1, count + 1, dtype=np.uint64) * np.uint64(2654435761) + np.uint64(salt) * np.uint64(40503)) & mask
    x ^= x >> np.uint64(16)
    x = (x * np.uint64(0x45D9F3B)) & mask
    x ^= x >> np.uint64(16)
    return ((x.astype(np.float64) / 2**32 * 2 - 1) * scale + shift).astype(np.float32)


def safetensors(path, tensors, metadata):
    header, data, end = {"__metadata__": metadata}, b"", 0
    for name, value in tensors.items():
        value = np.ascontiguousarray(value, dtype="<f4")
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [end, end + value.nbytes]}
        end += value.nbytes
        data += value.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    Path(path).write_bytes(struct.pack("<Q", len(text)) + text + data)


def sample(tensor):
    flat = tensor.detach().numpy().reshape(-1)
    return flat[:: max(1, len(flat) // SAMPLES)].copy()


# ---- the network, functional


def specifications(variational, elbo):
    """Name -> (shape, scale, shift)."""
    s = {}
    inner, patch = HEADS * HEAD_WIDTH, (IMAGE // GRID) ** 2 * 3
    s["vit.embedding.weight"] = ((WIDTH, patch), 0.3, 0)
    s["vit.embedding.bias"] = ((WIDTH,), 0.1, 0)
    s["vit.class"] = ((1, 1, WIDTH), 1, 0)
    s["vit.positions"] = ((1, PATCHES + 1, WIDTH), 1, 0)
    for i in range(DEPTH):
        b = f"vit.block{i}."
        s[b + "attention.norm.weight"] = ((WIDTH,), 0.2, 1)
        s[b + "attention.norm.bias"] = ((WIDTH,), 0.1, 0)
        s[b + "attention.qkv.weight"] = ((3 * inner, WIDTH), 0.4, 0)
        s[b + "attention.out.weight"] = ((WIDTH, inner), 0.4, 0)
        s[b + "attention.out.bias"] = ((WIDTH,), 0.1, 0)
        s[b + "mlp.norm.weight"] = ((WIDTH,), 0.2, 1)
        s[b + "mlp.norm.bias"] = ((WIDTH,), 0.1, 0)
        s[b + "mlp.hidden.weight"] = ((MLP, WIDTH), 0.4, 0)
        s[b + "mlp.hidden.bias"] = ((MLP,), 0.1, 0)
        s[b + "mlp.out.weight"] = ((WIDTH, MLP), 0.4, 0)
        s[b + "mlp.out.bias"] = ((WIDTH,), 0.1, 0)
    s["capsules.weight"] = ((512, PATCHES * WIDTH), 0.02, 0)
    s["decoder.layer0.weight"] = ((8, 16, 4, 4), 0.3, 0)
    s["decoder.layer0.bias"] = ((16,), 0.1, 0.3)  # no gradient but decay: keep decay above rounding
    s["decoder.layer0.norm.weight"] = ((16,), 0.2, 1)
    s["decoder.layer0.norm.bias"] = ((16,), 0.1, 0)
    s["decoder.layer1.weight"] = ((16, 3, 4, 4), 0.3, 0)
    s["decoder.layer1.bias"] = ((3,), 0.1, 0)
    s["mdn.pi.weight"] = ((K, WIDTH), 0.25, 0)
    s["mdn.mu.weight"] = ((K * WIDTH, WIDTH), 0.25, 0)
    s["mdn.log_variance.weight"] = ((K * WIDTH, WIDTH), 0.25, 0)
    if variational:
        s["vae.mean.weight"] = ((WIDTH, WIDTH), 0.25, 0)
        s["vae.mean.bias"] = ((WIDTH,), 0.1, 0)
        s["vae.log_variance.weight"] = ((WIDTH, WIDTH), 0.1, 0)
        s["vae.log_variance.bias"] = ((WIDTH,), 0.1, -2)
    if elbo:
        s["vae.pixel_log_variance"] = ((1,), 0.1, -0.5)
    return s


def encode(p, x):
    n, side = x.shape[0], IMAGE // GRID
    patches = F.unfold(x, side, stride=side).transpose(1, 2)  # (N, 64, channel-row-column)
    patches = patches.reshape(n, PATCHES, 3, side, side).permute(0, 1, 3, 4, 2).reshape(n, PATCHES, -1)
    h = F.linear(patches, p["vit.embedding.weight"], p["vit.embedding.bias"])
    h = torch.cat([p["vit.class"].expand(n, 1, WIDTH), h], 1) + p["vit.positions"]
    for i in range(DEPTH):
        b = f"vit.block{i}."
        y = F.layer_norm(h, (WIDTH,), p[b + "attention.norm.weight"], p[b + "attention.norm.bias"])
        q, k, v = F.linear(y, p[b + "attention.qkv.weight"]).chunk(3, -1)
        heads = []
        for a in range(HEADS):
            part = slice(a * HEAD_WIDTH, (a + 1) * HEAD_WIDTH)
            share = torch.softmax(q[..., part] @ k[..., part].transpose(1, 2) * WIDTH**-0.5, -1)
            heads.append(share @ v[..., part])
        h = h + F.linear(torch.cat(heads, -1), p[b + "attention.out.weight"], p[b + "attention.out.bias"])
        y = F.layer_norm(h, (WIDTH,), p[b + "mlp.norm.weight"], p[b + "mlp.norm.bias"])
        y = F.gelu(F.linear(y, p[b + "mlp.hidden.weight"], p[b + "mlp.hidden.bias"]))
        h = h + F.linear(y, p[b + "mlp.out.weight"], p[b + "mlp.out.bias"])
    return h[:, 1:]


def capsules(p, vectors, epsilon):
    """Routing by agreement, three iterations, one output capsule: written out although it changes nothing."""
    n = vectors.shape[0]
    u = vectors.reshape(n, PATCHES * WIDTH // 8, 8)
    w = p["capsules.weight"].reshape(512, PATCHES * WIDTH // 8, 8)
    votes = torch.einsum("oic,nic->nio", w, u)[:, None]  # (N, 1, capsules, 512)
    agreement = torch.zeros(n, 1, votes.shape[2], dtype=votes.dtype)
    for iteration in range(3):
        coupling = torch.softmax(agreement, 1)
        s = (coupling[..., None] * votes).sum(2)
        norm2 = (s**2).sum(-1, keepdim=True)
        out = norm2 * s / ((1 + norm2) * torch.sqrt(norm2 + epsilon))
        agreement = agreement + (out[:, :, None] * votes.detach()).sum(-1).detach()
    return out[:, 0]


def decode(p, stats, code, training):
    h = code.reshape(-1, 8, 8, 8)
    h = F.conv_transpose2d(h, p["decoder.layer0.weight"], p["decoder.layer0.bias"], stride=2, padding=1)
    h = F.batch_norm(h, stats[0], stats[1], p["decoder.layer0.norm.weight"], p["decoder.layer0.norm.bias"], training)
    h = F.conv_transpose2d(F.relu(h), p["decoder.layer1.weight"], p["decoder.layer1.bias"], stride=2, padding=1)
    return torch.tanh(h)


def mixture(p, x, likelihood, free):
    """The authors' layout: (N, patch, dimension, component). Returns (N, 64)."""
    def authors(name):
        return p[name].reshape(K, WIDTH, WIDTH).transpose(0, 1).reshape(K * WIDTH, WIDTH)

    n = x.shape[0]
    v = torch.clamp(x, np.finfo(float).eps)
    pi = torch.softmax(F.linear(v, p["mdn.pi.weight"]), -1)
    mu = F.linear(v, authors("mdn.mu.weight")).view(n, PATCHES, WIDTH, K)
    l = F.linear(v, authors("mdn.log_variance.weight")).view(n, PATCHES, WIDTH, K)
    l = torch.clamp(l, -8, 8) if free else F.softplus(l)
    log_p = -0.5 * (math.log(2 * math.pi) + (l + (x[..., None] - mu) ** 2 / torch.exp(l)).sum(2))
    return (pi * -log_p).sum(2) if likelihood == "jensen" else -torch.logsumexp(torch.log(pi) + log_p, 2)


def similarity(a, b):
    g = torch.tensor([math.exp(-((i - 5) ** 2) / (2 * 1.5**2)) for i in range(11)], dtype=a.dtype)
    g = g / g.sum()
    window = (g[:, None] @ g[None]).expand(3, 1, 11, 11).contiguous()
    blur = lambda t: F.conv2d(t, window, padding=5, groups=3)
    ma, mb = blur(a), blur(b)
    va, vb, cov = blur(a * a) - ma**2, blur(b * b) - mb**2, blur(a * b) - ma * mb
    c1, c2 = 0.01**2, 0.03**2
    return (((2 * ma * mb + c1) * (2 * cov + c2)) / ((ma**2 + mb**2 + c1) * (va + vb + c2))).mean()


def losses(p, stats, x, noise, case, beta):
    """Weighted terms: name -> (value, weight)."""
    h = encode(p, x)
    epsilon = 0 if case["mode"] == "faithful" else 1e-8
    if case["loss"] == "mse-ssim-ll":
        h = h + 0.2 * noise
        y = decode(p, stats, capsules(p, h, epsilon), True)
        nll = mixture(p, h, case["likelihood"], case["free"]).sum(1).mean()
        return {"mse": (F.mse_loss(y, x), 5), "ssim": (similarity(x, y), -0.5), "nll": (nll, 1)}
    mu = F.linear(h, p["vae.mean.weight"], p["vae.mean.bias"])
    lv = torch.clamp(F.linear(h, p["vae.log_variance.weight"], p["vae.log_variance.bias"]), -8, 8)
    z = mu + noise * torch.exp(lv / 2)
    kl = (0.5 * (mu**2 + lv.exp() - 1 - lv).sum(-1)).sum(1).mean()
    y = decode(p, stats, capsules(p, z, epsilon), True)
    mse = F.mse_loss(y, x)
    pd = PATCHES * WIDTH
    if case["reading"] == "mdn-ll":
        share = 1 if case["sum"] else 1 / pd
        nll = mixture(p, z, case["likelihood"], case["free"]).sum(1).mean()
        return {"mse": (mse, 5), "kl": (kl, beta * share), "nll": (nll, share)}
    values = 3 * IMAGE * IMAGE
    log_s2 = p["vae.pixel_log_variance"]
    density = ((x - y) ** 2 / (2 * log_s2.exp()) + 0.5 * (math.log(2 * math.pi) + log_s2)).sum((1, 2, 3)).mean()
    nll = mixture(p, mu.detach(), case["likelihood"], case["free"]).sum(1).mean()
    return {"mse": (mse, 5), "reconstruction": (density / values, 1), "kl": (kl, beta / values), "nll": (nll, 1 / pd)}


CASES = {
    "original-faithful": dict(loss="mse-ssim-ll", mode="faithful", likelihood="jensen", free=False),
    "original-exact": dict(loss="mse-ssim-ll", mode="corrected", likelihood="exact", free=False),
    "vae-mixture": dict(
        loss="mse-vae", reading="mdn-ll", mode="corrected", likelihood="exact", free=True, sum=False),
    "vae-mixture-sum": dict(
        loss="mse-vae", reading="mdn-ll", mode="corrected", likelihood="jensen", free=False, sum=True),
    "vae-image": dict(loss="mse-vae", reading="elbo", mode="corrected", likelihood="jensen", free=False, sum=False),
}
BETA, LEARNING_RATE, DECAY, STEPS = 0.1, 1e-3, 1e-4, 3


def run(case):
    out = {}
    specs = specifications(case["loss"] == "mse-vae", case.get("reading") == "elbo")
    described = {n: [list(shape), salt, scale, shift] for salt, (n, (shape, scale, shift)) in enumerate(specs.items())}
    p = {
        n: torch.tensor(formula(salt, math.prod(shape), scale, shift)).double().reshape(shape).requires_grad_()
        for n, (shape, salt, scale, shift) in described.items()
    }
    stats = [torch.zeros(16, dtype=torch.float64), torch.ones(16, dtype=torch.float64)]
    x = torch.tensor(formula(1001, BATCH * 3 * IMAGE * IMAGE, 0.5, 0.5)).double().reshape(BATCH, 3, IMAGE, IMAGE)
    optimiser = torch.optim.Adam(list(p.values()), lr=LEARNING_RATE, weight_decay=DECAY)
    with torch.no_grad():
        h = encode(p, x)
        if case["loss"] == "mse-vae":
            h = F.linear(h, p["vae.mean.weight"], p["vae.mean.bias"])
        out["scores"] = mixture(p, h, case["likelihood"], case["free"]).numpy()
        y = decode(p, stats, capsules(p, h, 0 if case["mode"] == "faithful" else 1e-8), False)
        out["reconstruction"] = sample(y)
    history = []
    for step in range(STEPS):
        noise = torch.tensor(formula(2001 + step, BATCH * PATCHES * WIDTH, 1.7)).double().reshape(BATCH, PATCHES, WIDTH)
        for name, value in p.items():
            if case["mode"] == "corrected" or not name.startswith("mdn."):
                value.grad = None
        terms = losses(p, stats, x, noise, case, BETA)
        loss = sum(weight * value.sum() for value, weight in terms.values())
        loss.backward()
        history.append(loss.item())
        if step == 0:
            for name, (value, _) in terms.items():
                out["term/" + name] = np.array([value.item()])
            for name, value in p.items():
                out["gradient/" + name] = sample(value.grad if value.grad is not None else torch.zeros_like(value))
        optimiser.step()
    out["losses"] = np.array(history)
    for name, value in p.items():
        out["after/" + name] = sample(value)
    out["after/decoder.layer0.norm.mean"], out["after/decoder.layer0.norm.variance"] = (s.numpy().copy() for s in stats)
    return described, out


def transposed(tensors):
    """The six layers' geometries at 512 pixels, with few channels."""
    for i, (kernel, stride, padding) in enumerate([(3, 2, 1), (9, 3, 1), (7, 5, 1), (9, 2, 0), (6, 1, 0), (11, 1, 0)]):
        x = torch.tensor(formula(10 * i, 2 * 2 * 25, 1)).reshape(2, 2, 5, 5).requires_grad_()
        w = torch.tensor(formula(10 * i + 1, 2 * 3 * kernel**2, 1)).reshape(2, 3, kernel, kernel).requires_grad_()
        b = torch.tensor(formula(10 * i + 2, 3, 1)).requires_grad_()
        y = F.conv_transpose2d(x, w, b, stride, padding)
        (y * torch.tensor(formula(10 * i + 3, y.numel(), 1)).reshape(y.shape)).sum().backward()
        key = f"transposed/{kernel}-{stride}-{padding}/"
        tensors[key + "y"] = y.detach().numpy()
        tensors[key + "dx"], tensors[key + "dw"], tensors[key + "db"] = (t.grad.numpy() for t in (x, w, b))


def adam(tensors):
    """Ten updates of 40 values in float32, with weight decay."""
    w = torch.tensor(formula(77, 40, 0.5)).requires_grad_()
    optimiser = torch.optim.Adam([w], lr=1e-2, weight_decay=1e-2)
    for step in range(10):
        w.grad = torch.tensor(formula(100 + step, 40, 10.0 ** (step - 5)))
        optimiser.step()
        tensors[f"adam/{step}"] = w.detach().numpy().copy()


def main(folder):
    torch.manual_seed(0)
    torch.set_num_threads(1)
    for name, case in CASES.items():
        described, tensors = run(case)
        safetensors(f"{folder}/{name}.safetensors", tensors, {"variables": json.dumps(described)})
    tensors = {}
    transposed(tensors)
    adam(tensors)
    safetensors(f"{folder}/operations.safetensors", tensors, {})


if __name__ == "__main__":
    main(sys.argv[1])
