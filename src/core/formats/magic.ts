const NPY = '\x93NUMPY';

/** Whether bytes start with the magic of a .npy file. */
export function isNpy(head: Uint8Array): boolean {
  for (let i = 0; i < NPY.length; i++) if (head[i] !== NPY.charCodeAt(i)) return false;
  return true;
}

/** A zip, with members or without. */
export function isZip(head: Uint8Array): boolean {
  const start = String.fromCharCode(...head.subarray(0, 4));
  return start === 'PK\x03\x04' || start === 'PK\x05\x06';
}
