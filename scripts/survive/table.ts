import type { FuzzRow } from './fuzz.ts'

/** A line for each target, the faults below. */
export function table(rows: readonly FuzzRow[]): string {
  const lines = rows.map(({ target, inputs, taken, slowestMs, peakMb, fault }) => [
    target,
    `${inputs}`,
    `${taken}`,
    `${inputs - taken}`,
    `${slowestMs}`,
    `${peakMb}`,
    fault === null ? '' : 'FAULT',
  ])
  const all = [['target', 'inputs', 'taken', 'refused', 'slowest ms', 'peak MB', ''], ...lines]
  const widths = all[0]!.map((_, column) => Math.max(...all.map(line => line[column]!.length)))
  const aligned = all.map(line =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
  )
  const sum = rows.reduce((total, { inputs }) => total + inputs, 0)
  return [
    ...aligned.map(line => line.trimEnd()),
    `${sum} inputs, ${rows.filter(({ fault }) => fault !== null).length} targets with a fault`,
    ...rows.flatMap(({ target, fault }) => (fault === null ? [] : [`${target}: ${fault}`])),
  ].join('\n')
}
