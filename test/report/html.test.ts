import { expect, test } from 'vitest'
import type { Analysis } from '../../node/features/analysis.ts'
import { compare } from '../../node/gap/gap.ts'
import { analysisHtml, proofHtml } from '../../node/report/html.ts'
import { html } from '../../node/report/markup.ts'
import { analysisOf, profileOf, proofOf } from './fixture.ts'

const options = { title: 'Proof <b>of</b> the loop', generatedAt: '2026-11-21 22:10', commit: '8c4fd48' }
const proof = proofOf()
const { analysis, comparison } = proof.before
const page = proofHtml(proof, options)

const bare: Analysis = {
  ...analysisOf({ bass: 0, width: 0 }),
  grid: null,
  sections: [],
  rows: { overall: { values: { integratedLoudness: null, bandBass: 2 }, reasons: { integratedLoudness: 'silence' } } },
  shortTerm: { startSeconds: 0, stepSeconds: 0.1, values: new Float32Array() },
}

const pages = {
  proof: page,
  'proof against a prior': proofHtml(proofOf('prior'), options),
  'proof against a twin': proofHtml(proofOf('twin'), options),
  'proof of nothing': proofHtml(proofOf('learned', []), options),
  analysis: analysisHtml({ analysis, comparison, profile: proof.profile, tracks: null }, options),
  'analysis without a profile': analysisHtml({ analysis, comparison: null, profile: null, tracks: null }, options),
  'analysis of nothing': analysisHtml(
    { analysis: bare, comparison: compare(bare.rows, proof.profile, 'master'), profile: proof.profile, tracks: null },
    options,
  ),
  'analysis of silence': analysisHtml(
    {
      analysis: { ...bare, seconds: 0, shortTerm: { ...bare.shortTerm, values: new Float32Array(40).fill(-120) } },
      comparison: null,
      profile: null,
      tracks: null,
    },
    options,
  ),
}

/** Without tags, as a reader sees it. */
const words = (text: string) =>
  text
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ')

