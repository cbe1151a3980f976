import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryTree } from '../temporary-tree.js';

const IDENTITY = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgSign=false'];

/** A real git repository that goes away when the test ends. */
export class Repository {
  /** @param files contents by path, committed at once on the branch `main`; none for no commit */
  constructor(
    files: Readonly<Record<string, string>> = {},
    readonly root = temporaryTree({}),
  ) {
    this.git('init', '--quiet', '--initial-branch=main');
    if (Object.keys(files).length > 0) this.write(files).commit();
  }

  /** Runs git in the root; whatever is configured on this machine does not count. */
  git(...args: string[]): string {
    const env = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', HOME: this.root };
    return execFileSync('git', [...IDENTITY, ...args], { cwd: this.root, env, encoding: 'utf8' });
  }

  write(files: Readonly<Record<string, string>>): this {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.root, name)), { recursive: true });
      writeFileSync(join(this.root, name), text);
    }
    return this;
  }

  /** Stages everything. */
  add(): this {
    this.git('add', '--all');
    return this;
  }

  commit(): this {
    this.add().git('commit', '--quiet', '--allow-empty', '--message', 'change');
    return this;
  }
}
