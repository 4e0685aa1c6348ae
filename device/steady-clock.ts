/**
 * Time that never goes back, from a clock that may: Max's scripts have the time of day only, as far as is known, and it is set
 * back by hand or by the network. What waits for a time would then wait for hours. Forward it is followed: to a script, that
 * is a Live that stood still.
 */
export function steadyClock(timeOfDay: () => number): () => number {
  let last = timeOfDay()
  let lost = 0
  return () => {
    const now = timeOfDay()
    if (now < last) lost += last - now
    last = now
    return now + lost
  }
}
