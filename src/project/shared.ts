/** What a generator yields, kept, so that many can look at it; it runs only as far as somebody looks. */
export class Shared<Item extends object> {
  readonly #items: Item[] = [];
  #rest: Iterator<Item> | undefined;

  /** @param source makes the generator; it is given what is known so far, which grows as it goes on */
  constructor(source: (known: readonly Item[]) => Iterator<Item>) {
    this.#rest = source(this.#items);
  }

  /** The item at a position, 0-based; `undefined` after the last. */
  at(index: number): Item | undefined {
    while (index >= this.#items.length && this.#more());
    return this.#items[index];
  }

  #more(): boolean {
    const next = this.#rest?.next();
    if (!next || next.done) {
      this.#rest = undefined;
      return false;
    }
    this.#items.push(next.value);
    return true;
  }
}
