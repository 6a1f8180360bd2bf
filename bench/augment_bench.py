#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Speeds of augmentation steps beside Albumentations' and torchvision's, one thread, the same photos in memory:
python bench/augment_bench.py --program build/release/bench/augment_bench --photos DIR [--coco FILE] [--json FILE].

Each photo is resized to the size that is measured. Without --coco nothing is labelled; with it, the polygons of its
annotations are carried along as masks and boxes, filled up to 20 an image with shifted copies. Strengths are alike, not the same.
Time is that of a process on a processor, and the best of --runs passes. All take turns at each step, pass by pass: what else the
machine does slows them all. A peer that is not installed, or lacks a step, is left out. AlbumentationsX is measured by the Python of an environment that has it
in place of Albumentations.
"""
import argparse
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import warnings

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"
import cv2
import numpy as np

cv2.setNumThreads(0)
warnings.filterwarnings("ignore")
INSTANCES = 20

# name: our step, Albumentations' transform, torchvision's. W and H are the size of the photos.
STEPS = {
    "flip": ("flip: {}", "A.HorizontalFlip(p=1)", "v2.RandomHorizontalFlip(p=1)"),
    "rotate 90": ("rot90: {quarter_turns: 1}", "A.Rotate((90, 90), p=1)", None),
    "affine": ("affine: {rotate_deg: {uniform: [-20, 20]}, scale: {uniform: [0.8, 1.2]}, shift_x: {uniform: [-0.1, 0.1]}, shift_y: {uniform: [-0.1, 0.1]}}",
               "A.Affine(scale=(.8, 1.2), translate_percent=(-.1, .1), rotate=(-20, 20), p=1)",
               "v2.RandomAffine(20, (.1, .1), (.8, 1.2), interpolation=v2.InterpolationMode.BILINEAR)"),
    "perspective": ("perspective: {corner_shift: {uniform: [-0.1, 0.1]}}", "A.Perspective(scale=(.05, .1), p=1)", "v2.RandomPerspective(.2, p=1)"),
    "elastic": ("elastic: {}", "A.ElasticTransform(alpha=60, sigma=8, p=1)", "v2.ElasticTransform(60., 8.)"),
    "grid": ("grid: {}", "A.GridDistortion(p=1)", None),
    "lens": ("lens: {}", "A.OpticalDistortion(p=1)", None),
    "half size": ("resize: {scale: 0.5}", "A.Resize(H // 2, W // 2)", "v2.Resize((H // 2, W // 2), antialias=False)"),
    "crop": ("crop: {width: 0.5, height: 0.5}", "A.RandomCrop(H // 2, W // 2)", "v2.RandomCrop((H // 2, W // 2))"),
    "brightness, contrast": ("brightness: {}}, {contrast: {}", "A.RandomBrightnessContrast(p=1)", "v2.ColorJitter(.2, .2)"),
    "gamma": ("gamma: {}", "A.RandomGamma(p=1)", None),
    "tone curve": ("tone_curve: {}", "A.RandomToneCurve(p=1)", None),
    "white balance": ("white_balance: {}", "A.PlanckianJitter(p=1)", None),
    "five point operations": ("brightness: {}}, {contrast: {}}, {gamma: {}}, {tone_curve: {}}, {white_balance: {}",
                              "A.Compose([A.RandomBrightnessContrast(p=1), A.RandomGamma(p=1), A.RandomToneCurve(p=1), A.PlanckianJitter(p=1)])", None),
    "hsv": ("hsv: {}", "A.HueSaturationValue(p=1)", "v2.ColorJitter(saturation=.3, hue=.05)"),
    "grey": ("grey: {}", "A.ToGray(p=1)", "v2.Grayscale(3)"),
    "invert": ("invert: {}", "A.InvertImg(p=1)", "v2.RandomInvert(p=1)"),
    "posterize": ("posterize: {bits: 4}", "A.Posterize((4, 4), p=1)", "v2.RandomPosterize(4, p=1)"),
    "solarize": ("solarize: {threshold: 0.5}", "A.Solarize((.5, .5), p=1)", "v2.RandomSolarize(128, p=1)"),
    "shuffle channels": ("shuffle_channels: {}", "A.ChannelShuffle(p=1)", "v2.RandomChannelPermutation()"),
    "drop channel": ("drop_channel: {}", "A.ChannelDropout(p=1)", None),
    "equalize": ("equalize: {}", "A.Equalize(by_channels=True, p=1)", "v2.RandomEqualize(p=1)"),
    "autocontrast": ("autocontrast: {cutoff: 0}", "A.AutoContrast(p=1)", "v2.RandomAutocontrast(p=1)"),
    "CLAHE": ("clahe: {}", "A.CLAHE(p=1)", None),
    "sharpen": ("sharpen: {}", "A.UnsharpMask(p=1)", "v2.RandomAdjustSharpness(2, p=1)"),
    "Fourier match": ("match_fourier: {beta: 0.01}", "A.FDA(beta_limit=(.01, .01), read_fn=lambda x: x, p=1)", None),
    "histogram match": ("match_histogram: {}", "A.HistogramMatching(read_fn=lambda x: x, p=1)", None),
    "Gaussian blur": ("gaussian_blur: {}", "A.GaussianBlur(blur_limit=0, sigma_limit=(.5, 2), p=1)", "v2.GaussianBlur((7, 7), (.5, 2.))"),
    "box blur": ("box_blur: {radius_px: 2}", "A.Blur((5, 5), p=1)", None),
    "median blur": ("median_blur: {radius_px: 2}", "A.MedianBlur((5, 5), p=1)", None),
    "motion blur": ("motion_blur: {length_px: {uniform: [5, 15]}}", "A.MotionBlur((5, 15), p=1)", None),
    "defocus": ("defocus_blur: {radius_px: {uniform: [3, 6]}}", "A.Defocus(radius=(3, 6), p=1)", None),
    "zoom blur": ("zoom_blur: {length_px: {uniform: [5, 40]}}", "A.ZoomBlur(max_factor=(1.05, 1.1), step_factor=(.01, .01), p=1)", None),
    "glass blur": ("glass_blur: {reach_px: 2, rounds: 2}", "A.GlassBlur(max_delta=2, iterations=2, p=1)", None),
    "Gaussian noise": ("gaussian_noise: {}", "A.GaussNoise(std_range=(.01, .06), p=1)",
                       "v2.Compose([v2.ToDtype(torch.float32, scale=True), v2.GaussianNoise(), v2.ToDtype(torch.uint8, scale=True)])"),
    "shot noise": ("shot_noise: {}", "A.ShotNoise(p=1)", None),
    "ISO noise": ("iso_noise: {}", "A.ISONoise(p=1)", None),
    "salt and pepper": ("impulse_noise: {}", "A.SaltAndPepper(amount=(.001, .02), p=1)", None),
    "speckle": ("speckle_noise: {}", "A.MultiplicativeNoise((.8, 1.2), per_channel=True, elementwise=True, p=1)", None),
    "JPEG": ("jpeg: {quality: 50}", "A.ImageCompression(quality_range=(50, 50), p=1)", "v2.JPEG(50)"),
    "WebP": ("webp: {quality: 50}", "A.ImageCompression('webp', quality_range=(50, 50), p=1)", None),
    "downscale": ("downscale: {scale: 0.5, upscaling: blocks}", "A.Downscale((.5, .5), p=1)", None),
    "fog": ("fog: {}", "A.RandomFog(p=1)", None),
    "rain": ("rain: {}", "A.RandomRain(p=1)", None),
    "snow": ("snow: {}", "A.RandomSnow(p=1)", None),
    "sun flare": ("sun_flare: {}", "A.RandomSunFlare(p=1)", None),
    "shadows": ("shadows: {}", "A.RandomShadow(p=1)", None),
}


def annotations_of(coco, count):
    """Polygons of up to `count` images, each as parts of the frame; there must be some."""
    data = json.loads(pathlib.Path(coco).read_text())
    size = {i["id"]: np.array([i["width"], i["height"]], float) for i in data["images"]}
    by_image = {}
    for a in data["annotations"]:
        if isinstance(a.get("segmentation"), list) and a["segmentation"]:
            rings = [np.array(r, float).reshape(-1, 2) / size[a["image_id"]] for r in a["segmentation"]]
            by_image.setdefault(a["image_id"], []).append(rings)
    if not by_image:
        sys.exit(f"{coco}: expected annotations with polygons, there are none; any COCO file with polygons will do")
    return list(by_image.values())[:count]


def filled_up(objects, draw):
    """Shifted copies until there are INSTANCES of them, within the frame."""
    result = list(objects[:INSTANCES])
    while len(result) < INSTANCES:
        rings = draw.choice(objects)
        low, high = np.concatenate(rings).min(0), np.concatenate(rings).max(0)
        shift = np.array([draw.uniform(-low[k], 1 - high[k]) for k in (0, 1)])
        result.append([r + shift for r in rings])
    return result


def write_set(folder, photos, width, height, coco):
    """The photos at this size with instances.json; returns arrays, and masks and boxes where labelled."""
    draw = random.Random(3)
    polygons = annotations_of(coco, len(photos)) if coco else []
    images, annotations, arrays, labels = [], [], [], []
    for i, path in enumerate(photos):
        image = cv2.resize(cv2.imread(str(path)), (width, height), interpolation=cv2.INTER_AREA)
        cv2.imwrite(f"{folder}/{i}.png", image)
        images.append({"id": i + 1, "file_name": f"{i}.png", "width": width, "height": height})
        masks, boxes = [], []
        for rings in filled_up(polygons[i % len(polygons)], draw) if polygons else []:
            rings = [np.clip(r, 0, 1) * (width, height) for r in rings]
            low, high = np.concatenate(rings).min(0), np.concatenate(rings).max(0)
            box = [*low.tolist(), *(high - low).tolist()]
            mask = np.zeros((height, width), np.uint8)
            cv2.fillPoly(mask, [np.round(r).astype(np.int32) for r in rings], 1)
            masks.append(mask)
            boxes.append(box)
            annotations.append({"id": len(annotations) + 1, "image_id": i + 1, "category_id": 1, "iscrowd": 0, "bbox": box,
                                "area": float(mask.sum()), "segmentation": [r.ravel().tolist() for r in rings]})
        arrays.append(cv2.cvtColor(image, cv2.COLOR_BGR2RGB))
        labels.append((masks, boxes))
    content = {"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "thing"}]}
    pathlib.Path(f"{folder}/instances.json").write_text(json.dumps(content))
    return arrays, labels


class Understudy:
    """Our program, which is told a step and makes a pass over the photos whenever it is asked."""

    def __init__(self, program, folder):
        self.process = subprocess.Popen([program, folder], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def passes_of(self, step):
        def images_per_s():
            self.process.stdin.write(f"[{{{step}}}]\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
            if not answer:
                sys.exit(f"augment_bench: stopped at {step}")
            return float(answer)
        return images_per_s

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def passes_over(items, function):
    def images_per_s():
        start = time.process_time()
        for item in items:
            function(item)
        return len(items) / (time.process_time() - start)
    return images_per_s


class Albumentations:
    def __init__(self, arrays, labels, width, height):
        import albumentations as A
        self.A, self.version, self.items = A, A.__version__, list(zip(arrays, labels))
        self.scope = {"A": A, "W": width, "H": height}
        self.references = {"fda_metadata": arrays, "hm_metadata": arrays}
        self.labelled = bool(labels[0][0])

    def passes_of(self, name, expression):
        boxes_as = self.A.BboxParams("coco", label_fields=["ids"]) if self.labelled else None
        pipeline = self.A.Compose([eval(expression, self.scope)], bbox_params=boxes_as)
        others = self.references if "match" in name else {}

        def apply(item):
            image, (masks, boxes) = item
            if self.labelled:
                pipeline(image=image, masks=masks, bboxes=boxes, ids=list(range(len(boxes))), **others)
            else:
                pipeline(image=image, **others)
        few = max(2, len(self.items) // 4) if name in ("fog", "glass blur", "elastic") else len(self.items)
        return passes_over(self.items[:few], apply)


class Torchvision:
    def __init__(self, arrays, labels, width, height):
        import torch
        torch.set_num_threads(1)
        library = torch.library.Library("torchvision", "DEF")  # a wheel built for another torch lacks these; v2 needs none of them
        for operator in ("nms", "qnms"):
            try:
                library.define(operator + "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
            except RuntimeError:
                pass
        import torchvision
        from torchvision import tv_tensors
        from torchvision.transforms import v2
        self.library, self.version = library, torchvision.__version__
        self.scope, self.items = {"v2": v2, "torch": torch, "W": width, "H": height}, []
        for image, (masks, boxes) in zip(arrays, labels):
            item = {"image": tv_tensors.Image(torch.from_numpy(image).permute(2, 0, 1).contiguous())}
            if masks:
                item["masks"] = tv_tensors.Mask(torch.from_numpy(np.stack(masks)))
                item["boxes"] = tv_tensors.BoundingBoxes(torch.tensor(boxes), format="XYWH", canvas_size=(height, width))
            self.items.append(item)

    def passes_of(self, name, expression):
        few = max(2, len(self.items) // 4) if name == "elastic" else len(self.items)
        return passes_over(self.items[:few], eval(expression, self.scope))


def best_by_turns(programs, runs):
    """Images/s by name of functions that make a pass each: the best of `runs`, after one that gets memory and caches ready."""
    first = {}
    for name, images_per_s in programs.items():
        try:
            first[name] = images_per_s()
        except Exception as error:
            print(f"{name}: {error!r:.150}")
    best = {name: speed if speed < 1 else 0 for name, speed in first.items()}  # half a minute a pass: the first must do
    for _ in range(runs):
        for name in (n for n in first if first[n] >= 1):
            best[name] = max(best[name], programs[name]())
    return best


PEERS = {"albumentations": Albumentations, "torchvision": Torchvision}  # in the order of STEPS


def peers_of(arrays, labels, width, height):
    peers = {}
    for name, peer in PEERS.items():
        try:
            peers[name] = peer(arrays, labels, width, height)
        except ImportError as error:
            print(f"{name} is left out: {error}")
    return peers


def measure(arguments, size, coco):
    width, height = map(int, size.split("x"))
    photos = sorted(pathlib.Path(arguments.photos).glob("*.jpg"))[:arguments.images]
    with tempfile.TemporaryDirectory() as folder:
        arrays, labels = write_set(folder, photos, width, height, coco)
        ours, peers = Understudy(arguments.program, folder), peers_of(arrays, labels, width, height)
        speeds = {name: {} for name in ("understudy", *peers)}
        for step, (own, *expressions) in STEPS.items():
            programs = {"understudy": ours.passes_of(own)}
            for name, expression in zip(PEERS, expressions):
                if expression and name in peers:
                    try:
                        programs[name] = peers[name].passes_of(step, expression)
                    except Exception as error:  # another version, other parameters
                        print(f"{name} is left out of {step}: {type(error).__name__}")
            for name, speed in best_by_turns(programs, arguments.runs).items():
                speeds[name][step] = speed
        ours.close()
    versions = {name: peer.version for name, peer in peers.items()}
    return {"size": size, "instances": INSTANCES if coco else 0, "images": len(photos), "versions": versions,
            "load": os.getloadavg()[0], "images_per_s": speeds}


def print_table(result):
    speeds = result["images_per_s"]
    peers = [p for p in speeds if p != "understudy"]
    print(f"\n{result['size']}, {result['instances']} instances, {result['images']} photos, images/s, one thread, load {result['load']:.1f}; {result['versions']}")
    print(f"{'':24}{'understudy':>12}" + "".join(f"{p:>16}" for p in peers) + f"{'ratio':>9}")
    ratios = []
    for name, ours in speeds["understudy"].items():
        others = [speeds[p].get(name) for p in peers]
        best = max((o for o in others if o), default=None)
        if best:
            ratios.append(ours / best)
        print(f"{name:24}{ours:12.1f}" + "".join(f"{o:16.1f}" if o else f"{'-':>16}" for o in others) +
              (f"{ours / best:9.2f}" if best else ""))
    result["geometric_mean"] = math.exp(sum(map(math.log, ratios)) / len(ratios)) if ratios else None
    if ratios:
        print(f"geometric mean of {len(ratios)} ratios to the quickest peer: {result['geometric_mean']:.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--photos", required=True, help="folder of .jpg files")
    parser.add_argument("--coco", help="COCO file with polygons: measure with labels")
    parser.add_argument("--sizes", nargs="+", default=["500x375", "1280x720"])
    parser.add_argument("--images", default=24, type=int)
    parser.add_argument("--runs", default=3, type=int)
    parser.add_argument("--only", help="names of steps that hold this")
    parser.add_argument("--json", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.only:
        for name in [n for n in STEPS if arguments.only not in n]:
            del STEPS[name]
    results = []
    for size in arguments.sizes:
        results.append(measure(arguments, size, arguments.coco))
        print_table(results[-1])
    if arguments.json:
        arguments.json.parent.mkdir(parents=True, exist_ok=True)
        arguments.json.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
