#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A dataset in, a dataset out: decode, affine, HSV, noise, JPEG, 20 labelled objects an image, COCO written, at 1280x720:
python bench/augment_end_to_end.py --program build/release/cli/understudy --photos DIR --coco FILE [--json FILE].

Says images/s of one thread and of all, by the wall's clock and by the processors' (other programs on the machine count in the first
alone), what the labels cost (a run on the same photos without labels is what remains), and whether the bytes are the same for any
number of threads; and what the machine itself gives at most: as many processes of one thread at once, which share nothing but its
caches, memory and disk. Where Albumentations and pycocotools are installed, the same by them, one thread: polygons to masks, the transforms,
masks to RLE.
"""
import argparse
import hashlib
import json
import os
import pathlib
import resource
import subprocess
import tempfile
import time

from augment_bench import INSTANCES, write_set

WIDTH, HEIGHT = 1280, 720
RECIPE = """seed: 1
augment:
  - affine: {rotate_deg: {uniform: [-20, 20]}, scale: {uniform: [0.8, 1.2]}, shift_x: {uniform: [-0.1, 0.1]}, shift_y: {uniform: [-0.1, 0.1]}}
  - hsv
  - gaussian_noise
"""


def write_dataset(folder, photos, coco, repeats):
    """JPEG files of the photos, each `repeats` times, with labels and without."""
    import cv2
    small = folder / "small"
    small.mkdir()
    arrays, labels = write_set(small, photos, WIDTH, HEIGHT, coco)
    content = json.loads((small / "instances.json").read_text())
    (folder / "images").mkdir()
    result = {"images": [], "annotations": [], "categories": content["categories"]}
    for repeat in range(repeats):
        for image in content["images"]:
            number = len(result["images"]) + 1
            name = f"{number:06}.jpg"
            cv2.imwrite(str(folder / "images" / name), cv2.cvtColor(arrays[image["id"] - 1], cv2.COLOR_RGB2BGR),
                        [cv2.IMWRITE_JPEG_QUALITY, 90])
            result["images"].append({**image, "id": number, "file_name": name})
            for annotation in content["annotations"]:
                if annotation["image_id"] == image["id"]:
                    result["annotations"].append({**annotation, "id": len(result["annotations"]) + 1, "image_id": number})
    (folder / "labelled.json").write_text(json.dumps(result))
    (folder / "bare.json").write_text(json.dumps({**result, "annotations": []}))
    (folder / "recipe.yaml").write_text(RECIPE)
    return len(result["images"])


def timed(command):
    """Seconds on the wall and on processors."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def command(program, folder, instances, threads, name):
    return [program, "augment", folder / "recipe.yaml", "--in", folder / instances, "--images", folder / "images",
            "--out", folder / name, "--threads", str(threads)]


def at_once(commands):
    """Seconds until all of them are done."""
    start = time.perf_counter()
    running = [subprocess.Popen(c, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for c in commands]
    if any([process.wait() for process in running]):
        raise SystemExit("one of the processes failed")
    return time.perf_counter() - start


def digest(folder):
    """Of every file's name and bytes but records', which hold no result."""
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and "images" in p.parts or p.name == "instances.json"):
        total.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return total.hexdigest()


def measure_ours(program, folder, count, runs):
    cores = len(os.sched_getaffinity(0))
    best = {}
    digests = set()
    together = 1e9
    for number in range(runs):
        for label, instances, threads in (("one thread", "labelled.json", 1), ("without labels", "bare.json", 1),
                                          ("all cores", "labelled.json", cores)):
            name = f"out-{label.replace(' ', '-')}-{number}"
            wall, processor = timed(command(program, folder, instances, threads, name))
            old = best.get(label, (1e9, 1e9))
            best[label] = (min(wall, old[0]), min(processor, old[1]))
            if label != "without labels":
                digests.add(digest(folder / name))
        together = min(together, at_once([command(program, folder, "labelled.json", 1, f"out-process-{i}-{number}")
                                          for i in range(cores)]))
    one, bare, all_cores = best["one thread"], best["without labels"], best["all cores"]
    return {"images": count, "cores": cores, "images_per_s": count / one[0], "images_per_processor_s": count / one[1],
            "label_share": 1 - bare[1] / one[1], "images_per_s_all_cores": count / all_cores[0], "scaling": one[0] / all_cores[0],
            "scaling_of_processes": cores * one[0] / together,
            "processor_s_all_by_one": all_cores[1] / one[1], "same_bytes": len(digests) == 1}


