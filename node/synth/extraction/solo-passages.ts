/** Stretches of a mix in which one stem sounds alone: cleaner than any separation of it. */
import type { StemSpectra } from './stem-spectra.ts'

export interface SoloPassage {
  readonly fromSeconds: number
  readonly toSeconds: number
  /** Level of everything else against the stem there, dB. */
  readonly restDb: number
}

/** The stem has to sound: this far below its loudest it does not. */
const soundingDb = -35
/** A gap between two notes does not end a passage. */
const longestGapSeconds = 0.25

/** The longest first. */
export function soloPassages(
  { stemLevels, restLevels, hopSeconds }: StemSpectra,
  { restDb, shortestSeconds }: { readonly restDb: number; readonly shortestSeconds: number },
): SoloPassage[] {
  const loudest = stemLevels.reduce((most, each) => Math.max(most, each), 0)
  const [sounding, alone] = [loudest * 10 ** (soundingDb / 10), 10 ** (restDb / 10)]
  const gap = Math.round(longestGapSeconds / hopSeconds)
  const found: SoloPassage[] = []
  let [from, last, silent] = [-1, -1, 0]
  const end = () => {
    const [fromSeconds, toSeconds] = [from * hopSeconds, (last + 1) * hopSeconds]
    if (from >= 0 && toSeconds - fromSeconds >= shortestSeconds) {
      const sum = (levels: Float64Array) => levels.subarray(from, last + 1).reduce((all, each) => all + each, 1e-30)
      found.push({ fromSeconds, toSeconds, restDb: 10 * Math.log10(sum(restLevels) / sum(stemLevels)) })
    }
    from = -1
  }
  stemLevels.forEach((own, i) => {
    if (own > sounding && restLevels[i]! < alone * own) {
      if (from < 0) from = i
      last = i
      silent = 0
    } else if (own <= sounding && restLevels[i]! <= sounding * alone && silent < gap) silent++
    else end()
  })
  end()
  return found.toSorted((a, b) => b.toSeconds - b.fromSeconds - (a.toSeconds - a.fromSeconds))
}
