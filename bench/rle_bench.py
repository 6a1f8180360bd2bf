# SPDX-License-Identifier: Apache-2.0
"""Our one sweep against a careful user of pycocotools, 50 instances at 1280x720, in the same run.

    python bench/rle_bench.py PATH_OF_RLE_BENCH

The user knows that encode() wants Fortran order and keeps the id map so; per instance: (ids == i), encode, area, toBbox.
"""

import json
import subprocess
import sys
import tempfile
import time

import numpy as np
from pycocotools import mask as mask_api

WIDTH, HEIGHT, INSTANCES = 1280, 720, 50


def id_image():
    """Overlapping blobs with wavy outlines, the small ones in front: sizes as in a street, 20 to 300 px."""
    random = np.random.Generator(np.random.Philox(7))
    ids = np.zeros((HEIGHT, WIDTH), np.uint32)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    for i in range(1, INSTANCES + 1):
        radius = 150 / 15 ** (i / INSTANCES)
        cx, cy, aspect, waves = random.uniform(0, WIDTH), random.uniform(200, HEIGHT), random.uniform(0.5, 2), random.integers(3, 12)
        dx, dy = (x - cx) / aspect, y - cy
        edge = radius * (1 + 0.15 * np.sin(waves * np.arctan2(dy, dx)))
        ids[dx * dx + dy * dy < edge * edge] = i
    return ids


def careful_user(ids):
    result = []
    for i in range(1, INSTANCES + 1):
        rle = mask_api.encode((ids == i).view(np.uint8))
        result.append((rle["counts"].decode(), int(mask_api.area(rle)), mask_api.toBbox(rle).tolist()))
    return result


def main(program):
    ids = id_image()
    fortran = np.asfortranarray(ids)
    ours, theirs = [], []
    with tempfile.NamedTemporaryFile() as file:
        file.write(ids.tobytes())
        file.flush()
        for _ in range(5):  # in turns, so that both see the same load
            for _ in range(4):
                start = time.perf_counter()
                careful_user(fortran)
                theirs.append(time.perf_counter() - start)
            reply = subprocess.run([program, file.name, str(WIDTH), str(HEIGHT)], check=True, capture_output=True)
            ours.append(json.loads(reply.stdout)["seconds"])
    print(json.dumps({
        "rle_instances": len(np.unique(ids)) - 1,
        "rle_ours_ms": round(min(ours) * 1e3, 3),
        "rle_pycocotools_ms": round(min(theirs) * 1e3, 3),
        "rle_ratio": round(min(theirs) / min(ours), 1),
    }))


if __name__ == "__main__":
    main(sys.argv[1])
