# SPDX-License-Identifier: Apache-2.0
"""How useful are synthetic images? One small detector, trained from nothing on synthetic images only, on a few real photos
only, and on both, and judged on real photos that none of them saw.

    bench/usefulness.py --synthetic DIR --real instances.json --images DIR --category NAME [--few 20] [--seeds 3]

The detector is a one-class FCOS (Z. Tian et al., ICCV 2019) of 0.4 M weights at 192x192 pixels: small enough for a CPU, and no
part of it was trained before, so that what it knows it has from these images. Every run takes the same number of steps
of the same size with the same augmentation. Figures: box AP at IoU 0.5 and 0.3 (pycocotools), and the average precision of
"this place lies in a box" over a grid of 24x24 places per photo, which is steadier than both.
"""
import argparse
import contextlib
import io
import json
import statistics
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from torch import nn
from torch.nn import functional

SIDE_PX = 192
STRIDE_PX = 8
GRID = SIDE_PX // STRIDE_PX
LEAST_BOX_PX = 6  # at SIDE_PX: below, nothing is to be learnt


@dataclass
class Photo:
    pixels: np.ndarray  # SIDE_PX x SIDE_PX x 3, bytes
    boxes: np.ndarray   # N x 4: x1 y1 x2 y2 in pixels of the square


def read_photos(file, folder, categories):
    """All photos of a COCO file squeezed into squares, with the boxes of these categories."""
    coco = json.loads(Path(file).read_text())
    names = {c["name"]: c["id"] for c in coco["categories"]}
    for name in categories:
        if name not in names:
            raise SystemExit(f"{file}: no category '{name}'; it has " + ", ".join(names))
    wanted = {names[name] for name in categories}
    boxes = {image["id"]: [] for image in coco["images"]}
    for a in coco["annotations"]:
        if a["category_id"] in wanted and not a.get("iscrowd"):
            boxes[a["image_id"]].append(a["bbox"])
    photos = []
    for image in sorted(coco["images"], key=lambda i: i["id"]):
        with Image.open(Path(folder) / image["file_name"]) as opened:
            scale = np.array([SIDE_PX / opened.width, SIDE_PX / opened.height] * 2)
            pixels = np.asarray(opened.convert("RGB").resize((SIDE_PX, SIDE_PX), Image.Resampling.BOX))
        b = np.array(boxes[image["id"]], float).reshape(-1, 4)
        photos.append(Photo(pixels, np.hstack([b[:, :2], b[:, :2] + b[:, 2:]]) * scale))
    return photos


def varied(photo, random):
    """The augmentation of every run: a crop, a flip, exposure, contrast and colour."""
    share = random.uniform(0.6, 1.0)
    side = int(share * SIDE_PX)
    x, y = random.integers(0, SIDE_PX - side + 1, 2)
    crop = Image.fromarray(photo.pixels[y:y + side, x:x + side]).resize((SIDE_PX, SIDE_PX), Image.Resampling.BILINEAR)
    pixels = np.asarray(crop, np.float32) / 255
    boxes = (photo.boxes - [x, y, x, y]) / share
    full = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    boxes = boxes.clip(0, SIDE_PX)
    boxes = boxes[np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) > 0.3 * full]
    if random.random() < 0.5:
        pixels = pixels[:, ::-1]
        boxes = np.stack([SIDE_PX - boxes[:, 2], boxes[:, 1], SIDE_PX - boxes[:, 0], boxes[:, 3]], axis=1)
    mean = pixels.mean()
    pixels = (pixels - mean) * random.uniform(0.7, 1.4) + mean * random.uniform(0.7, 1.3)
    return (pixels * random.uniform(0.9, 1.1, 3)).clip(0, 1).astype(np.float32), boxes


def places():
    centre = (np.arange(GRID) + 0.5) * STRIDE_PX
    return np.stack(np.meshgrid(centre, centre), axis=-1)  # GRID x GRID x 2: x y


def smallest_box_at(boxes):
    """For each place the number of the smallest box that it lies in, or -1."""
    at = np.full((GRID, GRID), -1)
    p = places()
    for i in np.argsort(-np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)):
        if min(boxes[i, 2:] - boxes[i, :2]) >= LEAST_BOX_PX:
            at[((p > boxes[i, :2]) & (p < boxes[i, 2:])).all(axis=-1)] = i
    return at


