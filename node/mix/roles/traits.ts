/** Everything about a track's audio that speaks for or against a role. */
import { type Audio, stereoOf } from '../../audio/audio.ts'
import type { Analysis } from '../../features/analysis.ts'
import type { SectionType } from '../../features/catalogue.ts'
import { KeptBySignal } from '../kept-by-signal.ts'
import { type ActiveBars, activeBars, stretchesOf } from './active-bars.ts'
import { type Gesture, gestureOf } from './gesture.ts'
import { type Timbre, timbreOf } from './timbre.ts'

export interface Traits extends Timbre, Gesture {
  /** 0 to 1: share of the song's bars in which it plays, and of the bars of each kind of section; null: no such section. */
  readonly presence: number
  readonly inDrops: number | null
  readonly inBreakdowns: number | null
  readonly inBuilds: number | null
  /** Standard deviation of its level from bar to bar, dB, 0 to 15. */
  readonly unevenness: number
}

export const traitIds = [
  'centre',
  'spread',
  'low',
  'high',
  'width',
  'tonality',
  'pitchClasses',
  'bassMotion',
  'strokes',
  'onBeat',
  'offBeat',
  'backbeat',
  'attack',
  'decay',
  'gap',
  'duty',
  'presence',
  'inDrops',
  'inBreakdowns',
  'inBuilds',
  'unevenness',
] as const satisfies readonly (keyof Traits)[]
export type TraitId = (typeof traitIds)[number]

type Song = Pick<Analysis, 'grid' | 'sections'>

/**
 * null: the track is silent. About 20 ms of work for a track of 90 s, little more for longer ones; a track that is measured
 * again as it was costs nothing.
 */
export function traitsOf(audio: Audio, { grid, sections }: Song): Traits | null {
  const key = JSON.stringify([audio.sampleRate, grid, sections])
  return kept.get(stereoOf(audio), key, () => measureTraits(audio, { grid, sections }))
}

const kept = new KeptBySignal<Traits | null>()

function measureTraits(audio: Audio, { grid, sections }: Song): Traits | null {
  const bars = activeBars(audio, grid)
  if (bars.active.length === 0) return null
  const stretches = stretchesOf(bars)
  const timbre = timbreOf(audio, stretches)
  if (!timbre) return null
  const inSection = (type: SectionType) =>
    presenceIn(
      bars,
      sections.filter(section => section.type === type),
    )
  return {
    ...timbre,
    ...gestureOf(audio, stretches, grid),
    presence: bars.active.length / bars.powers.length,
    inDrops: inSection('drop'),
    inBreakdowns: inSection('breakdown'),
    inBuilds: inSection('build'),
    unevenness: unevennessOf(bars),
  }
}

function presenceIn(
  { active, powers, firstSeconds, barSeconds }: ActiveBars,
  sections: readonly { readonly startSeconds: number; readonly endSeconds: number }[],
): number | null {
  const isIn = (bar: number) => {
    const middle = firstSeconds + (bar + 0.5) * barSeconds
    return sections.some(({ startSeconds, endSeconds }) => middle >= startSeconds && middle < endSeconds)
  }
  const bars = [...powers.keys()].filter(isIn).length
  return bars > 0 ? active.filter(isIn).length / bars : null
}

function unevennessOf({ active, powers }: ActiveBars): number {
  const levels = active.map(bar => 10 * Math.log10(powers[bar]!))
  const mean = levels.reduce((a, b) => a + b, 0) / levels.length
  return Math.min(15, Math.sqrt(levels.reduce((sum, level) => sum + (level - mean) ** 2, 0) / levels.length))
}
