/** The parameter rows that tests of laws and texts run over. */
import { deviceClassNames, deviceRows, findRow, mixerRows, type ParameterRow } from '../../node/live/device-table.ts'

export const versions = ['11.3', '12.1', '12.4']
const rows = [
  ...Object.values(mixerRows).map(row => ({ title: `mixer ${row.name}`, row })),
  ...deviceClassNames.flatMap(className =>
    versions.flatMap(version =>
      deviceRows(className, version).map(row => ({ title: `${className} ${row.name} in Live ${version}`, row })),
    ),
  ),
]
/** One of each kind: many rows differ only in their name. */
const kinds = new Map(rows.map(entry => [JSON.stringify({ ...entry.row, name: '', default: 0 }), entry]))
export const measured = [...kinds.values()].filter(({ row }) => row.law.type !== 'unknown')

/** Places over the range; whole numbers where only those mean something. */
export function places({ min, max, law, isQuantized }: ParameterRow): readonly number[] {
  const isStepped = isQuantized || law.type === 'steps'
  if (isStepped) return Array.from({ length: max - min + 1 }, (_, i) => min + i)
  return [0, 0.013, 0.1, 0.25, 0.3333, 0.4, 0.5, 0.618, 0.75, 0.9, 0.987, 1].map(t => min + t * (max - min))
}

export const row = (className: string | null, name: string, version?: string) => findRow(className, name, version)!
