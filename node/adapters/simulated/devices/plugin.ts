/** What a simulated plug-in does. Its parameters are opaque, as a plug-in's are to Live: they change nothing here. */
import { dbToGain } from '../../../dsp/decibel.ts'
import { applyGain, type Effect } from './effect.ts'

export type PluginEffect =
  | { readonly kind: 'gain'; readonly db: number }
  /** A volume shaper: down by `depthDb` on every beat, back to full level `recoveryBeats` later. */
  | { readonly kind: 'ducker'; readonly depthDb: number; readonly recoveryBeats: number }

export function pluginEffect(effect: PluginEffect | null): Effect | null {
  switch (effect?.kind) {
    case undefined:
      return null
    case 'gain':
      return signal => applyGain(signal, dbToGain(effect.db))
    case 'ducker':
      return ([left, right], { sampleRate, tempo }) => {
        const lowest = dbToGain(-effect.depthDb)
        const beatsPerSample = tempo / 60 / sampleRate
        for (let n = 0; n < left.length; n++) {
          const phase = Math.min(1, ((n * beatsPerSample) % 1) / effect.recoveryBeats)
          const gain = lowest + (1 - lowest) * (0.5 - 0.5 * Math.cos(Math.PI * phase))
          left[n] = gain * left[n]!
          right[n] = gain * right[n]!
        }
      }
  }
}
