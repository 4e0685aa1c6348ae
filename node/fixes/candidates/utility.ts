/** Utility: width, bass mono, polarity of one side, and gain where the fader is automated. */
import { bandCount } from '../../dsp/bands.ts'
import type { Device, TrackPath } from '../../live/set.ts'
import type { Settings } from '../../mix/devices/device-model.ts'
import { liveSettings } from '../../mix/devices/live-settings.ts'
import type { MixModel } from '../../mix/model.ts'
import type { Candidate, Place } from './candidate.ts'
import { change, notMovable, parameterOf } from './parameters.ts'

const widest = 400

export function utilityCandidates(
  { track, rules, model, make }: Place,
  utility: Device,
  { postChain, inserts }: Pick<Candidate, 'postChain' | 'inserts'>,
): Candidate[] {
  const settings = liveSettings(utility)
  const free = (name: string) => {
    const parameter = parameterOf(utility, name)
    return parameter && !notMovable(parameter) ? parameter : undefined
  }
  const moved = (to: Settings) => ({
    kind: 'device' as const,
    node: track.path,
    device: utility.path,
    className: utility.className,
    from: settings,
    to: { ...settings, ...to },
  })
  const common = { postChain, inserts }
  const list: Candidate[] = []
  const { midDb, sideDb } = powers(track.path, model)
  const isMono = sideDb - midDb < rules.widthFloor.value

  const width = free('Stereo Width')
  const now = settings['Stereo Width'] ?? 0
  if (width && now > 0 && !isMono) {
    const { limitTotal } = rules.moves.width
    const to = (db: number) => now * 10 ** (db / 20)
    list.push(
      make('width', {
        ...common,
        control: `${utility.path} width`,
        range: [-limitTotal, Math.min(limitTotal, 20 * Math.log10(widest / now))],
        move: db => moved({ 'Stereo Width': to(db) }),
        realise: db => [change(track, utility, width, to(db))],
      }),
    )
  }
  const bassMono = free('Bass Mono')
  const bassFreq = free('Bass Freq')
  if (bassMono && bassFreq && settings['Bass Mono'] === 0 && !isMono) {
    for (const hz of rules.bassMonoHz.value) {
      list.push(
        make('bass-mono', {
          ...common,
          control: `${utility.path} bass mono`,
          range: [0, 1],
          isSwitch: true,
          filter: { type: 'highpass', hz, q: 0.71 },
          move: () => moved({ 'Bass Freq': hz, 'Bass Mono': 1 }),
          realise: () => [
            ...(Math.abs((liveSettings(utility)['Bass Freq'] ?? 0) - hz) < 0.5
              ? []
              : [change(track, utility, bassFreq, hz)]),
            change(track, utility, bassMono, 1),
          ],
        }),
      )
    }
  }
  const inverted = free('Right Inv')
  // A part that is louder on the side than in the middle has one side upside down, or is meant to.
  if (inverted && sideDb > midDb) {
    const to = settings['Right Inv'] === 0 ? 1 : 0
    list.push(
      make('polarity', {
        ...common,
        control: `${utility.path} polarity`,
        range: [0, 1],
        isSwitch: true,
        move: () => moved({ 'Right Inv': to }),
        realise: () => [change(track, utility, inverted, to)],
      }),
    )
  }
  return list
}

/** Utility's gain law is certain above −20 dB; +35 dB is its top. */
const [lowestDb, highestDb] = [-18, 35]

/** The level by Utility, for a fader that must be left alone. */
export function utilityGainCandidates(
  { track, rules, make }: Place,
  utility: Device,
  { postChain, inserts }: Pick<Candidate, 'postChain' | 'inserts'>,
): Candidate[] {
  const settings = liveSettings(utility)
  const output = parameterOf(utility, 'Output')
  const now = settings.Output
  if (!output || notMovable(output) || now === undefined || now < lowestDb) return []
  const { limitTotal } = rules.moves.level
  return [
    make('level', {
      control: 'level',
      postChain,
      inserts,
      range: [Math.max(-limitTotal, lowestDb - now), Math.min(limitTotal, highestDb - now)],
      move: db => ({
        kind: 'device',
        node: track.path,
        device: utility.path,
        className: utility.className,
        from: settings,
        to: { ...settings, Output: now + db },
      }),
      realise: db => [change(track, utility, output, now + db)],
    }),
  ]
}

/** Mid and side power of all that passes the node, over all bands and scopes, dB. */
function powers(node: TrackPath, model: MixModel): { readonly midDb: number; readonly sideDb: number } {
  let mid = 0
  let side = 0
  for (const { nodes, statistics } of model.contributors) {
    if (!nodes.includes(node)) continue
    for (const { mm, ss } of statistics) {
      for (let k = 0; k < bandCount; k++) {
        mid += mm[k]!
        side += ss[k]!
      }
    }
  }
  return { midDb: 10 * Math.log10(mid + 1e-20), sideDb: 10 * Math.log10(side + 1e-20) }
}
