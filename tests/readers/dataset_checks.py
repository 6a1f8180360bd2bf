# SPDX-License-Identifier: Apache-2.0
"""What pycocotools must find in any dataset of Understudy. Used by the tests and runnable on a dataset of your own:

    python tests/readers/dataset_checks.py DIR
"""

import contextlib
import io
import json
import pathlib
import sys

import numpy as np
from pycocotools import mask as mask_api
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from PIL import Image

FORBIDDEN = {"ignore", "label", "mask", "confidence", "bounding_box", "visible", "score", "attributes"}


def open_coco(folder):
    with contextlib.redirect_stdout(io.StringIO()):
        return COCO(str(pathlib.Path(folder) / "instances.json"))


def check_keys(coco):
    data = coco.dataset
    assert isinstance(data["info"]["description"], str) and data["licenses"][0]["id"] == 1  # a recipe may have none
    ids = [c["id"] for c in data["categories"]]
    assert ids == list(range(1, len(ids) + 1)), "category ids ascend from 1"
    assert len({c["name"] for c in data["categories"]}) == len(ids)
    assert [a["id"] for a in data["annotations"]] == list(range(1, len(data["annotations"]) + 1))
    images = {image["id"]: image for image in data["images"]}
    assert len(images) == len(data["images"])
    for image in images.values():
        assert image["id"] == image["index"] + 1 and image["license"] == 1 and isinstance(image["seed"], int)
    for a in data["annotations"]:
        assert a["image_id"] in images and a["category_id"] in ids and a["iscrowd"] == 0
        assert isinstance(a["area"], int) and not FORBIDDEN & a.keys()


def check_images(folder, coco):
    for image in coco.dataset["images"]:
        with Image.open(pathlib.Path(folder) / "images" / image["file_name"]) as picture:
            assert picture.size == (image["width"], image["height"])
            picture.load()


def check_annotation(coco, a):
    """Returns the decoded visible mask."""
    rle = coco.annToRLE(a)
    visible = mask_api.decode(rle).astype(bool)
    image = coco.imgs[a["image_id"]]
    assert visible.shape == (image["height"], image["width"])
    assert visible.sum() == a["area"] == mask_api.area(rle), f"area of annotation {a['id']}"
    rows, columns = np.flatnonzero(visible.any(1)), np.flatnonzero(visible.any(0))
    tight = [columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1]
    assert list(map(int, tight)) == a["bbox"], f"box of annotation {a['id']}"
    assert list(mask_api.toBbox(rle)) == a["bbox"]
    amodal = mask_api.decode(a["amodal_segmentation"]).astype(bool)
    assert amodal.sum() == a["amodal_area"] and not (visible & ~amodal).any()
    assert a["visibility"] == a["area"] / a["amodal_area"] and 0 <= a["truncation"] < 1
    x, y, w, h = a["amodal_bbox"]
    rows, columns = np.flatnonzero(amodal.any(1)), np.flatnonzero(amodal.any(0))
    assert x <= columns[0] and columns[-1] < x + w and y <= rows[0] and rows[-1] < y + h
    if a["truncation"] == 0:
        assert [x, y, w, h] == [columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1]
    assert sum(o["pixels"] for o in a["occluders"]) == a["amodal_area"] - a["area"]
    for o in a["occluders"]:
        if o["annotation_id"] is not None:
            other = coco.anns[o["annotation_id"]]
            assert other["image_id"] == a["image_id"] and other["instance_id"] == o["instance_id"]
            front = mask_api.decode(coco.annToRLE(other)).astype(bool)
            if "parent_id" in a:  # a defect is hidden by what lies in front: an object is not its own defects there
                for part in coco.imgToAnns[a["image_id"]]:
                    if part.get("parent_id") == other["id"]:
                        front &= ~mask_api.decode(coco.annToRLE(part)).astype(bool)
            hidden = amodal & front
            assert hidden.sum() == o["pixels"], f"pixels of annotation {a['id']} that {o['annotation_id']} hides"
    return visible


def check_masks(coco, ids_of_image=None):
    for image in coco.dataset["images"]:
        taken = np.zeros((image["height"], image["width"]), np.uint32)
        for a in coco.imgToAnns[image["id"]]:
            visible = check_annotation(coco, a)
            if "parent_id" in a:  # a defect is part of its object
                assert (mask_api.decode(coco.annToRLE(coco.anns[a["parent_id"]])) >= visible).all()
                continue
            assert not taken[visible].any(), f"visible masks overlap in image {image['id']}"
            taken[visible] = a["instance_id"]
        if ids_of_image is not None:
            assert (taken == ids_of_image(image)).all(), f"union of the masks of image {image['id']}"


def check_self_evaluation(coco):
    """The labels, taken as detections of themselves, are perfect."""
    detections = {"bbox": [], "segm": []}
    for a in coco.dataset["annotations"]:
        common = {"image_id": a["image_id"], "category_id": a["category_id"], "score": 1 / (1 + a["id"])}
        detections["bbox"].append(common | {"bbox": a["bbox"]})
        detections["segm"].append(common | {"segmentation": coco.annToRLE(a)})
    for kind, results in detections.items():
        with contextlib.redirect_stdout(io.StringIO()):
            evaluation = COCOeval(coco, coco.loadRes(results), kind)
            evaluation.evaluate()
            evaluation.accumulate()
            evaluation.summarize()
        assert abs(evaluation.stats[0] - 1) < 1e-9, f"AP of {kind} against itself is {evaluation.stats[0]}"


def check_report(folder, coco):
    report = json.loads((pathlib.Path(folder) / "report.json").read_text())
    assert report["images"] == len(coco.dataset["images"])
    assert report["annotations"] == len(coco.dataset["annotations"]) == sum(report["annotations_per_category"].values())
    assert report["dropped"] == len(report["dropped_instances"])


def check_all(folder, ids_of_image=None):
    coco = open_coco(folder)
    check_keys(coco)
    check_images(folder, coco)
    check_masks(coco, ids_of_image)
    check_report(folder, coco)
    if coco.dataset["annotations"]:
        check_self_evaluation(coco)
    return coco


if __name__ == "__main__":
    checked = check_all(sys.argv[1])
    print(f"{len(checked.dataset['images'])} images, {len(checked.dataset['annotations'])} annotations: all true")
