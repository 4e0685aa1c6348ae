import { describe, expect, test } from 'vitest'
import type { Section } from '../../node/features/analysis.ts'
import { type Energy, measureEnergy } from '../../node/features/energy.ts'
import { measureRhythm } from '../../node/features/rhythm/rhythm.ts'
import { detectSections, sectionsFromLocators } from '../../node/features/sections.ts'
import { arrange, mono, noise, type Part, silence } from '../support/beats.ts'

const intro = (bars: number): Part => ({ type: 'intro', bars, plays: ['kick', 'hat'] })
const groove = (bars: number): Part => ({ type: 'build', bars, plays: ['kick', 'bass', 'hat', 'pad'] })
const breakdown = (bars: number): Part => ({ type: 'breakdown', bars, plays: ['pad'] })
const build = (bars: number): Part => ({ type: 'build', bars, plays: ['pad', 'riser', 'roll'] })
const drop = (bars: number): Part => ({ type: 'drop', bars, plays: ['kick', 'bass', 'hat', 'pad', 'lead'] })
const outro = (bars: number): Part => ({ type: 'outro', bars, plays: ['kick', 'hat'] })

const sampleRate = 44_100

function detect(signal: Float32Array): Section[] {
  const audio = mono(signal, sampleRate)
  const { grid } = measureRhythm(audio)
  return detectSections(measureEnergy(audio, grid), signal.length / sampleRate)
}

/** Same types in the same order, every boundary within a bar: that is F = 1 at ±1 bar, labels included. */
function expectSections(found: readonly Section[], truth: readonly Section[], tempo: number) {
  expect(found.map(section => section.type)).toEqual(truth.map(section => section.type))
  found.forEach(({ startSeconds }, k) => {
    if (k > 0) expect(Math.abs(startSeconds - truth[k]!.startSeconds)).toBeLessThan(240 / tempo)
  })
}

describe('arrangements with known boundaries', () => {
  test.each([
    ['intro, breakdown, build, drop, outro', 138, 0, [intro(16), breakdown(16), build(8), drop(32), outro(16)]],
    ['a short one', 140, 0.35, [intro(4), breakdown(8), build(4), drop(16), outro(4)]],
    ['two drops', 132, 0, [intro(16), drop(16), breakdown(16), build(8), drop(32), outro(16)]],
    ['no intro', 128, 0.2, [drop(16), breakdown(8), build(8), drop(16), outro(8)]],
    ['no outro', 142, 0, [intro(8), breakdown(8), build(8), drop(16)]],
    ['no build', 138, 0, [intro(16), drop(32), breakdown(16), drop(32), outro(16)]],
    ['a build of sixteen bars', 136, 0, [intro(32), breakdown(32), build(16), drop(32), outro(32)]],
    [
      'a groove between intro and breakdown',
      138,
      0,
      [intro(16), groove(16), breakdown(16), build(8), drop(32), outro(16)],
    ],
  ] as const)('%s (%d BPM, first bar at %d s)', (_, tempo, firstBeatSeconds, parts) => {
    const { signal, sections } = arrange(parts, { tempo, sampleRate, firstBeatSeconds })
    expectSections(detect(signal), sections, tempo)
  })

  test('a reverb tail after the last bar is no section of its own', () => {
    const { signal, sections } = arrange([intro(8), breakdown(8), build(8), drop(16)], { tempo: 138, sampleRate })
    const rung = silence(signal.length / sampleRate + 4, sampleRate)
    rung.set(signal)
    const tail = noise(4, sampleRate, 3, 0.1)
    for (let n = signal.length; n < rung.length; n++)
      rung[n] = tail[n - signal.length]! * Math.exp(-(n - signal.length) / 20_000)
    expectSections(detect(rung), sections, 138)
  })

  test('a build that begins without a breakdown before it is one', () => {
    const { signal, sections } = arrange([intro(16), build(8), drop(16), breakdown(16), build(8), drop(16), outro(8)], {
      tempo: 138,
      sampleRate,
    })
    expectSections(detect(signal), sections, 138)
  })

  test('sections are gapless from the first sample to the last, and 12 dB less change nothing', () => {
    const { signal } = arrange([intro(8), breakdown(8), build(8), drop(16), outro(8)], {
      tempo: 138,
      sampleRate,
      firstBeatSeconds: 0.3,
    })
    const found = detect(signal)
    expect(found[0]!.startSeconds).toBe(0)
    expect(found.at(-1)!.endSeconds).toBeCloseTo(signal.length / sampleRate, 9)
    for (let k = 1; k < found.length; k++) expect(found[k]!.startSeconds).toBe(found[k - 1]!.endSeconds)
    expect(detect(signal.map(v => v / 4)).map(section => section.type)).toEqual(found.map(section => section.type))
  })
})

