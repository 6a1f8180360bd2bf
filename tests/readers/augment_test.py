# SPDX-License-Identifier: Apache-2.0
"""pycocotools before and after `understudy augment`: python augment_test.py PATH_OF_UNDERSTUDY"""

import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image
from pycocotools import mask as mask_api
from pycocotools.coco import COCO

SIZES = [(120, 90), (97, 131), (64, 64)]


def star(random, width, height):
    angles = np.linspace(0, 2 * np.pi, 11, endpoint=False)
    radius = random.uniform(8, 25, 11)
    x = random.uniform(0, width) + radius * np.cos(angles)
    y = random.uniform(0, height) + radius * np.sin(angles)
    return np.round(np.stack([x, y], 1).reshape(-1), 2).tolist()


def make(folder):
    """Photos of noise with polygons (several parts, out of the frame), RLE of both kinds, and crowds."""
    random = np.random.default_rng(3)
    images, annotations = [], []
    (folder / "images").mkdir(parents=True)
    for i, (width, height) in enumerate(SIZES):
        Image.fromarray(random.integers(0, 256, (height, width, 3), dtype=np.uint8)).save(folder / f"images/{i}.png")
        images.append({"id": 100 + i, "file_name": f"{i}.png", "width": width, "height": height})
        for kind in ("one", "two", "rle", "list", "crowd"):
            rings = [star(random, width, height) for _ in range(2 if kind == "two" else 1)]
            rle = mask_api.merge(mask_api.frPyObjects(rings, height, width))
            segmentation = rings
            if kind in ("rle", "list", "crowd"):
                segmentation = {"size": [height, width], "counts": rle["counts"].decode()}
            if kind in ("list", "crowd"):
                flat = mask_api.decode(rle).reshape(-1, order="F")
                edges = np.flatnonzero(np.diff(np.concatenate([[0], flat, [2]])))
                segmentation["counts"] = np.diff(np.concatenate([[0], edges])).tolist()
            annotations.append({"id": len(annotations) + 1, "image_id": 100 + i, "category_id": 1, "kind": kind,
                                "iscrowd": int(kind == "crowd"), "area": float(mask_api.area(rle)),
                                "bbox": mask_api.toBbox(rle).tolist(), "segmentation": segmentation})
    text = {"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "star"}]}
    (folder / "instances.json").write_text(json.dumps(text))


def augment(program, folder, out, recipe):
    (folder / "recipe.yaml").write_text(recipe)
    subprocess.run([program, "augment", folder / "recipe.yaml", "--in", folder / "instances.json", "--images",
                    folder / "images", "--out", folder / out], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    coco = COCO(folder / out / "instances.json")
    for image in coco.dataset["images"]:
        pixels = Image.open(folder / out / "images" / image["file_name"])
        assert pixels.size == (image["width"], image["height"])
    return coco


def check_labels(coco):
    for a in coco.dataset["annotations"]:
        if "provenance" not in coco.imgs[a["image_id"]]:
            continue  # an original: its labels are its owner's
        rle = coco.annToRLE(a)
        area, box = float(mask_api.area(rle)), mask_api.toBbox(rle)
        if isinstance(a["segmentation"], dict):
            assert area == a["area"] and (box == a["bbox"]).all(), a["id"]
        else:
            rings = [np.array(ring).reshape(-1, 2) for ring in a["segmentation"]]
            low, high = np.concatenate(rings).min(0), np.concatenate(rings).max(0)
            assert np.allclose(a["bbox"], [*low, *(high - low)], atol=2e-4), a["id"]
            shoelace = sum(abs((r[:, 0] * np.roll(r[:, 1], -1) - np.roll(r[:, 0], -1) * r[:, 1]).sum()) / 2 for r in rings)
            assert a["area"] == area if a["kind"] == "lobes" else abs(shoelace - a["area"]) < 0.05, a["id"]
            # A pixel is in the mask where its centre is in a ring: the mask's box lies within the rings' own.
            assert (box[:2] >= low - 0.7).all() and (box[:2] + box[2:] <= high + 0.7).all() or area == 0, a["id"]
        if a["kind"] in ("list", "crowd"):
            assert isinstance(a["segmentation"]["counts"], list)


def check_kinds_of_files(program, folder):
    """Grey, palette, 16 bits, transparency, inks: Pillow's RGB of each, mirrored."""
    random = np.random.default_rng(4)
    smooth = np.array(Image.fromarray(random.integers(0, 256, (5, 6, 4), dtype=np.uint8)).resize((60, 48), Image.BICUBIC))
    rgb = Image.fromarray(smooth[..., :3])
    files = {"grey.png": rgb.convert("L"), "palette.png": rgb.quantize(64), "clear.png": Image.fromarray(smooth, "RGBA"),
             "deep.png": Image.fromarray(smooth[..., 0].astype(np.uint16) * 257), "grey.jpg": rgb.convert("L"),
             "inks.jpg": Image.fromarray(smooth, "CMYK"), "turned.jpg": rgb}
    (folder / "images").mkdir(parents=True)
    images = []
    for name, picture in files.items():
        exif = Image.Exif()
        if name == "turned.jpg":
            exif[0x0112] = 6
        picture.save(folder / "images" / name, exif=exif) if name == "turned.jpg" else picture.save(folder / "images" / name)
        width, height = (48, 60) if name == "turned.jpg" else (60, 48)
        images.append({"id": len(images) + 1, "file_name": name, "width": width, "height": height})
    (folder / "instances.json").write_text(json.dumps({"images": images, "annotations": [], "categories": []}))
    augment(program, folder, "out", "augment: [flip]\n")
    for name in files:
        old, new = (Image.open(folder / place / name) for place in ("images", "out/images"))
        wanted = np.array(old).astype(np.float64) / 257 if name == "deep.png" else None
        if name == "turned.jpg":
            old = old.transpose(Image.ROTATE_270)
        if wanted is None:
            old = Image.fromarray(np.array(old)[..., :3]) if name == "clear.png" else old
            wanted = np.array(old.convert("RGB")).astype(np.float64)
        else:
            wanted = np.repeat(wanted[..., None], 3, 2)
        difference = np.abs(wanted[:, ::-1] - np.array(new.convert("RGB")))
        assert difference.mean() < (3 if name.endswith("jpg") else 0.6), (name, difference.mean())


ODD_RINGS = {
    "pixel": [[10, 20, 11, 20, 11, 21, 10, 21]],
    "ring in a ring": [[5, 5, 35, 5, 35, 35, 5, 35], [12, 12, 12, 28, 28, 28, 28, 12]],
    "parts": [[2, 34, 12, 34, 12, 46, 2, 46], [40, 2, 55, 4, 50, 18], [56.5, 30.25, 59.75, 30.25, 58, 33.5]],
    "border": [[0, 0, 60, 0, 60, 10, 0, 10]],
    "corner": [[60, 48, 44.5, 48, 60, 31.25]],
    "lobes that cancel": [[16, 16, 32, 32, 32, 16, 16, 32]],
    "lobes that touch": [[10, 10, 20, 20, 10, 30, 20, 20, 30, 30, 40, 20, 30, 10, 20, 20]],
    "lopsided lobes": [[20, 20, 40, 40, 40, 20, 20, 45]],
    "twice round": [[4, 4, 24, 4, 24, 24, 4, 24, 4, 4, 20, 4, 20, 20, 4, 20]],
}


def check_odd_rings(program, folder):
    """Two mirrors and four quarter turns, each a run of its own on what the one before wrote, give the rings back."""
    (folder / "images").mkdir(parents=True)
    Image.fromarray(np.random.default_rng(5).integers(0, 256, (48, 60, 3), dtype=np.uint8)).save(folder / "images/a.png")
    wanted = {i + 1: rings for i, rings in enumerate(ODD_RINGS.values())}
    kind = ["lobes" if "lobes" in name or "twice" in name else "one" for name in ODD_RINGS]
    annotations = [{"id": i, "image_id": 1, "category_id": 1, "iscrowd": 0, "kind": kind[i - 1], "segmentation": rings,
                    "area": 1, "bbox": [0, 0, 1, 1]} for i, rings in wanted.items()]
    annotations.append({**annotations[0], "id": 98, "segmentation": [[70, 50, 90, 50, 90, 70]]})  # outside
    annotations.append({**annotations[0], "id": 99, "segmentation": [[3, 4, 5, 6]], "bbox": [3, 4, 2, 2]})  # no ring
    text = {"images": [{"id": 1, "file_name": "a.png", "width": 60, "height": 48}], "annotations": annotations,
            "categories": [{"id": 1, "name": "thing"}]}
    for name, step, runs in (("flip", "flip", 2), ("turn", "rot90: {quarter_turns: 1}", 4)):
        now = folder / name
        (now / "images").mkdir(parents=True)
        (now / "images/a.png").write_bytes((folder / "images/a.png").read_bytes())
        (now / "instances.json").write_text(json.dumps(text))
        for run in range(runs):
            coco = augment(program, now, "out", f"augment:\n  - {step}\n")
            report = json.loads((now / "out/report.json").read_text())
            if run == 0:
                assert {"ring_of_4_numbers", "polygon_outside"} <= set(report["summary"]["odd"]), report["summary"]
                assert report["summary"]["dropped_per_reason"] == {"outside": 1}, report["summary"]
                coco.dataset["annotations"] = [a for a in coco.dataset["annotations"] if a["segmentation"]]
                check_labels(coco)
            now = now / "out"
        assert (np.array(Image.open(now / "images/a.png")) == np.array(Image.open(folder / "images/a.png"))).all()
        for i, rings in wanted.items():
            back = coco.anns[i]["segmentation"]
            assert len(back) == len(rings), (name, i, back)
            for old, new in zip(rings, back):
                points = [sorted(map(tuple, np.round(np.array(ring, float).reshape(-1, 2), 3).tolist())) for ring in (old, new)]
                assert np.allclose(*points, atol=1e-3), (name, i, back)


def check_lying_files(program, folder):
    """What is no whole image is skipped and listed, what is one under another name is read; --strict then exits with 2."""
    (folder / "images").mkdir(parents=True)
    picture = Image.fromarray(np.random.default_rng(6).integers(0, 256, (48, 60, 3), dtype=np.uint8))
    for name, kind in (("whole.jpg", "JPEG"), ("png_called.jpg", "PNG"), ("larger.png", "PNG")):
        picture.save(folder / "images" / name, kind)
    for name, kind in (("cut.jpg", "JPEG"), ("cut.png", "PNG")):
        picture.save(folder / "images" / name, kind)
        whole = (folder / "images" / name).read_bytes()
        (folder / "images" / name).write_bytes(whole[:len(whole) // 3])
    (folder / "images/text.png").write_text("no image")
    (folder / "images/empty.jpg").write_bytes(b"")
    names = sorted(path.name for path in (folder / "images").iterdir()) + ["absent.jpg"]
    images = [{"id": i, "file_name": name, "width": 90 if name == "larger.png" else 60, "height": 48}
              for i, name in enumerate(names, 1)]
    (folder / "instances.json").write_text(json.dumps({"images": images, "annotations": [], "categories": []}))
    (folder / "recipe.yaml").write_text("augment: [flip]\n")
    command = [program, "augment", folder / "recipe.yaml", "--in", folder / "instances.json", "--images",
               folder / "images", "--out", folder / "out"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    assert subprocess.run(command, **quiet).returncode == 0
    assert subprocess.run([*command, "--strict"], **quiet).returncode == 2
    listed = json.loads((folder / "out/report.json").read_text())
    skipped = {entry["skipped"] for entry in listed["list"] if "skipped" in entry}
    assert skipped == {"cut.jpg", "cut.png", "text.png", "empty.jpg", "absent.jpg"}, skipped
    assert listed["summary"]["odd"] == {"image_size": 1}, listed["summary"]
    for image in json.loads((folder / "out/instances.json").read_text())["images"]:
        assert Image.open(folder / "out/images" / image["file_name"]).size == (image["width"], image["height"])


def main(program):
    with tempfile.TemporaryDirectory() as scratch:
        check_kinds_of_files(program, pathlib.Path(scratch) / "kinds")
        check_odd_rings(program, pathlib.Path(scratch) / "odd")
        check_lying_files(program, pathlib.Path(scratch) / "lying")
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        make(folder)
        before = COCO(folder / "instances.json")
        same = augment(program, folder, "same", "augment: []\n")
        assert same.dataset == before.dataset

        # Mirrored and turned: every RLE is the same pixels at their new place; polygons but for their rounding.
        for name, recipe, turn in (("flip", "augment: [flip]\n", lambda m: m[:, ::-1]),
                                   ("turn", "augment:\n  - rot90: {quarter_turns: 1}\n", lambda m: np.rot90(m, -1))):
            coco = augment(program, folder, name, recipe)
            check_labels(coco)
            for a in coco.dataset["annotations"]:
                wanted, mask = turn(before.annToMask(before.anns[a["id"]])), coco.annToMask(a)
                assert wanted.shape == mask.shape
                if isinstance(a["segmentation"], dict):
                    assert (wanted == mask).all(), (name, a["id"])
                else:
                    assert (wanted != mask).sum() <= 0.03 * wanted.sum() + 4, (name, a["id"])
            for image in coco.dataset["images"]:
                old = np.array(Image.open(folder / "images" / image["file_name"]))
                new = np.array(Image.open(folder / name / "images" / image["file_name"]))
                assert (turn(old) == new).all()

        check_labels(augment(program, folder, "many", """
copies: 4
keep_originals: true
augment:
  - affine: {rotate_deg: {uniform: [-180, 180]}, scale: {uniform: [0.5, 2]}}
  - perspective: {probability: 0.5}
  - crop: {probability: 0.5, width: {uniform: [0.5, 1]}}
  - elastic: {probability: 0.3, spacing_px: 20}
"""))


main(sys.argv[1])
