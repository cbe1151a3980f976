import type { Project } from './project.js';

/** How many questions there are about projects. */
let questions = 0;

/**
 * A question about a thing of a project that is answered once for each. The answer is kept with the project, since
 * the same file can be joined to another project later, where the answer is another.
 */
export function perProject<Key extends object, Value>(
  answer: (key: Key, project: Project) => Value,
): (key: Key, project: Project) => Value {
  const answersOf = oncePerProject(() => new Map<Key, Value>());
  return (key, project) => {
    const answers = answersOf(project);
    let value = answers.get(key);
    if (value === undefined && !answers.has(key)) {
      value = answer(key, project);
      answers.set(key, value);
    }
    return value as Value;
  };
}

/** A question about a project as a whole that is answered once. */
export function oncePerProject<Value extends object>(
  answer: (project: Project) => Value,
): (project: Project) => Value {
  const question = questions;
  questions += 1;
  return (project) => {
    const { answers } = project;
    // A place in a list is found sooner than a key in a map, and this is asked millions of times.
    const known = answers[question] as Value | undefined;
    if (known !== undefined) return known;
    const value = answer(project);
    answers[question] = value;
    return value;
  };
}
