import { expect, test } from 'vitest'
import { Drift } from '../../node/guide/drift.ts'
import { SectionStatistics } from '../../node/guide/section-statistics.ts'
import { frameOf } from './frames.ts'

/** Frames enough for a section to be known. */
const play = (sections: SectionStatistics, section: string, loudness: number, count = 100) => {
  for (let n = 0; n < count; n++) sections.write(section, frameOf({ loudness }))
}

test('is how far the section that changed most is from where it was', () => {
  const sections = new SectionStatistics()
  play(sections, 'drop', -14)
  play(sections, 'break', -20)
  const drift = new Drift(sections.all())
  expect(drift.of(sections)).toBe(0)
  sections.reset()
  play(sections, 'drop', -14)
  play(sections, 'break', -17)
  expect(drift.of(sections)).toBeCloseTo(3, 9)
})

test('a block costs one comparison however many sections were heard, and none where nothing was', () => {
  const sections = new SectionStatistics()
  for (let n = 0; n < 10; n++) play(sections, `part ${n}`, -14)
  const drift = new Drift(sections.all())
  drift.of(sections)
  const first = drift.comparisons
  for (let block = 0; block < 50; block++) {
    play(sections, 'part 3', -12, 1)
    drift.of(sections)
    drift.of(sections)
  }
  expect(first).toBe(10)
  expect(drift.comparisons - first).toBe(50)
})
