/**
 * Loaded before the node bundle (node --require): stands in for what Max injects. `max-api` speaks over the child's IPC
 * channel, and the main thread's timers and clock follow the fake Max's clock; workers keep the real ones.
 *
 * Max starts scripts with a loader that uses process.send; a worker that inherits it fails. So does this one.
 */
const { isMainThread } = require('node:worker_threads')
if (!isMainThread) throw new TypeError('process.send is not a function (a worker must be made with execArgv: [])')

const Module = require('node:module')
const timersModule = require('node:timers')
const promisesModule = require('node:timers/promises')
const { threadMs } = require('../support/thread-clock.cjs')

const send = message => process.connected && process.send(message)

// ---------------------------------------------------------------------------------------------------------- time

const real = { setTimeout, setInterval, setImmediate, now: Date.now }
const began = real.now()
let now = 0
let order = 0
const timers = new Map()

const add = (callback, ms, args, every) => {
  const wait = Math.max(1, Number(ms) || 1)
  const id = ++order
  timers.set(id, { at: now + wait, callback, args, every: every ? wait : null })
  return {
    // As Node's: what is kept of a chained call is the timer.
    ref() {
      return this
    },
    unref() {
      return this
    },
    hasRef: () => true,
    refresh() {
      const timer = timers.get(id)
      if (timer) timer.at = now + wait
      return this
    },
    close: () => timers.delete(id),
    [Symbol.toPrimitive]: () => id,
    id,
  }
}
const remove = timer => void timers.delete(typeof timer === 'object' && timer ? timer.id : Number(timer))
const fake = {
  setTimeout: (callback, ms, ...args) => add(callback, ms, args, false),
  setInterval: (callback, ms, ...args) => add(callback, ms, args, true),
  clearTimeout: remove,
  clearInterval: remove,
}
Object.assign(globalThis, fake)
Object.assign(timersModule, fake)
promisesModule.setTimeout = (ms, value) => new Promise(resolve => fake.setTimeout(() => resolve(value), ms))
Date.now = () => began + now
/** A run of hours: what lets time pass otherwise must follow, however fast Max's clock goes; and faults are counted. */
const isLong = process.env.FAKE_MAX_LONG === '1'
if (isLong) performance.now = () => now

/** Max's clock at the first turn: this process begins then, at 0. */
let first = null

const advance = max => {
  first ??= max
  const to = max - first
  for (;;) {
    let next = null
    for (const [id, timer] of timers) {
      if (timer.at <= to && (!next || timer.at < next.timer.at || (timer.at === next.timer.at && id < next.id))) {
        next = { id, timer }
      }
    }
    if (!next) break
    now = Math.max(now, next.timer.at)
    if (next.timer.every === null) timers.delete(next.id)
    else next.timer.at += next.timer.every
    next.timer.callback(...next.timer.args)
  }
  now = to
}

// ------------------------------------------------------------------------------------------------------- max-api

const types = { ALL: 'all', BANG: 'bang', NUMBER: 'number', LIST: 'list', DICT: 'dict' }
const handlers = new Map()
const dicts = new Map()
let asked = 0

const addHandler = (name, handler) => {
  if (typeof handler !== 'function') throw new TypeError('A handler must be a function')
  handlers.set(name, [...(handlers.get(name) ?? []), handler])
}
const ask = message =>
  new Promise((resolve, reject) => {
    const id = ++asked
    dicts.set(id, { resolve, reject })
    send({ ...message, id })
  })

const maxApi = {
  MESSAGE_TYPES: types,
  POST_LEVELS: { ERROR: 'error', INFO: 'info', WARN: 'warn' },
  MAX_ENV: 'maxforlive',
  addHandler,
  addHandlers: all => {
    for (const [name, handler] of Object.entries(all)) addHandler(name, handler)
  },
  removeHandler: (name, handler) =>
    void handlers.set(
      name,
      (handlers.get(name) ?? []).filter(one => one !== handler),
    ),
  removeHandlers: name => void handlers.delete(name),
  outlet: async (...atoms) =>
    void send({ kind: 'outlet', atoms: atoms.length === 1 && Array.isArray(atoms[0]) ? atoms[0] : atoms }),
  outletBang: async () => void send({ kind: 'outlet', atoms: ['bang'] }),
  post: async (...texts) => void send({ kind: 'post', text: texts.join(' ') }),
  getDict: name => ask({ kind: 'get-dict', name }),
  setDict: (name, value) => ask({ kind: 'set-dict', name, value }),
  updateDict: (name, path, value) => ask({ kind: 'update-dict', name, path, value }),
}

const resolve = Module._resolveFilename
Module._resolveFilename = function (request, ...rest) {
  return request === 'max-api' ? request : resolve.call(this, request, ...rest)
}
require.cache['max-api'] = Object.assign(new Module('max-api'), { filename: 'max-api', exports: maxApi, loaded: true })

const receive = atoms => {
  const [first, ...rest] = atoms
  if (typeof first === 'string') {
    for (const handler of handlers.get(first) ?? []) handler(...rest)
  } else {
    const type = atoms.length > 1 ? types.LIST : types.NUMBER
    for (const handler of handlers.get(type) ?? []) handler(...(atoms.length > 1 ? [atoms] : atoms))
  }
  for (const handler of handlers.get(types.ALL) ?? []) handler(typeof first === 'string', ...atoms)
}

// -------------------------------------------------------------------------------------------------- for runs of hours

const uncaught = []
if (isLong) {
  process.on('uncaughtException', error => uncaught.push(String(error?.stack ?? error)))
  process.on('unhandledRejection', reason => uncaught.push(String(reason?.stack ?? reason)))
}

/** Milliseconds that the collector of this process has stood in the way so far, by the clock on the wall. */
let collectorMs = 0
if (isLong) {
  const { PerformanceObserver } = require('node:perf_hooks')
  new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) collectorMs += duration
  }).observe({ entryTypes: ['gc'] })
}

const inspect = () => {
  require('node:v8').setFlagsFromString('--expose-gc')
  const collect = require('node:vm').runInNewContext('gc')
  for (let i = 0; i < 3; i++) collect()
  const { user, system } = process.cpuUsage()
  return {
    heapMegabytes: process.memoryUsage().heapUsed / 2 ** 20,
    resources: process.getActiveResourcesInfo(),
    timers: timers.size,
    uncaught,
    cpuSeconds: (user + system) / 1e6,
  }
}

process.on('message', message => {
  if (message.kind === 'inspect') send({ kind: 'inspected', inspection: inspect() })
  else if (message.kind === 'message') {
    try {
      receive(message.atoms)
    } catch (error) {
      // As from a socket's callback: nobody above catches it.
      process.nextTick(() => {
        throw error
      })
    }
  } else if (message.kind === 'tick') {
    advance(message.now)
    // What the timers began asynchronously, and what the disk answered, goes out first.
    real.setImmediate(() => send({ kind: 'ticked', number: message.number, threadMs: threadMs(), collectorMs }))
  } else if (message.kind === 'dict') {
    const waiting = dicts.get(message.id)
    dicts.delete(message.id)
    if (message.isThere) waiting?.resolve(message.value)
    else waiting?.reject(new Error(''))
  }
})
process.on('disconnect', () => process.exit(0))
// The entry is being run after this file; its handlers are there in the next turn.
real.setImmediate(() => send({ kind: 'loaded' }))
