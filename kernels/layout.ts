// Layout changes: elements move, their bits do not.

/** Sides of blocks whose rows and columns stay in the first-level cache together. */
const SIDE: i32 = 16;
const LONG: i32 = 256;

/** Writes `rows` x `columns` elements of T at `from` to `to` as `columns` x `rows`. */
function transpose<T>(from: usize, rows: i32, columns: i32, to: usize): void {
  const tall = columns < SIDE ? LONG : SIDE;
  const wide = rows < SIDE ? LONG : SIDE;
  for (let top: i32 = 0; top < rows; top += tall) {
    const bottom = min(top + tall, rows);
    for (let left: i32 = 0; left < columns; left += wide) {
      const right = min(left + wide, columns);
      if (columns < SIDE) alongRows<T>(from, rows, columns, to, top, bottom);
      else alongColumns<T>(from, rows, columns, to, top, bottom, left, right);
    }
  }
}

function alongColumns<T>(
  from: usize,
  rows: i32,
  columns: i32,
  to: usize,
  top: i32,
  bottom: i32,
  left: i32,
  right: i32,
): void {
  const step = <usize>rows * sizeof<T>();
  for (let row = top; row < bottom; row++) {
    let source = from + <usize>(row * columns + left) * sizeof<T>();
    let target = to + <usize>(left * rows + row) * sizeof<T>();
    for (let column = left; column < right; column++) {
      store<T>(target, load<T>(source));
      source += sizeof<T>();
      target += step;
    }
  }
}

function alongRows<T>(
  from: usize,
  rows: i32,
  columns: i32,
  to: usize,
  top: i32,
  bottom: i32,
): void {
  const step = <usize>columns * sizeof<T>();
  for (let column: i32 = 0; column < columns; column++) {
    let source = from + <usize>(top * columns + column) * sizeof<T>();
    let target = to + <usize>(column * rows + top) * sizeof<T>();
    for (let row = top; row < bottom; row++) {
      store<T>(target, load<T>(source));
      source += step;
      target += sizeof<T>();
    }
  }
}

export function transpose8(from: usize, rows: i32, columns: i32, to: usize): void {
  transpose<u8>(from, rows, columns, to);
}

export function transpose16(from: usize, rows: i32, columns: i32, to: usize): void {
  transpose<u16>(from, rows, columns, to);
}

export function transpose32(from: usize, rows: i32, columns: i32, to: usize): void {
  transpose<u32>(from, rows, columns, to);
}

export function transpose64(from: usize, rows: i32, columns: i32, to: usize): void {
  transpose<u64>(from, rows, columns, to);
}

export function transpose128(from: usize, rows: i32, columns: i32, to: usize): void {
  transpose<v128>(from, rows, columns, to);
}
