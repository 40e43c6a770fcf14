/** Folders whose files are nobody's own work: no check of a folder goes into them, in the editor or outside. */
export const IGNORED_FOLDERS: readonly string[] = [
  'node_modules',
  '.git',
  '.venv',
  'venv',
  'site-packages',
  '__pycache__',
];
