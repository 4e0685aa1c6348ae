/** The process that reads the damaged inputs of fuzz.ts and says over its channel how it goes. */
import fc from 'fast-check'
import { AppError } from '../../node/audio/app-error.ts'
import type { FuzzOptions, FuzzRow } from './fuzz.ts'
import { fuzzTargets } from './fuzz-targets.ts'

/** More than this and a damaged file of some kilobytes has got hold of the memory. */
const mostMb = 1_500

export async function fuzzChild({ inputs, seed, root, only = '' }: FuzzOptions): Promise<void> {
  const { targets, close } = await fuzzTargets(root)
  const strays: string[] = []
  process.on('unhandledRejection', reason => strays.push(`a rejection that nobody handles: ${reason}`))
  process.on('uncaughtException', error => strays.push(`an exception that nobody catches: ${error}`))
  const chosen = targets.filter(({ name }) => name.includes(only))
  const ownKeys = Reflect.ownKeys(Object.prototype).length
  let said = 0

  for (const { name, inputs: damaged, read } of chosen) {
    let taken = 0
    let slowestMs = 0
    const began = performance.now()
    process.send!({ reading: name })
    const property = fc.asyncProperty(damaged, async input => {
      // The watch outside only needs to know that it goes on.
      if (Date.now() - said > 500) {
        said = Date.now()
        process.send!({ reading: name })
      }
      const start = performance.now()
      try {
        await read(input)
        taken++
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        if (!isSentence(error)) throw new Error(`no sentence for a person: ${error.code} ${error.message}`)
      } finally {
        slowestMs = Math.max(slowestMs, performance.now() - start)
      }
      if (strays.length > 0) throw new Error(strays.splice(0).join('; '))
      if (Reflect.ownKeys(Object.prototype).length !== ownKeys) throw new Error('Object.prototype was poisoned')
      const mb = process.memoryUsage.rss() / 2 ** 20
      if (mb > mostMb) throw new Error(`${Math.round(mb)} MB of memory`)
    })
    const result = await fc.check(property, { numRuns: Math.ceil(inputs / chosen.length), seed })
    const row: FuzzRow = {
      target: name,
      inputs: result.numRuns,
      // A fault's input is made smaller by more inputs than are counted.
      taken: Math.min(taken, result.numRuns),
      slowestMs: Math.round(slowestMs),
      peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
      seconds: (performance.now() - began) / 1000,
      fault: result.failed ? described(result) : null,
    }
    process.send!({ row })
  }
  await close()
  process.send!({ done: true })
  process.disconnect()
}

/** What it is about, and what to do; no stack, no bare number. */
const isSentence = ({ message, action }: AppError) => message.length > 10 && message.length < 1_000 && action.length > 5

function described({ counterexample, errorInstance, seed }: fc.RunDetails<[unknown]>): string {
  const [input] = counterexample ?? []
  const shown = input instanceof Uint8Array ? Buffer.from(input).toString('base64') : String(input)
  const why = errorInstance instanceof Error ? (errorInstance.stack ?? `${errorInstance}`) : String(errorInstance)
  return `${why.split('\n').slice(0, 4).join(' ')} (seed ${seed}; input ${shown.slice(0, 300)})`
}
