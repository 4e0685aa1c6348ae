/** A mixer's parameters: children of `mixer_device`, called as node/live/set.ts calls them, whatever a Live version does. */
import type { Live, LiveId } from './live.ts'

const trackRoles = { volume: 'Track Volume', panning: 'Track Panning', track_activator: 'Track Activator' } as const
const chainRoles = { volume: 'Chain Volume', panning: 'Chain Panning', chain_activator: 'Chain Activator' } as const
const sendName = (index: number) => `Send ${String.fromCharCode(65 + index)}`

/** Main has no activator, and what has no audio output may have no volume. */
export function mixerParameters(
  live: Live,
  owner: LiveId,
  kind: 'track' | 'main' | 'chain',
): { readonly id: LiveId; readonly name: string }[] {
  const mixer = live.child(owner, 'mixer_device')
  if (!mixer) return []
  const roles = Object.entries(kind === 'chain' ? chainRoles : trackRoles).filter(
    ([role]) => kind !== 'main' || role !== 'track_activator',
  )
  const own = roles.flatMap(([role, name]) => {
    const id = live.child(mixer, role)
    return id ? [{ id, name }] : []
  })
  if (kind === 'main') return own
  return [...own, ...live.ids(mixer, 'sends').map((id, i) => ({ id, name: sendName(i) }))]
}
