/** docs/features.md: the feature catalogue as a page, made from the one table that declares it. */
import { type Category, type Feature, featureIds, features } from '../../node/features/catalogue.ts'

export function featureCatalogue(): string {
  const categories = [...new Set(featureIds.map(id => features[id].category))]
  return [
    '# What Uplift measures',
    '',
    'Made from `node/features/catalogue.ts` by `node scripts/run.mjs scripts/make-docs.ts`; do not edit. `uplift features` prints the same.',
    '',
    '_Fault_ says on which side of the references a figure is a fault: low, high, both, or none (shown, never scored). _Audible_ is the smallest difference that counts. _Master_ says that a premaster can be compared with mastered references.',
    ...categories.flatMap(section),
    '',
  ].join('\n')
}

function section(category: Category): string[] {
  const ids = featureIds.filter(id => features[id].category === category)
  return [
    '',
    `## ${category[0]!.toUpperCase()}${category.slice(1)}`,
    '',
    '| id | what | unit | range | fault | audible | where | master | source |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...ids.map(id => `| ${cells(id, features[id]).join(' | ')} |`),
  ]
}

const places = { sections: 'sections', overall: 'track', both: 'sections, track' } as const

const cells = (id: string, feature: Feature): string[] => [
  `\`${id}\``,
  feature.label,
  feature.unit,
  feature.range.map(value => `${value}`.replace('-', '−')).join(' to '),
  feature.bad === 'both' ? 'low, high' : feature.bad === 'none' ? '–' : feature.bad,
  `${feature.floor}`,
  places[feature.measuredIn],
  feature.survivesMastering ? 'yes' : 'no',
  feature.source.replaceAll('|', '\\|'),
]
