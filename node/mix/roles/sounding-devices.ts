/** What makes the sound of a MIDI track, as far as its devices tell. */
import type { Track } from '../../live/set.ts'

/**
 * Names of the MIDI effects and of the instrument behind them, which is that of its preset; empty for audio tracks. What comes
 * after is there to change a sound: an EQ called "Kick" may sit on anything that makes way for it.
 */
export function soundingDevices({ kind, devices }: Track): readonly string[] {
  if (kind !== 'midi') return []
  const instrument = devices.findIndex(({ className }) => !isMidiEffect(className))
  return devices.slice(0, instrument + 1).map(({ name }) => name)
}

/** Live's own MIDI effects, the rack of them, and Max for Live's. */
const isMidiEffect = (className: string) => className.startsWith('Midi') || className === 'MxDeviceMidiEffect'