/** An energy of one-second bars, from runs of equal ones. */
function energyOf(runs: readonly (Readonly<Record<keyof Energy, number>> & { readonly bars: number })[]): Energy {
  const curve = (of: (run: (typeof runs)[number]) => number) => ({
    startSeconds: 0,
    stepSeconds: 1,
    values: Float32Array.from(runs.flatMap(run => new Array<number>(run.bars).fill(of(run)))),
  })
  return {
    level: curve(run => run.level),
    low: curve(run => run.low),
    bass: curve(run => run.bass),
    body: curve(run => run.body),
    high: curve(run => run.high),
    hits: curve(run => run.hits),
    kick: curve(run => run.kick),
  }
}

describe('from the energy alone', () => {
  const full = { level: -10, low: -13, bass: -18, body: -22, high: -28, hits: -27, kick: 1 }
  const beatOnly = { ...full, level: -12, bass: -30, body: -36 }

  test('the kick alone makes the difference between drop and breakdown', () => {
    const energy = energyOf([
      { ...full, bars: 16 },
      { ...full, kick: 0, level: -11, bars: 16 },
      { ...full, bars: 16 },
    ])
    expect(detectSections(energy, 48)).toEqual([
      { type: 'drop', startSeconds: 0, endSeconds: 16 },
      { type: 'breakdown', startSeconds: 16, endSeconds: 32 },
      { type: 'drop', startSeconds: 32, endSeconds: 48 },
    ])
  })

  test('a drop whose bass takes two bars to come in begins on the phrase, not two bars later', () => {
    const energy = energyOf([
      { ...beatOnly, bars: 16 },
      { ...full, bass: -26.5, body: -26, level: -12, bars: 2 },
      { ...full, bars: 30 },
    ])
    expect(detectSections(energy, 48).map(({ type, startSeconds }) => [type, startSeconds])).toEqual([
      ['intro', 0],
      ['drop', 16],
    ])
  })

  test('an intro with kick and bass but nothing over them is an intro', () => {
    const energy = energyOf([
      { ...full, body: -36, bars: 16 },
      { ...full, kick: 0, bass: -50, level: -16, bars: 16 },
      { ...full, bars: 32 },
    ])
    expect(detectSections(energy, 64).map(section => section.type)).toEqual(['intro', 'breakdown', 'drop'])
  })

  test.each([12, 20])('a groove whose layers are complete in bar %d of the intro begins on bar 16', start => {
    const energy = energyOf([
      { ...beatOnly, bars: start },
      { ...full, body: -27, bars: 32 - start },
      { ...full, kick: 0, bass: -50, level: -16, bars: 16 },
      { ...full, bars: 32 },
    ])
    expect(detectSections(energy, 80).map(({ type, startSeconds }) => [type, startSeconds])).toEqual([
      ['intro', 0],
      ['build', 16],
      ['breakdown', 32],
      ['drop', 48],
    ])
  })

  test('one bar without kick in a drop is a fill', () => {
    const energy = energyOf([
      { ...full, bars: 15 },
      { ...full, kick: 0, bass: -50, level: -20, bars: 1 },
      { ...full, bars: 24 },
    ])
    expect(detectSections(energy, 40).map(section => section.type)).toEqual(['drop'])
  })

  test('two bars that ring out are the end of the drop, not an outro; eight are an outro', () => {
    const ringing = { ...full, kick: 0, level: -20, low: -50, bass: -50, body: -30, high: -50, hits: -70 }
    const typesWith = (bars: number) =>
      detectSections(
        energyOf([
          { ...beatOnly, bars: 16 },
          { ...full, bars: 32 },
          { ...ringing, bars },
        ]),
        48 + bars,
      ).map(section => section.type)
    expect(typesWith(2)).toEqual(['intro', 'drop'])
    expect(typesWith(8)).toEqual(['intro', 'drop', 'outro'])
  })

  test('a loop whose last four bars leave out the bass is still one drop', () => {
    const energy = energyOf([
      { ...full, bars: 12 },
      { ...full, bass: -35, bars: 4 },
    ])
    expect(detectSections(energy, 16)).toEqual([{ type: 'drop', startSeconds: 0, endSeconds: 16 }])
  })

  test('an hour is split like a minute', () => {
    const set = [beatOnly, full, { ...full, kick: 0, bass: -50, level: -16 }, full].map(run => ({ ...run, bars: 32 }))
    const hour = Array.from({ length: 16 }, () => set).flat()
    const found = detectSections(energyOf(hour), 2048)
    expect(found.filter(section => section.type === 'breakdown')).toHaveLength(16)
    expect(found.every(section => section.startSeconds % 32 === 0)).toBe(true)
  })
})

