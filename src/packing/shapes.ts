/** Nothing else becomes part of a function. */
const KEY = /^(?!__proto__$)[A-Za-z]\w*$/;

/** What is made to measure for the objects of a shape: each object needs no more room than its keys. */
interface Made {
  make(): object;
  fill(object: object, next: () => unknown): void;
  each(object: object, see: (value: unknown) => void): void;
}

/** Objects that have the same keys in the same order. */
export class Shape {
  readonly #longer = new Map<string, Shape>();
  #made: Made | undefined;

  constructor(readonly keys: readonly string[]) {}

  /** The shape with one more key, always the same one. @throws Error where the key is no plain name */
  with(key: string): Shape {
    const known = this.#longer.get(key);
    if (known) return known;
    if (!KEY.test(key)) throw new Error(`${JSON.stringify(key)} is no plain name`);
    const longer = new Shape([...this.keys, key]);
    this.#longer.set(key, longer);
    return longer;
  }

  /** What handles the objects of this shape. */
  get made(): Made {
    this.#made ??= madeFor(this.keys);
    return this.#made;
  }
}

/** The shape that all others are found from. */
export const NO_KEYS = new Shape([]);

function madeFor(keys: readonly string[]): Made {
  const all = (part: (key: string) => string) => keys.map(part).join('');
  return Function(`return {
    make: () => ({ ${all((key) => `${key}: undefined, `)} }),
    fill: (object, next) => { ${all((key) => `object.${key} = next(); `)} },
    each: (object, see) => { ${all((key) => `see(object.${key}); `)} },
  }`)();
}
