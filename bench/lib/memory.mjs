// Resident memory of the processes behind a window, as the operating system counts it.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Every process: its parent, its MiB, its command line. */
async function processes() {
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid=,rss=,args='], { maxBuffer: 1 << 26 });
  return stdout
    .trim()
    .split('\n')
    .map(line => {
      const [, pid, parent, kib, args] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line);
      return { pid: Number(pid), parent: Number(parent), mebibytes: Number(kib) / 1024, args };
    });
}

function descendants(all, root) {
  const children = all.filter(({ parent }) => parent === root);
  return children.flatMap(child => [child, ...descendants(all, child.pid)]);
}

/** MiB of the extension host (the engine is a thread of it) and of the browser's renderers. */
export async function memoryOf({ server, browser }) {
  const all = await processes();
  const sum = list => Math.round(list.reduce((total, { mebibytes }) => total + mebibytes, 0));
  const hosts = descendants(all, server.child.pid).filter(({ args }) =>
    args.includes('--type=extensionHost'),
  );
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = new Set(
    processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id),
  );
  return { host: sum(hosts), renderer: sum(all.filter(({ pid }) => renderers.has(pid))) };
}
