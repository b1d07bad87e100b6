"""Small files of weights as PyTorch 2.7.1 and safetensors write them, and what is to be read in them.

usage: python golden_weights.py ../resources/golden/weights      (PyTorch 2.7.1)
"""

import json
import os
import struct
import sys
from collections import OrderedDict
from pathlib import Path

import torch

from golden_vtadl import formula


class Shell:
    def __reduce__(self):
        return os.system, ("echo this must never be printed",)


class Own:
    pass


def tensors():
    base = torch.from_numpy(formula(5, 60, 2.0))
    shared = torch.from_numpy(formula(6, 24, 1.0))
    return OrderedDict(
        [
            ("contiguous", base[:24].reshape(2, 3, 4).clone()),
            ("transposed", base[:6].reshape(2, 3).clone().t()),
            ("channels_last", base.reshape(1, 3, 4, 5).clone().contiguous(memory_format=torch.channels_last)),
            ("slice", base[7:19].reshape(3, 4)),
            ("every_second", base[1:30:2]),
            ("shared.first", shared.reshape(4, 6)),
            ("shared.columns", shared.reshape(4, 6)[:, 2:4]),
            ("parameter", torch.nn.Parameter(base[:5].clone())),
            ("double", base[:8].double().reshape(2, 4) + 1e-9),
            ("half", base[:9].half().reshape(3, 3)),
            ("half.extremes", torch.tensor([6e-8, -65504.0, float("inf"), float("nan"), -0.0]).half()),
            ("bfloat16", base[:10].bfloat16().reshape(5, 2).t()),
            ("scalar", torch.tensor(2.5)),
            ("empty", torch.zeros(0, 3)),
            ("norm.num_batches_tracked", torch.tensor(12345)),
            ("indices", torch.arange(6)),
            ("mask", torch.tensor([True, False])),
        ]
    )


def floats(state):
    return {name: tensor.float() for name, tensor in state.items() if tensor.is_floating_point()}


def write(path, state):
    """A safetensors file of tensors of any type."""
    names = {torch.float32: "F32", torch.float64: "F64", torch.float16: "F16", torch.bfloat16: "BF16"}
    names |= {torch.int64: "I64", torch.bool: "BOOL"}
    header, data = {}, b""
    for name, tensor in sorted(state.items(), key=lambda item: (-item[1].element_size(), item[0])):
        tensor = tensor.detach().contiguous()
        kind = names[tensor.dtype]
        raw = tensor.view(torch.int16).numpy() if tensor.dtype == torch.bfloat16 else tensor.numpy()
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + raw.nbytes]}
        data += raw.tobytes()
    text = json.dumps(header).encode()
    Path(path).write_bytes(struct.pack("<Q", len(text)) + text + data)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    state = tensors()
    torch.save(state, folder / "zip.pth")
    torch.save(state, folder / "legacy.pth", _use_new_zipfile_serialization=False)
    torch.save(state, folder / "protocol4.pth", pickle_protocol=4)
    write(folder / "types.safetensors", state)
    write(folder / "expected.safetensors", floats(state))

    torch.manual_seed(1)
    net = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 2), torch.nn.BatchNorm2d(4))
    torch.save(net.state_dict(), folder / "state.pth")
    torch.save(net.state_dict(), folder / "state-legacy.pth", _use_new_zipfile_serialization=False)
    write(folder / "state-expected.safetensors", floats(net.state_dict()))

    torch.save(net, folder / "module.pth")
    torch.save(net, folder / "module-legacy.pth", _use_new_zipfile_serialization=False)
    torch.save({"weight": torch.ones(2), "note": Shell()}, folder / "shell.pth")
    torch.save({"weight": torch.ones(2), "note": Shell()}, folder / "shell-legacy.pth", _use_new_zipfile_serialization=False)
    torch.save({"weight": torch.ones(2), "note": Own()}, folder / "object.pth")
    torch.save({"epoch": 3, "state_dict": {"weight": torch.ones(2)}}, folder / "checkpoint.pth")
    torch.save([torch.ones(2)], folder / "list.pth")
    torch.save({"weight": torch.ones(2).to_sparse()}, folder / "sparse.pth")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
