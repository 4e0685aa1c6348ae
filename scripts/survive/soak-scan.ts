/** The command line at the same time as the device: `uplift learn` in the same data folder, again and again. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWav } from '../../node/audio/write-wav.ts'
import { pinkSines } from '../../test/support/signals.ts'

const sampleRate = 44_100
/** Long enough to be measured, short enough to be measured often. */
const seconds = 12
const profile = 'Scanned'

export class SoakScan {
  readonly #folder: string
  readonly #program: string
  readonly #env: Readonly<Record<string, string>>
  #files = 0
  runs = 0
  readonly faults: string[] = []

  /** `env`: of the process, with the data folder that the device has. */
  constructor(root: string, folder: string, env: Readonly<Record<string, string>>) {
    this.#program = join(root, 'dist', 'uplift.mjs')
    this.#folder = folder
    this.#env = env
  }

  /** One reference more and, from the third on, the oldest gone; then the folder is learned. */
  async run(): Promise<void> {
    await this.change()
    const learn = spawn(process.execPath, [this.#program, 'learn', this.#folder, '--name', profile], {
      env: { PATH: process.env['PATH'] ?? '', ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [learn.stdout, learn.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
    }
    const [code] = (await once(learn, 'exit')) as [number | null]
    this.runs++
    if (code !== 0) this.faults.push(`learn ended with ${code}: ${said.slice(-400)}`)
  }

  async change(): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
    const n = this.#files++
    const [left, right] = [0, 1].map(side => pinkSines({ seconds, sampleRate, seed: 200 + 2 * n + side }))
    await writeWav(join(this.#folder, `${n}.wav`), { sampleRate, channels: [left!, right!] }, { format: 'int16' })
    await rm(join(this.#folder, `${n - 3}.wav`), { force: true })
  }
}
