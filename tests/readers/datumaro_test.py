# SPDX-License-Identifier: Apache-2.0
"""Datumaro beside pycocotools on what every verb writes: python datumaro_test.py PATH_OF_UNDERSTUDY RECIPES"""

import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image
from pycocotools import mask as mask_api
from pycocotools.coco import COCO

try:
    from datumaro import AnnotationType, Dataset
except ImportError as error:
    print(f"skipped: {error} (script/bootstrap --tests installs Datumaro where it can)")
    sys.exit(77)

ROUNDING = 0.0101  # px: Datumaro keeps hundredths of corners


def shoelace(ring):
    x, y = np.array(ring).reshape(-1, 2).T
    return abs((x * np.roll(y, -1) - np.roll(x, -1) * y).sum()) / 2


def open_both(folder):
    """Datumaro looks for annotations/instances_NAME.json beside images/."""
    (folder / "annotations").mkdir()
    (folder / "annotations/instances_default.json").symlink_to("../instances.json")
    return COCO(folder / "instances.json"), Dataset.import_from(str(folder), "coco_instances")


def check_annotation(coco, annotation, parts, names):
    """`parts`: what Datumaro made of it: a box, and a mask or a polygon for each ring."""
    kinds = {kind: [part for part in parts if part.type == kind] for kind in AnnotationType}
    (box,) = kinds[AnnotationType.bbox]
    assert np.allclose(box.get_bbox(), annotation["bbox"], atol=ROUNDING), annotation["id"]
    assert names[box.label] == coco.cats[annotation["category_id"]]["name"]
    assert box.attributes["is_crowd"] == bool(annotation["iscrowd"])
    if isinstance(annotation["segmentation"], dict):
        (mask,) = kinds[AnnotationType.mask]
        assert mask.get_area() == mask_api.area(coco.annToRLE(annotation)) == annotation["area"], annotation["id"]
        assert (mask.image == coco.annToMask(annotation)).all()
        assert list(mask.get_bbox()) == annotation["bbox"]
        return
    rings = kinds[AnnotationType.polygon]
    assert len(rings) == len(annotation["segmentation"])
    for ring, wanted in zip(rings, annotation["segmentation"], strict=True):
        assert np.allclose(ring.points, wanted, atol=ROUNDING), annotation["id"]
    # Its own area of a polygon is that of the region; the file's, as COCO's, the sum over the rings.
    if len(rings) == 1:
        assert abs(rings[0].get_area() - shoelace(annotation["segmentation"][0])) < 1, annotation["id"]


def check(folder):
    """Everything that both readers see must agree. Returns how many annotations there were."""
    coco, dataset = open_both(folder)
    names = [label.name for label in dataset.categories()[AnnotationType.label]]
    assert names == [coco.cats[i]["name"] for i in sorted(coco.cats)]
    assert len(dataset) == len(coco.imgs) > 0, folder
    seen = 0
    for item in dataset:
        image = coco.imgs[item.attributes["id"]]
        assert item.id == pathlib.PurePath(image["file_name"]).with_suffix("").as_posix()
        assert item.media.data.shape[:2] == (image["height"], image["width"]) == item.media.size
        assert (item.media.data[..., ::-1] == np.array(Image.open(folder / "images" / image["file_name"]))).all()
        of_id = {}
        for part in item.annotations:
            of_id.setdefault(part.id, []).append(part)
        annotations = {a["id"]: a for a in coco.imgToAnns[image["id"]]}
        assert of_id.keys() == annotations.keys(), folder
        for number, parts in of_id.items():
            check_annotation(coco, annotations[number], parts, names)
        seen += len(annotations)
    assert seen == len(coco.anns), folder
    return seen


AUGMENT = """
copies: 2
keep_originals: true
labels: {amodal: drop}
augment:
  - flip: {probability: 0.5}
  - affine: {rotate_deg: {uniform: [-30, 30]}}
  - copy_paste
"""
INSERT = """
quality: preview
camera: {estimate_horizon: false, horizon: 0.45, height_m: 1.6}
insert: {count: 2, least_height_px: 12, nearest_m: 6, farthest_m: 20, most_outside: 0.5}
"""


def main(program, recipes):
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)

        def run(verb, *arguments, out):
            command = [program, verb, *arguments, "--out", folder / out]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        made = [f"{recipes}/street.yaml", "--count", "3", "--size", "160x120", "--quality", "preview",
                "--image-format", "png"]
        run("generate", *made, out="streets")
        run("generate", *made, "--segmentation", "polygon", out="polygons")
        (folder / "augment.yaml").write_text(AUGMENT)
        (folder / "insert.yaml").write_text(INSERT)
        for source in ("streets", "polygons"):
            photos = ["--in", folder / source / "instances.json", "--images", folder / source / "images"]
            run("augment", folder / "augment.yaml", *photos, out=f"augmented-{source}")
            run("corrupt", *photos, "--corruption", "fog", "--severity", "3", out=f"corrupted-{source}")
            run("insert", folder / "insert.yaml", *photos, out=f"inserted-{source}")
            text = json.loads((folder / source / "instances.json").read_text())
            for annotation in text["annotations"]:  # what a paste cannot carry
                for key in ("amodal_segmentation", "amodal_bbox", "amodal_area", "truncation", "truncation_capped",
                            "parts", "occluders"):
                    del annotation[key]
            (folder / f"{source}.json").write_text(json.dumps(text))
            run("balance", "--in", folder / f"{source}.json", *photos[2:], "--target", "{car: 40, pedestrian: 9}",
                "--min-donor-px", "64", out=f"balanced-{source}")
        counts = {}
        for source in ("streets", "polygons"):
            for name in (source, f"augmented-{source}", f"corrupted-{source}/fog/3", f"inserted-{source}",
                         f"balanced-{source}"):
                counts[name] = check(folder / name)
        assert counts["augmented-streets"] > 2 * counts["streets"], counts
        assert counts["balanced-streets"] > counts["streets"], counts
        assert counts["inserted-streets"] > counts["streets"], counts
        print(counts)


main(*sys.argv[1:])
