import type { Host } from './host.ts'
import { keyRange } from './protocol.ts'

/** Of a tap or a hub; kept in the set. */
export const randomKey = (host: Pick<Host, 'random'>) =>
  keyRange.min + Math.floor(host.random() * (keyRange.max - keyRange.min + 1))
