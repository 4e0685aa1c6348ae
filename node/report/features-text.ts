/** The feature catalogue as a page for a terminal. */
import { type BadSide, feature, featureIds, thirdOctaveIds } from '../features/catalogue.ts'
import { categories } from './facts.ts'
import { block, join, painter, type TextOptions, wrap } from './layout.ts'
import { capitalize, formatNumber } from './words.ts'

const badWords: Record<BadSide, string> = {
  high: 'too high is a fault',
  low: 'too low is a fault',
  both: 'too high and too low are faults',
  none: 'reported, never scored',
}

export function featuresText({ color }: TextOptions): string {
  const paint = painter(color)
  return join(
    categories.map(category =>
      block(
        paint,
        capitalize(category),
        featureIds
          .filter(id => feature(id).category === category)
          .filter(id => !(thirdOctaveIds as readonly string[]).includes(id) || id === 'third1000')
          .flatMap(id => {
            const { label, unit, range, source, bad, floor, gap } = feature(id)
            const name =
              id === 'third1000' ? 'Third octaves, 25 Hz to 16 kHz (third25 … third16000)' : `${label} (${id})`
            const unitWords = unit === 'correlation' || unit === 'score' ? '' : ` ${unit}`
            const facts = [
              `${formatNumber(range[0], 0)} to ${formatNumber(range[1], 0)}${unitWords}`,
              gap === 'material' ? 'yours to decide, never scored' : badWords[bad],
              `differences below ${floor}${unitWords} are not counted`,
            ]
            return [...wrap(paint('bold', name), '  '), ...wrap(`${facts.join('; ')}. ${source}.`, '    ')]
          }),
      ),
    ),
  )
}
