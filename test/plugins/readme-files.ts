import { readFileSync } from 'node:fs';

/** The files of the section about plugins in the README, by the names in the comments that they begin with. */
export function readmeFiles(): Record<string, string> {
  const [, section = ''] = readFileSync('README.md', 'utf8').split('\n## Rules of your own\n');
  const [text = ''] = section.split('\n## ');
  const blocks = [...text.matchAll(/^```\w+\n(?:\/\/|#) (\S+).*\n([\s\S]*?)^```$/gm)];
  return Object.fromEntries(blocks.map(([, name = '', content = '']) => [name, content]));
}
