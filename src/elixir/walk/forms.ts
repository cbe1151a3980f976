import { caseForm, condForm, ifForm } from './conditionals.js';
import type { Form, Visit } from './form.js';
import { forForm, withForm } from './generators.js';
import { siteOf } from './sites.js';
import { branch } from './situations.js';

/** Elixir's own forms with blocks, by their names. */
export const FORMS: Record<string, Form | undefined> = Object.assign(Object.create(null), {
  case: caseForm,
  if: ifForm,
  unless: ifForm,
  cond: condForm,
  with: withForm,
  for: forForm,
  try: tryForm,
  receive: receiveForm,
});

function tryForm({ walker, blocks, scope, situation, use }: Visit): void {
  walker.handlers(blocks, scope, situation, use);
}

/** `receive` is recorded as a call of `Kernel`. */
function receiveForm({ walker, call, blocks, scope, situation, use }: Visit): void {
  const site = siteOf(call, situation, use);
  site.module = 'Kernel';
  walker.calls.record(site, scope);
  walker.body(blocks.do, scope, branch(situation), use);
  walker.body(blocks.after, scope, branch(situation), use);
}
