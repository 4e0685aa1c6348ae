/** What is laid over plots that are drawn already: a playhead on the timeline, one track's line in the spectra. */
import type { PanelContribution, PanelExcerpts, PanelView } from '../../app/panel/data.ts'

const svgSpace = 'http://www.w3.org/2000/svg'

/** One line in each section's spectrum, in front of the mix's own. */
export function drawTrack(place: Element, { paths }: PanelContribution): void {
  for (const [scope, path] of Object.entries(paths)) {
    const line = document.createElementNS(svgSpace, 'path')
    line.setAttribute('class', 'track')
    line.setAttribute('d', path)
    place.querySelector(`svg[aria-labelledby^="spectrum-${scope}-title"]`)?.append(line)
  }
}

export function clearTrack(place: Element): void {
  for (const line of place.querySelectorAll('path.track')) line.remove()
}

const every = 60

interface Plotted {
  readonly svg: Element
  readonly timeline: NonNullable<PanelView['timeline']>
}

/** Marks the excerpt that the player plays. Returns what takes it away. */
export function withExcerpt({ svg, timeline }: Plotted, { startSeconds, endSeconds }: PanelExcerpts): () => void {
  const [from, to] = [xOf(timeline, startSeconds), xOf(timeline, endSeconds)]
  const { top, bottom } = timeline
  const range = document.createElementNS(svgSpace, 'rect')
  setAll(range, { class: 'excerpt', x: from, width: to - from, y: top, height: bottom - top })
  svg.append(range)
  return () => range.remove()
}

/** A line that follows `secondsOf` (of the timeline; null: hidden). `name`: its class. Returns what takes it away. */
export function withPlayhead({ svg, timeline }: Plotted, name: string, secondsOf: () => number | null): () => void {
  const { top, bottom } = timeline
  const head = document.createElementNS(svgSpace, 'line')
  setAll(head, { class: `playhead ${name}`, y1: top, y2: bottom })
  svg.append(head)
  const update = () => {
    const seconds = secondsOf()
    head.setAttribute('visibility', seconds === null ? 'hidden' : 'visible')
    if (seconds === null) return
    const at = xOf(timeline, seconds)
    setAll(head, { x1: at, x2: at })
  }
  update()
  const timer = setInterval(update, every)
  return () => {
    clearInterval(timer)
    head.remove()
  }
}

const xOf = ({ left, right, seconds }: Plotted['timeline'], time: number) => left + ((right - left) * time) / seconds

function setAll(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
}
