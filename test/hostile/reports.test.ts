import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import { run } from '../cli/run.js';
import { temporaryTree } from '../temporary-tree.js';

const MARKUP = `</script><img src=x onerror=alert(1)><!--`;
const NAME = `<img src=x onerror=alert(1)>&"'.ex`;
const ESCAPES = '\u001b]8;;http://evil\u0007x\u001b[2J\u009b31m\u202e';

/** Code that tries to get out of every report, in names, texts and comments. */
function project(): string {
  return temporaryTree({
    [`lib/${NAME}`]: `defmodule Evil do
  use Application
  def start(_, _), do: Supervisor.start_link([{Evil.Server, name: :"${MARKUP}"}], strategy: :one_for_one, name: :"${MARKUP}")
end

defmodule Evil.Server do
  use GenServer
  def start_link(opts), do: GenServer.start_link(__MODULE__, opts, opts)
  def init(_), do: {:ok, Req.get!("${MARKUP}${ESCAPES}")} # ${MARKUP}${ESCAPES}
end
`,
  });
}

test.each([
  ['lint', ['--format', 'html', '--no-cache', '--level', 'info']],
  ['tree', ['tree', '--format', 'html', '--edges']],
])('no markup of the code gets into the page of %s', (_, args) => {
  const { stdout } = run(project(), args);
  const { document } = new JSDOM(stdout).window;
  expect(document.querySelectorAll('img, [onerror], iframe, object, embed, link, base')).toHaveLength(0);
  expect(document.querySelectorAll('script:not([type="application/json"])')).toHaveLength(1);
  expect(stdout).not.toContain('<img');
  const policy = document
    .querySelector('meta[http-equiv="Content-Security-Policy"]')
    ?.getAttribute('content');
  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-/);
});

test.each([
  'pretty',
  'concise',
  'agent',
  'json',
  'sarif',
  'github',
  'markdown',
  'html',
  'gitlab',
  'junit',
  'checkstyle',
])('no escape sequence of the code gets through %s', (format) => {
  const { stdout } = run(project(), ['--format', format, '--no-cache', '--level', 'info', '--no-color']);
  expect(stdout).toContain('blocking-init');
  expect(stdout.replace(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
});

test.each(['text', 'json', 'mermaid', 'dot', 'html'])('nor through a tree as %s', (format) => {
  const { stdout } = run(project(), ['tree', '--format', format, '--no-color']);
  expect(stdout).toContain('Evil.Server');
  expect(stdout.replace(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
});

test('markdown holds no markup that the code brings', () => {
  const { stdout } = run(project(), ['--format', 'markdown', '--no-cache', '--level', 'info']);
  expect(stdout.replace(/`[^`]*`/g, '')).not.toMatch(/<img/);
});
