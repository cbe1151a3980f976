import { RULE_LEVELS } from '../config/schema.js';
import type { RedFlag } from '../lint/finding.js';
import type { CallRule, ModuleRule, ProjectRule, Rule } from '../lint/rule.js';
import type { RuleDocumentation } from '../lint/rule-documentation.js';
import { unknownWord } from '../lint/unknown-word.js';
import { checkedProblems, isPointer } from './answers.js';
import { isKebab, isRecord, isText, isTexts, quoted } from './values.js';

const WORDS = ['summary', 'what', 'why', 'instead'] as const;
const RED_FLAGS: readonly RedFlag[] = ['RF1', 'RF2', 'RF3', 'RF4', 'RF5', 'RF6', 'RF7'];
const SHAPES =
  '`calls` with `check(call, module, context)`, `module(module, context)` and `project(project, context)`';

/** `Module.function/arity` and `Module.function/_`, or for all of a module `Module._/_`. */
const CALL = /^(:[a-z]\w*|[A-Z]\w*(\.[A-Z]\w*)*)\.([a-z_]\w*[?!]?\/(\d+|_))$/;

/**
 * Makes a rule of what a plugin exports as one. What may be left out is filled in, the id gets the plugin's name
 * before it, and what the rule answers is checked each time, so that a mistake is told of as that of the rule.
 *
 * @param at where it stands among the plugin's rules, 0-based
 * @throws Error whose message says in one line what is not as it should be
 */
export function readRule(value: unknown, at: number, plugin: string): Rule {
  if (!isRecord(value)) throw new Error(`\`rules[${at}]\` of \`${plugin}\` is no rule`);
  const { id } = value;
  if (typeof id !== 'string' || !isKebab(id))
    throw new Error(
      `the id of \`rules[${at}]\` of \`${plugin}\` is ${quoted(id)}: expected one in kebab-case, such as \`no-raw-sql\``,
    );
  const fail = (cause: string) => new Error(`the rule \`${plugin}/${id}\` ${cause}`);
  const documentation = documentationOf(value, `${plugin}/${id}`, fail);
  const shape = shapeOf(value, fail);
  return { ...documentation, plugin, ...shape };
}

type Fail = (cause: string) => Error;

function documentationOf(value: Record<string, unknown>, id: string, fail: Fail): RuleDocumentation {
  const level = RULE_LEVELS.find((known) => known === value.level);
  if (!level) {
    const given = typeof value.level === 'string' ? value.level : undefined;
    throw fail(given === undefined ? 'has no `level`' : `has an ${unknownWord('level', given, RULE_LEVELS)}`);
  }
  const [summary, what, why, instead] = WORDS.map((word) => {
    const said = value[word];
    if (!isText(said)) throw fail(`has no \`${word}\`: expected a text`);
    return said;
  });
  const { limits = [], examples = {}, pointsTo = {}, redFlag, recommended, productionOnly } = value;
  if (!isTexts(limits)) throw fail('has `limits` that are no array of texts');
  if (!isRecord(examples)) throw fail('has `examples` that are no `{ bad: [...], good: [...] }`');
  const { bad = [], good = [] } = examples;
  if (!isTexts(bad) || !isTexts(good)) throw fail('has `examples` that are no `{ bad: [...], good: [...] }`');
  if (!isPointer(pointsTo)) throw fail('has a `pointsTo` that points nowhere');
  const flag = RED_FLAGS.find((known) => known === redFlag);
  if (redFlag !== undefined && !flag)
    throw fail(`has the \`redFlag\` ${quoted(redFlag)}: expected RF1 to RF7`);
  return {
    id,
    level,
    pointsTo,
    summary: summary ?? '',
    what: what ?? '',
    why: why ?? '',
    instead: instead ?? '',
    limits,
    examples: { bad, good },
    ...(flag && { redFlag: flag }),
    ...(recommended === false && { recommended }),
    ...(productionOnly === true && { productionOnly }),
  };
}

type Shape = Pick<CallRule, 'calls' | 'check'> | Pick<ModuleRule, 'module'> | Pick<ProjectRule, 'project'>;

/** What it looks at. Which types its functions take, only their author can tell. */
function shapeOf(rule: Record<string, unknown>, fail: Fail): Shape {
  const { calls, check, module, project } = rule;
  const shapes = [check, module, project].filter((each) => typeof each === 'function');
  if (shapes.length !== 1)
    throw fail(`has ${shapes.length === 0 ? 'none' : 'more than one'} of ${SHAPES}: expected one`);
  if (typeof module === 'function')
    return { module: (...asked) => checkedProblems(module.apply(rule, asked)) };
  if (typeof project === 'function')
    return { project: (...asked) => checkedProblems(project.apply(rule, asked)) };
  if (typeof check !== 'function' || !isTexts(calls) || calls.length === 0)
    throw fail('has a `check` and no `calls`: expected an array such as `["Process.sleep/1"]`');
  const wrong = calls.find((each) => !CALL.test(each));
  if (wrong !== undefined)
    throw fail(
      `has ${quoted(wrong)} among its \`calls\`: expected \`Module.function/arity\`, \`Module.function/_\` or \`Module._/_\``,
    );
  return { calls, check: (...asked) => checkedProblems(check.apply(rule, asked)) };
}
