/** What a user should know about the audio before trusting anything else. */
import type { LevelGrid } from '../dsp/level-grid.ts'

export const clippedPassages = ({ clippedRuns }: LevelGrid) =>
  clippedRuns.slice(0, 2).reduce((sum, runs) => sum + runs, 0)

export function remarks(levels: LevelGrid): string[] {
  const { peaks } = levels
  const list: string[] = []
  const silent = peaks.map(each => each.every(peak => peak === 0))
  if (silent.every(Boolean)) list.push('The audio is digital silence.')
  else if (peaks.length > 1) {
    const names = ['left', 'right']
    silent.slice(0, 2).forEach((is, c) => {
      if (is) list.push(`The ${names[c]} channel is silent.`)
    })
  }
  const clips = clippedPassages(levels)
  if (clips > 0) list.push(`${clips} clipped passage${clips === 1 ? '' : 's'} (flat tops at the highest level).`)
  return list
}
