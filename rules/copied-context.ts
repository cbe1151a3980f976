import { exprText } from '../src/elixir/shown.js';
import type { Problem } from '../src/lint/finding.js';
import { defineRule } from '../src/lint/rule.js';
import { type CopiedTerm, copiedTermsIn } from '../src/otp/state/copied-terms.js';
import { OTP } from '../src/otp/vocabulary.js';
import type { ProjectModule } from '../src/project/project.js';
import { callText } from '../src/project/reach.js';

export default defineRule({
  id: 'copied-context',
  level: 'info',
  pointsTo: { section: 'tasks' },
  productionOnly: true,
  speaksOf: OTP,
  summary: 'a whole connection, socket or state copied into another process for a few fields',
  what: 'Finds functions given to `Task`, `Task.Supervisor`, `spawn`, `Agent`, `send` or `start_async` that close over `conn`, `socket`, `assigns` or a server’s state and use nothing of it but fields.',
  why: 'Processes share no memory: what a function closes over is copied into the process that runs it (`Process`, `spawn/1`; the reference of `Phoenix.LiveView`, "Async Operations", warns of the socket). A variable is copied whole, however little of it is used, and both processes pay for it.',
  instead: 'Bind the fields that are needed to variables before the function, and use those inside.',
  limits: [
    'How large a term is cannot be seen in source. Only `conn`, `socket`, `assigns`, a variable named `state` in a server and the state of its callbacks are looked at.',
    'A use that is no field access, such as giving the whole term to a function, counts as needing all of it.',
    'A named function that is given the whole term among its arguments is not followed.',
    'Tests and scripts are left alone: what they copy is gone with them.',
  ],
  examples: {
    bad: [
      'defmodule Shop.Checkout do\n  def create(conn, params) do\n    Task.Supervisor.start_child(Shop.Tasks, fn -> Shop.Audit.log(conn.assigns.user, params) end)\n    conn\n  end\nend\n',
      'defmodule Shop.CartLive do\n  use Phoenix.LiveView\n\n  def handle_event("pay", _params, socket) do\n    Task.async(fn -> Shop.Bank.pay(socket.assigns.cart) end)\n    {:noreply, socket}\n  end\nend\n',
      'defmodule Shop.Stock do\n  use GenServer\n\n  def handle_cast(:sync, state) do\n    spawn(fn -> Shop.Warehouse.sync(state.items) end)\n    {:noreply, state}\n  end\nend\n',
    ],
    good: [
      'defmodule Shop.CartLive do\n  use Phoenix.LiveView\n\n  def handle_event("pay", _params, socket) do\n    cart = socket.assigns.cart\n    Task.async(fn -> Shop.Bank.pay(cart) end)\n    {:noreply, socket}\n  end\nend\n',
      'defmodule Shop.Stock do\n  use GenServer\n\n  def handle_cast(:sync, state) do\n    spawn(fn -> Shop.Warehouse.sync(state) end)\n    {:noreply, state}\n  end\nend\n',
    ],
  },
  module(module) {
    return copiedTermsIn(module).map((copy) => problemOf(copy, module));
  },
});

function problemOf({ site, through, name, fields }: CopiedTerm, { def, project }: ProjectModule): Problem {
  const shown = [...new Set(fields.map(exprText))];
  const needed = shown
    .slice(0, 3)
    .map((text) => `\`${text}\``)
    .join(', ');
  const more = shown.length > 3 ? ` and ${shown.length - 3} more` : '';
  return {
    place: project.placeOfCall(site),
    message: `the function given to \`${callText(site)}\` needs only ${needed}${more}, but all of \`${name}\` is copied into the process that runs it; bind ${shown.length > 1 ? 'these fields' : 'this field'} before the function`,
    evidence: [
      ...fields.map((field) => ({ ...project.place(def, field), message: `a field of \`${name}\` is used` })),
      ...(through
        ? [project.evidence(through, `\`${callText(through)}\` runs the function in another process`)]
        : []),
    ],
  };
}
