import type { CompletedCommand, CompletedProgram, Values } from './model.js';

/**
 * The completion of a program for bash 3.2 and later. Its words hold nothing that a shell would take for its own.
 *
 * Readline breaks words at `=`, so `--rule id=level` is four words there.
 */
export function bashCompletion({ name, root, commands }: CompletedProgram): string {
  const all = [root, ...commands];
  const values = root.options.flatMap((option) => (option.values ? option.names : []));
  return `# bash completion of ${name}
_otp_lint() {
  local IFS=$'\\n' cur command='' assigned='' at before
  COMPREPLY=()
  cur=\${COMP_WORDS[COMP_CWORD]}
  before=$((COMP_CWORD - 1))
  if [[ $cur == '=' ]]; then
    cur='' assigned=1
  elif [[ \${COMP_WORDS[before]} == '=' ]]; then
    before=$((before - 1)) assigned=1
  fi
  for ((at = 1; at < COMP_CWORD; at++)); do
    case \${COMP_WORDS[at - 1]} in ${values.join('|')}) continue ;; esac
    case \${COMP_WORDS[at]} in ${commands.map((command) => command.name).join('|')})
      command=\${COMP_WORDS[at]}
      break ;;
    esac
  done
  if [[ $assigned && $before -gt 1 ]]; then
    case "$command \${COMP_WORDS[before - 1]}" in
${all.flatMap(assignmentCases).join('\n')}
    esac
  fi
  case "$command \${COMP_WORDS[before]}" in
${all.flatMap(valueCases).join('\n')}
  esac
  case "$command $cur" in
${all.map(optionCase).join('\n')}
  esac
  case $command in
${all.map((command) => argumentCase(command, command === root ? commands : [])).join('\n')}
  esac
}

_otp_lint_words() {
  local IFS=$' \\n'
  COMPREPLY+=($(compgen -W "$1" -- "$cur"))
  if [[ \${#COMPREPLY[@]} == 1 && \${COMPREPLY[0]} == *= ]]; then compopt -o nospace 2>/dev/null; fi
}

_otp_lint_files() {
  compopt -o filenames 2>/dev/null
  COMPREPLY+=($(compgen -f -- "$cur"))
}

complete -F _otp_lint ${name}
`;
}

/** `--rule` and an id stand there already, and a level is to follow. */
function assignmentCases({ name, options }: CompletedCommand): string[] {
  return options.flatMap(({ names, values }) => {
    const words = wordsOf(values).filter((word) => word.includes('='));
    if (words.length === 0) return [];
    const given = new Set(words.map((word) => word.slice(word.indexOf('=') + 1)));
    return [`      ${patternsFor(name, names)}) _otp_lint_words '${[...given].join(' ')}'; return ;;`];
  });
}

function valueCases({ name, options }: CompletedCommand): string[] {
  return options.flatMap(({ names, values }) => {
    if (values === undefined) return [];
    return [`    ${patternsFor(name, names)})${callFor(values)} return ;;`];
  });
}

function optionCase({ name, options }: CompletedCommand): string {
  const words = options.flatMap(({ names }) => names).join(' ');
  return `    '${name} -'*) _otp_lint_words '${words}'; return ;;`;
}

function argumentCase({ name, values }: CompletedCommand, commands: readonly CompletedCommand[]): string {
  const words = commands.map((command) => command.name).join(' ');
  return `    '${name}')${words === '' ? '' : ` _otp_lint_words '${words}';`}${callFor(values)} ;;`;
}

function callFor(values: Values): string {
  if (values === 'files') return ' _otp_lint_files;';
  const words = new Set(wordsOf(values).map((word) => word.replace(/=.*/, '=')));
  return words.size === 0 ? '' : ` _otp_lint_words '${[...words].join(' ')}';`;
}

function wordsOf(values: Values | undefined): readonly string[] {
  return typeof values === 'object' ? values.words : [];
}

function patternsFor(command: string, options: readonly string[]): string {
  return options.map((option) => `'${command} ${option}'`).join('|');
}
