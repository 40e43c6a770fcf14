import type { Command } from './command';

/** `tensorLoupe.scanWorkspace`: checks every header in the workspace. */
export const scanWorkspace: Command = {
  id: 'tensorLoupe.scanWorkspace',
  title: 'Check Headers in Workspace',
  palette: 'workspaceFolderCount > 0',
  run: ({ scan }) => scan.start(),
};

/** `tensorLoupe.cancelScan`: ends that check. */
export const cancelScan: Command = {
  id: 'tensorLoupe.cancelScan',
  title: 'Stop Checking',
  palette: 'false',
  run: ({ scan }) => scan.cancel(),
};
