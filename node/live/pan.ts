/**
 * Live's mixer pan. Ableton's manual (Audio Fact Sheet, "Panning"): constant power, sinusoidal gain curves, 0 dB at
 * the centre, +3 dB fully left or right. `p` from −1 (left) to 1 (right); each channel of a stereo track keeps its
 * side (balance). Assumed the same for Utility's Balance.
 */
export function panGains(p: number): { readonly left: number; readonly right: number } {
  if (p === 0) return { left: 1, right: 1 }
  const angle = ((p + 1) * Math.PI) / 4
  return { left: Math.SQRT2 * Math.cos(angle), right: Math.SQRT2 * Math.sin(angle) }
}
