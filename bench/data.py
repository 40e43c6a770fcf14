"""Writes the benchmark's files into the folder given; files that are there are kept.

Run: python3 bench/data.py FOLDER SIZE_MIB...
"""
import json
import os
import sys

import numpy as np

HOLLOW_TENSORS = 10_000
HOLLOW_BYTES = 10 * 2**30


def missing(path):
    return not os.path.exists(path)


def hollow_safetensors(path):
    """10 GiB in 10,000 tensors, all hole: only the header is on disk."""
    each = HOLLOW_BYTES // HOLLOW_TENSORS // 4096 * 4096
    header = {}
    for i in range(HOLLOW_TENSORS):
        span = [i * each, (i + 1) * each]
        header[f"model.layers.{i // 100}.block.{i % 100}.weight"] = {
            "dtype": "F16",
            "shape": [each // 2 // 1024, 1024],
            "data_offsets": span,
        }
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        file.truncate(8 + len(text) + HOLLOW_TENSORS * each)


def hollow_npy(path, fortran):
    """A 10 GiB float32 tensor of 160 planes of 4096 x 4096; the plane that is read holds noise."""
    shape = (160, 4096, 4096) if not fortran else (4096, 4096, 160)
    header = np.lib.format.header_data_from_array_1_0(np.empty(0, np.float32))
    header["shape"], header["fortran_order"] = shape, fortran
    with open(path, "wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        start = file.tell()
        file.truncate(start + HOLLOW_BYTES)
        file.seek(start + 77 * 4096 * 4096 * 4)
        np.random.default_rng(7).standard_normal(4096 * 4096, dtype=np.float32).tofile(file)


def numbers(folder, mib):
    rng = np.random.default_rng(1)
    count = mib * 2**20
    makers = {
        "f32": lambda: rng.standard_normal(count // 4, dtype=np.float32),
        "f16": lambda: rng.standard_normal(count // 2, dtype=np.float32).astype(np.float16),
        "u8": lambda: rng.integers(0, 256, count, dtype=np.uint8),
        "i64": lambda: rng.integers(-(2**40), 2**40, count // 8, dtype=np.int64),
    }
    for name, make in makers.items():
        path = f"{folder}/{name}-{mib}.npy"
        if missing(path):
            np.save(path, make())
    bf16 = f"{folder}/bf16-{mib}.safetensors"
    if missing(bf16):
        raw = (np.load(f"{folder}/f32-{mib}.npy").view(np.uint32) >> 16).astype(np.uint16)
        raw = np.concatenate([raw, raw]).tobytes()
        header = {"x": {"dtype": "BF16", "shape": [len(raw) // 2], "data_offsets": [0, len(raw)]}}
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        with open(bf16, "wb") as file:
            file.write(len(text).to_bytes(8, "little") + text + raw)


def plane(path, side):
    array = np.random.default_rng(2).standard_normal((side, side), dtype=np.float32)
    array[side // 3, side // 5] = np.nan
    np.save(path, array)


def pictures(folder):
    from PIL import Image

    rng = np.random.default_rng(3)
    small = rng.integers(0, 256, (75, 112, 3), dtype=np.uint8)
    image = Image.fromarray(small).resize((6000, 4000), Image.BICUBIC)
    image.save(f"{folder}/24mp.png", compress_level=6)
    image.save(f"{folder}/24mp.jpg", quality=92)


def video_latent(path):
    """A latent of 81 frames of 16 channels: five seconds of video."""
    np.save(path, np.random.default_rng(6).standard_normal((1, 16, 81, 90, 160), dtype=np.float32))


def dumps(folder):
    """2,000 sound dumps of a node: an IMAGE, a MASK and a LATENT each."""
    shapes = {"image": [1, 64, 64, 3], "mask": [1, 64, 64], "samples": [1, 4, 8, 8]}
    header, at = {}, 0
    for name, shape in shapes.items():
        size = 4 * int(np.prod(shape))
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    values = np.random.default_rng(8).random(at // 4, dtype=np.float32).tobytes()
    os.makedirs(folder + ".part", exist_ok=True)
    for i in range(2000):
        with open(f"{folder}.part/dump_{i:04}.safetensors", "wb") as file:
            file.write(len(text).to_bytes(8, "little") + text + values)
    os.rename(folder + ".part", folder)


def main(folder, *sizes):
    os.makedirs(folder, exist_ok=True)
    for mib in map(int, sizes):
        numbers(folder, mib)
        side = {16: 2048, 64: 4096, 256: 8192, 1024: 16384}[mib]
        if missing(f"{folder}/plane-{mib}.npy"):
            plane(f"{folder}/plane-{mib}.npy", side)
    whole = {
        "hollow.safetensors": hollow_safetensors,
        "plane-c.npy": lambda path: hollow_npy(path, False),
        "plane-f.npy": lambda path: hollow_npy(path, True),
        "24mp.png": lambda _: pictures(folder),
        "video-latent.npy": video_latent,
        "dumps": dumps,
    }
    for name, make in whole.items():
        if missing(f"{folder}/{name}"):
            make(f"{folder}/{name}")
    if missing(f"{folder}/plane-1024.npy"):
        plane(f"{folder}/plane-1024.npy", 16384)
    nchw = f"{folder}/nchw.npy"
    if missing(nchw):
        np.save(nchw, np.random.default_rng(5).random((8, 3, 2048, 2048), dtype=np.float32))


main(*sys.argv[1:])
