"""Golden values of EfficientAD made with PyTorch in float64: networks, losses, gradients, ten steps, scales, maps.

Written from the paper's tables and algorithms (arXiv 2303.14535), not from Loupe's Java. Weights, images and dropout are
formulas of their index (see golden_vtadl.formula), so that the file holds only results.

usage: python golden_efficientad.py ../resources/golden/efficientad      (PyTorch 2.7.1, torchvision 0.22.1)
"""

import math
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
import torchvision.transforms.functional as TF
from PIL import Image

from golden_vtadl import formula, safetensors, sample

FULL_S = dict(first=128, inner=256, features=384, encoder=32, code=64)
FULL_M = dict(first=256, inner=512, features=384, encoder=32, code=64)
TINY = dict(first=8, inner=12, features=16, encoder=6, code=8)
LEARNING_RATE, DECAY, STEPS = 1e-3, 1e-5, 10


def few(tensor):
    """About 60 values, spread."""
    flat = tensor.detach().numpy().reshape(-1)
    return flat[:: max(1, len(flat) // 60)].copy()


def pdn_layers(size, w, outputs):
    """(name, inputs, outputs, kernel, padding, relu, pool)"""
    if size == "small":
        return [("conv1", 3, w["first"], 4, 3, True, True), ("conv2", w["first"], w["inner"], 4, 3, True, True),
                ("conv3", w["inner"], w["inner"], 3, 1, True, False), ("conv4", w["inner"], outputs, 4, 0, False, False)]
    return [("conv1", 3, w["first"], 4, 3, True, True), ("conv2", w["first"], w["inner"], 4, 3, True, True),
            ("conv3", w["inner"], w["inner"], 1, 0, True, False), ("conv4", w["inner"], w["inner"], 3, 1, True, False),
            ("conv5", w["inner"], outputs, 4, 0, True, False), ("conv6", outputs, outputs, 1, 0, False, False)]


def pdn_weights(prefix, size, w, outputs, salt):
    p = {}
    for i, (name, inputs, out, kernel, *_) in enumerate(pdn_layers(size, w, outputs)):
        scale = 1.7 / math.sqrt(inputs * kernel * kernel)
        p[f"{prefix}{name}.weight"] = weights(salt + 2 * i, (out, inputs, kernel, kernel), scale)
        p[f"{prefix}{name}.bias"] = weights(salt + 2 * i + 1, (out,), 0.1)
    return p


def weights(salt, shape, scale):
    return torch.tensor(formula(salt, math.prod(shape), scale)).double().reshape(shape)


def pdn(p, prefix, size, w, outputs, x, padded):
    for name, _, _, _, padding, relu, pool in pdn_layers(size, w, outputs):
        x = F.conv2d(x, p[f"{prefix}{name}.weight"], p[f"{prefix}{name}.bias"], padding=padding if padded else 0)
        x = F.relu(x) if relu else x
        x = F.avg_pool2d(x, 2, 2, padding=1 if padded else 0) if pool else x
    return x


def autoencoder_layers(w):
    e, c, f = w["encoder"], w["code"], w["features"]
    layers = [("encoder1", 3, e, 4), ("encoder2", e, e, 4), ("encoder3", e, c, 4), ("encoder4", c, c, 4),
              ("encoder5", c, c, 4), ("encoder6", c, c, 8)]
    layers += [(f"decoder{i}", c, c, 4) for i in range(1, 7)]
    return layers + [("decoder7", c, c, 3), ("decoder8", c, f, 3)]


def autoencoder_weights(w, salt):
    p = {}
    for i, (name, inputs, out, kernel) in enumerate(autoencoder_layers(w)):
        scale = 2.4 / math.sqrt(inputs * kernel * kernel)
        p[f"autoencoder.{name}.weight"] = weights(salt + 2 * i, (out, inputs, kernel, kernel), scale)
        p[f"autoencoder.{name}.bias"] = weights(salt + 2 * i + 1, (out,), 0.1)
    return p


def stages(pixels, cells):
    return [pixels // 64 - 1, pixels // 32, pixels // 16 - 1, pixels // 8, pixels // 4 - 1, pixels // 2 - 1, cells]


def autoencoder(p, x, cells, dropout=None):
    height, width = x.shape[2:]
    conv = lambda x, name, **k: F.conv2d(x, p[f"autoencoder.{name}.weight"], p[f"autoencoder.{name}.bias"], **k)
    for i in range(1, 6):
        x = F.relu(conv(x, f"encoder{i}", stride=2, padding=1))
    x = conv(x, "encoder6")
    used = 0
    for i, size in enumerate(zip(stages(height, cells[0]), stages(width, cells[1])), 1):
        x = F.interpolate(x, size, mode="bilinear", align_corners=False)
        x = F.relu(conv(x, f"decoder{i}", padding=2 if i < 7 else 1))
        if dropout is not None and i < 7:
            n = x[0].numel()
            x = x * dropout[:, used : used + n].reshape(x.shape)
            used += n
    return conv(x, "decoder8", padding=1)


def images(salt, n, height, width):
    return torch.tensor(formula(salt, n * 3 * height * width, 2)).double().reshape(n, 3, height, width)


def hard_count(n, quantile):
    """Elements that are not below torch.quantile's value of distinct numbers."""
    d = torch.tensor(np.arange(n, dtype=np.float64))
    return int((d >= np.quantile(d.numpy(), quantile)).sum())


def networks(out):
    for size, w in [("small", FULL_S), ("medium", FULL_M)]:
        p = pdn_weights("", size, w, 384, 100)
        count = sum(v.numel() for v in p.values())
        for height, width, padded in [(256, 256, False), (256, 290, True)]:
            if size == "medium" and padded:
                continue
            y = pdn(p, "", size, w, 384, images(7, 1, height, width), padded)
            key = f"pdn/{size}/{height}x{width}/{padded}/".lower()
            out[key + "sample"], out[key + "shape"] = sample(y), np.array(y.shape)
            out[key + "moments"] = np.array([y.mean(), (y**2).mean()])
        out[f"pdn/{size}/parameters"] = np.array([count % 10000, count // 10000])
    p = autoencoder_weights(FULL_S, 200)
    for height, width, cells in [(256, 256, (56, 56)), (260, 515, (65, 129))]:
        y = autoencoder(p, images(8, 1, height, width), cells)
        key = f"autoencoder/{height}x{width}/"
        out[key + "sample"], out[key + "shape"] = sample(y), np.array(y.shape)
        out[key + "moments"] = np.array([y.mean(), (y**2).mean()])


def training(out, key, size, padded, reflect, quantile, n):
    w, f = TINY, TINY["features"]
    t = pdn_weights("", size, w, f, 300)
    p = pdn_weights("student.", size, w, 2 * f, 400) | autoencoder_weights(w, 500)
    for v in p.values():
        v.requires_grad_()
    height, width = 256, 272
    cells = [math.ceil(v / 4) - (0 if padded or reflect else 8) for v in (height, width)]
    surround = (lambda x: F.pad(x, [16] * 4, mode="reflect")) if reflect else (lambda x: x)
    student = lambda x: pdn(p, "student.", size, w, 2 * f, surround(x), padded)
    with torch.no_grad():
        raw = [pdn(t, "", size, w, f, surround(images(20 + i, 1, height, width)), padded) for i in range(3)]
        mean = torch.cat(raw).mean((0, 2, 3), keepdim=True)
        deviation = torch.cat(raw).std((0, 2, 3), keepdim=True, unbiased=False)
        out[key + "mean"], out[key + "deviation"] = mean.reshape(-1).numpy(), deviation.reshape(-1).numpy()
    teacher = lambda x: (pdn(t, "", size, w, f, surround(x), padded) - mean) / deviation
    dropped = w["code"] * sum((a + 1) * (b + 1) for a, b in list(zip(stages(height, 0), stages(width, 0)))[:6])
    errors = f * cells[0] * cells[1]
    k = hard_count(errors, quantile)
    optimiser = torch.optim.Adam(list(p.values()), lr=LEARNING_RATE, weight_decay=DECAY)
    history = []

    @torch.no_grad()
    def maps(when):
        x = images(99, 1, height, width)
        y, target, coded = student(x), teacher(x), autoencoder(p, x, cells)
        out[key + when + "structural"] = few(((target - y[:, :f]) ** 2).mean(1))
        out[key + when + "logical"] = few(((coded - y[:, f:]) ** 2).mean(1))

    maps("before/maps/")
    for step in range(STEPS):
        x, augmented, penalty = (images(30 + 3 * step + i, n, height, width) for i in range(3))
        u = torch.tensor(formula(900 + step, n * dropped, 0.5, 0.5)).double().reshape(n, dropped)
        dropout = torch.where(u < 0.2, 0.0, 1 / 0.8)
        optimiser.zero_grad()
        with torch.no_grad():
            target, augmented_target = teacher(x), teacher(augmented)
        d = (target - student(x)[:, :f]) ** 2
        hard = d.reshape(n, -1).topk(k).values.mean()
        pen = (student(penalty)[:, :f] ** 2).mean()
        coded = autoencoder(p, augmented, cells, dropout)
        ae = ((augmented_target - coded) ** 2).mean()
        stae = ((coded - student(augmented)[:, f:]) ** 2).mean()
        (hard + pen + ae + stae).backward()
        history.append([hard.item(), pen.item(), ae.item(), stae.item()])
        if step == 0:
            for name, v in p.items():
                out[key + "gradient/" + name] = few(v.grad)
        optimiser.step()
    out[key + "terms"] = np.array(history)
    for name, v in p.items():
        out[key + "after/" + name] = few(v)
    maps("after/maps/")


def scales(out):
    """Quantiles over three validation maps of each kind, and the final map of a picture of 300 x 200."""
    maps = {kind: formula(salt, 3 * 56 * 56, 0.5, 0.5).astype(np.float64) ** 4
            for kind, salt in [("structural", 61), ("logical", 62)]}
    combined, lowest = 0, 0
    for kind, values in maps.items():
        a, b = np.quantile(values.astype(np.float32).astype(np.float64), [0.9, 0.995])
        out[f"scales/{kind}"] = np.array([a, b])
        raw = values[: 56 * 56].astype(np.float32).astype(np.float64)
        combined = combined + 0.5 * 0.1 * (raw - a) / (b - a)
        lowest = lowest + 0.5 * 0.1 * (0 - a) / (b - a)
    m = torch.tensor(combined).reshape(1, 1, 56, 56)
    for frame, padded in [("zero_normalised", F.pad(m, [4] * 4)), ("lowest", F.pad(m, [4] * 4, value=lowest)),
                          ("edge", F.pad(m, [4] * 4, mode="replicate"))]:
        whole = F.interpolate(padded, (200, 300), mode="bilinear", align_corners=False)
        out[f"final/{frame}"], out[f"final/{frame}/max"] = sample(whole), np.array([whole.max()])


def pictures(out):
    """Augmentations as torchvision has them on intensities; the penalty's grey centre as Pillow makes it."""
    x = np.round(formula(71, 3 * 24 * 20, 127.5, 127.5)).astype(np.uint8).reshape(3, 24, 20)
    t = torch.tensor(x).float() / 255
    for name, change in [("brightness", TF.adjust_brightness), ("contrast", TF.adjust_contrast),
                         ("saturation", TF.adjust_saturation)]:
        for factor in (0.85, 1.19):
            out[f"picture/{name}/{factor}"] = change(t, factor).numpy()
    picture = Image.fromarray(np.round(formula(72, 3 * 37 * 31, 127.5, 127.5)).astype(np.uint8).reshape(37, 31, 3))
    for grey in (False, True):
        y = TF.resize(picture, [2 * 21, 2 * 18])
        y = TF.center_crop(TF.to_grayscale(y, 3) if grey else y, [21, 18])
        out[f"picture/penalty/{grey}".lower()] = np.asarray(y).transpose(2, 0, 1)
    normal = TF.normalize(t, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    out["picture/normalised"] = sample(normal)


def main(folder):
    torch.set_num_threads(2)
    Path(folder).mkdir(parents=True, exist_ok=True)
    out = {}
    networks(out)
    pictures(out)
    scales(out)
    training(out, "small/", "small", False, False, 0.999, 1)
    training(out, "medium/", "medium", False, False, 0.99, 2)
    training(out, "reflect/", "small", False, True, 0.0, 1)
    training(out, "padded/", "small", True, False, 0.9999, 1)
    for n, quantile in [(1204224, 0.999), (1572864, 0.999), (1204224, 0.99), (1000, 0.9), (1001, 0.9)]:
        out[f"count/{n}/{quantile}"] = np.array([hard_count(n, quantile)])
    safetensors(f"{folder}/efficientad.safetensors", out, {"steps": str(STEPS)})


if __name__ == "__main__":
    main(sys.argv[1])
