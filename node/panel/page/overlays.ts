/** What is laid over plots that are drawn already: a playhead on the timeline, one track's line in the spectra. */
import type { PanelContribution, PanelExcerpts, PanelView } from '../../app/panel-data.ts'

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

/** Marks the excerpt, and where in it the player is (0 to 1; null: it stands still). Returns what takes both away. */
export function withPlayhead(
  svg: Element,
  { seconds, left, right, top, bottom }: NonNullable<PanelView['timeline']>,
  { startSeconds, endSeconds }: PanelExcerpts,
  positionOf: () => number | null,
): () => void {
  const x = (time: number) => left + ((right - left) * time) / seconds
  const range = document.createElementNS(svgSpace, 'rect')
  setAll(range, { class: 'excerpt', x: x(startSeconds), width: x(endSeconds) - x(startSeconds) })
  setAll(range, { y: top, height: bottom - top })
  const head = document.createElementNS(svgSpace, 'line')
  setAll(head, { class: 'playhead', y1: top, y2: bottom })
  svg.append(range, head)
  const update = () => {
    const position = positionOf()
    head.setAttribute('visibility', position === null ? 'hidden' : 'visible')
    if (position === null) return
    const at = x(startSeconds + position * (endSeconds - startSeconds))
    setAll(head, { x1: at, x2: at })
  }
  update()
  const timer = setInterval(update, every)
  return () => {
    clearInterval(timer)
    range.remove()
    head.remove()
  }
}

function setAll(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
}
