import { Command } from 'commander';
import { elixirDifferences, textDifferences } from './differences.js';
import { filesBelow } from './project.js';
import { setAsideDifferences } from './read-in-full.js';

const program = new Command('npm run metamorphic --')
  .description('Rewrites projects in ways that mean the same, and tells which findings change. Needs Elixir.')
  .argument('<folders...>', 'the roots of projects')
  .action(async (folders: string[]) => {
    for (const folder of folders) await compare(folder);
  });

async function compare(folder: string): Promise<void> {
  const project = { name: folder, files: filesBelow(folder) };
  const setAside = {
    rewrite: 'set aside what matters to no rule',
    ...(await setAsideDifferences(project.files)),
  };
  const differences = [
    ...(await textDifferences(project)),
    ...(await elixirDifferences([project])),
    ...(setAside.gone.length + setAside.come.length > 0 ? [setAside] : []),
  ];
  for (const { rewrite, gone, come } of differences) {
    console.log(`\n${folder} ${rewrite}: ${gone.length} gone, ${come.length} come`);
    for (const finding of gone) console.log(`- ${finding}`);
    for (const finding of come) console.log(`+ ${finding}`);
  }
  if (differences.length > 0) process.exitCode = 1;
  else console.log(`${folder}: no difference`);
}

await program.parseAsync();
