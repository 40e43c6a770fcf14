// The Markdown table.
export const HEAD = [
  '| row | ours | peer | ratio | bar / aim | met | peak MiB | exponent |',
  '|---|---|---|---|---|---|---|---|',
].join('\n');

const number = (value, digits = 2) => (value === null ? '' : value.toFixed(digits));
const verdict = (value, bar, aim) => (value <= aim ? 'aim' : value <= bar ? 'bar' : 'MISSED');

function verdictOf({ ratio, seconds, peakMiB, bar, aim, limits }) {
  if (limits === null) return ratio === null || bar === null ? '' : verdict(ratio, bar, aim);
  return limits.mib && peakMiB > limits.mib ? 'MISSED' : verdict(seconds, limits.bar, limits.aim);
}

function barsOf({ bar, aim, limits }) {
  if (limits === null) return bar === null ? '' : `${bar} / ${aim}`;
  return `${limits.bar} s / ${limits.aim} s${limits.mib ? `, ${limits.mib} MiB` : ''}`;
}

/** One row; a peer that is missing is named with its reason. */
export function lineOf(result) {
  const timed = result.peerSeconds === null ? 'none' : `${number(result.peerSeconds, 3)} s`;
  const peer = result.peerMissing ? `missing: ${result.peerMissing}` : timed;
  const cells = [
    result.title,
    `${number(result.seconds, 3)} s`,
    peer,
    number(result.ratio),
    barsOf(result),
    verdictOf(result),
    result.peakMiB ?? '',
    number(result.exponent),
  ];
  return `| ${cells.join(' | ')} |`;
}
