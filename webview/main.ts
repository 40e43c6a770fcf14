import { html, render } from 'lit';
import { setStrings } from '../src/core/l10n';
import type { DocumentState } from '../src/protocol/webviewMethods';
import { connectHost, errorText } from './host';
import { Store } from './store';
import './app';
import type { App } from './app';

const host = connectHost({
  document: state => {
    take(state);
    announce();
  },
  findings: ({ findings }) => store.setFindings(findings),
  select: ({ tensor }) => store.select(tensor),
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
render(
  html`<loupe-app .store=${store} .host=${host} .onReconnect=${connect}></loupe-app>`,
  document.body,
);
for (const event of ['pagehide', 'visibilitychange'])
  window.addEventListener(event, () => store.flush());
void connect();

async function connect(): Promise<void> {
  try {
    const state = await host.call('ready', undefined);
    app().connectError = null;
    take(state);
    announce();
    if (store.wantsCompanions) store.addCompanions(await host.call('companions', undefined));
  } catch (error) {
    app().connectError = errorText(error);
  }
}

function app(): App {
  return document.querySelector<App>('loupe-app')!;
}

/** Takes a document once: the host sends it when it is opened, and again to a page that asks. */
function take(state: DocumentState): void {
  if (state.revision === store.document?.revision) return;
  setStrings(state.strings);
  store.setDocument(state);
}

/** A page may show another tensor than the first: status bar and commands follow it. */
function announce(): void {
  if (store.tensor) void host.call('show', { tensor: store.selected }).catch(() => undefined);
}
