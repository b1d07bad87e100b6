"""Writes the golden files of io.loupe.detectors.image.

Needs Pillow, NumPy, SciPy and PyTorch:

    python3 golden_images.py ../resources/golden/image
"""

import json
import sys
from pathlib import Path

import numpy as np
import scipy.ndimage
import torch
from PIL import Image

BILINEAR = Image.Resampling.BILINEAR
SIZES = [(16, 16), (53, 20), (20, 37), (64, 80), (7, 3), (1, 1), (256, 256)]  # width, height


def picture(generator, channels):
    height, width = 37, 53
    ramp = np.linspace(0, 200, width)[None, :, None] * np.linspace(0.3, 1, height)[:, None, None]
    values = ramp + generator.integers(0, 56, (height, width, channels))
    values[10:14, 20:30] = 255
    values[20:22, 5:50] = 0
    return values.clip(0, 255).astype(np.uint8)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    generator = np.random.default_rng(20260101)
    rgb = Image.fromarray(picture(generator, 3))
    grey = Image.fromarray(picture(generator, 1)[:, :, 0])
    for name, image in {"rgb": rgb, "grey": grey}.items():
        image.save(folder / f"{name}.png")
        for width, height in SIZES:
            image.resize((width, height), BILINEAR).save(folder / f"{name}_{width}x{height}.png", optimize=True)

    # The same picture in the forms in which files come.
    rgb.convert("RGBA").save(folder / "rgba.png")
    rgb.quantize(16).save(folder / "palette.png")
    rgb.quantize(16).convert("RGB").save(folder / "palette_expanded.png")
    grey.point(lambda v: 255 * (v > 128)).convert("1").save(folder / "one_bit.png")
    Image.fromarray(np.asarray(grey).astype(np.uint16) * 257).save(folder / "grey_16_bit.png")
    grey.save(folder / "grey.jpg", quality=90)
    Image.open(folder / "grey.jpg").save(folder / "grey_jpg_decoded.png")
    rgb.save(folder / "rgb.jpg", quality=90)
    Image.open(folder / "rgb.jpg").save(folder / "rgb_jpg_decoded.png")
    rgb.convert("CMYK").save(folder / "cmyk.jpg", quality=90)

    values = generator.normal(0, 3, (9, 12)).astype(np.float32)
    tensor = torch.from_numpy(values)[None, None]
    resized = {
        f"{edges}_{width}x{height}": torch.nn.functional.interpolate(
            tensor, size=(height, width), mode="bilinear", align_corners=edges == "corners"
        ).flatten().tolist()
        for edges in ("edges", "corners")
        for width, height in ((12, 9), (31, 20), (24, 9), (5, 4))
    }
    smoothed = {
        str(sigma): scipy.ndimage.gaussian_filter(values, sigma).flatten().tolist() for sigma in (0.5, 1.0, 4.0)
    }
    golden = {"width": 12, "height": 9, "values": values.flatten().tolist(), "resized": resized, "smoothed": smoothed}
    (folder / "maps.json").write_text(json.dumps(golden))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
