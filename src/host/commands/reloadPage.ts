import { RELOAD } from '../editors/webviewHtml';
import { type Command, IN_EDITOR } from './command';

/** Loads the page of the active editor anew: for one that stays empty. */
export const reloadPage: Command = {
  id: RELOAD,
  title: 'Reload Editor Page',
  palette: IN_EDITOR,
  run: ({ documents }) => documents.active?.reload(),
};
