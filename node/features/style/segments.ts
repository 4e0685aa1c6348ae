/** Where a style vector is taken: stretches of about 30 s that lie in one section, so that drops are compared with drops. */
import type { Section } from '../analysis.ts'
import type { SectionType } from '../catalogue.ts'

export interface Segment {
  readonly section: SectionType
  readonly startSeconds: number
  readonly endSeconds: number
}

const segmentSeconds = 30
/** Eight seconds are four bars at 120 BPM: less says nothing about a groove. A piece of audio that is shorter is one segment. */
const shortestSeconds = 8

/** Each section in equal parts, as near to 30 s as they come; sections below 8 s are left out unless there is nothing else. */
export function segmentsOf(sections: readonly Section[]): readonly Segment[] {
  const long = sections.filter(({ startSeconds, endSeconds }) => endSeconds - startSeconds >= shortestSeconds)
  return (long.length > 0 ? long : sections).flatMap(({ type, startSeconds, endSeconds }) => {
    const count = Math.max(1, Math.round((endSeconds - startSeconds) / segmentSeconds))
    const step = (endSeconds - startSeconds) / count
    return Array.from({ length: count }, (_, i) => ({
      section: type,
      startSeconds: startSeconds + i * step,
      endSeconds: startSeconds + (i + 1) * step,
    }))
  })
}
