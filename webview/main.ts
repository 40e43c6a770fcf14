import { html, render } from 'lit';
import { setStrings } from '../src/core/l10n';
import type { DocumentState } from '../src/protocol/webviewMethods';
import { FolderWalk } from './folderWalk';
import { connectHost, errorText } from './host';
import { Store } from './store';
import './app';
import type { App } from './app';

const host = connectHost({
  document: state => {
    // What is said of another file came before this page went on, or before it knew what it is to show.
    if (store.fileName === null || state.fileName === store.fileName) take(state);
  },
  findings: ({ file, findings, unread }) => {
    if (file === store.fileName) store.setFindings(findings, unread);
  },
  select: ({ tensor }) => {
    store.select(tensor);
    store.setPanes({ inspectorOpen: true });
    tellShown();
  },
  step: ({ by }) => walk.step(by),
});
const store = new Store(
  host.savedState(),
  (state, opening) => {
    host.saveState(state);
    void host.call('remember', { state, opening }).catch(() => undefined);
  },
  isPending => document.body.toggleAttribute('data-unsaved', isPending),
);
// What stood there until this script ran.
document.getElementById('loading')?.remove();
const walk = new FolderWalk(host, store, take);
render(
  html`<loupe-app .store=${store} .host=${host} .walk=${walk} .onReconnect=${connect}></loupe-app>`,
  document.body,
);
for (const event of ['pagehide', 'visibilitychange'])
  window.addEventListener(event, () => store.flush());
void connect();

async function connect(): Promise<void> {
  try {
    const state = await host.call('ready', { file: store.fileName });
    app().connectError = null;
    await take(state);
  } catch (error) {
    app().connectError = errorText(error);
  }
}

function app(): App {
  return document.querySelector<App>('loupe-app')!;
}

/** Takes a document once: the host sends it when it is opened, and again to a page that asks. */
async function take(state: DocumentState): Promise<void> {
  const { document } = store;
  if (document?.fileName === state.fileName && document.revision === state.revision) return;
  // What is kept of the file before is the host's before it hears of the next.
  if (document && document.fileName !== state.fileName) store.flush();
  setStrings(state.strings);
  store.setDocument(state);
  tellShown();
  if (store.wantsCompanions) store.addCompanions(await host.call('companions', undefined));
}

/** A page may show another file, or another tensor than the first: the tab, status bar and commands follow it. */
function tellShown(): void {
  const file = store.fileName;
  if (file !== null)
    void host.call('show', { file, tensor: store.selected }).catch(() => undefined);
}
