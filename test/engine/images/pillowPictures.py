"""Writes BMP and Netpbm files of every sort and what Pillow makes of each by the LoadImage rule."""
import base64
import hashlib
import io
import json
import random
import struct
import sys

import numpy as np
from PIL import Image

random.seed(7)
cases = {}


def load_image(data):
    image = Image.open(io.BytesIO(data))
    if image.mode == 'I':
        image = image.point(lambda level: level * (1 / 255))
    rgb = np.array(image.convert('RGB')).astype(np.float32) / 255.0
    mask = np.zeros((64, 64), np.float32)
    if 'A' in image.getbands():
        mask = 1.0 - np.array(image.getchannel('A')).astype(np.float32) / 255.0
    return rgb, mask


def sha(values):
    return hashlib.sha256(np.ascontiguousarray(values, '<f4').tobytes()).hexdigest()


def add(name, data):
    try:
        rgb, mask = load_image(data)
        truth = {'image': sha(rgb), 'mask': sha(mask)}
    except Exception:
        truth = None
    cases[name] = {'data': base64.b64encode(data).decode(), 'truth': truth}


def noise(count):
    return bytes(random.randrange(256) for _ in range(count))


def bmp(name, width, height, bits, pixels, header=40, compression=0, masks=(), colors=None, palette=None):
    if colors is None:
        colors = 2**bits if bits <= 8 else 0
    entry = 3 if header == 12 else 4
    if palette is None:
        palette = noise(entry * colors) if bits <= 8 else b''
    if header == 12:
        info = struct.pack('<IHHHH', 12, width, height, 1, bits)
    else:
        info = struct.pack('<IiiHHIIiiII', header, width, height, 1, bits, compression, 0, 0, 0, colors if bits <= 8 else 0, 0)
        packed = struct.pack('<%dI' % len(masks), *masks)
        info += packed if header == 40 else packed.ljust(header - 40, b'\0')
    at = 14 + len(info) + len(palette)
    add(name, b'BM' + struct.pack('<IHHI', at + len(pixels), 0, 0, at) + info + palette + pixels)


