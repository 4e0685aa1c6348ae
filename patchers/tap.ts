/**
 * Uplift Tap.amxd, the light audio effect that stands last on a track: no Node process, the signal straight through. It knows
 * its track, measures while the hub listens, and records when the hub says so.
 */
import { audioOrders, sharedNames, tapInputs, tapMeterMs, tapOutlets, tapToHub } from '../device/protocol.ts'
import { branch } from './face/branch.ts'
import { toMaxpat } from './lib/maxpat.ts'
import { type Box, type Inlet, type Outlet, Patch } from './lib/patch.ts'
import { storedKey } from './parts/key.ts'
import { recorder } from './parts/recorder.ts'
import { script } from './parts/script.ts'
import { tapMeterPatch } from './parts/tap-meters.ts'
import { tapFace, tapWidth } from './tap-face.ts'

/** @param version of the script's file name */
export function tapMaxpat(version: string): string {
  return toMaxpat(tapPatch(version), {
    title: 'Uplift Tap',
    description:
      'Lets Uplift on Main hear this track: it measures and records what goes to the fader. Last on the track.',
    width: tapWidth,
  })
}

export function tapPatch(version: string): Patch {
  const patch = new Patch()
  patch.group('Audio: straight through')
  const input = patch.object('plugin~')
  const output = patch.object('plugout~')
  for (const side of [0, 1]) patch.cord(input.out(side), output.in(side))
  const [left, right] = [input.out(0), input.out(1)]

  const { toScript, v8 } = script(patch, `uplift-tap-${version}.js`, Object.keys(tapOutlets).length)
  const toHub = hub(patch, v8, toScript)
  const key = storedKey(patch, v8.out(tapOutlets.store), tapInputs.stored, toScript)
  farewell(patch, key.known, toHub)
  start(patch, toScript, key.tell)

  patch.group('Orders to the audio part')
  const { of } = branch(patch, v8.out(tapOutlets.audio), [
    audioOrders.recordOpen,
    audioOrders.recordStart,
    audioOrders.recordStop,
    audioOrders.meters,
    audioOrders.coefficients,
  ])
  recorder(patch, {
    open: of(audioOrders.recordOpen),
    start: of(audioOrders.recordStart),
    stop: of(audioOrders.recordStop),
    left,
    right,
  })
  listening(patch, { run: of(audioOrders.meters), coefficients: of(audioOrders.coefficients), left, right, toScript })
  tapFace(patch, v8.out(tapOutlets.face), version)
  return patch
}

/** Returns the send to the hub. */
function hub(patch: Patch, v8: Box, toScript: Box): Box {
  patch.group('Hub')
  const send = patch.object(`s ${sharedNames.fromTaps}`)
  patch.chain(v8.out(tapOutlets.hub), send)
  patch.chain(patch.object(`r ${sharedNames.toTaps}`), patch.object(`prepend ${tapInputs.hub}`), toScript)
  return send
}

/** Says that the device goes, with a message that is written beforehand: the script may be gone by then. */
function farewell(patch: Patch, key: Outlet, toHub: Box): void {
  patch.group('Farewell')
  // Empty, so silent, until there is a key.
  const message = patch.message('')
  patch.chain(key, patch.object(`prepend set ${tapToHub.bye}`), message)
  patch.chain(patch.object('freebang'), message, toHub)
}

function start(patch: Patch, toScript: Box, tellKey: Inlet): void {
  patch.group('Start')
  const device = patch.object('live.thisdevice')
  // From the right: what the script needs to know comes before "loaded".
  const order = patch.object('t b b b b')
  const dsp = patch.object('dspstate~')
  const path = patch.object('live.path')
  patch.chain(device, order)
  patch.chain(device.out(1), patch.object(`prepend ${tapInputs.enabled}`), toScript)
  patch.chain(order.out(3), dsp)
  patch.chain(dsp.out(1), patch.object(`prepend ${tapInputs.rate}`), toScript)
  patch.cord(order.out(2), tellKey)
  patch.chain(order.out(1), patch.message('path this_device'), path)
  patch.chain(path, patch.object('route id'), patch.object(`prepend ${tapInputs.device}`), toScript)
  // live.path answers in the main thread's queue; "loaded" stands behind it there.
  patch.chain(order.out(0), patch.object('deferlow'), patch.message(tapInputs.loaded), toScript)
}

/** Two reports are thrown away: one holds what came before the last pause, in the other filters ring from then. */
const settledMs = 1.5 * tapMeterMs

interface Listening {
  /** 1, 0. */
  readonly run: Outlet
  readonly coefficients: Outlet
  readonly left: Outlet
  readonly right: Outlet
  readonly toScript: Box
}

/** Runs the meters while somebody listens: unmuted, with one clock in the main thread's queue. */
function listening(patch: Patch, { run, coefficients, left, right, toScript }: Listening): void {
  patch.group('Meters, while somebody listens')
  const meters = patch.subpatch('meters', tapMeterPatch())
  patch.cord(left, meters.in(0))
  patch.cord(right, meters.in(1))
  const isOff = patch.object('sel 0')
  const on = patch.object('t b b b')
  const off = patch.object('t b b b b')
  const mute = patch.object('mute~')
  const clock = patch.object(`qmetro ${tapMeterMs}`)
  const settled = patch.object(`delay ${settledMs}`)
  const passing = patch.object('gate')
  const open = patch.message('1')
  const [start, stop] = [patch.message('1'), patch.message('0')]
  const [close, unmute] = [patch.message('0'), patch.message('0')]
  const silence = patch.message('1')
  patch.cord(run, isOff.in(0))
  patch.chain(isOff.out(1), on)
  patch.chain(isOff.out(0), off)
  patch.chain(on.out(2), unmute, mute, meters.in(2))
  patch.chain(on.out(1), start, clock)
  patch.chain(on.out(0), settled, open, passing.in(0))
  patch.chain(off.out(3), patch.message('stop'), settled)
  patch.chain(off.out(2), stop, clock)
  patch.chain(off.out(1), close, passing.in(0))
  patch.chain(off.out(0), silence, mute)
  patch.chain(patch.object('loadbang'), silence)
  patch.chain(clock, patch.message('poll'), meters.in(2))
  patch.chain(coefficients, patch.object(`prepend ${audioOrders.coefficients}`), meters.in(2))
  patch.chain(meters, passing.in(1))
  patch.chain(passing, patch.object(`prepend ${tapInputs.meters}`), toScript)
}
