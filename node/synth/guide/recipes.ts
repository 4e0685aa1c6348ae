/** The recipes of common trance sounds, and which of them a sound is nearest to. */
import { z } from 'zod'
import acidBass from '../../../presets/recipes/acid-bass.json' with { type: 'json' }
import evolvingPad from '../../../presets/recipes/evolving-pad.json' with { type: 'json' }
import offBeatBass from '../../../presets/recipes/off-beat-bass.json' with { type: 'json' }
import supersawLead from '../../../presets/recipes/supersaw-lead.json' with { type: 'json' }
import trancePluck from '../../../presets/recipes/trance-pluck.json' with { type: 'json' }
import { AppError } from '../../audio/app-error.ts'
import type { Estimate } from '../estimate.ts'
import type { SynthSound } from '../sound.ts'

const rangeSchema = z
  .strictObject({ low: z.number(), high: z.number(), unit: z.string(), why: z.string().min(1) })
  .refine(({ low, high }) => low <= high, 'low must not be above high')
const wordsSchema = z.strictObject({ words: z.array(z.string()).min(1), why: z.string().min(1) })
export const quantities = [
  'voices',
  'detune',
  'cutoff',
  'resonance',
  'filterAmount',
  'filterDecay',
  'attack',
  'decay',
  'sustain',
  'release',
  'width',
  'lfoRate',
  'pitch',
] as const
export type Quantity = (typeof quantities)[number]

const recipeSchema = z.strictObject({
  version: z.literal(1),
  id: z.string().regex(/^[a-z][a-z-]*$/),
  title: z.string().min(1),
  about: z.string().min(1),
  expect: z.strictObject({
    waveform: wordsSchema.optional(),
    ...(Object.fromEntries(quantities.map(each => [each, rangeSchema.optional()])) as Record<
      Quantity,
      z.ZodOptional<typeof rangeSchema>
    >),
  }),
  steps: z.array(z.string().min(1)).min(1),
  listenFor: z.array(z.string().min(1)),
})
export type Recipe = z.infer<typeof recipeSchema>

/** Throws AppError PRESET_INVALID that names the file and the place of the fault. */
export function parseRecipe(data: unknown, file: string): Recipe {
  const result = recipeSchema.safeParse(data)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw new AppError({
    code: 'PRESET_INVALID',
    message: `${file}: ${issue.path.join('.') || 'the recipe'} ${issue.message}.`,
    action: 'Correct the recipe; presets/recipes/template.json shows its form.',
  })
}

export const recipes: readonly Recipe[] = [supersawLead, trancePluck, evolvingPad, acidBass, offBeatBass].map(
  (data, i) => parseRecipe(data, `presets/recipes (${i + 1})`),
)

const answers: Readonly<Record<Quantity, (sound: SynthSound) => Estimate>> = {
  voices: ({ unison }) => unison.voices,
  detune: ({ unison }) => unison.detune,
  cutoff: ({ filter }) => filter.cutoff,
  resonance: ({ filter }) => filter.resonance,
  filterAmount: ({ filter }) => filter.envelope.amount,
  filterDecay: ({ filter }) => filter.envelope.decay,
  attack: ({ amplitude }) => amplitude.attack,
  decay: ({ amplitude }) => amplitude.decay,
  sustain: ({ amplitude }) => amplitude.sustain,
  release: ({ amplitude }) => amplitude.release,
  width: ({ stereo }) => stereo.width,
  lfoRate: ({ lfo }) => lfo.rate,
  pitch: ({ pitch }) => pitch,
}

export interface RecipeDifference {
  readonly quantity: Quantity | 'waveform'
  readonly value: number | string
  readonly low: number | null
  readonly high: number | null
  readonly unit: string
  /** What the recipe asks for, in words. */
  readonly asks: string
}

export interface NearestRecipe {
  readonly recipe: Recipe
  /** Share of what could be compared that is inside the recipe's ranges, near misses counted in part. */
  readonly match: number
  readonly compared: number
  readonly differences: readonly RecipeDifference[]
}

/** Too little known to name a recipe. */
const fewest = 4
/** An answer this many times outside a range counts nothing. */
const farRatio = 4
/** A cutoff that moves, a fall by itself: without them a sound is no pluck, however its other figures lie. */
const missingCounts: readonly Quantity[] = ['filterAmount', 'lfoRate', 'decay']

/** null: too little is known of the sound. */
export function nearestRecipe(sound: SynthSound): NearestRecipe | null {
  const all = recipes.map(recipe => compared(recipe, sound)).filter(({ compared: count }) => count >= fewest)
  return all.length > 0 ? all.reduce((a, b) => (b.match > a.match ? b : a)) : null
}

function compared(recipe: Recipe, sound: SynthSound): NearestRecipe {
  let [sum, weight, count] = [0, 0, 0]
  const differences: RecipeDifference[] = []
  const { waveform } = recipe.expect
  const own = sound.oscillator.waveform.value
  if (waveform && own !== null) {
    const fits = waveform.words.includes(own)
    sum += fits ? 2 : 0
    weight += 2
    count++
    if (!fits)
      differences.push({
        quantity: 'waveform',
        value: own,
        low: null,
        high: null,
        unit: '',
        asks: waveform.words.join(' or '),
      })
  }
  for (const quantity of quantities) {
    const range = recipe.expect[quantity]
    if (!range) continue
    const { value } = answers[quantity](sound)
    if (value === null) {
      if (missingCounts.includes(quantity)) weight += 0.7
      continue
    }
    const inside = closeness(value, range)
    sum += inside
    weight += 1
    count++
    if (inside < 1)
      differences.push({
        quantity,
        value,
        low: range.low,
        high: range.high,
        unit: range.unit,
        asks: `${range.low} to ${range.high} ${range.unit}`,
      })
  }
  return { recipe, match: weight > 0 ? sum / weight : 0, compared: count, differences }
}

/** 1 inside, falling to 0 at `farRatio` times outside. */
function closeness(value: number, { low, high }: { readonly low: number; readonly high: number }): number {
  if (value >= low && value <= high) return 1
  const ratio = value < low ? low / Math.max(value, 1e-4) : value / Math.max(high, 1e-4)
  return Math.max(0, 1 - Math.log(ratio) / Math.log(farRatio))
}
