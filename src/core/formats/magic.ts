const NPY = '\x93NUMPY';

/** Whether bytes start with the magic of a .npy file. */
export function isNpy(head: Uint8Array): boolean {
  return String.fromCharCode(...head.subarray(0, NPY.length)) === NPY;
}

/** A zip, with members or without. */
export function isZip(head: Uint8Array): boolean {
  const start = String.fromCharCode(...head.subarray(0, 4));
  return start === 'PK\x03\x04' || start === 'PK\x05\x06';
}
