import { expect, test } from 'vitest'
import { measureDuckDepth } from '../../node/features/sidechain/sidechain.ts'
import { duckDepthInDrops } from '../../node/mix/duck-depth.ts'

const sampleRate = 44_100
const grid = { tempo: 138, firstBeatSeconds: 0, confidence: 1 }

/** A tone that dips by half after every beat of 138 BPM, for 12 s. */
function ducked() {
  const channel = Float32Array.from({ length: 12 * sampleRate }, (_, n) => {
    const phase = ((n / sampleRate) * 138) / 60
    return 0.3 * (1 - 0.5 * Math.exp(-6 * (phase % 1))) * Math.sin((2 * Math.PI * 1000 * n) / sampleRate)
  })
  return { sampleRate, channels: [channel, channel] }
}

test('the plan and the report share one measurement of a track, as long as nothing is different', () => {
  const track = ducked()
  const found = duckDepthInDrops(track, { grid, sections: [] })
  expect(found).toEqual(measureDuckDepth(track, grid))
  expect(found?.depthDb).toBeGreaterThan(1.5)
  expect(duckDepthInDrops({ ...track }, { grid, sections: [] })).toBe(found)
  // Half a beat later: the dips lie elsewhere.
  const later = { ...grid, firstBeatSeconds: 30 / 138 }
  expect(duckDepthInDrops(track, { grid: later, sections: [] })).toEqual(measureDuckDepth(track, later))
  expect(duckDepthInDrops(track, { grid: null, sections: [] })).toBeNull()
})
