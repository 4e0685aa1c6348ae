/**
 * Widths of a sans-serif face, for wrapping. Ableton Sans is not ours to ship or measure: the widths are Helvetica's (Adobe's
 * published metrics, thousandths of the size), which the pictures are drawn in. Ableton Sans Medium runs a little narrower in
 * what can be seen of it, so a line that fits here fits there.
 */
const thousandths: Readonly<Record<string, number>> = {
  ' ': 278,
  '!': 278,
  '"': 355,
  '#': 556,
  $: 556,
  '%': 889,
  '&': 667,
  "'": 191,
  '(': 333,
  ')': 333,
  '*': 389,
  '+': 584,
  ',': 278,
  '-': 333,
  '.': 278,
  '/': 278,
  ':': 278,
  ';': 278,
  '<': 584,
  '=': 584,
  '>': 584,
  '?': 556,
  '@': 1015,
  A: 667,
  B: 667,
  C: 722,
  D: 722,
  E: 667,
  F: 611,
  G: 778,
  H: 722,
  I: 278,
  J: 500,
  K: 667,
  L: 556,
  M: 833,
  N: 722,
  O: 778,
  P: 667,
  Q: 778,
  R: 722,
  S: 667,
  T: 611,
  U: 722,
  V: 667,
  W: 944,
  X: 667,
  Y: 667,
  Z: 611,
  a: 556,
  b: 556,
  c: 500,
  d: 556,
  e: 556,
  f: 278,
  g: 556,
  h: 556,
  i: 222,
  j: 222,
  k: 500,
  l: 222,
  m: 833,
  n: 556,
  o: 556,
  p: 556,
  q: 556,
  r: 333,
  s: 500,
  t: 278,
  u: 556,
  v: 500,
  w: 722,
  x: 500,
  y: 500,
  z: 500,
  '…': 1000,
  '–': 556,
  '—': 1000,
  '−': 584,
  '·': 278,
  '✓': 700,
  '“': 333,
  '”': 333,
  '’': 222,
}

/** px, for a size in px. */
export const textWidth = (text: string, size: number): number =>
  ([...text].reduce((sum, letter) => sum + (thousandths[letter] ?? 556), 0) * size) / 1000

/** Lines that fit into a width, broken at spaces; a word that is too long keeps its own line. */
export function wrap(text: string, size: number, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && textWidth(longer, size) > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line]
}
