/** Profiles in words: what was learned, how good it is, what tells two of them apart. */
import { type FeatureId, feature, featureIds, type Scope, scopes } from '../features/catalogue.ts'
import type { ProfileDifference } from '../profile/diff-profiles.ts'
import { type Profile, provenance } from '../profile/profile.ts'
import { type Reference, teaches } from '../profile/reference.ts'
import type { Validation } from '../profile/validate-profile.ts'
import { formatDeviation, formatFeature, formatNumber, formatRange } from './words.ts'

/** The figures that a producer asks for first, each where it says most. */
const headline: readonly (readonly [Scope, FeatureId])[] = [
  ['overall', 'integratedLoudness'],
  ['overall', 'truePeak'],
  ['drop', 'sectionLoudness'],
  ['drop', 'crestFactor'],
  ['overall', 'loudnessRange'],
  ['drop', 'bassMononess160'],
  ['drop', 'widthMid'],
  ['drop', 'duckDepth'],
  ['drop', 'kickOverBass'],
  ['overall', 'dropImpact'],
  ['overall', 'dropContrast'],
  ['overall', 'tempo'],
]

/** "Integrated loudness: −8.2 LUFS (−10.0 to −6.1 LUFS)", one line a figure. */
export function profileSummary(profile: Profile): string {
  const lines = headline.flatMap(([scope, id]) => {
    const zone = profile.scopes[scope]?.[id]
    if (!zone) return []
    const where = scope === 'overall' ? '' : ` in the ${scope}`
    return [`  ${feature(id).label}${where}: ${formatFeature(id, zone.median)} (${formatRange(id, zone)})`]
  })
  return [provenance(profile), ...lines].join('\n')
}

/** Every zone, section by section. */
export function profileTable(profile: Profile): string {
  const lines: string[] = [provenance(profile), profile.description]
  for (const scope of scopes) {
    const row = profile.scopes[scope]
    if (!row) continue
    lines.push('', scope)
    for (const id of featureIds) {
      const zone = row[id]
      if (!zone) continue
      const from = zone.source ? `  ${zone.source}` : `  ${zone.count}`
      lines.push(
        `  ${feature(id).label.padEnd(34)} ${formatFeature(id, zone.median).padStart(16)}  ${formatRange(id, zone)}${from}`,
      )
    }
  }
  return lines.join('\n')
}

/** Which references teach, which do not, and why. */
export function referencesText(references: readonly Reference[]): string {
  return references
    .toSorted((a, b) => a.title.localeCompare(b.title))
    .flatMap(reference => {
      const { title, tempo, key, choice, findings } = reference
      const about = [
        tempo === null ? 'no steady beat' : `${formatNumber(tempo, 1)} BPM`,
        key,
        ...choice.tags.map(tag => `#${tag}`),
      ]
      const words = [
        ...(choice.weight !== 1 ? [`weight ${formatNumber(choice.weight, 1)}`] : []),
        ...(choice.only ? [`only for ${choice.only.join(', ')}`] : []),
        ...(choice.trusted ? ['trusted'] : []),
      ]
      const head = `  ${teaches(reference) ? ' ' : '–'} ${title}  (${about.filter(Boolean).join(', ')})${words.length > 0 ? `  ${words.join(', ')}` : ''}`
      return [head, ...findings.map(({ words }) => `      ${words}`)]
    })
    .join('\n')
}

const percent = (share: number) => `${Math.round(100 * share)} %`

export function validationText({
  references,
  sections,
  coverage,
  stability,
  outliers,
  constant,
  advice,
}: Validation): string {
  const has = Object.entries(sections).map(
    ([type, count]) => `${count} with ${type === 'intro' || type === 'outro' ? 'an' : 'a'} ${type}`,
  )
  const lines = [`${references} references teach: ${has.join(', ')}.`]
  if (coverage) {
    const parts = coverage.parts.map(percent).join(', ')
    lines.push(
      `Of a reference that was left out, ${percent(coverage.share)} of the figures lie inside the zones of the others (in fifths: ${parts}); 70 to 90 % is sound.`,
    )
  } else lines.push('Fewer than five references: how it does on others cannot be told.')
  if (stability !== null)
    lines.push(`Two halves of the references agree to ${formatNumber(stability, 2)} σ (median over all zones).`)
  for (const { title, distance, farthest } of outliers) {
    const words = farthest.map(
      ({ scope, feature: id, sigmas }) => `${feature(id).label} in the ${scope} ${formatNumber(sigmas, 1, true)} σ`,
    )
    lines.push(`Outlier: "${title}", ${formatNumber(distance, 1)} σ on average; ${words.join(', ')}.`)
  }
  if (constant.length > 0) {
    const names = constant.slice(0, 5).map(({ scope, feature: id }) => `${feature(id).label} (${scope})`)
    lines.push(
      `The same in all references, so of no use: ${names.join(', ')}${constant.length > 5 ? ` and ${constant.length - 5} more` : ''}.`,
    )
  }
  return [...lines, ...advice].join('\n')
}

/** What `to` has more or less of than `from`, farthest apart first. */
export function profileDiffText(
  from: Profile,
  to: Profile,
  differences: readonly ProfileDifference[],
  most = 15,
): string {
  const told = differences.filter(({ sigmas }) => Math.abs(sigmas) >= 0.5).slice(0, most)
  const lines = told.map(({ scope, feature: id, difference, sigmas, from: a, to: b }) => {
    const where = scope === 'overall' ? 'overall' : `in the ${scope}`
    return `  ${feature(id).label} ${where}: ${formatFeature(id, a.median)} → ${formatFeature(id, b.median)} (${formatDeviation(feature(id).unit, difference)}, ${formatNumber(sigmas, 1, true)} σ)`
  })
  const head = `From ${from.name} to ${to.name}`
  return told.length === 0 ? `${head}: nothing that is half a σ apart.` : [`${head}:`, ...lines].join('\n')
}
