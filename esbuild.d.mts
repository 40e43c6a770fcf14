import type { BuildOptions } from 'esbuild';

export const targets: Readonly<Record<'host' | 'engine' | 'webview', BuildOptions>>;
