/** Why a track is taken for what it is, in one or two sentences. */
import type { Role } from './role.ts'
import type { TraitId, Traits } from './traits.ts'

/** As in "sounds like a …". */
export const roleWords: Readonly<Record<Role, string>> = {
  kick: 'a kick',
  sub: 'a sub',
  bass: 'a bass',
  lead: 'a lead',
  pad: 'a pad',
  pluck: 'a pluck',
  arp: 'an arpeggio',
  vocal: 'a vocal',
  hats: 'hats or cymbals',
  clap: 'a clap or snare',
  fx: 'an effect',
  bus: 'a bus',
  other: 'percussion or something else',
}

const most = 2

/** "power centred at 62 Hz, 98 % of its strokes on the beat"; empty when nothing that has words speaks for it. */
export function soundWords(traits: Traits, telling: readonly TraitId[]): string {
  const phrases = telling.flatMap(id => {
    const phrase = phraseOf[id]?.(traits)
    return phrase ? [phrase] : []
  })
  return [...new Set(phrases)].slice(0, most).join(', ')
}

const percent = (share: number) => `${Math.round(100 * share)} %`
const shareOfDb = (db: number) => percent(1 / (1 + 10 ** (-db / 10)))
const hertz = (octaves: number) => {
  const hz = 1000 * 2 ** octaves
  return hz < 1000 ? `${Number(hz.toPrecision(2))} Hz` : `${(hz / 1000).toFixed(1)} kHz`
}

/** null: true, but nothing that one would say. */
const phraseOf: Readonly<Partial<Record<TraitId, (traits: Traits) => string | null>>> = {
  centre: ({ centre }) => `power centred at ${hertz(centre)}`,
  low: ({ low }) =>
    low > -10 ? `${shareOfDb(low)} of its power below 120 Hz` : `${low > -30 ? 'little' : 'nothing'} below 120 Hz`,
  high: ({ high }) => (high > -10 ? `${shareOfDb(high)} of its power above 5 kHz` : null),
  width: ({ width }) => (width < -30 ? 'mono' : width > -6 ? 'wide' : null),
  tonality: ({ tonality }) => (tonality > 0.6 ? 'pitched' : tonality < 0.2 ? 'noise rather than notes' : null),
  pitchClasses: ({ pitchClasses }) =>
    pitchClasses !== null && pitchClasses > 2.4 ? 'chords' : pitchClasses !== null ? 'one note at a time' : null,
  strokes: ({ strokes }) => (strokes < 0.1 ? 'hardly any attacks' : `${strokes.toFixed(1)} strokes a beat`),
  onBeat: ({ onBeat }) => (onBeat === null ? null : `${percent(onBeat)} of its strokes on the beat`),
  offBeat: ({ offBeat }) =>
    offBeat !== null && offBeat > 0.4 ? `${percent(offBeat)} of its strokes off the beat` : null,
  backbeat: ({ backbeat }) =>
    backbeat === null ? null : backbeat > 0.8 ? 'on every second beat' : backbeat < 0.65 ? 'on every beat alike' : null,
  attack: ({ attack, strokes }) =>
    strokes < 0.1 ? null : attack > 2.5 ? 'sudden attacks' : attack < 1 ? 'soft attacks' : null,
  decay: ({ decay }) => (decay === null ? null : decay > 12 ? 'short hits' : decay < 3 ? 'held notes' : null),
  gap: ({ gap }) =>
    gap === null ? null : gap > 30 ? 'silent between its strokes' : gap < 12 ? 'held between its strokes' : null,
  duty: ({ duty }) =>
    duty > 0.85 ? 'sounds almost all the time' : duty < 0.4 ? `sounds ${percent(duty)} of the time` : null,
  inDrops: ({ inDrops }) => (inDrops !== null && inDrops < 0.4 ? 'little in the drops' : null),
  inBreakdowns: ({ inBreakdowns }) =>
    inBreakdowns === null
      ? null
      : inBreakdowns < 0.1
        ? 'silent in breakdowns'
        : inBreakdowns > 0.9
          ? 'plays through breakdowns'
          : null,
  inBuilds: ({ inBuilds }) => (inBuilds !== null && inBuilds > 0.8 ? 'plays in builds' : null),
  unevenness: ({ unevenness }) => (unevenness > 6 ? 'swells and falls from bar to bar' : null),
}
