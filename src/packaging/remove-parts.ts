// Run by the build, before the bundler: what the parts of the program are called depends on what is in them, and those
// of earlier builds would stay.
import { rmSync } from 'node:fs';

rmSync('dist/src/parts', { recursive: true, force: true });
