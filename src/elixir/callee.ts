/** A call, as far as its name goes. */
export interface Named {
  module?: string | undefined;
  name: string;
  /** What `calleeOf` made of it. */
  callee?: string | undefined;
}

/**
 * `Module.function` of a call, as the tables of known functions are keyed; `.function` where the module is not known.
 * It is kept with the call, since every rule asks for it; whoever changes the module takes it away.
 */
export function calleeOf(call: Named): string {
  call.callee ??= oneCopy(call.module ?? '', call.name);
  return call.callee;
}

const copies = new Map<string, Map<string, string>>();

/** Tables are looked up faster with a string that they have seen before than with an equal one. */
function oneCopy(module: string, name: string): string {
  let names = copies.get(module);
  if (!names) {
    names = new Map();
    copies.set(module, names);
  }
  let callee = names.get(name);
  if (callee === undefined) {
    callee = `${module}.${name}`;
    names.set(name, callee);
  }
  return callee;
}
