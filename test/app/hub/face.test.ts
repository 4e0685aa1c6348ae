import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ownFace, type Trouble } from '../../../device/face/own-state.ts'
import { faceControls } from '../../../device/protocol.ts'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import { firstChoices, withSwitch } from '../../../node/app/hub/choices.ts'
import { faceOf } from '../../../node/app/hub/face.ts'
import { faultLine, fits, fittingLine, shortened } from '../../../node/app/hub/face-line.ts'
import { lightsOf, noLights } from '../../../node/app/hub/lights.ts'
import { type Activity, enabledControls, firstModel, type Model, slotsOf } from '../../../node/app/hub/model.ts'
import type { Findings } from '../../../node/app/hub/work.ts'
import { compare } from '../../../node/gap/gap.ts'
import { shippedProfiles } from '../../../node/profile/shipped.ts'
import { changeOf, fixOf } from '../../support/fix-of.ts'
import { miniSong } from '../../support/mini-song.ts'

const set = await createSimulatedSet(miniSong).snapshot()
const fix = fixOf([changeOf(set, { track: 'tracks 3', device: null, parameter: 'Track Volume' }, -3)], {
  title: 'Cut 2.8 dB at 240 Hz on Pads',
  trackName: 'Pads',
  predictedReduction: 0.12,
})
const findings = {
  score: 61.4,
  lights: noLights,
  against: 'prior, not your taste',
  stage: { stage: 'premaster', reason: '' },
  heard: '7 of 24 tracks heard explain 81 %',
  judge: [],
  obstacle: '',
  files: [],
  plan: { fixes: [fix], distanceBefore: 1 },
  warnings: [],
  missing: [],
  spans: [],
  proof: null,
} as unknown as Findings
const heard = { source: { kind: 'taps', passes: [], taps: [] }, isMeasured: true, isStale: false } as const
const ready: Model = { ...firstModel, link: 'ready', isLast: true }
const measured: Model = { ...ready, heard, findings, slots: slotsOf([fix]), canUndo: true }

const buttons = (model: Model) =>
  enabledControls(model).filter(control => !enabledControls(firstModel).includes(control))

