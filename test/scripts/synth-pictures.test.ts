import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type PictureName, synthPictures } from '../../scripts/docs/synth-pictures.ts'

const kept = (name: PictureName) => readFileSync(`docs/synth-${name}.svg`, 'utf8')
/** What is drawn, and where, in whole units of the picture: the last digit of a sine is the machine's. */
const rounded = (svg: string) => svg.replace(/-?\d+\.\d+/g, number => String(Math.round(Number(number) / 2)))

test.each(['harmonics', 'envelope'] as const)(
  'the picture "%s" of the guide is what the analysis draws today',
  name => {
    // Otherwise: node scripts/run.mjs scripts/draw-synth-extraction.ts
    expect(rounded(synthPictures[name]())).toBe(rounded(kept(name)))
  },
)

test.each(['harmonics', 'envelope', 'bleed'] as const)('the picture "%s" stands alone and loads nothing', name => {
  expect(kept(name)).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]*><style>/)
  expect(kept(name)).not.toMatch(/href|url\(|NaN|undefined/)
})
