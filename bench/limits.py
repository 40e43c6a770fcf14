"""What this machine can do at most, on one thread: a plain memory copy and plain reads of a file.

Run: python3 bench/limits.py FILE  ->  GB/s as JSON
"""
import json
import os
import sys
import time

import numpy as np

CHUNK = 4 * 2**20
ROUNDS = 5


def best(byte_count, work, prepare=lambda: None):
    seconds = []
    for _ in range(ROUNDS):
        prepare()
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return round(byte_count / min(seconds) / 1e9, 2)


def main(path):
    source = np.ones(256 * 2**20, np.uint8)
    target = np.empty_like(source)
    size = os.path.getsize(path)
    file = os.open(path, os.O_RDONLY)
    buffer = bytearray(CHUNK)

    def read():
        for at in range(0, size, CHUNK):
            os.preadv(file, [buffer], at)

    def forget():
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)

    read()
    limits = {
        "copyGBs": best(source.nbytes, lambda: np.copyto(target, source)),
        "cachedReadGBs": best(size, read),
        "diskReadGBs": best(size, read, forget),
    }
    read()
    print(json.dumps(limits))


main(*sys.argv[1:])