def targets(boxes):
    """Per place: whether it lies in a box, and its distances to the sides of that box in strides."""
    at = smallest_box_at(boxes)
    distances = np.ones((GRID, GRID, 4), np.float32)
    own = boxes[at[at >= 0]]
    p = places()[at >= 0]
    distances[at >= 0] = np.hstack([p - own[:, :2], own[:, 2:] - p]) / STRIDE_PX
    return (at >= 0).astype(np.float32), distances


def block(inputs, outputs, stride=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Detector(nn.Module):
    """Places of 8 pixels; context from strides 16 and 32 is added on the way back up."""

    def __init__(self):
        super().__init__()
        self.to_8 = nn.Sequential(block(3, 16, 2), block(16, 32, 2), block(32, 32), block(32, 64, 2), block(64, 64))
        self.to_16 = nn.Sequential(block(64, 96, 2), block(96, 96))
        self.to_32 = nn.Sequential(block(96, 96, 2), block(96, 96))
        self.from_16, self.from_32 = nn.Conv2d(96, 64, 1), nn.Conv2d(96, 96, 1)
        self.head = nn.Sequential(block(64, 64), nn.Conv2d(64, 6, 1))
        nn.init.constant_(self.head[1].bias, 0.0)
        self.head[1].bias.data[0] = -2.5  # few places lie in a box

    def forward(self, x):
        at_8 = self.to_8(x - 0.45)
        at_16 = self.to_16(at_8)
        at_16 = at_16 + functional.interpolate(self.from_32(self.to_32(at_16)), scale_factor=2.0)
        out = self.head(at_8 + functional.interpolate(self.from_16(at_16), scale_factor=2.0))
        return out[:, 0], out[:, 1], functional.softplus(out[:, 2:]).permute(0, 2, 3, 1) * 2  # inside, central, distances


def loss_of(outputs, inside, distances):
    score, central, found = outputs
    focal = torch.sigmoid(score)
    focal = torch.where(inside > 0, 0.25 * (1 - focal) ** 2, 0.75 * focal ** 2)
    count = inside.sum().clamp(min=1)
    total = (focal * functional.binary_cross_entropy_with_logits(score, inside, reduction="none")).sum() / count
    held = inside > 0
    if held.any():
        d, f = distances[held], found[held]
        overlap = (torch.minimum(d, f)[:, :2] + torch.minimum(d, f)[:, 2:]).prod(1)
        union = (d[:, :2] + d[:, 2:]).prod(1) + (f[:, :2] + f[:, 2:]).prod(1) - overlap
        total = total - torch.log(overlap / union + 1e-6).mean()
        pairs = torch.stack([d[:, [0, 2]], d[:, [1, 3]]], 1)
        middle = (pairs.min(-1).values / pairs.max(-1).values).prod(1).sqrt()
        total = total + functional.binary_cross_entropy_with_logits(central[held], middle)
    return total


def train(sources, seed, steps, batch):
    """A detector that has seen `steps` batches, each drawn in equal parts from the sources."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    model = Detector().train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=2e-3, total_steps=steps)
    for _ in range(steps):
        drawn = [sources[i % len(sources)] for i in range(batch)]
        drawn = [varied(source[random.integers(len(source))], random) for source in drawn]
        goals = [targets(boxes) for _, boxes in drawn]
        images = torch.from_numpy(np.stack([pixels for pixels, _ in drawn])).permute(0, 3, 1, 2)
        loss = loss_of(model(images), *(torch.from_numpy(np.stack(g)) for g in zip(*goals)))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return model.eval()


def without_doubles(boxes, scores, limit=50):
    """Greedy non-maximum suppression at IoU 0.5."""
    kept, rest = [], np.argsort(-scores, kind="stable")
    while len(rest) and len(kept) < limit:
        kept.append(rest[0])
        a, b = boxes[rest[0]], boxes[rest[1:]]
        overlap = np.prod((np.minimum(a[2:], b[:, 2:]) - np.maximum(a[:2], b[:, :2])).clip(0), axis=1)
        union = np.prod(a[2:] - a[:2]) + np.prod(b[:, 2:] - b[:, :2], axis=1) - overlap
        rest = rest[1:][overlap <= 0.5 * union]
    return kept


def box_ap(photos, detections, iou):
    truth = COCO()
    truth.dataset = {"images": [{"id": i + 1} for i in range(len(photos))], "categories": [{"id": 1, "name": "it"}],
                     "annotations": []}
    for i, photo in enumerate(photos):
        for b in photo.boxes:
            size = b[2:] - b[:2]
            truth.dataset["annotations"].append({"id": len(truth.dataset["annotations"]) + 1, "image_id": i + 1, "category_id": 1,
                                                 "bbox": [*b[:2], *size], "area": np.prod(size), "iscrowd": 0})
    with contextlib.redirect_stdout(io.StringIO()):
        truth.createIndex()
        judge = COCOeval(truth, truth.loadRes(detections), "bbox") if detections else None
        if judge is None:
            return 0.0
        judge.params.iouThrs = np.array([iou])
        judge.evaluate()
        judge.accumulate()
    precision = judge.eval["precision"][0, :, 0, 0, -1]
    return float(precision[precision >= 0].mean())


def place_ap(scores, inside):
    order = np.argsort(-scores, kind="stable")
    hits = inside[order]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float((precision * hits).sum() / max(hits.sum(), 1))


@torch.no_grad()
def judge(model, photos):
    """AP50, AP30 and place AP on these photos."""
    detections, scores, truth = [], [], []
    for i, photo in enumerate(photos):
        image = torch.from_numpy(photo.pixels.astype(np.float32) / 255).permute(2, 0, 1)[None]
        inside, central, distances = (o[0].numpy() for o in model(image))
        chance = 1 / (1 + np.exp(-inside))
        scores.append(chance.ravel())
        truth.append((smallest_box_at(photo.boxes) >= 0).ravel())
        score = np.sqrt(chance / (1 + np.exp(-central))).ravel()
        p, d = places().reshape(-1, 2), distances.reshape(-1, 4) * STRIDE_PX
        boxes = np.hstack([p - d[:, :2], p + d[:, 2:]]).clip(0, SIDE_PX)
        for k in without_doubles(boxes, score):
            detections.append({"image_id": i + 1, "category_id": 1, "score": float(score[k]),
                               "bbox": [*map(float, boxes[k, :2]), *map(float, boxes[k, 2:] - boxes[k, :2])]})
    return (box_ap(photos, detections, 0.5), box_ap(photos, detections, 0.3),
            place_ap(np.concatenate(scores), np.concatenate(truth)))


def parse():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--synthetic", required=True, help="a dataset that understudy generate made")
    parser.add_argument("--real", required=True, help="COCO file of real photos")
    parser.add_argument("--images", required=True, help="folder of the real photos")
    parser.add_argument("--category", required=True,
                        help="name of the class in both, or SYNTHETIC=REAL; several that are one to the detector: A,B=C,D")
    parser.add_argument("--few", type=int, default=20, help="real photos to train with")
    parser.add_argument("--pool", type=int, default=40, help="real photos that the few are drawn from; all others are the test")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=700)
    parser.add_argument("--batch", type=int, default=12)
    return parser.parse_args()


def main():
    args = parse()
    ours, _, theirs = args.category.partition("=")
    synthetic = read_photos(Path(args.synthetic) / "instances.json", Path(args.synthetic) / "images", ours.split(","))
    real = read_photos(args.real, args.images, (theirs or ours).split(","))
    order = np.random.default_rng(0).permutation(len(real))
    pool, test = [real[i] for i in order[:args.pool]], [real[i] for i in order[args.pool:]]
    print(f"{len(synthetic)} synthetic images, {args.few} real of {len(pool)}, test: {len(test)} real photos with "
          f"{sum(len(p.boxes) for p in test)} boxes; chance gives a place AP of "
          f"{np.mean([(smallest_box_at(p.boxes) >= 0).mean() for p in test]):.3f}")
    print("| trained on | AP50 | AP30 | place AP |\n| --- | --- | --- | --- |")
    for name in ("synthetic only", "few real only", "both"):
        rows = []
        for seed in range(args.seeds):
            few = [pool[i] for i in np.random.default_rng(seed).permutation(len(pool))[:args.few]]
            sources = {"synthetic only": [synthetic], "few real only": [few], "both": [synthetic, few]}[name]
            rows.append(judge(train(sources, seed, args.steps, args.batch), test))
        cells = [f"{statistics.mean(c):.3f} ± {statistics.stdev(c) if len(c) > 1 else 0:.3f}" for c in zip(*rows)]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
