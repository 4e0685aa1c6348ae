/**
 * Milliseconds of processor time of the thread that asks: what its code costs, however many other programs and threads (the
 * collector's, the compiler's) run beside it. Node 20 has no call for it; the system interface for WebAssembly has, to the
 * microsecond (`clock_time_get` of WASI preview 1, clock 3). On Windows the system counts in steps of 15 ms.
 *
 * CommonJS: also loaded into the hub's process, which is.
 */
const clockOfThisThread = 3
/** Finer than the clock is. */
const precision = 1n

/** Loading WASI warns of an experiment; a clock is all that is asked of it. */
function quietly(load) {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return load()
  } finally {
    process.emitWarning = emitWarning
  }
}

function makeClock() {
  const { WASI } = quietly(() => process.getBuiltinModule('node:wasi'))
  const memory = new WebAssembly.Memory({ initial: 1 })
  const wasi = new WASI({ version: 'preview1' })
  // An instance that only has the memory in which the answers are written.
  wasi.initialize({ exports: { memory } })
  const answer = new DataView(memory.buffer)
  const ask = wasi.wasiImport.clock_time_get
  return () => {
    const problem = ask(clockOfThisThread, precision, 0)
    if (problem !== 0) throw new Error(`This system must have a clock for threads, WASI says ${problem}`)
    return Number(answer.getBigUint64(0, true)) / 1e6
  }
}

exports.threadMs = makeClock()
