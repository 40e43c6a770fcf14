/** Keys that move through a list, along a slider or down a page. */
const MOVING = /^(Arrow|Page|Home$|End$)/;

/** Whether a key belongs to what has the focus, and not to the picture. */
export function isForControl({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  if (document.querySelector('dialog[open]')) return true;
  if (target instanceof HTMLInputElement && !['range', 'checkbox', 'color'].includes(target.type))
    return true;
  const moves = target.matches('input[type=range], select') || isScrolled(target);
  return moves && MOVING.test(key);
}

/** Whether a key copies; text that is selected is left to the browser. */
export function isCopy({ ctrlKey, metaKey, key }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && key === 'c' && document.getSelection()?.isCollapsed !== false;
}

/** Whether the arrow keys scroll what has the focus: the page itself never scrolls. */
function isScrolled(target: Element): boolean {
  return target !== document.body && target.scrollHeight > target.clientHeight + 1;
}
