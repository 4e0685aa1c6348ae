/** Devices put in and taken out, side-chain sources chosen, solo, selection: each looked at before and after. */
import type { Operations, WireTrackPath } from '../protocol.ts'
import type { Live } from './live.ts'
import { placeAt, splitPath, trackAt } from './places.ts'
import { Refusal, refusalOf } from './refusal.ts'
import { chooseSidechain, hasSidechainSource } from './routing.ts'

/** Returns the path of the new device. Throws Refusal; what came in wrongly is taken out again. */
export function insertDevice(
  live: Live,
  { track, chain, name, className, index }: Operations['insert']['args'],
): string {
  const owner = chain === null ? trackAt(live, track) : placeAt(live, trackAt(live, track), chain)
  const before = live.ids(owner, 'devices')
  if (!(Number.isInteger(index) && index >= 0 && index <= before.length)) {
    throw new Refusal('out-of-range', `There are ${before.length} devices; none can be put in at ${index}.`)
  }
  settleParameters(live)
  try {
    // Without an index Live puts it last.
    if (index === before.length) live.call(owner, 'insert_device', name)
    else live.call(owner, 'insert_device', name, index)
  } catch (error) {
    // Racks, plug-ins, Max devices, unknown names: an error, or nothing happens.
    const { reason, message } = refusalOf(error)
    throw new Refusal(reason === 'failed' ? 'unsupported' : reason, `Live did not put "${name}" in: ${message}`)
  }
  live.forget()
  const after = live.ids(owner, 'devices')
  const added = after.filter(id => !before.includes(id))
  if (added.length === 0) throw new Refusal('unsupported', `Live did not put "${name}" in.`)
  const at = after.indexOf(added[0]!)
  const found = live.text(added[0]!, 'class_name')
  if (added.length > 1 || found !== className) {
    for (const id of added) live.call(owner, 'delete_device', live.ids(owner, 'devices').indexOf(id))
    throw new Refusal('failed', `Live put in a "${found}" instead of "${name}"; it was taken out again.`)
  }
  return `${chain === null ? '' : `${chain} `}devices ${at}`
}

/** Throws Refusal. */
export function removeDevice(live: Live, { track, device }: Operations['remove']['args']): null {
  const id = placeAt(live, trackAt(live, track), device)
  const [ownerPath, index] = splitPath(device)
  const owner = ownerPath === '' ? trackAt(live, track) : placeAt(live, trackAt(live, track), ownerPath)
  settleParameters(live)
  live.call(owner, 'delete_device', index)
  live.forget()
  if (live.ids(owner, 'devices').includes(id)) throw new Refusal('failed', 'Live did not take the device out.')
  return null
}

/** Throws Refusal. */
export function setSidechain(live: Live, { track, device, source }: Operations['sidechain']['args']): null {
  const id = placeAt(live, trackAt(live, track), device)
  if (!hasSidechainSource(live.text(id, 'class_name'))) {
    throw new Refusal('unsupported', 'Live lets the side-chain source be chosen on its Compressor only.')
  }
  chooseSidechain(live, id, source === null ? null : named(live, source))
  return null
}

/** Returns what the set holds afterwards. Throws Refusal. */
export function setSolo(live: Live, { track, on }: Operations['solo']['args']): boolean {
  if (track === 'master_track') throw new Refusal('unsupported', 'Main has no solo.')
  const id = trackAt(live, track)
  live.set(id, 'solo', on ? 1 : 0)
  return live.flag(id, 'solo')
}

/** Selects the track and the device, and shows the devices' view. Throws Refusal. */
export function show(live: Live, { track, device }: Operations['show']['args']): null {
  const id = trackAt(live, track)
  const chosen = device === null ? 0 : placeAt(live, id, device)
  live.set(live.view, 'selected_track', `id ${id}`)
  const trackView = live.child(id, 'view')
  if (chosen) {
    live.call(live.view, 'select_device', 'id', chosen)
    // Both forms are in use; a device in a rack's chain is selected in the chain's view, and asked for twice does no harm.
    if (live.child(trackView || id, 'selected_device') !== chosen) live.call(live.view, 'select_device', `id ${chosen}`)
  }
  const appView = live.child(live.app, 'view')
  if (appView) live.call(appView, 'show_view', 'Detail/DeviceChain')
  return null
}

const named = (live: Live, path: WireTrackPath): { name: string; number: number } => ({
  name: live.text(trackAt(live, path), 'name'),
  number: Number(path.split(' ')[1] ?? 0) + 1,
})

/** Live pushes parameter changes into its document late; a change of devices before that would lose them. */
function settleParameters(live: Live): void {
  if (live.has(live.song, 'Song', 'sync_parameter_changes')) live.call(live.song, 'sync_parameter_changes')
}
