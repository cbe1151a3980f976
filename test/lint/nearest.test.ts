import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/lint/nearest.js';

const names = ['blocking-callback', 'blocking-init', 'stateless-genserver', 'tasks', 'RF1'];

describe('nearest', () => {
  it.each([
    ['bloking-init', 'blocking-init'],
    ['STATELES-GENSERVER', 'stateless-genserver'],
    ['stateless', 'stateless-genserver'],
    ['taks', 'tasks'],
    ['rf1', 'RF1'],
  ])('finds what %s may mean', (word, meant) => {
    expect(nearest(word, names)[0]).toBe(meant);
  });

  it('gives nothing where nothing is near', () => {
    expect(nearest('supervisor', names)).toEqual([]);
    expect(nearest('', names)).toEqual([]);
  });

  it('gives each name once and at most three', () => {
    expect(nearest('aa', ['ab', 'ab', 'ac', 'ad', 'ae'])).toEqual(['ab', 'ac', 'ad']);
  });
});
