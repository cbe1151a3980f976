#!/usr/bin/env node
// Any Node must be able to read this file, even as CommonJS, to be told that it is too old for the program itself.
const OLDEST = 20;
if (Number(process.versions.node.split('.')[0]) < OLDEST) {
  process.stderr.write(`otp-lint: needs Node ${OLDEST} or later; this is ${process.versions.node}\n`);
  process.exitCode = 2;
} else {
  import('./start.js').then(({ start }) => start());
}
