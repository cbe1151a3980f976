/** What a generator yields, kept, so that it can be gone through many times; it runs only as far as somebody looks. */
export class Shared<Item> implements Iterable<Item> {
  readonly #items: Item[] = [];
  #rest: Iterator<Item> | undefined;

  constructor(source: Iterable<Item>) {
    this.#rest = source[Symbol.iterator]();
  }

  *[Symbol.iterator](): Generator<Item> {
    for (let at = 0; ; at += 1) {
      if (at >= this.#items.length && !this.#more()) return;
      yield this.#items[at] as Item;
    }
  }

  #more(): boolean {
    const next = this.#rest?.next();
    if (!next) return false;
    if (next.done) this.#rest = undefined;
    else this.#items.push(next.value);
    return !next.done;
  }
}
