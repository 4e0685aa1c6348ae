/** What a sound is made of and how to rebuild it, for a terminal. */
import type { SoundComparison } from '../synth/differences.ts'
import type { StemQuality } from '../synth/extraction/stem-quality.ts'
import { spoiltBy } from '../synth/extraction/trust.ts'
import { guidesOf, guideTitle, type SynthGuide, shown } from '../synth/guide/guide.ts'
import { nearestRecipe } from '../synth/guide/recipes.ts'
import type { SynthSound } from '../synth/sound.ts'
import { block, columns, join, painter, printable, type TextOptions, wrap } from './layout.ts'
import { soundRows } from './synth-rows.ts'
import { capitalize, noteWords } from './words.ts'

export function synthText(name: string, sound: SynthSound, { color }: TextOptions): string {
  const paint = painter(color)
  const { alternatives } = sound.oscillator
  const [oscillators, ...others] = soundRows(sound).map(({ title, rows }) => block(paint, title, columns(rows)))
  return join([
    [paint('bold', printable(name)), ...wrap(headline(sound))],
    oscillators!,
    alternatives.length > 0 ? wrap(alternatives.join('; '), 'Fits nearly as well: ') : [],
    ...others,
    recipeLines(sound),
    ...guidesOf(sound).map(guide => block(paint, guideTitle(guide), guideLines(guide))),
  ])
}

/** What the separation did to the sound, and what that did to the confidences. */
export function stemLines({ trust, solos, ...quality }: StemQuality): string {
  const [best] = solos
  const said =
    trust === 1
      ? 'The stem is clean: nothing that leaks in or is missing lowers the confidences above.'
      : `The stem is not clean: ${spoiltBy({ trust, solos, ...quality })}. Every confidence above is multiplied by ${trust.toFixed(2)}.`
  const offer = best
    ? `In the mix it sounds alone from ${best.fromSeconds.toFixed(1)} to ${best.toSeconds.toFixed(1)} s: measuring that part of the song (--from, --to) is better.`
    : ''
  return `\n${join([wrap(`${said} ${offer}`)])}`
}

/** One sentence: what it is. */
export function headline(sound: SynthSound): string {
  const { oscillator, unison, filter, pitch } = sound
  const wave = oscillator.waveform.value ?? 'a waveform that cannot be told'
  const voices = (unison.voices.value ?? 1) > 1 ? `${unison.voices.value} voices of ${wave}` : wave
  const at = pitch.value === null ? '' : ` at ${noteWords(pitch.value)}`
  const through =
    filter.type.value === null || filter.type.value === 'none'
      ? ''
      : ` through a ${filter.slope.value === null ? '' : `${filter.slope.value} dB `}${filter.type.value}${filter.cutoff.value === null ? '' : ` at ${shown(filter.cutoff.value, 'Hz')}`}`
  return `${capitalize(voices)}${at}${through}.`
}

function recipeLines(sound: SynthSound): string[] {
  const nearest = nearestRecipe(sound)
  if (!nearest) return ['Too little is known of it to name the nearest recipe.']
  const { recipe, match, differences } = nearest
  const head = `Nearest recipe: ${recipe.title} (${Math.round(100 * match)} % of what can be compared). ${recipe.about}`
  const rows = differences.map(
    ({ quantity, value, unit, asks }) =>
      `${quantity}: yours ${typeof value === 'number' ? shown(value, unit) : value}, recipe ${asks}`,
  )
  return [...wrap(head), ...rows.flatMap(row => wrap(row, '  '))]
}

function guideLines({ settings }: SynthGuide): string[] {
  if (settings.length === 0) return ['  Nothing is sure enough to set.']
  return settings.flatMap(({ parameter, value, note, confidence }) =>
    wrap(
      `${parameter}: ${value}${note === null ? '' : ` (${note})`}${confidence < 0.55 ? ' [a guess]' : ''}`,
      '  ',
      '    ',
    ),
  )
}

/** Which knob to turn which way, the most audible first. */
export function comparisonText(
  names: { readonly target: string; readonly mine: string },
  { differences, alike, unknown }: SoundComparison,
): string {
  const turn = (each: SoundComparison['differences'][number]) => {
    const value = (given: number | string) =>
      typeof given === 'string' ? given : each.unit === 's' ? shown(1000 * given, 'ms') : shown(given, each.unit)
    const verb = each.direction === 0 ? 'change' : each.direction > 0 ? 'up' : 'down'
    return [each.what, verb, `${value(each.mine)} → ${value(each.target)}`]
  }
  const head = wrap(`From ${printable(names.mine)} (yours) to ${printable(names.target)}:`)
  return join([
    differences.length > 0
      ? [...head, ...columns(differences.map(turn))]
      : [...head, '  No difference that can be told.'],
    alike.length > 0 ? wrap(alike.join(', '), 'Alike: ') : [],
    unknown.length > 0 ? wrap(unknown.join(', '), 'Cannot be compared: ') : [],
  ])
}
