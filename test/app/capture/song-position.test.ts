import { describe, expect, test } from 'vitest'
import { sampleAt, songPosition } from '../../../node/app/capture/song-position.ts'
import { in16Bits, phaseChannel } from '../../support/phase.ts'

const seconds = 20

describe.each([44_100, 48_000, 96_000])('at %d Hz', sampleRate => {
  test.each([120, 132.5, 138, 140, 174.02])('at %d BPM a beat is found to a hundredth of a sample', tempo => {
    const still = 12_345
    const phase = phaseChannel(sampleRate, { still, fromBeats: 24, tempo, frames: seconds * sampleRate })
    const position = songPosition(phase, { sampleRate, tempo, startedAt: 24 })!
    expect(Math.abs(sampleAt(position, 32) - (still + (8 * 60 * sampleRate) / tempo))).toBeLessThan(0.01)
    // To the sample, unless the first ones are within half a sample of the phase at rest.
    expect(Math.abs(position.fromSample - still)).toBeLessThanOrEqual(1)
    expect(position.scatterSamples).toBeLessThan(0.01)
  })

  test('16 bits step by half a sample, and still place the file within a tenth of one', () => {
    const phase = in16Bits(
      phaseChannel(sampleRate, { still: 999, fromBeats: 24, tempo: 138, frames: seconds * sampleRate }),
    )
    const position = songPosition(phase, { sampleRate, tempo: 138, startedAt: 24 })!
    expect(Math.abs(sampleAt(position, 32) - (999 + (8 * 60 * sampleRate) / 138))).toBeLessThan(0.1)
  })
})

const sampleRate = 44_100
const tempo = 138
const frames = seconds * sampleRate

test('a recorder that began while the song played is placed in the beat after it was told', () => {
  for (const late of [-0.2, 0, 0.1, 0.5, 0.65]) {
    const phase = phaseChannel(sampleRate, { fromBeats: 30.75 + late, tempo, frames })
    const position = songPosition(phase, { sampleRate, tempo, startedAt: 30.75 })!
    expect(position.fromBeats).toBeCloseTo(30.75 + late, 4)
  }
})

test('a phase that stays where it was when the transport stops is as good as one that goes to 0', () => {
  const phase = phaseChannel(sampleRate, { still: 5_000, stillPhase: 0.37, fromBeats: 0, tempo, frames })
  expect(songPosition(phase, { sampleRate, tempo, startedAt: 0 })).toMatchObject({ fromSample: 5_000 })
})

test('after a jump the longer stretch is taken, and the other is told', () => {
  const phase = phaseChannel(
    sampleRate,
    { fromBeats: 8, tempo, frames: 3 * sampleRate },
    { fromBeats: 40.3, tempo, frames },
  )
  const position = songPosition(phase, { sampleRate, tempo, startedAt: 40.3 })!
  expect(position.fromSample / sampleRate).toBeCloseTo(3, 2)
  expect(position.elsewhereSeconds).toBeCloseTo(3, 1)
})

test('a change of tempo splits the song: neither half passes for the whole', () => {
  const phase = phaseChannel(
    sampleRate,
    { fromBeats: 0, tempo, frames },
    { fromBeats: (seconds * tempo) / 60, tempo: 2 * tempo, frames: frames / 2 },
  )
  const position = songPosition(phase, { sampleRate, tempo, startedAt: 0 })!
  expect(position.toSample / sampleRate).toBeCloseTo(seconds, 1)
})

test('what holds no song position gives none: silence, noise, another beat than the quarter', () => {
  const options = { sampleRate, tempo, startedAt: 0 }
  let state = 5
  const noise = Float32Array.from({ length: frames }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return (state >>> 8) / 2 ** 24
  })
  expect(songPosition(new Float32Array(frames), options)).toBeNull()
  expect(songPosition(new Float32Array(0), options)).toBeNull()
  // A twentieth of a second, as between two clicks of a transport that will not start.
  expect(
    songPosition(phaseChannel(sampleRate, { still: frames, fromBeats: 0, tempo, frames: 2_205 }), options),
  ).toBeNull()
  expect(songPosition(noise, options)).toBeNull()
  expect(songPosition(phaseChannel(sampleRate, { fromBeats: 0, tempo: tempo / 2, frames }), options)).toBeNull()
  expect(songPosition(phaseChannel(sampleRate, { fromBeats: 0, tempo: tempo * 1.01, frames }), options)).toBeNull()
})
