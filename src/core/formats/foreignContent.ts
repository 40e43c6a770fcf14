import { type LocalText, type Marked, mark, t } from '../l10n';

/** Something that is often found under a tensor file's name, and what to do about it. */
interface ForeignContent {
  readonly starts: readonly string[];
  readonly message: Marked;
}

const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

const FOREIGN: readonly ForeignContent[] = [
  {
    starts: [LFS_POINTER],
    message: mark(
      'This is a git-lfs pointer, not the file itself: run `git lfs pull` in its repository to fetch the file',
    ),
  },
  {
    starts: ['<!doctype html', '<html'],
    message: mark(
      'This is a web page, not a tensor file: the download went to a page; fetch it again',
    ),
  },
  {
    starts: ['<?xml'],
    message: mark('This is an XML text, often an error page: fetch the file again'),
  },
  {
    starts: ['{', '['],
    message: mark(
      'This is JSON text, not tensor data: a shard index opens when it is named *.safetensors.index.json',
    ),
  },
  { starts: ['\x89hdf\r\n\x1a\n'], message: mark('This is an HDF5 file, which is not read here') },
  { starts: ['7z\xbc\xaf\x27\x1c'], message: mark('This is a 7z archive: unpack it first') },
  { starts: ['rar!\x1a\x07'], message: mark('This is a RAR archive: unpack it first') },
  { starts: ['\x1f\x8b'], message: mark('This is gzip data: unpack it first') },
  { starts: ['\xfd7zxz\x00'], message: mark('This is xz data: unpack it first') },
  { starts: ['bzh'], message: mark('This is bzip2 data: unpack it first') },
  { starts: ['\x28\xb5\x2f\xfd'], message: mark('This is Zstandard data: unpack it first') },
  { starts: ['par1'], message: mark('This is a Parquet file, which is not read here') },
  { starts: ['\x7felf', 'mz\x90'], message: mark('This is a program, not a tensor file') },
];

/** What plainly is another kind of file, in words; undefined otherwise. */
export function foreignContent(head: Uint8Array): LocalText | undefined {
  const start = String.fromCharCode(...head.subarray(0, 64)).toLowerCase();
  const text = start.replace(/^(?:\xef\xbb\xbf)?\s+/, '');
  const found = FOREIGN.find(({ starts }) =>
    starts.some(
      prefix => start.startsWith(prefix) || (/^[<{[]/.test(prefix) && text.startsWith(prefix)),
    ),
  );
  return found && t(found.message);
}
