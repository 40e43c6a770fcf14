import { html, render } from 'lit';
import { FileCaches } from '../../../webview/fileCaches';
import '../../../webview/frame/statusLine';
import '../../../webview/frame/viewPane';
import { connectHost } from '../../../webview/host';
import { ViewSession } from '../../../webview/session';
import { Store } from '../../../webview/store';
import { NO_SETTINGS } from '../../../webview/viewSettings';

/** The page of the test of two views: sessions side by side, each with its own view and status line. */
const nothing = () => undefined;
const host = connectHost({ document: nothing, findings: nothing, select: nothing, step: nothing });
const store = new Store(undefined, nothing);
store.setDocument(await host.call('ready', { file: null }));
const page = { store, host, caches: new FileCaches(host) };

/** `0.image,1.heatmap`: a tensor by its index and its view, side by side. */
const wanted = new URLSearchParams(location.search).get('views') ?? '';
const sessions = wanted.split(',').map(one => {
  const [tensor, view] = one.split('.');
  return new ViewSession(page, Number(tensor), { ...NO_SETTINGS, view: view! });
});

function draw(): void {
  const views = sessions.map(
    (session, at) => html`<section class="center" aria-label="View ${at}">
      <loupe-view class="view" .session=${session}></loupe-view>
      <loupe-status-line .context=${session.context()}></loupe-status-line>
    </section>`,
  );
  render(html`<main class="side-by-side">${views}</main>`, document.body);
}

draw();
for (const session of sessions) session.onChange(draw);
// The page's policy takes no style from markup.
const main = document.querySelector<HTMLElement>('.side-by-side')!;
Object.assign(main.style, { display: 'flex', height: '100vh' });
