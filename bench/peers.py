"""The peers in Python: numpy and Pillow doing what a row asks, timed in their own process.

Run: python3 bench/peers.py ROW FILE SIZE ROUNDS  ->  {"seconds": best of a few, "peakMiB": ...} as JSON
"""
import json
import os
import resource
import sys
import time

import numpy as np

LEVELS = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]


def header(path, _size):
    with open(path, "rb") as file:
        tensors = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    for name, tensor in tensors.items():
        f"{name} {tensor['dtype']} {tensor['shape']}"


def plane_view(path, size):
    array = np.load(path, mmap_mode="r")
    return array[77, :size] if array.flags.c_contiguous else array[:, :size, 77]


def plane(path, size):
    np.array(plane_view(path, size), order="K")


kept = {}


def plane_again(path, size):
    view = plane_view(path, size)
    if size not in kept:
        kept[size] = np.empty_like(view, order="K")
    np.copyto(kept[size], view)


def stats(path, _size):
    array = np.load(path)
    array.mean(dtype=np.float64), array.std(dtype=np.float64)
    np.count_nonzero(array == 0)
    if array.dtype.kind == "f":
        np.isnan(array).sum(), np.isinf(array).sum()
        low, high = np.nanmin(array), np.nanmax(array)
    else:
        low, high = array.min(), array.max()
    np.histogram(array, 256, (low, high))
    if array.dtype == np.float16:
        np.quantile(array, LEVELS)


def dequantised_q4k(blocks):
    """Values of Q4_K blocks, [n, 144] bytes to [n, 256] float32, in few whole-array steps."""
    count = len(blocks)
    d, dmin = blocks[:, :4].copy().view("<f2").astype(np.float32).T
    packed = blocks[:, 4:16]
    scales = np.empty((count, 8), np.uint8)
    offsets = np.empty((count, 8), np.uint8)
    scales[:, :4], offsets[:, :4] = packed[:, :4] & 63, packed[:, 4:8] & 63
    scales[:, 4:] = packed[:, 8:] & 15 | packed[:, :4] >> 6 << 4
    offsets[:, 4:] = packed[:, 8:] >> 4 | packed[:, 4:8] >> 6 << 4
    codes = blocks[:, 16:].reshape(count, 4, 1, 32)
    values = np.empty((count, 4, 2, 32), np.float32)
    values[:, :, 0], values[:, :, 1] = codes[:, :, 0] & 15, codes[:, :, 0] >> 4
    values = values.reshape(count, 8, 32)
    values *= (d[:, None] * scales)[:, :, None]
    values -= (dmin[:, None] * offsets)[:, :, None]
    return values.reshape(count, 256)


def stats_q4k(path, _size):
    blocks = np.memmap(path, np.uint8, "r", 96).reshape(-1, 144)
    values = np.empty((len(blocks), 256), np.float32)
    # A part at a time, so that what lies between stays in the cache.
    for start in range(0, len(blocks), 16384):
        values[start : start + 16384] = dequantised_q4k(blocks[start : start + 16384])
    values.mean(dtype=np.float64), values.std(dtype=np.float64)
    np.count_nonzero(values == 0), np.isnan(values).sum(), np.isinf(values).sum()
    np.histogram(values, 256, (values.min(), values.max()))


def picture(path, _size):
    array = np.load(path)
    side = len(array) // 1024
    blocks = array.reshape(1024, side, 1024, side)
    means = blocks.mean(axis=(1, 3))
    means[np.isnan(blocks).any(axis=(1, 3))] = np.nan


def image(path, _size):
    from PIL import Image, ImageOps

    opened = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    (np.array(opened).astype(np.float32) / 255.0)[None,]


def latent(path, _size):
    item = np.load(path)[0]
    channels, frames, height, width = item.shape
    rng = np.random.default_rng(9)
    # Time does not hang on the numbers of a format, only on their count.
    mean, std = rng.random((2, channels, 1), dtype=np.float32) + 0.5
    factors = rng.random((channels, 3), dtype=np.float32)
    model = (item.reshape(channels, -1) - mean) * np.float32(1) / std
    rgb = factors.T @ model + np.float32(0.1)
    pixels = (((rgb + 1) / 2).clip(0, 1) * 255).astype(np.uint8)
    np.ascontiguousarray(pixels.T).reshape(frames, height, width, 3)


def permute(path, _size):
    moved = np.ascontiguousarray(np.load(path).transpose(0, 2, 3, 1))
    np.save(os.path.join(os.path.dirname(path), "permuted-by-numpy.npy"), moved)


def main(row, path, size, rounds):
    best, spent = float("inf"), 0.0
    for _ in range(int(rounds)):
        start = time.perf_counter()
        globals()[row](path, int(size))
        seconds = time.perf_counter() - start
        best, spent = min(best, seconds), spent + seconds
        if spent > 5:
            break
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": best, "peakMiB": round(peak)}))


main(*sys.argv[1:])