describe('loops', () => {
  test.each([4, 8, 16, 24])('%d bars with a kick all through are one drop', bars => {
    const { signal } = arrange([drop(bars)], { tempo: 138, sampleRate })
    expect(detect(signal).map(section => section.type)).toEqual(['drop'])
  })

  test('sixteen bars without a kick are one breakdown', () => {
    const { signal } = arrange([{ type: 'breakdown', bars: 16, plays: ['pad', 'hat'] }], { tempo: 138, sampleRate })
    expect(detect(signal).map(section => section.type)).toEqual(['breakdown'])
  })

  test('sixteen bars of which eight have no kick are two sections', () => {
    const { signal } = arrange([breakdown(8), drop(8)], { tempo: 138, sampleRate })
    expect(detect(signal)).toHaveLength(2)
  })
})

test('audio without a beat is one breakdown', () => {
  expect(detect(noise(30, sampleRate)).map(section => section.type)).toEqual(['breakdown'])
  expect(detectSections(measureEnergy(mono(silence(0, sampleRate), sampleRate), null), 0)).toEqual([])
})

describe('locators', () => {
  const at = (...names: string[]) => names.map((name, k) => ({ name, seconds: 10 * k }))
  const typesOf = (...names: string[]) =>
    sectionsFromLocators(at(...names), 10 * names.length)?.map(section => section.type)

  test.each([
    ['Intro', 'intro'],
    ['INTRO 1', 'intro'],
    ['Build', 'build'],
    ['Buildup 2', 'build'],
    ['build-up', 'build'],
    ['Riser', 'build'],
    ['Break', 'breakdown'],
    ['Breakdown1', 'breakdown'],
    ['BREAK_DOWN', 'breakdown'],
    ['Drop', 'drop'],
    ['drop2', 'drop'],
    ['2nd Drop', 'drop'],
    ['Main', 'drop'],
    ['Climax', 'drop'],
    ['Chorus', 'drop'],
    ['Peak', 'drop'],
    ['Drop Build', 'build'],
    ['Main Break', 'breakdown'],
    ['Outro', 'outro'],
    ['End', 'outro'],
  ])('"%s" is a %s', (name, type) => {
    expect(typesOf(name)).toEqual([type])
  })

  test('words inside words do not count', () => {
    expect(typesOf('Bending', 'Remainder')).toBeUndefined()
  })

  test('a name that says nothing continues the section before it', () => {
    expect(sectionsFromLocators(at('Intro', 'Vox in', 'Drop', 'B'), 50)).toEqual([
      { type: 'intro', startSeconds: 0, endSeconds: 20 },
      { type: 'drop', startSeconds: 20, endSeconds: 50 },
    ])
  })

  test('names that all say nothing give null, and so does no locator', () => {
    expect(sectionsFromLocators(at('A', 'B', '1.1.1'), 50)).toBeNull()
    expect(sectionsFromLocators([], 50)).toBeNull()
  })

  test('order does not matter, locators after the end do not count, and what lies before the first is an intro', () => {
    const locators = [
      { name: 'Outro', seconds: 80 },
      { name: 'Drop', seconds: 40 },
      { name: 'Break', seconds: 20 },
    ]
    expect(sectionsFromLocators(locators, 70)).toEqual([
      { type: 'intro', startSeconds: 0, endSeconds: 20 },
      { type: 'breakdown', startSeconds: 20, endSeconds: 40 },
      { type: 'drop', startSeconds: 40, endSeconds: 70 },
    ])
  })
})
