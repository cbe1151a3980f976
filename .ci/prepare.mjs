// Builds the program when npm installs it from a checkout or from git. A global install from git (pre-commit does
// one) hands its being global down to the npm that is to install what the build needs, which then installs nothing.
import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const { npm_config_global: _global, npm_config_location: _location, ...env } = process.env;
const run = (command) => execSync(command, { stdio: 'inherit', env });
if (!existsSync('node_modules/typescript'))
  run('npm ci --include=dev --ignore-scripts --no-audit --no-fund --no-progress');
run('npm run build');
