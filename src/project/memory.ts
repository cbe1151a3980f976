import type { Project } from './project.js';

/**
 * A question about a thing of a project that is answered once for each. The answer is kept with the project, since
 * the same file can be joined to another project later, where the answer is another.
 */
export function perProject<Key extends object, Value>(
  answer: (key: Key, project: Project) => Value,
): (key: Key, project: Project) => Value {
  const known = new WeakMap<Project, Map<Key, Value>>();
  return (key, project) => {
    let answers = known.get(project);
    if (!answers) {
      answers = new Map();
      known.set(project, answers);
    }
    let value = answers.get(key);
    if (value === undefined) {
      value = answer(key, project);
      answers.set(key, value);
    }
    return value;
  };
}
