/** What a user should know about the audio before trusting anything else. */
import type { Audio } from '../audio/audio.ts'

/** Runs of samples this close to full scale are clipping, not a peak that happens to touch it. */
const clippedRun = 4

export function remarks(audio: Audio): string[] {
  const list: string[] = []
  const silent = audio.channels.map(channel => channel.every(x => x === 0))
  if (silent.every(Boolean)) list.push('The audio is digital silence.')
  else if (audio.channels.length > 1) {
    const names = ['left', 'right']
    silent.slice(0, 2).forEach((is, c) => {
      if (is) list.push(`The ${names[c]} channel is silent.`)
    })
  }
  const clips = audio.channels.slice(0, 2).reduce((sum, channel) => sum + clippedRuns(channel), 0)
  if (clips > 0) list.push(`${clips} clipped passage${clips === 1 ? '' : 's'} (flat tops at the highest level).`)
  return list
}

/** Places where at least four samples in a row sit at the same extreme value of 0.98 or more. */
function clippedRuns(channel: Float32Array): number {
  let runs = 0
  let length = 1
  for (let n = 1; n < channel.length; n++) {
    const x = channel[n]!
    if (x === channel[n - 1] && Math.abs(x) >= 0.98) {
      length++
      if (length === clippedRun) runs++
    } else length = 1
  }
  return runs
}
