import { expect, test } from 'vitest'
import type { Analysis } from '../../node/features/analysis.ts'
import { compare } from '../../node/gap/gap.ts'
import { pageWidth, rangeBar, wrap } from '../../node/report/layout.ts'
import { analysisText, planText, proofText } from '../../node/report/text.ts'
import { analysisOf, hostileName, profileOf, proofOf } from './fixture.ts'

const plain = { color: false }
const proof = proofOf()
const plan = proof.passes[0]!.plan
const { analysis, comparison } = proof.before
/** Line breaks are the layout's business. */
const flat = (text: string) => text.replace(/\s+/g, ' ')

const pages = {
  analysis: analysisText(analysis, comparison, proof.profile, plain),
  'analysis without a profile': analysisText(analysis, null, null, plain),
  plan: planText(plan, comparison, { ...plain, kind: 'learned' }),
  proof: proofText(proof, plain),
  'proof against a prior': proofText(proofOf('prior'), plain),
  'proof against a twin': proofText(proofOf('twin'), plain),
  'proof of nothing': proofText(proofOf('learned', []), plain),
}

test.each(Object.entries(pages))(
  '%s: fits 100 columns, says nothing undefined, and controls no terminal',
  (_, text) => {
    expect(Math.max(...text.split('\n').map(line => [...line].length))).toBeLessThanOrEqual(pageWidth)
    expect(text).not.toMatch(/NaN|undefined|Infinity|\[object|null/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
    expect(text).toMatch(/[^\n]\n$/)
  },
)

test('an analysis shows sections with bars and times, ranges as bars, and what is not measured and why', () => {
  const text = pages.analysis
  expect(text).toMatch(/drop +48 +2:47 +4:10 +−9\.4 LUFS/)
  expect(text).toMatch(/Bass level +\+14\.6 dB +\.{10}\[==\|==\]\.+o +4\.8 dB above \(\+6\.6 to \+9\.8 dB\)/)
  expect(text).toMatch(/Mid width +−16\.0 dB +\.o\.+\[==\|==\]\.{10} +5\.4 dB below/)
  expect(text).toContain('Integrated loudness           −11.8 LUFS  ok (−13.4 to −10.2 LUFS)')
  expect(flat(text)).toContain('No energy in this band: Sub width, 25 Hz third octave in the breakdown.')
  expect(flat(text)).toContain('Warning: Main clips: 12 samples above full scale.')
})

test('the key comes with its Camelot code, how sure it is, what else it could be, and the tuning', () => {
  const text = analysisText(analysisOf({ bass: 1, width: 1 }), null, null, { color: false })
  expect(text.replace(/\s+/g, ' ')).toContain(
    'F# minor (11A), 87 % sure; next A major (11B), 8 %. essentia says A major. A is +3 cents from 440 Hz.',
  )
})

test('an analysis lists mix gaps worst first and material apart', () => {
  const text = flat(pages.analysis)
  expect(text).toContain('CRITICAL Bass level in the build: 6.4 dB louder than your references')
  const [mix, material] = [text.indexOf('Gaps in the mix'), text.indexOf('Material (tempo')]
  expect(mix).toBeLessThan(material)
  expect(text.indexOf('Tempo over the whole track: 4.0 BPM slower')).toBeGreaterThan(material)
  expect(text).toMatch(/Score 54 of 100/)
  expect(text).toMatch(/Stereo +26 +▲ critical +8 gaps/)
})

test('without a profile there is neither score nor range, and with a prior it is called one', () => {
  expect(pages['analysis without a profile']).not.toMatch(/Score|\[==/)
  expect(analysisText(analysis, comparison, profileOf('prior'), plain)).toMatch(/not your taste\).*\nLearn a profile/)
  expect(pages['proof against a prior']).toMatch(/not your taste\)(.|\n)*Learn a profile/)
  expect(pages.analysis).not.toContain('not your taste')
})

test('an analysis without sections, grid or values still reads', () => {
  const bare: Analysis = {
    ...analysisOf({ bass: 0, width: 0 }),
    grid: null,
    sections: [],
    warnings: [],
    rows: {
      overall: { values: { integratedLoudness: null, tempo: null }, reasons: { integratedLoudness: 'silence' } },
    },
  }
  const text = analysisText(bare, compare(bare.rows, proof.profile, 'master'), proof.profile, plain)
  expect(text).toContain('None found: figures are for the whole track.')
  expect(text).toContain('No score: nothing here is in the profile')
  expect(text).toContain('Silence: Integrated loudness over the whole track.')
  expect(text).toContain('Not defined for this audio: Tempo over the whole track.')
  expect(text).toContain('No beat grid found.')
  expect(text).not.toMatch(/NaN|undefined|every scored figure/)
})

test('a plan has the form: fault, fix, what it affects, prediction and confidence', () => {
  const text = flat(pages.plan)
  expect(text).toContain('Found 18 gaps, 3 fixes:')
  expect(text).toContain('[1] CRITICAL: Bass level in the drop: 6.4 dB louder than your references')
  expect(text).toContain('[2] WARNING: Mid width in the drop')
  expect(text).toContain('[3] SUGGESTION: Mud level in the drop: slightly outside its range.')
  expect(text).toContain(
    'Fix: Widen Supersaw Pads to 160 % Affects: Track "Supersaw Pads" → Utility (predicted to close',
  )
  expect(text).toContain('72 % sure: the heard tracks explain 88 % of Main)')
  expect(text).toContain('→ mixer (predicted to close 65 % of the gap, 93 % sure')
  expect(text).toContain('Limit: −2.8 of the −4.1 dB wanted')
  expect(text).toContain('Track Volume: -6.0 dB → -8.8 dB')
  expect(text).toContain('3 Filter Type A: Bell → High Shelf')
  expect(text).toContain('Also closes: 80 to 125 Hz third octaves in the drop; Bass level in the build')
  expect(text).toContain('Left alone The fader of Lead is automated: it is left alone.')
})

test('an empty plan is proud only when there is no gap', () => {
  const none = { ...plan, fixes: [], refused: [] }
  const healthy = compare(analysisOf({ bass: 0, width: 0 }).rows, proof.profile, 'master')
  expect(planText(none, healthy, { ...plain, kind: 'learned' })).toBe(
    'Nothing to do.\nEvery scored figure is inside the range of your references.\n',
  )
  const stuck = planText(none, comparison, { ...plain, kind: 'learned' })
  expect(stuck).not.toContain('Nothing to do')
  expect(stuck).toContain('No fix to offer. 18 gaps remain.')
  expect(planText({ ...none, refused: plan.refused }, healthy, { ...plain, kind: 'learned' })).toContain('Left alone')
})

test('a proof shows the gap before, predicted and measured, and every fix with what Live gave back', () => {
  const text = flat(pages.proof)
  const [pass] = proof.passes
  const gaps = [pass!.before, pass!.predicted, pass!.after].map(gap => gap.toFixed(3))
  expect(text).toContain(`Pass 1: gap ${gaps[0]} → ${gaps[1]} predicted → ${gaps[2]} measured`)
  expect(text).toContain('Score 54 → 92 of 100. The gap shrank by 86 %.')
  expect(text).toContain('Track Volume: -6.0 dB → -8.8 dB')
  expect(text).toContain(
    'refused Cut 2.0 dB at 240 Hz on Supersaw Pads: "3 Gain A" on Supersaw Pads was refused by Live',
  )
  expect(text).toContain('What it had written was put back.')
  expect(text).toContain('Median error of prediction: 0.10 dB over the 58 figures in dB that moved.')
  expect(text).toMatch(/Mid width, drop −16\.0 dB −11\.4 dB −11\.1 dB \+4\.9 dB −10\.6 to −7\.4 dB/)
  expect(text).toContain('12 of 12 tracks heard explain 99 % of Main.')
  expect(text).toContain('Undo puts it back')
  expect(text).toMatch(/Gaps that remain SUGGESTION Bass level/)
})

test('a proof that made things worse says so', () => {
  expect(proofText({ ...proof, gapReduction: -0.2 }, plain)).toContain('The gap GREW by 20 %.')
  expect(proofText({ ...proof, gapReduction: null }, plain)).toContain('There was no gap to close.')
  const twice = { ...proof, passes: [...proof.passes, ...proof.passes] }
  expect(proofText(twice, plain)).toContain('Median error of prediction in the last pass: 0.10 dB')
  expect(pages['proof of nothing']).toContain('The gap did not change.')
  expect(pages['proof of nothing']).toContain('Nothing to apply.')
  expect(pages['proof of nothing']).not.toContain('Undo puts it back')
})

test('a fix that was offered and not approved is named', () => {
  const [pass] = proof.passes
  const text = proofText({ ...proof, passes: [{ ...pass!, applied: pass!.applied.slice(0, 1) }] }, plain)
  expect(text).toContain('not approved  Widen Supersaw Pads to 160 %')
})

test('colour comes only when asked for, and changes no word', () => {
  const coloured = proofText(proof, { color: true })
  expect(coloured).toContain('\x1b[33mrefused\x1b[0m')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes
  expect(coloured.replace(/\x1b\[\d+m/g, '')).toBe(pages.proof)
  expect(hostileName).toContain('\x1b')
})

test('wrapping keeps the indent and cuts words that are longer than a line', () => {
  const lines = wrap(`${'word '.repeat(40)}${'y'.repeat(150)}`, '  Fix: ')
  expect(lines[0]!.startsWith('  Fix: word')).toBe(true)
  expect(lines.slice(1).every(line => line.startsWith('       '))).toBe(true)
  expect(Math.max(...lines.map(line => line.length))).toBe(pageWidth)
  expect(lines.join('').match(/y/g)).toHaveLength(150)
})

test('a range bar has the value where it is, and marks what is off the bar', () => {
  const zone = { low: -1, high: 1, median: 0, sigma: 1 }
  expect(rangeBar(-99, zone)).toBe('<.........[==|==]..........')
  expect(rangeBar(99, zone)).toBe('..........[==|==].........>')
  expect(rangeBar(0, zone)).toBe('..........[==o==]..........')
})
