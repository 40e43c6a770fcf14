import { type Command, IN_EDITOR } from './command';

/** Shows the next tensor file or picture of the folder in the editor that is active. */
export const nextFile: Command = {
  id: 'tensorLoupe.nextFile',
  title: 'Next File in Folder',
  palette: IN_EDITOR,
  run: ({ documents }) => documents.active?.step(1),
};

/** As `nextFile`, the one before. */
export const previousFile: Command = {
  id: 'tensorLoupe.previousFile',
  title: 'Previous File in Folder',
  palette: IN_EDITOR,
  run: ({ documents }) => documents.active?.step(-1),
};
