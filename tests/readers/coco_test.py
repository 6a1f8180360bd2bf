# SPDX-License-Identifier: Apache-2.0
"""pycocotools on datasets of painted shapes: python coco_test.py PATH_OF_SHAPES_DATASET"""

import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from pycocotools import mask as mask_api

from dataset_checks import check_all, open_coco

COUNT = 200


def main(maker):
    with tempfile.TemporaryDirectory() as scratch:
        folders = {}
        for kind in ("rle", "polygon"):
            folders[kind] = pathlib.Path(scratch) / kind
            subprocess.run([maker, folders[kind], kind, str(COUNT)], check=True)

        def ids_of_image(image):
            plane = np.fromfile(folders["rle"] / "ids" / f"{image['index']:06}.u32", np.uint32)
            return plane.reshape(image["height"], image["width"])

        for folder in folders.values():
            check_all(folder, ids_of_image)
        # Opened anew: COCOeval replaces the polygons of what it is given by RLE.
        rle, polygon = open_coco(folders["rle"]), open_coco(folders["polygon"])
        kinds = {list: 0, dict: 0}
        for a, b in zip(rle.dataset["annotations"], polygon.dataset["annotations"], strict=True):
            kinds[type(b["segmentation"])] += 1
            decoded = [mask_api.decode(c.annToRLE(x)) for c, x in ((rle, a), (polygon, b))]
            assert (decoded[0] == decoded[1]).all(), f"polygon of annotation {a['id']}"
            # Official encoder, our string: the same text, character for character.
            again = mask_api.encode(np.asfortranarray(decoded[0]))
            assert again["counts"].decode() == a["segmentation"]["counts"]
            corners = [c for ring in b["segmentation"] for c in ring] if isinstance(b["segmentation"], list) else []
            assert all(isinstance(c, int) for c in corners)
            a.pop("segmentation"), b.pop("segmentation")
            assert a == b
        assert kinds[list] > 100 and kinds[dict] > 10, kinds
        for kind in folders.values():
            text = (kind / "instances.json").read_text(encoding="utf-8")
            assert "NaN" not in text and "Infinity" not in text
            json.loads(text, parse_constant=lambda name: sys.exit(f"{name} in instances.json"))
        print(f"{COUNT} images, {kinds[list]} polygons, {kinds[dict]} masks with holes: all true")


if __name__ == "__main__":
    main(sys.argv[1])
