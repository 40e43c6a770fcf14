"""Writes the benchmark's files into the folder given; files that are there are kept.

Run: python3 bench/data.py FOLDER
"""
import json
import os
import sys

import numpy as np

HOLLOW_BYTES = 10 * 2**30


def missing(path):
    return not os.path.exists(path)


def hollow_safetensors(path, tensors):
    """10 GiB, all hole: only the header is on disk."""
    each = HOLLOW_BYTES // tensors // 4096 * 4096
    header = {}
    for i in range(tensors):
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
        file.truncate(8 + len(text) + tensors * each)


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


def q4k_gguf(path, mib):
    """One tensor of Q4_K blocks, their two scales small halves, everything else noise."""
    blocks = mib * 2**20 // 144 // 256 * 256
    data = np.random.default_rng(5).integers(0, 256, (blocks, 144), dtype=np.uint8)
    data[:, :4].view("<f2")[:] = np.float16([0.0125, 0.004])
    name = b"w"
    head = b"GGUF" + (3).to_bytes(4, "little") + (1).to_bytes(8, "little") + bytes(8)
    head += len(name).to_bytes(8, "little") + name + (2).to_bytes(4, "little")
    head += (65536).to_bytes(8, "little") + (blocks // 256).to_bytes(8, "little")
    head += (12).to_bytes(4, "little") + bytes(8)
    with open(path, "wb") as file:
        file.write(head + bytes(-len(head) % 32))
        data.tofile(file)


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


def pictures(folder, megapixels, size):
    from PIL import Image

    rng = np.random.default_rng(3)
    small = rng.integers(0, 256, (75, 112, 3), dtype=np.uint8)
    image = Image.fromarray(small).resize(size, Image.BICUBIC)
    image.save(f"{folder}/photo-{megapixels}.png", compress_level=6)
    image.save(f"{folder}/photo-{megapixels}.jpg", quality=92)


def video_latent(path, frames):
    """A latent of 16 channels: 81 frames are five seconds of video."""
    shape = (1, 16, frames, 90, 160)
    np.save(path, np.random.default_rng(6).standard_normal(shape, dtype=np.float32))


def dumps(folder, count):
    """Sound dumps of a node: an IMAGE, a MASK and a LATENT each."""
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
    for i in range(count):
        with open(f"{folder}.part/dump_{i:04}.safetensors", "wb") as file:
            file.write(len(text).to_bytes(8, "little") + text + values)
    os.rename(folder + ".part", folder)


def batch(path, items):
    np.save(path, np.random.default_rng(5).random((items, 3, 2048, 2048), dtype=np.float32))


PLANE_SIDES = {64: 4096, 256: 8192, 1024: 16384}
PICTURE_SIZES = {6: (3000, 2000), 12: (4000, 3000), 24: (6000, 4000)}


def files(folder):
    """Every file of its own with what makes it."""
    for tensors in (2500, 5000, 10_000):
        yield f"hollow-{tensors}.safetensors", lambda path, n=tensors: hollow_safetensors(path, n)
    yield "plane-c.npy", lambda path: hollow_npy(path, False)
    yield "plane-f.npy", lambda path: hollow_npy(path, True)
    for mib in (16, 64, 256):
        yield f"q4k-{mib}.gguf", lambda path, n=mib: q4k_gguf(path, n)
    for mib, side in PLANE_SIDES.items():
        yield f"plane-{mib}.npy", lambda path, n=side: plane(path, n)
    for megapixels, size in PICTURE_SIZES.items():
        yield f"photo-{megapixels}.png", lambda _, n=megapixels, s=size: pictures(folder, n, s)
    for frames in (21, 41, 81):
        yield f"video-latent-{frames}.npy", lambda path, n=frames: video_latent(path, n)
    for count in (500, 1000, 2000):
        yield f"dumps-{count}", lambda path, n=count: dumps(path, n)
    for items in (2, 4, 8):
        yield f"nchw-{items}.npy", lambda path, n=items: batch(path, n)


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for mib in (16, 64, 256):
        numbers(folder, mib)
    for name, make in files(folder):
        if missing(f"{folder}/{name}"):
            make(f"{folder}/{name}")


main(*sys.argv[1:])
