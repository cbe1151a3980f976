import { BASELINE, CACHE, CONFIGURATION, MIX, PARSER } from './common.js';
import type { Manual } from './manual.js';

export const INIT: Manual = {
  usage: ['[options]'],
  summary: 'write a configuration that fits the Mix project in this folder',
  about: [
    'Tells an umbrella, a Phoenix application, another OTP application and a library apart, and writes an otp-lint.json that fits. Files that are there already stay as they are, but for the otp-lint.json with --force.',
  ],
  exitCodes: [
    ['0', 'the files were written, or with --dry-run printed'],
    ['2', 'there is no Mix project here, or an otp-lint.json already'],
  ],
  files: [
    CONFIGURATION,
    ['.pre-commit-config.yaml', 'at the root of the repository, with --pre-commit'],
    ['.github/workflows/otp-lint.yml', 'at the root of the repository, with --github'],
    MIX,
  ],
  examples: [
    ['otp-lint init', 'write the configuration, and say what else to do'],
    ['otp-lint init --dry-run', 'see it first'],
    ['otp-lint init --pre-commit --github', 'with a git hook and a CI job'],
  ],
};

export const BASELINE_MANUAL: Manual = {
  usage: ['[options] [paths...]'],
  summary: 'let the present findings pass from now on, and report only new ones',
  about: [
    'Writes down what is found today; from then on only what is new is reported. Commit the file. Every run finds it by itself; --no-baseline shows everything all the same.',
    'A finding is known by its file, its rule and the text of its line. So lines may move, and files may be renamed; but a line that is changed, or one more of its kind, is new. What is mended is told of, and leaves the baseline with the next `otp-lint baseline`. With paths, what the baseline says of other files stays.',
  ],
  exitCodes: [
    ['0', 'the baseline is up to date'],
    ['2', 'the run failed, or the baseline could not be written; it is left as it was'],
  ],
  environment: [PARSER],
  files: [BASELINE, CONFIGURATION, CACHE],
  examples: [
    ['otp-lint baseline', 'let pass what is found today, but for advice'],
    ['otp-lint baseline --level info', 'take advice in as well'],
    ['otp-lint baseline lib/my_app', 'only what this folder has'],
    ['otp-lint baseline --rule missing-impl=off', 'without what one rule finds'],
  ],
};

export const COMPLETIONS: Manual = {
  usage: ['[options] <shell>'],
  summary: 'print what makes a shell complete the command line',
  about: [
    'Prints a script that completes commands, options, their values, rules and topics. Where it is sourced anew with each shell, it always fits the program that is installed.',
  ],
  exitCodes: [
    ['0', 'the script was printed'],
    ['2', 'this shell is not known'],
  ],
  files: [
    ['~/.bashrc, ~/.zshrc', 'source the script, in ~/.zshrc behind compinit'],
    ['~/.config/fish/completions/', 'where fish looks for it'],
  ],
  examples: [
    ["echo 'source <(otp-lint completions bash)' >> ~/.bashrc", 'bash'],
    ["echo 'source <(otp-lint completions zsh)' >> ~/.zshrc", 'zsh'],
    ['otp-lint completions fish > ~/.config/fish/completions/otp-lint.fish', 'fish'],
  ],
};

export const LSP: Manual = {
  usage: [''],
  summary: 'serve an editor: a language server over stdin and stdout',
  about: [
    'Speaks the Language Server Protocol with an editor that starts it: findings as one types, fixes and suppressions as actions, who starts and calls a process on hover. It works beside another language server. The README has the set-up of Neovim, Helix, Emacs, VS Code and Zed.',
  ],
  exitCodes: [
    ['0', 'the editor has ended it'],
    ['1', 'the editor has gone without a word'],
    ['2', 'a wrong option'],
  ],
  environment: [PARSER],
  files: [CONFIGURATION, BASELINE, MIX],
  examples: [],
};
