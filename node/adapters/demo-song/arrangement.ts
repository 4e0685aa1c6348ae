/** Sections on bar lines and what happens in each bar. */
import type { SectionType } from '../../features/catalogue.ts'
import type { Locator } from '../../live/set.ts'
import type { Harmony } from './harmony.ts'
import { pick, type Random } from './random.ts'

export const beatsPerBar = 4

export interface SongSection {
  readonly type: SectionType
  readonly name: string
  readonly startBeats: number
  readonly endBeats: number
}

type Form = readonly (readonly [type: SectionType, bars: number, name: string])[]

const forms: Record<'full' | 'short', readonly Form[]> = {
  full: [
    [
      ['intro', 16, 'Intro'],
      ['build', 16, 'Build 1'],
      ['breakdown', 24, 'Break'],
      ['build', 8, 'Build 2'],
      ['drop', 32, 'Drop 1'],
      ['outro', 16, 'Outro'],
    ],
    [
      ['intro', 16, 'Intro'],
      ['build', 8, 'Build 1'],
      ['drop', 16, 'Drop 1'],
      ['breakdown', 16, 'Break'],
      ['build', 8, 'Build 2'],
      ['drop', 32, 'Drop 2'],
      ['outro', 16, 'Outro'],
    ],
    [
      ['intro', 16, 'Intro'],
      ['build', 16, 'Build 1'],
      ['breakdown', 16, 'Break'],
      ['build', 8, 'Build 2'],
      ['drop', 32, 'Drop 1'],
      ['outro', 16, 'Outro'],
    ],
  ],
  short: [
    [
      ['intro', 4, 'Intro'],
      ['breakdown', 8, 'Break'],
      ['build', 4, 'Build'],
      ['drop', 16, 'Drop 1'],
      ['outro', 4, 'Outro'],
    ],
    [
      ['intro', 8, 'Intro'],
      ['breakdown', 8, 'Break'],
      ['build', 8, 'Build'],
      ['drop', 16, 'Drop 1'],
      ['outro', 4, 'Outro'],
    ],
    [
      ['intro', 4, 'Intro'],
      ['breakdown', 8, 'Break'],
      ['build', 8, 'Build'],
      ['drop', 16, 'Drop 1'],
      ['outro', 4, 'Outro'],
    ],
  ],
}

export function makeSections(length: 'full' | 'short', random: Random): SongSection[] {
  let beats = 0
  return pick(random, forms[length]).map(([type, bars, name]) => {
    const startBeats = beats
    beats += bars * beatsPerBar
    return { type, name, startBeats, endBeats: beats }
  })
}

export const locatorsOf = (sections: readonly SongSection[]): Locator[] =>
  sections.map(({ name, startBeats }) => ({ name, beats: startBeats }))

/** `groove`: a build that only adds drums and bass; `rise`: the one right before a drop. */
export type BarKind = 'intro' | 'groove' | 'breakdown' | 'rise' | 'drop' | 'outro'

export interface Bar {
  readonly index: number
  readonly kind: BarKind
  readonly frame: number
  readonly barInSection: number
  readonly barsInSection: number
  /** 0 at the start of the section, 1 at its end. */
  readonly progress: number
  readonly lastOfEight: boolean
  readonly lastOfSection: boolean
}

/** Everything an instrument needs to play its part. */
export interface Plan {
  readonly sampleRate: number
  readonly tempo: number
  readonly frames: number
  readonly harmony: Harmony
  readonly sections: readonly SongSection[]
  readonly bars: readonly Bar[]
  readonly frameOf: (beats: number) => number
  readonly sixteenthSeconds: number
}

export function makePlan(options: {
  readonly sampleRate: number
  readonly tempo: number
  readonly harmony: Harmony
  readonly sections: readonly SongSection[]
}): Plan {
  const { sampleRate, tempo, sections } = options
  const frameOf = (beats: number) => Math.round((beats * 60 * sampleRate) / tempo)
  const bars = sections.flatMap((section, s) => {
    const barsInSection = (section.endBeats - section.startBeats) / beatsPerBar
    const kind: BarKind = section.type !== 'build' ? section.type : sections[s + 1]?.type === 'drop' ? 'rise' : 'groove'
    return Array.from({ length: barsInSection }, (_, barInSection): Bar => {
      const index = section.startBeats / beatsPerBar + barInSection
      return {
        index,
        kind,
        frame: frameOf(index * beatsPerBar),
        barInSection,
        barsInSection,
        progress: barInSection / barsInSection,
        lastOfEight: barInSection % 8 === 7,
        lastOfSection: barInSection === barsInSection - 1,
      }
    })
  })
  return {
    ...options,
    frames: frameOf(sections.at(-1)!.endBeats),
    bars,
    frameOf,
    sixteenthSeconds: 15 / tempo,
  }
}
