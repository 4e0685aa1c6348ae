/** Which file was taken for which track, as a table; what is not certain comes with its reason. */
import type { ExportedFile } from '../app/capture/export-match.ts'
import { columns, printableData } from '../report/layout.ts'

export function matchesText(files: readonly ExportedFile[]): string {
  const rows = printableData(files).map(({ name, trackName, confidence, note }) => [
    name,
    trackName === null ? 'not used' : `→ ${trackName}`,
    confidence,
    note ?? '',
  ])
  const isDoubtful = files.some(({ confidence }) => confidence === 'unsure' || confidence === 'none')
  const advice = isDoubtful ? ['Say it yourself with --match "file=track", or "file=none"; it is remembered.'] : []
  return [...columns([['File', 'Track', '', ''], ...rows]), ...advice].join('\n')
}
