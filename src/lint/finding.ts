import type { Trees } from '../tree/model.js';
import type { RuleDocumentation } from './rule-documentation.js';

/** How bad a finding is: `error` misbehaves when it runs, `warning` is a red flag, `info` is advice. */
export type Level = 'info' | 'warning' | 'error';

/** The levels from mildest to gravest. */
export const LEVELS: readonly Level[] = ['info', 'warning', 'error'];

/** The seven red flags of the doctrine. */
export type RedFlag = 'RF1' | 'RF2' | 'RF3' | 'RF4' | 'RF5' | 'RF6' | 'RF7';

/** A range in a file: lines and columns start at 1, columns count UTF-16 units, the end is exclusive. */
export interface Range {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** A range together with its file, which is relative to the working directory with forward slashes. */
export interface Place extends Range {
  file: string;
}

/** Another place that proves a finding; evidence is listed in the order in which a reader should follow it. */
export interface Evidence extends Place {
  message: string;
}

/** Where the doctrine speaks about a finding. */
export interface Pointer {
  /** Questions of the Iron Law, 1 to 3. */
  ironLaw?: (1 | 2 | 3)[];
  /** The path through the decision tree, questions and answers in turn. */
  decisionTree?: string[];
  /** The id of a section of the doctrine, such as `tasks` or `supervision`. */
  section?: string;
}

/**
 * One change of a file's text. `start` and `end` are UTF-16 offsets into the text without its byte order mark, the
 * end exclusive; line ends in `text` are `\n` and become those of the file.
 */
export interface Edit {
  file: string;
  start: number;
  end: number;
  text: string;
}

/** A way to mend a finding: all of its edits, or none. */
export interface Fix {
  /** `safe` leaves the meaning of the code as it is; `unsafe` may change how it behaves. */
  safety: 'safe' | 'unsafe';
  /** What it does, as an instruction: `add @impl true`. */
  title: string;
  edits: readonly Edit[];
}

/** What a rule says about one place; the session adds the rule's name, level and pointer. */
export interface Problem {
  place: Place;
  message: string;
  evidence?: Evidence[];
  /** Set where this case weighs less or more than the rule's own level. */
  level?: Level;
  /** Set where this case points elsewhere than the rule does. */
  pointsTo?: Pointer;
  /** Set where a program can mend it. */
  fix?: Fix | undefined;
}

/** One thing that is wrong in the linted code, as every reporter gets it. */
export interface Finding extends Place {
  rule: string;
  level: Level;
  redFlag?: RedFlag;
  message: string;
  evidence: Evidence[];
  pointsTo: Pointer;
  /** The innermost module that the place lies in, where it lies in one. */
  module?: string;
  /** Stays the same when lines move. */
  fingerprint: string;
  fix?: Fix;
}

/** A file that was not linted, and why. */
export interface SkippedFile {
  file: string;
  reason: string;
}

/** Something to tell about the run itself; `fatal` makes the run end with exit code 2. */
export interface Diagnostic {
  file?: string;
  message: string;
  fatal: boolean;
}

/** What baselines did in a run, as numbers of findings. */
export interface Held {
  /** Known ones, which are not reported. */
  heldBack: number;
  /** Known ones that are not found any more. */
  unneeded: number;
}

/** A child that its supervisor's list does not name, and why. */
export interface UnknownChild {
  /** The list's supervisor; absent where it has no module. */
  supervisor?: string;
  file: string;
  line: number;
  reason: string;
}

/** How much of some code its source does not say, as numbers: about that much rules are silent. */
export interface Unknowns {
  calls: {
    /** Of functions that `Kernel` does not have. */
    all: number;
    /** To a module that is known only at run time: `adapter.send(x)`. */
    module: number;
    /** Of a function that is known only at run time: `fun.(x)`. */
    function: number;
    /** Through `apply`, with a module, a function or arguments known only at run time. */
    apply: number;
    /** Of a function or macro that no module of the source has, but something imported or used. */
    imported: number;
  };
  /** Calls and casts to servers. */
  requests: { all: number; target: number };
  /** What the lists of supervisors hold. */
  children: {
    all: number;
    /** Not named. */
    unnamed: UnknownChild[];
    /** Named, but as many as is decided at run time. */
    uncounted: number;
    /** Of modules outside of the source, which start what they like. */
    outside: number;
  };
  applications: { all: number; start: number };
  /** Modules outside of the source that are called or used, of which the name is all that is known. */
  modules: { outside: number };
}

/** What one run gives to the reporters. */
export interface LintResult {
  findings: Finding[];
  skipped: SkippedFile[];
  diagnostics: Diagnostic[];
  /** Set where a baseline is in use. */
  baseline?: Held;
  /** The rules of the plugins that the configuration lists, whether they are on or off. */
  pluginRules: readonly RuleDocumentation[];
  /** Set where it was asked for: how much the source does not say. */
  unknown?: Unknowns;
  /** Number of files linted. */
  files: number;
  durationMs: number;
  /** The supervision trees of all projects that were read, where they were asked for. */
  trees?: Trees;
  /** The text of a linted file by its reported name, for excerpts. */
  sourceOf(file: string): string | undefined;
}
