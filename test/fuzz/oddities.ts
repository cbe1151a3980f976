/** Characters and bytes that text tools stumble over. */
export const ODD_TEXTS: readonly string[] = [
  '\ufeff', // byte order mark
  '\u0000',
  '\u0007',
  '\u001b[31m',
  '\u007f',
  '\u0085', // next line
  '\u00a0', // no-break space
  '\u00ad', // soft hyphen
  '\u200b', // zero width space
  '\u200d', // zero width joiner
  '\u2028',
  '\u2029',
  '\u202e', // right-to-left override
  '\u2066',
  '\u3000',
  '\ufffd',
  '\uffff',
  'e\u0301', // an accent of its own
  'é',
  'ß',
  'İ',
  'ﬃ',
  '变量',
  'переменная',
  'שלום',
  '𝒳', // beyond the first plane
  '𠜎',
  '😀',
  '👩‍👩‍👧',
  '\ud800', // half a pair
  '\udc00',
  '\t',
  '\v',
  '\f',
  '\r',
  '\r\n',
  '\n\r',
  '\\\r\n',
  '<!--',
  '</script>',
  ']]>',
  '&amp;',
  '::error file=x::y',
  '%0A',
  '```',
  '| a |',
];

/** Bytes that are not UTF-8, or hardly. */
export const ODD_BYTES: readonly (readonly number[])[] = [
  [0x00],
  [0xff],
  [0xfe, 0xff],
  [0xc0, 0x80], // NUL, too long
  [0xc3], // cut off
  [0xe2, 0x82],
  [0xed, 0xa0, 0x80], // half a pair
  [0xf4, 0x90, 0x80, 0x80], // beyond Unicode
  [0x80],
];
