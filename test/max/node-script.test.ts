import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { Max, type MaxHabits } from './max.ts'
import { makeFolder, writePatch } from './support/small-patch.ts'

const set = () =>
  createSimulatedSet({
    name: 'Small',
    sampleRate: 44_100,
    tempo: 120,
    beatsPerBar: 4,
    locators: [],
    tracks: [{ name: 'Track', kind: 'audio' }],
    master: {},
  })

function run(source: string, habits: Partial<MaxHabits> = {}) {
  const folder = makeFolder()
  writeFileSync(join(folder, 'script.js'), `const max = require('max-api')\n${source}`)
  const max = new Max({ set: set(), folder, habits })
  onTestFinished(() => max.close())
  const device = max.load(
    writePatch(
      folder,
      {
        node: { text: 'node.script script.js @autostart 1', outs: 2 },
        hear: { text: 'r to-node' },
        out: { text: 'print out' },
        life: { text: 'print life' },
      },
      [
        ['hear', 0, 'node', 0],
        ['node', 0, 'out', 0],
        ['node', 1, 'life', 0],
      ],
    ),
    max.live.track('Track'),
  )
  const said = (text: string) => max.posts.filter(post => post.includes(text)).length
  return { max, said, script: device.processes[0]! }
}

test('messages go through both ways, and what comes before the script is there is lost', async () => {
  const { max, said, script } = run(`max.addHandler('add', (a, b) => max.outlet('sum', a + b, 'of two'))`)
  max.sendTo('to-node', ['add', 1, 2])
  expect(script.lost).toEqual([['add', 1, 2]])
  await max.until('the script is there', () => said('loadend') > 0, 10)
  max.sendTo('to-node', ['add', 3, 4])
  await max.until('an answer', () => said('out: sum') > 0, 10)
  expect(max.posts.filter(post => post.startsWith('out'))).toEqual(['out: sum 7 of two'])
})

test('timers of the script follow the clock of Max, not the one on the wall', async () => {
  const { max, said } = run(`let n = 0; setInterval(() => max.outlet('tick', ++n, Date.now() % 1), 1000)`)
  await max.until('the script is there', () => said('loadend') > 0, 10)
  const began = performance.now()
  await max.pass(60_000)
  expect(said('out: tick')).toBeGreaterThanOrEqual(59)
  expect(said('out: tick')).toBeLessThanOrEqual(60)
  // A minute in Max must not be one here.
  expect(performance.now() - began).toBeLessThan(30_000)
})

test('a script that crashes comes back five times, and then no more', async () => {
  const { max, said } = run(`max.addHandler('crash', () => { throw new Error('bad') })\nmax.outlet('up')`)
  for (let starts = 1; starts <= 6; starts++) {
    await max.until(`start ${starts}`, () => said('out: up') === starts, 10)
    max.sendTo('to-node', ['crash'])
    await max.until(`crash ${starts}`, () => said('life: terminated error') === starts, 10)
  }
  await max.pass(1000)
  expect(said('life: start ')).toBe(6)
})

test('a worker that inherits the loader of Max fails, one without it runs', async () => {
  const { max, said } = run(`
    const { Worker } = require('node:worker_threads')
    const code = 'require("node:worker_threads").parentPort.postMessage("worked")'
    const start = (name, options) => {
      const worker = new Worker(code, { eval: true, ...options })
      worker.on('message', text => max.outlet(name, text))
      worker.on('error', () => max.outlet(name, 'failed'))
    }
    start('inherited', {})
    start('bare', { execArgv: [] })`)
  await max.until('both workers', () => said('out: inherited') > 0 && said('out: bare') > 0, 10)
  expect(said('out: inherited failed')).toBe(1)
  expect(said('out: bare worked')).toBe(1)
})

test('the process ends with its device', async () => {
  const { max, said, script } = run(`max.outlet('up')`)
  await max.until('the script is there', () => said('out: up') > 0, 10)
  const { pid } = script
  await max.close()
  expect(() => process.kill(pid!, 0)).toThrow(/ESRCH/)
})
