/** What can be said of real music: segments, labels where there are any, ranges on held-out tracks, the judge; or why not. */
import { adjustedRandIndex, clusterPoints, leastPoints } from '../../node/profile/clusters.ts'
import { fewestReferences } from '../../node/profile/judge/fit-judge.ts'
import { validateProfile } from '../../node/profile/validate-profile.ts'
import { styleChance, stylePrecision } from './figures.ts'
import { judgeSegments, methodsOf, metricOf, type Print, shareText } from './judge.ts'
import { learnJudge, referenceOf } from './judge-figures.ts'
import type { MeasuredTrack } from './measured.ts'
import { embeddingOf } from './methods.ts'

/** `training`: generated tracks, for what they teach about real ones. `artistOf`: of a track's name. */
export function judgeReal(
  tracks: readonly MeasuredTrack[],
  training: readonly MeasuredTrack[],
  artistOf: ReadonlyMap<string, string>,
  print: Print,
): void {
  if (tracks.length < 5) {
    print(`\nReal music: ${tracks.length} tracks that are long enough; five are needed.`)
    return
  }
  // As Uplift answers with this library; and by what it learned from the generated styles.
  judgeSegments('Real music, own library', tracks, methodsOf(metricOf(tracks)), print)
  const [, learned] = Object.entries(methodsOf(metricOf(training)))[0]!
  judgeSegments('Real music, metric from generated styles', tracks, { 'Uplift (trained)': learned }, print)
  judgeLabels(tracks, artistOf, print)
  judgeRealClusters(tracks, print)
  const { coverage } = validateProfile(tracks.map(referenceOf))
  if (coverage)
    print(
      `\nReal music: figures of held-out tracks inside the zones of the others: ${coverage.share.toFixed(2)} (of ${coverage.values}; bar 0.70 to 0.90)`,
    )
  print('\nReal music, the learned judge: originals against their own copies with flaws')
  if (!learnJudge(tracks, print)) print(`  not learned: ${tracks.length} tracks, and ${fewestReferences} are needed`)
}

/** A label of which fewer are there has too few others to be found. */
const fewestOfLabel = 3
const fewestLabelled = 10

function judgeLabels(all: readonly MeasuredTrack[], artistOf: ReadonlyMap<string, string>, print: Print): void {
  const labels = countsOf(all)
  const tracks = all.filter(({ style }) => style !== null && labels.get(style)! >= fewestOfLabel)
  if (tracks.length < fewestLabelled || new Set(tracks.map(({ style }) => style)).size < 2) {
    print(
      `\nReal music, labels: not counted: ${tracks.length} tracks have a label that ${fewestOfLabel} share, and ${fewestLabelled} of two labels are needed (manifest.tsv or subfolders)`,
    )
    return
  }
  const isSameArtist = (a: MeasuredTrack, b: MeasuredTrack) => artistOf.get(a.name) === artistOf.get(b.name)
  print(`\nReal music, label P@5: ${tracks.length} tracks, ${describe(countsOf(tracks))}; the query's artist left out`)
  print(`by chance ${styleChance(tracks, isSameArtist).toFixed(2)}`)
  for (const [name, method] of Object.entries(methodsOf(metricOf(all))))
    print(`  ${name.padEnd(24)} ${shareText(stylePrecision(tracks, method, isSameArtist)(({ excerpts }) => excerpts))}`)
}

function judgeRealClusters(tracks: readonly MeasuredTrack[], print: Print): void {
  if (tracks.length < leastPoints) {
    print(`\nReal music, styles: not looked for: ${tracks.length} tracks, and ${leastPoints} are needed`)
    return
  }
  const { clusters, count } = clusterPoints(embeddingOf(tracks.map(({ excerpts }) => excerpts)).points())
  const labels = [...countsOf(tracks).keys()]
  const labelled = tracks.flatMap(({ style }, i) => (style === null ? [] : [{ truth: labels.indexOf(style), i }]))
  const index =
    labelled.length > 0
      ? adjustedRandIndex(
          labelled.map(({ truth }) => truth),
          labelled.map(({ i }) => clusters[i]!),
        ).toFixed(2)
      : 'none: no labels'
  print(`\nReal music, styles: found ${count} among ${tracks.length} tracks; against the labels, index ${index}`)
}

function countsOf(tracks: readonly MeasuredTrack[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { style } of tracks) if (style !== null) counts.set(style, (counts.get(style) ?? 0) + 1)
  return counts
}

const describe = (counts: ReadonlyMap<string, number>) =>
  [...counts].map(([label, count]) => `${count} ${label}`).join(', ')
