/** @typedef {import('./measure.mjs').Measure} Measure */

const KEYS = /** @type {const} */ (['wall', 'cpu', 'memory']);
const HEADS = ['wall s', 'user CPU s', 'peak MiB'];
const DIGITS = { wall: 2, cpu: 2, memory: 0 };

/**
 * The medians of some runs, each with its ratio to one of them.
 *
 * @param {Map<string, Measure[]>} measures by name
 * @param {string} standard the name of the run that the others are compared with
 * @returns {string}
 */
export function tableOf(measures, standard) {
  const medians = new Map([...measures].map(([name, all]) => [name, medianOf(all)]));
  const unit = medians.get(standard);
  const rows = [...medians].map(([name, median]) => [
    name,
    ...KEYS.flatMap((key) => {
      const ratio = unit === undefined ? '' : `${(median[key] / unit[key]).toFixed(1)}x`;
      return [median[key].toFixed(DIGITS[key]), ratio];
    }),
  ]);
  const all = [['', ...HEADS.flatMap((head) => [head, ''])], ...rows];
  const widths = (all[0] ?? []).map((_, at) => Math.max(...all.map((row) => (row[at] ?? '').length)));
  const lines = all.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  '),
  );
  const note = unit === undefined ? '' : `\nx: in relation to ${standard}\n`;
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n${note}`;
}

/**
 * @param {Measure[]} all
 * @returns {Measure}
 */
function medianOf(all) {
  const middle = (/** @type {number[]} */ numbers) =>
    numbers.sort((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)] ?? NaN;
  return {
    wall: middle(all.map(({ wall }) => wall)),
    cpu: middle(all.map(({ cpu }) => cpu)),
    memory: middle(all.map(({ memory }) => memory)),
  };
}
