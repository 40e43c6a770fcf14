/** A count for people, the one way that it is written everywhere: `921,600`. */
export function countText(count: number): string {
  return String(count).replace(/^\d{4,}$/, digits => digits.replace(/\B(?=(\d{3})+$)/g, ','));
}
