import type { CompletedCommand, CompletedOption, CompletedProgram, Values } from './model.js';

/** The completion of a program for zsh: to be sourced, or as the file `_otp-lint` in a folder of `fpath`. */
export function zshCompletion({ name, root, commands }: CompletedProgram): string {
  const values = root.options.flatMap((option) => (option.values ? option.names : []));
  const listed = commands.map((command) => quoted(`${command.name}:${command.description}`));
  return `#compdef ${name}
_otp_lint() {
  local command=''
  local -i at
  for ((at = 2; at < CURRENT; at++)); do
    case \${words[at - 1]} in (${values.join('|')}) continue ;; esac
    case \${words[at]} in (${commands.map((command) => command.name).join('|')})
      command=\${words[at]}
      words=(${name} "\${(@)words[at + 1,-1]}")
      CURRENT=$((CURRENT - at + 1))
      break ;;
    esac
  done
  case $command in
${[root, ...commands].map(commandCase).join('\n')}
  esac
}

_otp_lint_start() {
  local -a commands
  commands=(
${listed.map((line) => `    ${line}`).join('\n')}
  )
  _describe command commands
  _files
}

if [[ \${funcstack[1]} == _otp_lint || \${funcstack[1]} == _${name} ]]; then
  _otp_lint "$@"
else
  compdef _otp_lint ${name}
fi
`;
}

function commandCase({ name, options, values }: CompletedCommand): string {
  const argument = name === '' ? quoted('*:path:_otp_lint_start') : quoted(`*:value:${actionFor(values)}`);
  const lines = [...options.flatMap(specsOf), argument].map((line) => `      ${line}`);
  return `    (${name === '' ? "''" : name}) _arguments -S \\\n${lines.join(' \\\n')} ;;`;
}

function specsOf({ names, description, repeatable, values }: CompletedOption): string[] {
  const value = values === undefined ? '' : `:value:${actionFor(values)}`;
  const text = description.replace(/[[\]\\]/g, '\\$&');
  return names.map((name) => quoted(`${repeatable ? '*' : ''}${name}[${text}]${value}`));
}

function actionFor(values: Values): string {
  if (values === 'files') return '_files';
  return values === 'anything' || values.words.length === 0 ? ' ' : `(${values.words.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
