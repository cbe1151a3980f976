import type { Project } from './project.js';

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
  const known = new WeakMap<Project, Value>();
  return (project) => {
    let value = known.get(project);
    if (value === undefined) {
      value = answer(project);
      known.set(project, value);
    }
    return value;
  };
}