test.each(Object.entries(pages))('%s: nothing undefined, no script, nothing from the network', (_, text) => {
  expect(text).not.toMatch(/NaN|undefined|Infinity|\[object/)
  expect(text).not.toMatch(/https?:|\/\/|<script|<link|<img|<iframe|@import|url\(|\son\w+=/i)
  expect(text).toContain('content="default-src &#39;none&#39;')
  expect(text.startsWith('<!doctype html>')).toBe(true)
})

test.each(Object.entries(pages))('%s: tags are balanced and ids unique', (_, text) => {
  const open: string[] = []
  for (const [, closing, tag, self] of text
    .replace(/<style>.*?<\/style>/s, '')
    .matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/g)) {
    if (self || ['meta'].includes(tag!)) continue
    if (!closing) open.push(tag!)
    else expect(open.pop()).toBe(tag)
  }
  expect(open).toEqual([])
  const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map(match => match[1])
  expect(new Set(ids).size).toBe(ids.length)
})

test('names from the set cannot become markup', () => {
  expect(page).toContain('Rolling &quot;Bass&quot; &lt;script&gt;alert(1)&lt;/script&gt; &amp;')
  expect(page).toContain('<title>Proof &lt;b&gt;of&lt;/b&gt; the loop</title>')
  expect(page).toContain('First &lt;Light&gt; &amp; Night')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
  expect(html`<p title="${'"\'<>&'}">${['<', html`<b>${'>'}</b>`]}</p>`.markup).toBe(
    '<p title="&quot;&#39;&lt;&gt;&amp;">&lt;<b>&gt;</b></p>',
  )
})

test('a number that is not finite never reaches a coordinate', () => {
  expect(() => html`<i style="width:${Number.NaN}%"></i>`).toThrow('must be finite, got NaN')
})

test('a proof has all its parts, in order', () => {
  const titles = [...page.matchAll(/<h2>([^<]+)<\/h2>/g)].map(match => match[1])
  expect(titles).toEqual([
    'Fixes',
    'The gap, pass by pass',
    'Loudness over time',
    'Spectrum per section',
    'Stereo width per section',
    'Gaps by category',
    'Material',
    'Every figure',
    'Warnings',
    'Not measured',
    'Notes',
    'What this does not prove',
  ])
  expect(page).toContain('commit 8c4fd48')
})

test('the headline says the score, the gap, the moves and the error of prediction', () => {
  const text = words(page)
  expect(text).toMatch(/54 → 92/)
  expect(text).toContain('Gap closed 86 %')
  expect(text).toContain('Moves 2 applied, 1 refused')
  expect(text).toContain('Prediction error 0.10 dB')
  expect(text).toContain('12 of 12 tracks heard explain 99 % of Main.')
  expect(text).toContain("That Live's own devices respond as modelled is not verified here.")
})

test('a fix card says why, how much, what Live gave back, predicted and measured', () => {
  const text = words(page)
  expect(text).toContain('Bass level in the drop: 6.4 dB louder than your references')
  expect(text).toContain('Track Volume: -6.0 dB → -8.8 dB')
  expect(text).toContain('gap 0.305 → 0.115 (62 % less)')
  expect(text).toContain('✕ refused, rolled back')
  expect(text).toContain('"3 Gain A" on Supersaw Pads was refused by Live')
  expect(text).toContain('Cut 1.8 dB at 110 Hz on Kick: alone')
  expect(text).toContain('Confidence 72 % sure: the heard tracks explain 88 % of Main')
})

test('a fix of a later pass is explained by what the earlier one left, not by the first measurement', () => {
  const [pass] = proof.passes
  const gaps = pass!.comparison.gaps.map(gap => ({ ...gap, deviation: gap.deviation / 2 }))
  const second = { ...pass!, comparison: { ...pass!.comparison, gaps } }
  const text = words(proofHtml({ ...proof, passes: [pass!, second] }, options))
  expect(text).toContain('Bass level in the drop: 6.4 dB louder than your references')
  expect(text).toContain('Bass level in the drop: 3.2 dB louder than your references')
  expect(text).toContain('closes 65 % of the gap that pass 1 left')
  expect(
    text.match(
      /6\.4 dB louder than your references \(\+14\.6 dB; they: \+6\.6 to \+9\.8 dB, median \+8\.2 dB\)\. Rolling/g,
    ),
  ).toHaveLength(1)
})

test('every measured section has its spectrum and its widths, drawn before, after and against the range', () => {
  for (const scope of ['intro', 'build', 'breakdown', 'drop']) {
    for (const plot of ['spectrum', 'width']) expect(page).toContain(`<title id="${plot}-${scope}-title">`)
  }
  expect(page).not.toContain('spectrum-outro')
  expect(page).not.toContain('spectrum-overall')
  const drop = page.slice(
    page.indexOf('spectrum-drop-title">'),
    page.indexOf('</figure>', page.indexOf('spectrum-drop-title">')),
  )
  expect(drop.match(/<path class="(before|after|zone)"/g)).toHaveLength(3)
  expect(words(drop)).toContain(
    'Outside the range before: 63 to 200 Hz third octaves. Outside the range after: 80 to 160 Hz',
  )
})

test('a section that was and is inside says so once', () => {
  expect(words(pages['proof of nothing'])).toContain('Outside the range before: 63 to 200 Hz third octaves. Outside')
  const healthy = analysisOf({ bass: 0, width: 0 })
  const ends = { ...proof.before, analysis: healthy }
  const text = words(proofHtml({ ...proof, before: ends, after: ends }, options))
  expect(text).toContain('Inside the range before and after.')
  expect(text).not.toContain('Outside the range')
})

test('every plot has a name and a description', () => {
  const plots = page.match(/<svg[^>]*role="img"[^>]*>/g)!
  expect(plots).toHaveLength(2 + 4 + 4)
  expect(page.match(/<desc /g)).toHaveLength(plots.length)
  expect(page).toContain('Sections: intro 0:00 to 0:56, build 0:56 to 1:23')
})

test('each gap tells what became of it, with the tracks that carry it', () => {
  const text = words(page)
  expect(text).toContain('▲ critical → ○ minor Bass level in the drop')
  expect(text).toContain('Now +11.2 dB: 1.3 dB outside the range.')
  expect(text).toMatch(/▲ critical → ● ok Mid width in the drop/)
  expect(page).toContain('style="width:61%;height:4px"')
})

test('a gap that opened on the way is called new', () => {
  const worse = proofHtml({ ...proof, before: proof.after, after: proof.before }, options)
  expect(words(worse)).toContain('new: ▲ critical')
  expect(words(proofHtml({ ...proof, gapReduction: -0.2 }, options))).toContain('Gap grew by 20 %')
})

test('the prior is named as one, a learned profile is not', () => {
  for (const text of [
    pages['proof against a prior'],
    analysisHtml({ analysis, comparison, profile: profileOf('prior'), tracks: null }, options),
  ]) {
    expect(words(text)).toContain('◆ The target is a prior from published figures, not your taste')
  }
  expect(words(pages['proof against a prior'])).not.toContain('than your references')
  expect(words(page)).not.toContain('not your taste')
})

test('an analysis without values, sections or grid still has its figures and reasons', () => {
  const text = words(pages['analysis of nothing'])
  expect(text).toContain('Silence: Integrated loudness over the whole track.')
  expect(text).toContain('no beat grid')
  expect(text).toContain('Nothing above −70.0 LUFS to draw.')
  expect(text).toContain('Integrated loudness not measured')
  expect(words(pages['analysis without a profile'])).toContain('no profile was given')
})
