import type { Command } from './command';

export const scanWorkspace: Command = {
  id: 'tensorLoupe.scanWorkspace',
  title: 'Check Headers in Workspace',
  palette: 'workspaceFolderCount > 0',
  run: ({ scan }) => scan.start(),
};

export const cancelScan: Command = {
  id: 'tensorLoupe.cancelScan',
  title: 'Stop Checking',
  palette: 'false',
  run: ({ scan }) => scan.cancel(),
};