def rows(width, height, bits):
    return noise((width * bits + 31) // 32 * 4 * height)


for width, height in ((13, 7), (1, 1), (33, 4)):
    for bits in (1, 4, 8, 16, 24, 32):
        bmp(f'{bits} bits {width}x{height}', width, height, bits, rows(width, height, bits))
        bmp(f'{bits} bits, top down {width}x{height}', width, -height, bits, rows(width, height, bits))
for bits in (1, 4, 8, 24):
    bmp(f'OS/2, {bits} bits', 13, 7, bits, rows(13, 7, bits), header=12)
for header in (52, 56, 108, 124):
    bmp(f'header of {header}', 13, 7, 24, rows(13, 7, 24), header=header)
bmp('palette of gray', 13, 7, 8, rows(13, 7, 8), palette=b''.join(bytes([i, i, i, 0]) for i in range(256)))
bmp('black and white', 13, 7, 1, rows(13, 7, 1), palette=b'\0\0\0\0\xff\xff\xff\0')
bmp('white and black', 13, 7, 1, rows(13, 7, 1), palette=b'\xff\xff\xff\0\0\0\0\0')
bmp('green and red', 13, 7, 1, rows(13, 7, 1), palette=b'\0\xff\0\0\0\0\xff\0')
bmp('short palette', 13, 7, 8, bytes(random.randrange(200) for _ in range(16 * 7)), colors=200)
bmp('indices past the palette', 13, 7, 8, rows(13, 7, 8), colors=20)
MASKS = {
    16: [(0xF800, 0x7E0, 0x1F), (0x7C00, 0x3E0, 0x1F)],
    24: [(0xFF0000, 0xFF00, 0xFF)],
    32: [
        (0xFF0000, 0xFF00, 0xFF, 0),
        (0xFF000000, 0xFF0000, 0xFF00, 0),
        (0xFF000000, 0xFF0000, 0xFF00, 0xFF),
        (0xFF, 0xFF00, 0xFF0000, 0xFF000000),
        (0xFF0000, 0xFF00, 0xFF, 0xFF000000),
        (0, 0, 0, 0),
    ],
}
for bits, all_masks in MASKS.items():
    for masks in all_masks:
        words = ','.join(hex(mask) for mask in masks)
        bmp(f'{bits} bits by {words}', 13, 7, bits, rows(13, 7, bits), header=108, compression=3, masks=masks)
        bmp(f'{bits} bits by {words}, old header', 13, 7, bits, rows(13, 7, bits), compression=3, masks=masks[:3])


def runs(width, height, nibbles):
    data = b''
    for _ in range(height):
        left = width
        while left:
            count = random.randrange(1, left + 1)
            if count >= 4 and random.random() < 0.5:
                count -= count % 4
                literal = noise(count // 2 if nibbles else count)
                data += bytes([0, count]) + literal + b'\0' * (len(literal) % 2)
            else:
                data += bytes([count, random.randrange(256)])
            left -= count
        data += b'\0\0'
    return data + b'\0\1'


for seed in range(6):
    bmp(f'runs of bytes {seed}', 29, 9, 8, runs(29, 9, False), compression=1)
    bmp(f'runs of nibbles {seed}', 29, 9, 4, runs(29, 9, True), compression=2)
bmp('runs that overflow a row', 5, 2, 8, b'\x09\x01\0\0\x05\x02\0\1', compression=1)
bmp('runs that end early', 5, 3, 8, b'\x05\x01\0\0\0\1', compression=1)
bmp('short rows', 5, 2, 8, b'\x03\x01\0\0\x05\x02\0\0\0\1', compression=1)
bmp('cut short', 13, 7, 24, rows(13, 7, 24)[:-20])

for most in (1, 3, 15, 100, 200, 255):
    add(f'P5 to {most}', b'P5\n13 7\n%d\n' % most + bytes(random.randrange(most + 1) for _ in range(91)))
    add(f'P6 to {most}', b'P6 13 7 %d ' % most + bytes(random.randrange(most + 1) for _ in range(273)))
    add(f'P2 to {most}', b'P2\n# a comment\n13 7\n%d\n' % most + b' '.join(b'%d' % random.randrange(most + 1) for _ in range(91)))
    add(f'P3 to {most}', b'P3\n13 7\n%d\n' % most + b'\n'.join(b'%d' % random.randrange(most + 1) for _ in range(273)) + b'\n')
for most in (256, 1000, 4095, 65535):
    words = [random.randrange(most + 1) for _ in range(273)]
    add(f'P5 to {most}', b'P5 13 7 %d\n' % most + struct.pack('>91H', *words[:91]))
    add(f'P6 to {most}', b'P6 13 7 %d\n' % most + struct.pack('>273H', *words))
    add(f'P2 to {most}', b'P2 13 7 %d\n' % most + b' '.join(b'%d' % word for word in words[:91]))
add('P5 above its white', b'P5 13 7 100\n' + noise(91))
add('P4', b'P4\n13 7\n' + noise(14))
add('P1', b'P1\n13 7\n' + b' '.join(b'%d' % random.randrange(2) for _ in range(91)))
add('P1 without spaces', b'P1\n13 7\n' + b''.join(b'%d' % random.randrange(2) for _ in range(91)))
add('P1 with comments', b'P1 # one\n13 # two\n7\n' + b''.join(b'%d' % random.randrange(2) for _ in range(91)))
add('P5 cut short', b'P5 13 7 255\n' + noise(60))
add('P2 above its white', b'P2 2 1 10\n5 11\n')
add('P5 of no size', b'P5 0 7 255\n')
add('P5 without a number', b'P5 x 7 255\n' + noise(91))
json.dump(cases, sys.stdout)
