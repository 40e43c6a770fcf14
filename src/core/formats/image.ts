import type { TensorFormat } from './format';

/** Picture containers known by their first bytes, whether or not they can be decoded. */
export const IMAGE_CONTAINERS = [
  'png',
  'jpeg',
  'gif',
  'webp',
  'tiff',
  'avif',
  'heic',
  'bmp',
  'netpbm',
  'dds',
  'ico',
  'psd',
  'jpeg2000',
  'jpegxl',
  'exr',
  'hdr',
  'svg',
] as const;
export type ImageContainer = (typeof IMAGE_CONTAINERS)[number];

/** Which picture container the first bytes are of; null when they are of none. */
export function imageContainer(head: Uint8Array): ImageContainer | null {
  for (const { container, offset, bytes } of SIGNATURES)
    if (bytes.every((byte, i) => head[offset + i] === byte)) return container;
  return brandedContainer(head) ?? textContainer(head);
}

/** Pictures by the LoadImage rule: `image` (IMAGE) and `mask` (MASK); decoding is left to the context. */
export const imageFormat: TensorFormat = {
  id: 'image',
  endings: {
    pictures: [
      ...[
        '.png',
        '.apng',
        '.jpg',
        '.jpeg',
        '.jpe',
        '.jfif',
        '.webp',
        '.gif',
        '.tif',
        '.tiff',
        '.avif',
      ],
      ...['.bmp', '.pbm', '.pgm', '.ppm'],
    ],
  },
  sniff: head => imageContainer(head) !== null,
  open: (context, signal) => context.images.open(context, signal),
};

function signature(container: ImageContainer, text: string, offset = 0) {
  return { container, offset, bytes: [...text].map(c => c.charCodeAt(0)) };
}

const SIGNATURES = [
  signature('png', '\x89PNG\r\n\x1a\n'),
  signature('jpeg', '\xff\xd8\xff'),
  signature('gif', 'GIF87a'),
  signature('gif', 'GIF89a'),
  signature('tiff', 'II*\0'),
  signature('tiff', 'MM\0*'),
  signature('tiff', 'II+\0'),
  signature('tiff', 'MM\0+'),
  signature('dds', 'DDS |\0\0\0'),
  signature('ico', '\0\0\x01\0'),
  signature('psd', '8BPS\0\x01'),
  signature('jpeg2000', '\0\0\0\x0cjP  \r\n\x87\n'),
  signature('jpeg2000', '\xff\x4f\xff\x51'),
  signature('jpegxl', '\xff\x0a'),
  signature('jpegxl', '\0\0\0\x0cJXL \r\n\x87\n'),
  signature('exr', '\x76\x2f\x31\x01'),
  signature('hdr', '#?RADIANCE\n'),
];

/** Containers that name themselves further in: RIFF, ISO media, BMP with its header size. */
function brandedContainer(head: Uint8Array): ImageContainer | null {
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 4) === 'WEBP') return 'webp';
  if (ascii(head, 4, 4) === 'ftyp') return BRANDS.get(ascii(head, 8, 4)) ?? null;
  if (ascii(head, 0, 2) === 'BM' && BMP_HEADER_BYTES.has(head[14] ?? 0) && head[15] === 0)
    return 'bmp';
  return null;
}

const BRANDS = new Map<string, ImageContainer>([
  ['avif', 'avif'],
  ['avis', 'avif'],
  ['mif1', 'avif'],
  ['heic', 'heic'],
  ['heix', 'heic'],
  ['hevc', 'heic'],
  ['msf1', 'heic'],
]);

const BMP_HEADER_BYTES = new Set([12, 16, 40, 52, 56, 64, 108, 124]);

function textContainer(head: Uint8Array): ImageContainer | null {
  if (/^P[1-6][\s#]/.test(ascii(head, 0, 3))) return 'netpbm';
  const text = ascii(head, 0, Math.min(head.length, 1024)).replace(/^\xef\xbb\xbf/, '');
  if (/^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/.test(text))
    return 'svg';
  return null;
}

function ascii(head: Uint8Array, offset: number, length: number): string {
  return String.fromCharCode(...head.subarray(offset, offset + length));
}
