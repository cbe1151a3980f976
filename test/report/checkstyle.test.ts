import { describe, expect, it } from 'vitest';
import { lintFile, ODD_FILE, realOptions, SERVER } from './real.js';
import { reporters } from './reporters.js';
import { finding, optionsOf, resultOf } from './result.js';
import { attributesOf, parseXml } from './xml-document.js';

const { checkstyle } = reporters;

describe('checkstyle', () => {
  it('lists findings by file', () => {
    const findings = [finding(), finding({ line: 3, level: 'error' }), finding({ file: 'lib/b.ex' })];
    expect(checkstyle(resultOf(findings), optionsOf())).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<checkstyle version="4.3">
  <file name="lib/a.ex">
    <error line="2" column="3" severity="warning" message="\`handle_call/3\` waits for \`Req.get/1\`" source="otp-lint.blocking-callback"/>
    <error line="3" column="3" severity="error" message="\`handle_call/3\` waits for \`Req.get/1\`" source="otp-lint.blocking-callback"/>
  </file>
  <file name="lib/b.ex">
    <error line="2" column="3" severity="warning" message="\`handle_call/3\` waits for \`Req.get/1\`" source="otp-lint.blocking-callback"/>
  </file>
</checkstyle>
`);
  });

  it('has no file where nothing is found', () => {
    const text = checkstyle(resultOf([finding({ level: 'info' })]), optionsOf());
    expect(parseXml(text).documentElement.children).toHaveLength(0);
  });

  it('names odd files as they are, but for what XML cannot hold', async () => {
    const result = await lintFile(ODD_FILE, SERVER);
    const document = parseXml(checkstyle(result, realOptions({ level: 'info' })));
    expect(attributesOf(document.querySelector('file'))).toEqual({
      name: ODD_FILE.replace('\u001b', '\\u{1b}'),
    });
    const errors = [...document.querySelectorAll('file > error')];
    expect(errors.map((error) => error.getAttribute('message'))).toEqual(
      result.findings.map(({ message }) => message),
    );
    expect(new Set(errors.map((error) => error.getAttribute('severity')))).toEqual(
      new Set(['info', 'warning', 'error']),
    );
  });
});
