/** One element of a Live set file, as far as it is kept. */
export interface AlsElement {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: AlsElement[]
  /** Where the text of the `Value` attribute ends in the XML, in UTF-16 units from its start; −1: it has none. */
  readonly valueEnd: number
  /** How many children there were, with those that were not kept. */
  count: number
}

/** The element at a path such as "Mixer/Volume". Loops, since a set asks this a million times. */
export function at(element: AlsElement | undefined, path: string): AlsElement | undefined {
  let found = element
  for (const tag of stepsOf(path)) {
    if (!found) return undefined
    found = childOf(found, tag)
  }
  return found
}

/** Split once: the program knows some hundreds of paths. */
const steps = new Map<string, readonly string[]>()

function stepsOf(path: string): readonly string[] {
  const known = steps.get(path)
  if (known) return known
  const split = path.split('/')
  steps.set(path, split)
  return split
}

function childOf({ children }: AlsElement, tag: string): AlsElement | undefined {
  for (const child of children) if (child.tag === tag) return child
  return undefined
}

export const valueAt = (element: AlsElement | undefined, path: string): string | undefined =>
  at(element, path)?.attributes['Value']

export const isTrue = (text: string | undefined) => text === 'true' || text === '1'

/** undefined: absent, or no number. */
export function numberAt(element: AlsElement | undefined, path: string): number | undefined {
  const text = valueAt(element, path)
  const number = text === undefined || text.trim() === '' ? Number.NaN : Number(text)
  return Number.isNaN(number) ? undefined : number
}

/** Every element below with this tag, in document order; not searched further inside those found. */
export function everyBelow(element: AlsElement | undefined, tag: string): readonly AlsElement[] {
  const found: AlsElement[] = []
  if (element) gather(element, tag, found)
  return found
}

function gather({ children }: AlsElement, tag: string, found: AlsElement[]): void {
  for (const child of children) {
    if (child.tag === tag) found.push(child)
    else if (child.children.length > 0) gather(child, tag, found)
  }
}
