// What a packaged extension may hold and must hold; anything else is a fault.

const MAY_HOLD = [
  /^(package\.json|package\.nls(\.[\w-]+)?\.json|README\.md|CHANGELOG\.md|LICENSE(\.txt)?|THIRD-PARTY-NOTICES\.md)$/i,
  /^media\/tensor-loupe\.schema\.json$/,
  /^media\/l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
  /^media\/([\w-]+\/)?[\w-]+\.(png|svg|md)$/,
  /^dist\/samples\/[\w.-]+$/,
  /^docs\/[\w-]+\.md$/,
  /^docs\/rules\/[\w-]+(\/[\w-]+)?\.md$/,
  /^dist\/(extension\.cjs|cli\.js|worker\.js|chunkWorker\.js|package\.json)$/,
  /^dist\/browser\/(extension|worker)\.js$/,
  /^dist\/chunks\/[\w.-]+\.js$/,
  /^dist\/wasm\/tfjs-backend-wasm[\w-]*\.wasm$/,
  /^dist\/webview\/[\w.-]+\.(js|css|ttf)$/,
  /^node_modules\/sharp\/(package\.json|LICENSE|dist\/[\w-]+\.[cm]js)$/,
  /^node_modules\/@img\/(colour|sharp-[\w-]+)\/(package\.json|LICENSE(\.md)?|versions\.json|\w+\.cjs)$/,
  /^node_modules\/@img\/sharp-[\w-]+\/lib\/(index\.js|[\w.-]+\.(node|dll|dylib|node\.js|node\.wasm)|[\w-]+\.so[\d.]*)$/,
  /^node_modules\/(detect-libc|semver)\/(package\.json|LICENSE|(\w+\/)?[\w-]+\.js)$/,
  /^node_modules\/@emnapi\/runtime\/(package\.json|LICENSE|index\.js|dist\/emnapi\.cjs(\.min)?\.js)$/,
];

const MUST_HOLD = [
  /^package\.json$/,
  /^README\.md$/i,
  /^CHANGELOG\.md$/i,
  /^LICENSE(\.txt)?$/i,
  /^dist\/extension\.cjs$/,
  /^dist\/cli\.js$/,
  /^dist\/worker\.js$/,
  /^dist\/chunkWorker\.js$/,
  /^dist\/browser\/extension\.js$/,
  /^dist\/browser\/worker\.js$/,
  // Without it Node takes the bundles for modules of another kind.
  /^dist\/package\.json$/,
  /^dist\/wasm\/[\w-]+\.wasm$/,
  /^dist\/webview\/webview\.js$/,
  /^dist\/webview\/style\.css$/,
  /^media\/icon\.png$/,
  /^media\/tensor-loupe\.schema\.json$/,
  /^media\/l10n\/bundle\.l10n\.json$/,
  /^dist\/samples\/image\.safetensors$/,
  /^node_modules\/sharp\/dist\/index\.mjs$/,
  /^node_modules\/@img\/sharp-[\w-]+\/lib\/.+\.node(\.wasm)?$/,
];

/** What is wrong with a package's list of files; empty when it holds all it needs and no more. */
export function faultsOfPackage(files) {
  const surplus = files
    .filter(file => !MAY_HOLD.some(pattern => pattern.test(file)))
    .map(file => `${file} does not belong into the package`);
  const missing = MUST_HOLD.filter(pattern => !files.some(file => pattern.test(file))).map(
    pattern => `nothing in the package matches ${pattern}`,
  );
  return [...surplus, ...missing];
}
