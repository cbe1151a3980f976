/**
 * Values as bytes: a number of two lowest bits that say what it is, and the rest what it means. Strings and objects
 * are listed, and a value names its place in the list; an object is new where it is met first, and what is in it
 * follows once all that were met before it are through.
 */
export const INTEGER = 0;
export const STRING = 1;
/** An object that was met before, by how many were met since. */
export const KNOWN = 2;
/** Anything else; what it is stands in the rest. */
export const OTHER = 3;

export const UNDEFINED = 0;
export const NULL = 1;
export const FALSE = 2;
export const TRUE = 3;
export const FLOAT = 4;
export const ARRAY = 5;
export const MAP = 6;
/** The first of the shapes of objects. */
export const SHAPES = 7;

/** Larger integers are written as floats. */
export const INTEGER_END = 2 ** 28;
