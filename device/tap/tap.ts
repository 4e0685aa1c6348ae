import type { Atom, Host } from '../host.ts'
import { randomKey } from '../key.ts'
import {
  audioEvents,
  audioOrders,
  heartbeatMs,
  hubToTap,
  keyRange,
  protocolVersion,
  tapFilters,
  tapMeters,
  tapOutlets,
  tapStatuses,
  tapToHub,
} from '../protocol.ts'
import { filterCoefficients } from './filters.ts'
import { statusWords } from './status-words.ts'

/** For the set to say which key it remembers, and for Live to say which device this is. */
const keyMs = 300
/** The hub calls twice as often. */
const aloneMs = 8 * heartbeatMs
/** For Max to write the rest of a file after it was told to stop. */
const closeMs = 300
/** Bottom of the face's meter. */
const quietestDb = -70
const loudestDb = 6

const peakAt = [tapMeters.indexOf('peakLeft'), tapMeters.indexOf('peakRight')] as const

export class Tap {
  readonly #host: Host
  #key = 0
  #liveId = 0
  #isStarting = false
  #isLoaded = false
  #isOn = true
  /** The hub knows this key and this device. */
  #isKnown = false
  #listens = false
  #sampleRate = 0
  /** Open or running take. */
  #take: number | null = null
  #isRecording = false
  #shownStatus = ''
  #shownTrack = ''
  #status: keyof typeof statusWords = 'alone'
  #unscheduleAlone = () => {}

  constructor(host: Host) {
    this.#host = host
  }

  loaded(): void {
    // It comes again when a preset is loaded or the device is saved.
    if (this.#isStarting) return
    this.#isStarting = true
    this.#show('alone')
    this.#host.schedule(keyMs, () => {
      this.#isLoaded = true
      if (!this.#key) this.#keep(randomKey(this.#host))
      this.#hello()
    })
  }

  device(liveId: number): void {
    if (liveId === this.#liveId) return
    this.#liveId = liveId
    this.#hello()
  }

  enabled(isOn: boolean): void {
    if (isOn === this.#isOn) return
    this.#isOn = isOn
    if (this.#isKnown) this.#alive()
  }

  stored(key: number): void {
    if (!(Number.isInteger(key) && key >= keyRange.min && key <= keyRange.max) || key === this.#key) return
    this.#key = key
    this.#hello()
  }

  rate(hz: number): void {
    this.#sampleRate = hz
    if (this.#listens) this.#tellCoefficients()
  }

  /** In the order of `tapMeters`. */
  meters(numbers: readonly number[]): void {
    if (!this.#listens || numbers.length !== tapMeters.length) return
    this.#toHub(tapToHub.meter, ...numbers)
    const peak = Math.max(...peakAt.map(index => numbers[index]!))
    const db = peak > 0 ? 20 * Math.log10(peak) : quietestDb
    this.#face('level', Math.min(loudestDb, Math.max(quietestDb, Math.round(db * 10) / 10)))
  }

  audio(name: string, value: number): void {
    if (name === audioEvents.rate) this.rate(value)
  }

  /** Every tap hears everything: what is for another one is left alone. */
  fromHub(selector: string, atoms: readonly Atom[]): void {
    this.#heard()
    const [first, second, third] = atoms
    if (selector === hubToTap.who) this.#called()
    else if (selector === hubToTap.start) this.#start(Number(first))
    else if (selector === hubToTap.stop) this.#stop(Number(first))
    else if (selector === hubToTap.rekey) {
      if (Number(first) === this.#liveId) this.#rekey(Number(second))
    } else if (Number(first) !== this.#key) return
    else if (selector === hubToTap.welcome) this.#welcome(String(second))
    else if (selector === hubToTap.status) this.#told(Number(second))
    else if (selector === hubToTap.listen) this.#listen(Number(second) !== 0)
    else if (selector === hubToTap.arm) this.#arm(Number(second), String(third))
  }

  #hello(): void {
    if (this.#isLoaded && this.#key && this.#liveId) this.#toHub(tapToHub.hello, this.#liveId, protocolVersion)
  }

  #alive(): void {
    this.#toHub(tapToHub.alive, this.#isOn ? 1 : 0)
  }

  #called(): void {
    if (this.#isKnown) this.#alive()
    else this.#hello()
  }

  #rekey(key: number): void {
    this.#keep(key)
    this.#isKnown = false
    this.#hello()
  }

  #keep(key: number): void {
    this.#key = key
    this.#host.outlet(tapOutlets.store, [key])
  }

  #welcome(trackName: string): void {
    this.#isKnown = true
    if (trackName === this.#shownTrack) return
    this.#shownTrack = trackName
    this.#face('track', 'set', trackName === '' ? ' ' : trackName)
  }

  #told(index: number): void {
    const status = tapStatuses[index]
    if (!status) return
    if (status === 'stale') {
      // The hub does not know this tap: it began anew, or Live was busy.
      this.#isKnown = false
      this.#hello()
      return
    }
    this.#show(status)
  }

  #listen(listens: boolean): void {
    if (listens === this.#listens) return
    this.#listens = listens
    if (listens) this.#tellCoefficients()
    this.#order(audioOrders.meters, listens ? 1 : 0)
    if (!listens) this.#face('level', quietestDb)
  }

  #tellCoefficients(): void {
    if (!this.#sampleRate) return
    for (const filter of tapFilters) {
      this.#order(audioOrders.coefficients, filter, ...filterCoefficients(filter, this.#sampleRate))
    }
  }

  #arm(take: number, path: string): void {
    if (this.#isRecording) this.#order(audioOrders.recordStop)
    this.#isRecording = false
    this.#take = take
    this.#order(audioOrders.recordOpen, path)
  }

  #start(take: number): void {
    if (take !== this.#take || this.#isRecording) return
    this.#isRecording = true
    this.#order(audioOrders.recordStart)
    this.#toHub(tapToHub.recording, take)
    this.#show(this.#status)
  }

  /** Also of a file that is open and was never begun. */
  #stop(take: number): void {
    if (take !== this.#take) return
    this.#take = null
    this.#isRecording = false
    this.#order(audioOrders.recordStop)
    this.#host.schedule(closeMs, () => this.#toHub(tapToHub.recorded, take))
    this.#show(this.#status)
  }

  /** A hub is there. */
  #heard(): void {
    this.#unscheduleAlone()
    this.#unscheduleAlone = this.#host.schedule(aloneMs, () => {
      this.#listen(false)
      this.#isKnown = false
      this.#show('alone')
    })
  }

  #show(status: keyof typeof statusWords): void {
    this.#status = status
    const words = statusWords[this.#isRecording ? 'recording' : status]
    if (words === this.#shownStatus) return
    this.#shownStatus = words
    this.#face('status', 'set', words)
  }

  #toHub(selector: string, ...rest: readonly Atom[]): void {
    this.#host.outlet(tapOutlets.hub, [selector, this.#key, ...rest])
  }

  #order(name: string, ...rest: readonly Atom[]): void {
    this.#host.outlet(tapOutlets.audio, [name, ...rest])
  }

  #face(object: string, ...rest: readonly Atom[]): void {
    this.#host.outlet(tapOutlets.face, [object, ...rest])
  }
}
