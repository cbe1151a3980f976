/** Where a statement of the doctrine comes from. */
export interface Source {
  name: string;
  url?: string;
}

const elixir = (page: string): Source => ({
  name: `Elixir documentation: ${page}`,
  url: `https://hexdocs.pm/elixir/${page}.html`,
});

const erlang = (application: string, module: string): Source => ({
  name: `Erlang documentation: ${module}`,
  url: `https://www.erlang.org/doc/apps/${application}/${module}.html`,
});

const hex = (library: string, page: string): Source => ({
  name: `${page} documentation`,
  url: `https://hexdocs.pm/${library}/${page}.html`,
});

export const sources = {
  otpThinking: {
    name: 'OTP Thinking, the otp-thinking skill of claude-code-elixir',
    url: 'https://github.com/georgeguimaraes/claude-code-elixir',
  },
  otpPatterns: { name: 'OTP Patterns, the elixir-otp skill' },
  genServer: elixir('GenServer'),
  agent: elixir('Agent'),
  task: elixir('Task'),
  taskSupervisor: elixir('Task.Supervisor'),
  supervisor: elixir('Supervisor'),
  dynamicSupervisor: elixir('DynamicSupervisor'),
  partitionSupervisor: elixir('PartitionSupervisor'),
  registry: elixir('Registry'),
  process: elixir('Process'),
  processAntiPatterns: elixir('process-anti-patterns'),
  codeAntiPatterns: elixir('code-anti-patterns'),
  genStatem: erlang('stdlib', 'gen_statem'),
  ets: erlang('stdlib', 'ets'),
  dets: erlang('stdlib', 'dets'),
  sys: erlang('stdlib', 'sys'),
  pg: erlang('kernel', 'pg'),
  global: erlang('kernel', 'global'),
  persistentTerm: erlang('erts', 'persistent_term'),
  mnesia: erlang('mnesia', 'mnesia'),
  broadway: hex('broadway', 'Broadway'),
  obanWorker: hex('oban', 'Oban.Worker'),
  telemetry: hex('telemetry', 'telemetry'),
  liveView: hex('phoenix_live_view', 'Phoenix.LiveView'),
} satisfies Record<string, Source>;