describe('the face', () => {
  test('shows a fix by what, where and what for, within the lengths that fit', () => {
    const face = faceOf(measured)
    expect(face.fixes).toEqual([
      { title: 'Cut 2.8 dB at 240 Hz', track: 'Pads', effect: 'gap −12 %', state: 'offered' },
    ])
    expect(face).toMatchObject({ score: 61, against: 'prior, not your taste', progress: null })
    const long = faceOf({ ...measured, message: { line: 'word '.repeat(60), tone: 'error' } })
    expect(fits(long.line)).toBe(true)
    expect(long.detail).toBe('word '.repeat(60))
    expect(long.line.endsWith('word…')).toBe(true)
  })

  test('always says what to do next', () => {
    const lines = [
      faceOf(firstModel).line,
      faceOf(ready).line,
      faceOf({ ...ready, isLast: false }).line,
      faceOf({ ...ready, heard: { ...heard, isMeasured: false } }).line,
      faceOf({ ...measured, heard: { ...heard, isStale: true } }).line,
      faceOf(measured).line,
      faceOf({ ...measured, slots: [], findings: { ...findings, plan: { ...findings.plan, fixes: [] } } }).line,
    ]
    expect(lines.map(line => line.split(' ')[0])).toEqual([
      'Waiting',
      'Capture',
      'Uplift',
      'Captured.',
      'The',
      '1',
      'Nothing',
    ])
    expect(new Set(lines).size).toBe(lines.length)
    expect(lines.filter(line => !fits(line))).toEqual([])
  })

  test('what the learned judge says is in the hint of the line, and the score stays what it is', () => {
    const judge = ['Learned judge: cannot tell.', 'It learned from 30 references.']
    const face = faceOf({ ...measured, findings: { ...findings, judge } })
    const { line, score } = faceOf(measured)
    expect(face).toMatchObject({ line, score, detail: `${line} Learned judge: cannot tell.` })
  })

  test('offers what does something: nothing without Live or beside another hub, Cancel alone while it works', () => {
    expect(buttons(firstModel)).toEqual([])
    expect(buttons({ ...measured, isPassive: true })).toEqual([])
    expect(buttons({ ...measured, link: 'silent' })).toEqual([])
    const during = (kind: Activity['kind']) =>
      buttons({ ...measured, activity: { kind, words: 'Working.', progress: 0.314 } })
    expect(during('recording')).toEqual(['cancel'])
    // Half a transaction is none: writing is not cancelled.
    expect(during('applying')).toEqual([])
    expect(during('comparing')).toEqual(['compare', 'cancel'])
    expect(faceOf({ ...measured, activity: { kind: 'recording', words: '', progress: 0.314159 } }).progress).toBe(0.31)
  })

  test('a fix can be applied once, not in Passive, and a stale take is not analyzed', () => {
    expect(buttons(measured)).toEqual(
      expect.arrayContaining(['apply-1', 'apply-all', 'show-1', 'intended-1', 'lock-1', 'undo', 'compare', 'analyze']),
    )
    expect(buttons(measured)).not.toContain('apply-2')
    const applied = { ...measured, slots: measured.slots.map(slot => ({ ...slot, state: 'applied' as const })) }
    expect(buttons(applied)).not.toContain('apply-1')
    expect(buttons(applied)).not.toContain('apply-all')
    const passive = { ...measured, choices: { ...firstChoices, mode: 'passive' as const } }
    expect(buttons(passive).filter(control => control.startsWith('apply'))).toEqual([])
    expect(buttons({ ...measured, heard: { ...heard, isStale: true } })).not.toContain('analyze')
    const ring = {
      source: { kind: 'ring', file: '', seconds: 20, endsAt: 0 },
      isMeasured: true,
      isStale: true,
    } as const
    expect(buttons({ ...measured, heard: ring })).toContain('analyze')
  })

  test('learning is always to be had; what this version does not have is off', () => {
    for (const model of [ready, measured]) {
      expect(buttons(model)).toContain('learn')
      expect(buttons(model)).not.toContain('open-panel')
    }
    expect(buttons({ ...ready, hasPanel: true })).toContain('open-panel')
    expect(faceControls).toEqual(expect.arrayContaining(buttons(measured)))
  })

  test('lights are those of a category’s worst gap; what was not scored has none', () => {
    const rows = { overall: { values: { widthMid: 99, lufsIntegrated: null }, reasons: {} } } as never
    const comparison = compare(rows, shippedProfiles.prior(), 'premaster')
    const lights = lightsOf(comparison)
    expect(lights.loudness).toBe('off')
    expect(lights.stereo).toBe(comparison.gaps[0]?.severity ?? (comparison.objective.terms.length > 0 ? 'good' : 'off'))
  })

  test('switches mean what they say; what they do not have changes nothing', () => {
    expect(withSwitch(firstChoices, 'stage', 2).stage).toBe('master')
    expect(withSwitch(firstChoices, 'part', 1).part).toBe('drop')
    expect(withSwitch(firstChoices, 'strength', 150).strength).toBe(1)
    expect(withSwitch(firstChoices, 'panel-in', 1).panelIn).toBe('window')
    expect(withSwitch(firstChoices, 'range', 7)).toBe(firstChoices)
  })

  test('of a fault, what to do is kept before what happened', () => {
    expect(faultLine('It broke.', 'Try again.')).toBe('It broke. Try again.')
    const long = faultLine(`The file ${'x '.repeat(60)}.`, 'Drop it again; or export it anew and drop the folder.')
    expect(long).toMatch(/^The file .*… Drop it again; or export it anew and drop the folder\.$/)
    expect(fits(long)).toBe(true)
    // Advice that leaves no room to say what it is about stands alone: the hint has all of it.
    const advice = 'Switch the input of the track to No Input, or freeze it, then capture again.'
    expect(faultLine('What happened '.repeat(9), advice)).toBe(advice)
  })

  test('of a sentence, what to do behind its colon is kept whole', () => {
    expect(fittingLine('Pad has devices behind its tap: put the tap last.')).toMatch(/^Pad has/)
    const name = 'A track with a rather long name'
    expect(fittingLine(`${name} has its tap inside a rack, where it hears one chain only: put it last on it.`)).toMatch(
      /^A track .*… Put it last on it\.$/,
    )
  })

  test('every advice that is written in the sources fits, at least up to its first stop', async () => {
    const root = join(import.meta.dirname, '../../../node')
    const files = (await readdir(root, { recursive: true })).filter(file => file.endsWith('.ts'))
    const sources = await Promise.all(files.map(file => readFile(join(root, file), 'utf8')))
    const advice = sources.flatMap(text =>
      [...text.matchAll(/action:\s*(['"])([^\n]+?)\1,?\s/g)].map(match => match[2]!),
    )
    expect(advice.length).toBeGreaterThan(60)
    expect(advice.filter(text => faultLine('Something', text).endsWith('…'))).toEqual([])
  })

  test('what the device says by itself fits', () => {
    const troubles: readonly Trouble[] = [
      'waiting',
      'starting',
      'not-started',
      'silent',
      'ended',
      'given-up',
      'other-version',
      'passive',
      'off',
      'old-live',
    ]
    expect(troubles.map(trouble => ownFace(trouble, null).line).filter(line => !fits(line))).toEqual([])
  })

  test('texts are cut at a word', () => {
    expect(shortened('short', 10)).toBe('short')
    expect(shortened('a longer sentence', 12)).toBe('a longer…')
    expect(shortened('x'.repeat(40), 12)).toBe(`${'x'.repeat(11)}…`)
  })
})
