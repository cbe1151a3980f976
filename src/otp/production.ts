import type { ProjectModule } from '../project/project-module.js';

const RELEASE = /(^|\.)(Release|ReleaseTasks)$/;

/**
 * True for a module that runs in production, as far as the module itself says: no Mix task, no test case, no
 * release script. Its file's place is judged apart.
 */
export function isProductionModule(module: ProjectModule): boolean {
  return !module.is('mix_task', 'test') && !RELEASE.test(module.name);
}

const DOUBLE = /(^|[.a-z])(Mock|Fake|Stub|Dummy|TestDouble)(?![a-z])|(^|\.)(Mock|Fake|Stub|Dummy)[A-Z]/;

/** True for a module that stands in for another in tests, by its name: `MyApp.Mailer.Mock`, `FakeGateway`. */
export function isTestDouble(name: string): boolean {
  return DOUBLE.test(name);
}
