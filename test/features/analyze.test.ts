/** The whole engine on audio that breaks careless code, and its invariants. */
import { describe, expect, test } from 'vitest'
import type { Audio } from '../../node/audio/audio.ts'
import type { Analysis } from '../../node/features/analysis.ts'
import { analyze } from '../../node/features/analyze.ts'
import { type FeatureId, feature, featureIds, type Scope, scopes } from '../../node/features/catalogue.ts'
import { analysisDocument, analysisDocumentSchema } from '../../node/report/json.ts'
import { analysisText } from '../../node/report/text.ts'
import { arrange, mono, noise, type Part } from '../support/beats.ts'
import { onBoth, scaled, stereo, uglyInputs, whiteNoise } from '../support/signals.ts'

/** Every figure is a number in its range or null with a reason; nothing else is in a row. */
function expectWhole(analysis: Analysis) {
  for (const scope of scopes) {
    const row = analysis.rows[scope]
    if (!row) continue
    const kind = scope === 'overall' ? 'overall' : 'sections'
    const wanted = featureIds.filter(
      id =>
        (feature(id).measuredIn === 'both' || feature(id).measuredIn === kind) && feature(id).category !== 'masking',
    )
    expect(Object.keys(row.values).sort(), scope).toEqual([...wanted].sort())
    for (const id of wanted) {
      const value = row.values[id]
      if (value === null) expect(row.reasons[id], `${scope} ${id}`).toMatch(/\w{3}/)
      else {
        const [low, high] = feature(id).range
        expect(value, `${scope} ${id}`).toBeGreaterThanOrEqual(low)
        expect(value, `${scope} ${id}`).toBeLessThanOrEqual(high)
        expect(row.reasons[id], `${scope} ${id}`).toBeUndefined()
      }
      const sure = row.confidence?.[id]
      if (sure !== undefined) expect(sure >= 0 && sure <= 1, `${scope} ${id}`).toBe(true)
    }
  }
  const document = analysisDocument(analysis, null, null)
  expect(analysisDocumentSchema.safeParse(JSON.parse(JSON.stringify(document))).error).toBeUndefined()
  expect(analysisText(analysis, null, null, { color: false })).not.toMatch(/NaN|undefined|Infinity/)
}

const { 'no samples': noSamples, ...ugly } = uglyInputs()
const sampleRate = 44_100
/** Slow chords that come and go, no beat: an ambient intro. */
const ambient = (seconds: number) =>
  Float32Array.from({ length: seconds * sampleRate }, (_, n) => {
    const t = n / sampleRate
    return 0.1 * (1 + Math.sin(0.7 * t)) * (Math.sin(2 * Math.PI * 220 * t) + Math.sin(2 * Math.PI * 277.2 * t))
  })
const song: readonly Part[] = [
  { type: 'intro', bars: 4, plays: ['kick', 'hat'] },
  { type: 'breakdown', bars: 4, plays: ['pad'] },
  { type: 'drop', bars: 8, plays: ['kick', 'bass', 'hat', 'pad', 'lead'] },
]
const beats = arrange(song, { tempo: 138, sampleRate }).signal

describe('every measure is a number in its range or null with a reason', () => {
  test.each([
    ...Object.entries(ugly),
    ['three seconds of a song', mono(beats.subarray(0, 3 * sampleRate), sampleRate)],
    [
      'a song, clipped',
      mono(
        scaled(beats, 20).map(x => Math.max(-1, Math.min(1, x))),
        sampleRate,
      ),
    ],
    ['a song on the left only', stereo(beats, new Float32Array(beats.length), sampleRate)],
    ['noise of 30 s: no beat at all', onBoth(noise(30, sampleRate), sampleRate)],
    ['ambient chords', onBoth(ambient(20), sampleRate)],
    [
      'a song with DC',
      onBoth(
        beats.map(x => 0.5 * x + 0.3),
        sampleRate,
      ),
    ],
  ] as [string, Audio][])('%s', (name, audio) => {
    expectWhole(analyze(audio, { name }))
  })

  test('audio without samples and samples that are not numbers are refused by name', () => {
    expect(() => analyze(noSamples!, { name: 'empty' })).toThrow(/at least one sample/)
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const x = whiteNoise(3 * sampleRate, 1)
      x[70_000] = value
      expect(() => analyze(onBoth(x, sampleRate), { name: 'broken' })).toThrow(/NaN or Infinity/)
    }
  })
})

describe('invariants of the whole analysis', () => {
  const audio: Audio = stereo(
    beats,
    beats.map((x, n) => 0.8 * x + 0.05 * Math.sin(n / 9)),
    sampleRate,
  )
  const reference = analyze(audio, { name: 'song' })
  const values = (analysis: Analysis, scope: Scope = 'overall') => analysis.rows[scope]!.values

  test('6 dB less moves what depends on level by 6 dB, and nothing else', () => {
    const quiet = analyze(
      { sampleRate, channels: audio.channels.map(channel => scaled(channel, 0.5)) },
      { name: 'song', sections: reference.sections },
    )
    for (const id of featureIds) {
      const [before, after] = [values(reference)[id], values(quiet)[id]]
      if (typeof before !== 'number' || typeof after !== 'number') {
        expect(after === null, id).toBe(before === null)
        continue
      }
      // 1 % of the figure or a hundredth: thresholds at absolute levels move single frames across them.
      const tolerance = Math.max(0.01, 0.01 * Math.abs(before))
      expect(Math.abs(after - before - (feature(id).levelDependent ? -6.0206 : 0)), id).toBeLessThan(tolerance)
    }
  })

  test('swapped channels change the sign of the balance, and nothing else', () => {
    const [left, right] = audio.channels
    const swapped = analyze(stereo(right!, left!, sampleRate), { name: 'song' })
    for (const id of featureIds) {
      const [before, after] = [values(reference)[id], values(swapped)[id]] as const
      if (typeof before !== 'number') expect(after, id).toBe(before)
      else {
        const sign = (id as FeatureId).startsWith('balance') ? -1 : 1
        expect(Math.abs(sign * (after as number) - before), id).toBeLessThan(Math.max(1e-3, 1e-3 * Math.abs(before)))
      }
    }
  })
})
