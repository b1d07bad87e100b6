"""Writes the golden file of io.loupe.detectors.metric, from the definitions and with sorted arrays.

Needs NumPy, SciPy and scikit-learn; pixel AUROC, average precision and largest F1 are scikit-learn's:

    python3 golden_metrics.py ../resources/golden/metric/metrics.json

A case is a list of maps and masks; scores of most cases are drawn from few values, so that ties are frequent.
"""

import json
import sys
from pathlib import Path

import numpy as np
import scipy.ndimage
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score

LIMITS = [0.05, 0.3, 1.0]


def area(x, y, limit):
    """Trapezoid below the points from 0 to a limit, with the curve interpolated at the limit."""
    below = x <= limit
    x_end, y_end = x[below], y[below]
    if not below.all() and x_end[-1] < limit:
        i = int(np.argmin(below))
        cut = y[i - 1] + (y[i] - y[i - 1]) * (limit - x[i - 1]) / (x[i] - x[i - 1])
        x_end, y_end = np.append(x_end, limit), np.append(y_end, cut)
    return float(np.trapezoid(y_end, x_end)) / limit


def curve(scores, false_positive, weight):
    """Points of a curve with one threshold a distinct score, from (0, 0) to (1, 1)."""
    order = np.argsort(-scores, kind="stable")
    scores, false_positive, weight = scores[order], false_positive[order], weight[order]
    x = np.cumsum(false_positive, dtype=np.float64) / false_positive.sum()
    y = np.cumsum(weight, dtype=np.float64) / weight.sum()
    last = np.append(scores[1:] != scores[:-1], True)
    x, y = np.clip(x[last], 0, 1), np.clip(y[last], 0, 1)
    return np.concatenate([[0], x, [1]]), np.concatenate([[0], y, [1]])


def measure(maps, masks):
    scores, sound, weight, defective, regions = [], [], [], [], 0
    for scores_of_image, mask in zip(maps, masks):
        labels, count = scipy.ndimage.label(mask, structure=np.ones((3, 3), int))
        sizes = np.bincount(labels.ravel())
        share = np.where(labels > 0, 1.0 / sizes[labels], 0.0)
        regions += count
        scores.append(scores_of_image.ravel())
        sound.append((labels == 0).ravel())
        defective.append((labels > 0).ravel())
        weight.append(share.ravel())
    scores, sound, weight, defective = map(np.concatenate, (scores, sound, weight, defective))
    fpr, pro = curve(scores, sound, weight)
    precision, recall, _ = precision_recall_curve(defective, scores)
    f1 = 2 * precision * recall / np.where(precision + recall > 0, precision + recall, 1)
    return {
        "regions": int(regions),
        "pixel_auroc": float(roc_auc_score(defective, scores)),
        "pixel_ap": float(average_precision_score(defective, scores)),
        "pixel_f1_max": float(f1.max()),
        "au_pro": {str(limit): area(fpr, pro, limit) for limit in LIMITS},
    }


def main(target):
    generator = np.random.default_rng(4)
    cases = []
    for values in (2, 5, 40, 1000):
        for density in (0.02, 0.15, 0.5):
            height, width, images = int(generator.integers(3, 14)), int(generator.integers(3, 14)), 3
            masks = (generator.random((images, height, width)) < density).astype(int)
            masks[0] = 0  # a good image
            masks[1, 0, 0] = 1
            maps = generator.integers(0, values, (images, height, width)) / 8 - 1
            maps[masks > 0] += generator.integers(0, 2, int(masks.sum())) * values / 16
            expected = measure(maps.astype(np.float32), masks)
            cases.append({
                "width": width,
                "height": height,
                "maps": maps.reshape(images, -1).tolist(),
                "masks": masks.reshape(images, -1).tolist(),
                **expected,
            })
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(cases, separators=(",", ":")))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
