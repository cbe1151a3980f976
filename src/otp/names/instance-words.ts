/**
 * How many different values a part of an atom can have:
 * - `constant`: one, known when the code is compiled or configured;
 * - `counter`: as many as there are numbered workers;
 * - `instance`: as many as somebody starts instances of a component;
 * - `data`: as many as the data brings.
 */
export type PartClass = 'constant' | 'counter' | 'instance' | 'data';

const ORDER: readonly PartClass[] = ['constant', 'counter', 'instance', 'data'];

/** True where `kind` bounds less than `other`. */
export function worse(kind: PartClass, other: PartClass): boolean {
  return ORDER.indexOf(kind) > ORDER.indexOf(other);
}

/** What counts workers, partitions and the like. */
const NUMBERS =
  /^(i|n|idx|index|num|number|count|shard|partition|slot|worker_id|shard_id|scheduler_id|partition_id|worker_index|\w+_(index|idx|number|num|partition|shard))$/;

/** Ids of an instance of a component, which a program starts few of. */
const INSTANCE_IDS =
  /^(stack|stack_id|stack_ref|instance|instance_id|instance_name|app_id|component_id|conf(ig)?_key)$/;

/** What a component is named by: the atoms that a program gives to the things it starts. */
const COMPONENTS =
  'adapter app application backend broker bus cache client cluster component conf config connector consumer driver endpoint event_store ets_table fetcher hub impl instance listener manager mod module monitor namespace oban otp_app owner parent pipeline plugin pool prefix process processor producer prom_ex proxy pubsub queue reactor registry repo root router scheduler scope server service spec stage store strategy sup supervisor table task tracker type kind role mode topology transport watcher worker';
const COMPONENT = new RegExp(`^(\\w+_)?(${COMPONENTS.split(' ').join('|')})$`);
const COMPONENT_NAME = new RegExp(
  `^(name|(\\w+_)?(${COMPONENTS.split(' ').join('|')})_name|(\\w+_)?base_name|reg_name|name_prefix)$`,
);

/** True for the id of an instance of a component. */
export function isInstanceId(word: string): boolean {
  return INSTANCE_IDS.test(word);
}

/** True for a name that does not say what it is the name of. */
export function isBareName(word: string): boolean {
  return COMPONENT_NAME.test(word);
}

/** Values that hold a component's own options. */
const HOLDERS =
  /^(\w+_)?(opts|options|conf|config|configuration|state|args|arg|init_arg|init_args|settings|spec|ctx|context|attrs|data|meta)$/;

/** What stands for one of many. */
const DATA =
  /(^|_)(id|ids|uuid|guid|key|token|email|slug|user|hash|params|ref|pid|seq|handle|topic|session|address)$/;

/**
 * Judges a part of which nothing more is known than the words that lead to it, such as `conf`, `name`.
 *
 * @param words the variable and the keys on the way to the part, outermost first
 * @param options `text`: it must be text; `module`: it is as a rule a module
 */
export function partClassOfWord(
  words: readonly string[],
  { text, module }: { text: boolean; module: boolean },
): PartClass {
  const last = (words.at(-1) ?? '').replace(/^_+/, '');
  const holder = words.at(-2);
  if (NUMBERS.test(last)) return 'counter';
  if (INSTANCE_IDS.test(last)) return 'instance';
  if (text) return 'data';
  if (COMPONENT_NAME.test(last))
    return holder === undefined || HOLDERS.test(holder) || COMPONENT.test(holder) ? 'instance' : 'data';
  if (COMPONENT.test(last)) return 'instance';
  return module && last !== '' && !DATA.test(last) ? 'instance' : 'data';
}
