/** Told of work on bytes: how many are done, of how many; what is read twice counts twice. */
export type OnProgress = (doneBytes: number, totalBytes: number) => void;
