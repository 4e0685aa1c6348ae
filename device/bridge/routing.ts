/** Live's choosers of inputs and outputs: dictionaries with a text and a number, which Max passes as JSON. */
import type { Live, LiveId } from './live.ts'
import { Refusal } from './refusal.ts'

export interface Choice {
  readonly text: string
  readonly identifier: number
}

/** Where a track's output goes, as Live shows it; "" when Live does not say. */
export const outputText = (live: Live, track: LiveId) => choiceOf(live.json(track, 'output_routing_type'))?.text ?? ''

/** Only Live's Compressor says what its side-chain hears. */
export const hasSidechainSource = (className: string) => className === 'Compressor2'

/** null: nothing, or not to be known. */
export function sidechainText(live: Live, device: LiveId): string | null {
  const text = choiceOf(live.json(device, 'input_routing_type'))?.text ?? ''
  return text === '' || isNothing(text) ? null : text
}

/** Chooses the track (null: nothing) and, of its signals, the one after its devices. Throws Refusal. */
export function chooseSidechain(live: Live, device: LiveId, source: { name: string; number: number } | null): void {
  const types = choicesOf(live.json(device, 'available_input_routing_types'), 'available_input_routing_types')
  const type = source ? trackChoice(types, source) : types.find(({ text }) => isNothing(text))
  if (!type) {
    const wanted = source ? `"${source.name}"` : 'nothing'
    throw new Refusal('unsupported', `Live does not offer ${wanted} as a side-chain source here.`)
  }
  choose(live, device, 'input_routing_type', type)
  if (!source) return
  const channels = choicesOf(live.json(device, 'available_input_routing_channels'), 'available_input_routing_channels')
  const channel = channels.find(({ text }) => /post fx/i.test(text))
  if (!channel) throw new Refusal('unsupported', `Live does not offer "${source.name}" after its devices.`)
  choose(live, device, 'input_routing_channel', channel)
}

/** Live writes "3-Bass", "A-Reverb", or the bare name: the first that names one choice only wins. `number`: from 1. */
export function trackChoice(types: readonly Choice[], { name, number }: { name: string; number: number }) {
  const wanted = [(text: string) => text === `${number}-${name}`, (text: string) => text === name]
  const bare = (text: string) => text.replace(/^(\d+|[A-Z])-/, '') === name
  for (const fits of [...wanted, bare]) {
    const found = types.filter(({ text }) => fits(text))
    if (found.length === 1) return found[0]
  }
  return undefined
}

/** Reports differ on how Max wants the dictionary, so each way is tried until Live says that it holds the choice. */
function choose(live: Live, device: LiveId, property: string, { text, identifier }: Choice): void {
  const ways: unknown[] = [
    JSON.stringify({ [property]: { identifier } }),
    JSON.stringify({ identifier }),
    { identifier },
  ]
  const holds = () => choiceOf(live.json(device, property))?.identifier === identifier
  for (const way of ways) {
    if (holds()) return
    try {
      live.set(device, property, way)
    } catch {
      // The next way, or the refusal below.
    }
  }
  if (!holds()) throw new Refusal('unsupported', `Live did not take "${text}" as the side-chain source.`)
}

const isNothing = (text: string) => /^(no input|no output|none)$/i.test(text)

function choiceOf(value: unknown): Choice | null {
  if (typeof value !== 'object' || value === null) return null
  const { display_name: text, identifier } = value as Record<string, unknown>
  return typeof text === 'string' || typeof text === 'number'
    ? { text: String(text), identifier: Number(identifier) }
    : null
}

function choicesOf(value: unknown, property: string): Choice[] {
  const list = Array.isArray(value) ? value : (value as Record<string, unknown> | null)?.[property]
  return Array.isArray(list) ? list.flatMap(item => choiceOf(item) ?? []) : []
}
