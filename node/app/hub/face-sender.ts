/** Keeps the device's face as the model says: at most twenty times a second, only what differs, one letter at a time. */
import type { FaceState } from '../../../device/protocol.ts'
import type { Connection } from '../../adapters/max-bridge/connection.ts'

/** With the 30 ms in which a block of frames gathers (guide.ts), what is heard is seen within 100. */
const leastMs = 50

export class FaceSender {
  readonly #connection: Connection
  readonly #faceOf: () => FaceState
  #sent = ''
  #timer: NodeJS.Timeout | null = null
  #isSending = false
  #isWanted = false

  constructor(connection: Connection, faceOf: () => FaceState) {
    this.#connection = connection
    this.#faceOf = faceOf
  }

  /** Something may have changed. */
  touch(): void {
    this.#isWanted = true
    if (this.#timer || this.#isSending) return
    // The first at once: a press shows without delay.
    void this.#send()
  }

  /** The other side knows nothing (any more). */
  renew(): void {
    this.#sent = ''
    this.touch()
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.#isWanted = false
  }

  async #send(): Promise<void> {
    this.#isSending = true
    this.#isWanted = false
    const face = this.#faceOf()
    const text = JSON.stringify(face)
    if (text !== this.#sent && this.#connection.state === 'ready') {
      this.#sent = text
      await this.#connection.request('face', face).catch(() => {
        // Not shown: the next change brings it along.
        this.#sent = ''
      })
    }
    this.#isSending = false
    this.#timer = setTimeout(() => {
      this.#timer = null
      if (this.#isWanted) void this.#send()
    }, leastMs)
  }
}
