/**
 * The built program, called once per row of process.argv[3] (a JSON list of argument lists) in this one process, since its
 * start is most of what wrong usage costs. Prints [{ code, stdout, stderr }].
 */
import { pathToFileURL } from 'node:url'

const [, , program, rows] = process.argv
class Ended extends Error {}
const write = { stdout: process.stdout.write, stderr: process.stderr.write }
const results = []
for (const [i, args] of JSON.parse(rows).entries()) {
  const result = { code: 0, stdout: '', stderr: '' }
  process.exitCode = undefined
  process.stdout.removeAllListeners('error')
  process.argv = [process.execPath, program, ...args]
  process.stdout.write = text => (result.stdout += text) !== ''
  process.stderr.write = text => (result.stderr += text) !== ''
  // What catches its own failures catches this one too: the first word holds.
  let ended
  process.exit = code => {
    ended ??= code ?? process.exitCode ?? 0
    throw new Ended()
  }
  try {
    // A query makes it run anew; what it loads is shared.
    await import(`${pathToFileURL(program)}?row=${i}`)
  } catch (error) {
    if (!(error instanceof Ended)) throw error
  }
  result.code = ended ?? process.exitCode ?? 0
  results.push(result)
}
process.exitCode = 0
write.stdout.call(process.stdout, JSON.stringify(results))
