import { endingsOf, hasEnding, type TensorFormat } from './format';
import { startsWith, torchLayout } from './torch/layout';

/** `LONG1` of ten bytes: the magic number that begins a legacy file, behind its PROTO. */
const LEGACY_MAGIC_BYTES = [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
/** Protocol 4 puts a frame of nine bytes in front of it. */
const MAX_MAGIC_OFFSET = 16;
/** The members that torch writes first into its archives. */
const FIRST_MEMBER =
  /^[^/]+\/(data\.pkl|data\/|code\/|constants|version$|byteorder$|\.|attributes\.pkl)/;

/** PyTorch's files: zip archives, and the pickles of torch before 1.6. Read as data, never executed. */
export const torchFormat: TensorFormat = {
  id: 'torch',
  endings: { owned: ['.pt', '.pth', '.ckpt'], shared: ['.bin'] },
  sniff: (head, name) => {
    const isNamed = isNamedTorch(name);
    const layout = torchLayout(head);
    if (layout === 'zip') return FIRST_MEMBER.test(firstMember(head)) || isNamed;
    if (layout === 'pickle') return hasLegacyMagic(head);
    return isNamed && layout === 'tar';
  },
  open: async (context, signal) =>
    (await import('./torch/torchFile')).openTorchFile(context, signal),
};

/** Whether a name ends as torch.save's files do, which decides where a broken zip cannot. */
export function isNamedTorch(name: string): boolean {
  return hasEnding(name, endingsOf(torchFormat));
}

/** The name in the first local header of a zip file. */
function firstMember(head: Uint8Array): string {
  const length = (head[26] ?? 0) + 256 * (head[27] ?? 0);
  return String.fromCharCode(...head.subarray(30, 30 + Math.min(length, 256)));
}

/** Whether a pickle of any protocol begins with the magic number. */
function hasLegacyMagic(head: Uint8Array): boolean {
  const starts = Array.from({ length: MAX_MAGIC_OFFSET }, (_, start) => head.subarray(start));
  return starts.some(rest => startsWith(rest, LEGACY_MAGIC_BYTES));
}
