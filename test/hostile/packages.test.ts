import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Locked {
  resolved?: string;
  integrity?: string;
  hasInstallScript?: boolean;
  dev?: boolean;
}

const { packages }: { packages: Record<string, Locked> } = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
);
const installed = Object.entries(packages).filter(([path]) => path !== '');

test('every package that is installed is pinned by where it comes from and what it holds', () => {
  const loose = installed.filter(
    ([, { resolved = '', integrity = '' }]) =>
      !resolved.startsWith('https://registry.npmjs.org/') || !/^sha512-[\w+/]{86}==$/.test(integrity),
  );
  expect(loose).toEqual([]);
  expect(installed.length).toBeGreaterThan(100);
});

test('the README names the packages whose install scripts run where otp-lint is installed', () => {
  const scripted = installed.filter(([, { hasInstallScript, dev }]) => hasInstallScript && !dev);
  const names = scripted.map(([path]) => path.replace(/^.*node_modules\//, '')).sort();
  const readme = readFileSync('README.md', 'utf8');
  const [told = ''] = /[^.\n]* ha(?:s|ve) install scripts[^\n]*?\./.exec(readme) ?? [];
  const named = [...told.matchAll(/`([\w-]+)`/g)].map(([, name]) => name);
  expect(named.sort()).toEqual(names);
});