def measure_albumentations(folder, count, runs):
    import albumentations as A
    import cv2
    import numpy as np
    from pycocotools import mask as M
    pipeline = A.Compose([A.Affine(scale=(.8, 1.2), translate_percent=(-.1, .1), rotate=(-20, 20), p=1), A.HueSaturationValue(p=1),
                          A.GaussNoise(std_range=(.01, .06), p=1)], bbox_params=A.BboxParams(format="coco", label_fields=["ids"]))
    content = json.loads((folder / "labelled.json").read_text())
    by_image = {}
    for annotation in content["annotations"]:
        by_image.setdefault(annotation["image_id"], []).append(annotation)
    (folder / "peer").mkdir(exist_ok=True)

    def make_all():
        result = []
        for image in content["images"][:count]:
            pixels = cv2.cvtColor(cv2.imread(str(folder / "images" / image["file_name"])), cv2.COLOR_BGR2RGB)
            labels = by_image[image["id"]]
            masks = [np.ascontiguousarray(M.decode(M.merge(M.frPyObjects(a["segmentation"], HEIGHT, WIDTH)))) for a in labels]
            out = pipeline(image=pixels, masks=masks, bboxes=[a["bbox"] for a in labels], ids=list(range(len(labels))))
            cv2.imwrite(str(folder / "peer" / image["file_name"]), cv2.cvtColor(out["image"], cv2.COLOR_RGB2BGR),
                        [cv2.IMWRITE_JPEG_QUALITY, 95])
            for annotation, mask in zip(labels, out["masks"]):
                rle = M.encode(np.asfortranarray(mask))
                result.append({**annotation, "area": float(M.area(rle)), "bbox": M.toBbox(rle).tolist(),
                               "segmentation": {**rle, "counts": rle["counts"].decode()}})
        (folder / "peer.json").write_text(json.dumps({**content, "annotations": result}))

    best = 1e9
    for _ in range(runs):
        start = time.process_time()
        make_all()
        best = min(best, time.process_time() - start)
    return {"version": A.__version__, "images_per_processor_s": count / best}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--photos", required=True, help="folder of .jpg files")
    parser.add_argument("--coco", required=True, help="COCO file with polygons")
    parser.add_argument("--images", default=24, type=int, help="different photos")
    parser.add_argument("--repeats", default=4, type=int)
    parser.add_argument("--runs", default=3, type=int)
    parser.add_argument("--json", type=pathlib.Path)
    arguments = parser.parse_args()
    photos = sorted(pathlib.Path(arguments.photos).glob("*.jpg"))[:arguments.images]
    result = {"size": f"{WIDTH}x{HEIGHT}", "instances": INSTANCES}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        count = write_dataset(folder, photos, arguments.coco, arguments.repeats)
        ours = result["understudy"] = measure_ours(arguments.program, folder, count, arguments.runs)
        try:
            result["albumentations"] = measure_albumentations(folder, min(count, 24), 2)
        except ImportError as error:
            print(f"albumentations is left out: {error}")
    print(f"{count} photos of {WIDTH}x{HEIGHT} with {INSTANCES} objects: decode, affine, HSV, noise, JPEG, COCO")
    print(f"one thread             {ours['images_per_s']:8.1f} images/s, {ours['images_per_processor_s']:.1f} per second of processor")
    print(f"label work             {100 * ours['label_share']:8.1f} % of the processor's time")
    print(f"{ours['cores']} threads              {ours['images_per_s_all_cores']:8.1f} images/s: {ours['scaling']:.2f} times as many, for "
          f"{ours['processor_s_all_by_one']:.2f} times the processor's time")
    print(f"{ours['cores']} processes at once    {ours['scaling_of_processes']:8.2f} times as many: what this machine gives")
    print(f"bytes of both          {'the same' if ours['same_bytes'] else 'DIFFERENT'}")
    if "albumentations" in result:
        peer = result["albumentations"]["images_per_processor_s"]
        print(f"Albumentations {result['albumentations']['version']}  {peer:8.1f} images per second of processor: "
              f"{ours['images_per_processor_s'] / peer:.1f} times as many here")
    if arguments.json:
        arguments.json.parent.mkdir(parents=True, exist_ok=True)
        arguments.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
