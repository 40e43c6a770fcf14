/**
 * A map whose copies cost nothing until one of them is written to: paths of a program part often,
 * and most of them change little before they meet again.
 */
export class CopyOnWriteMap<K, V> {
  #entries: Map<K, V>;
  #isShared = false;

  constructor(entries: Map<K, V> = new Map()) {
    this.#entries = entries;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  has(key: K): boolean {
    return this.#entries.has(key);
  }

  /** In the order in which keys were first set; what is set meanwhile may be met or not. */
  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.#entries[Symbol.iterator]();
  }

  keys(): MapIterator<K> {
    return this.#entries.keys();
  }

  set(key: K, value: V): void {
    if (value === undefined || this.#entries.get(key) !== value) this.#own().set(key, value);
  }

  delete(key: K): void {
    if (this.#entries.has(key)) this.#own().delete(key);
  }

  /** A copy that changes apart from this one. */
  copy(): CopyOnWriteMap<K, V> {
    this.#isShared = true;
    const copy = new CopyOnWriteMap(this.#entries);
    copy.#isShared = true;
    return copy;
  }

  /** Makes this map hold what the other one does. */
  assign(other: CopyOnWriteMap<K, V>): void {
    if (this.#entries === other.#entries) return;
    other.#isShared = true;
    this.#entries = other.#entries;
    this.#isShared = true;
  }

  /** Whether the two have not parted, so that nothing in them can differ. */
  isSameAs(other: CopyOnWriteMap<K, V>): boolean {
    return this.#entries === other.#entries;
  }

  #own(): Map<K, V> {
    if (this.#isShared) {
      this.#entries = new Map(this.#entries);
      this.#isShared = false;
    }
    return this.#entries;
  }
}
