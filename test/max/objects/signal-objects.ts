/** Objects with signals: filters and arithmetic, meters, recorders and players, and what is Live's. */
import { writeFileSync } from 'node:fs'
import { bang, type Message } from '../atoms.ts'
import { type SignalBox, vectorFrames } from '../audio.ts'
import type { Box, BoxContext, MakeBox } from '../box.ts'
import { readWavFile, type SampleType, type Sound, wavBytes } from '../wav.ts'
import { isBang, isNumber, numberIn, refuse } from './arguments.ts'

/** An object whose signal side is `process`. */
const signal = (context: BoxContext, box: Partial<Box> & SignalBox): Box => {
  context.device.signals.set(context, box)
  return { receive: (inlet, message) => refuse(context, inlet, message), ...box }
}

const silence = new Float32Array(vectorFrames)
const map = (from: Float32Array, law: (x: number) => number) => {
  const out = new Float32Array(from.length)
  for (let n = 0; n < out.length; n++) out[n] = law(from[n]!)
  return out
}

/** *~ and its like: two signals, or a signal and a number. */
const arithmetic =
  (law: (a: number, b: number) => number): MakeBox =>
  context => {
    const held = [0, Number(context.args[0] ?? 0)]
    return signal(context, {
      process([left, right]) {
        const out = new Float32Array(vectorFrames)
        for (let n = 0; n < out.length; n++) out[n] = law(left ? left[n]! : held[0]!, right ? right[n]! : held[1]!)
        return [out]
      },
      receive(inlet, message) {
        held[inlet] = numberIn(context, message)
      },
    })
  }

const sig: MakeBox = context => {
  let value = Number(context.args[0] ?? 0)
  return signal(context, {
    process: () => [new Float32Array(vectorFrames).fill(value)],
    receive(_, message) {
      value = numberIn(context, message)
    },
  })
}

/** line~: ramps to a value in so many ms. */
const line: MakeBox = context => {
  let [value, goal, left] = [Number(context.args[0] ?? 0), Number(context.args[0] ?? 0), 0]
  return signal(context, {
    process() {
      const out = new Float32Array(vectorFrames)
      for (let n = 0; n < out.length; n++) {
        if (left > 0) value += (goal - value) / left--
        else value = goal
        out[n] = value
      }
      return [out]
    },
    receive(inlet, message) {
      if (inlet > 0) return
      const [to, ms] = message
      goal = isNumber(to) ? to : refuse(context, inlet, message)
      left = isNumber(ms) ? Math.round((ms / 1000) * context.max.live.sampleRate) : 0
      if (left === 0) value = goal
    },
  })
}

/** Sections a0 a1 a2 b1 b2, y = a0 x + a1 x1 + a2 x2 − b1 y1 − b2 y2: one in a biquad~, any number in a cascade~. */
const filter: MakeBox = context => {
  const most = context.className === 'biquad~' ? 1 : Number.POSITIVE_INFINITY
  let sections: { readonly c: readonly number[]; readonly z: number[] }[] = []
  return signal(context, {
    process([input]) {
      const out = (input ?? silence).slice()
      // A biquad~ that was told nothing multiplies by nothing.
      if (sections.length === 0) return [most === 1 ? out.fill(0) : out]
      for (const { c, z } of sections) {
        const [a0 = 1, a1 = 0, a2 = 0, b1 = 0, b2 = 0] = c
        let [x1 = 0, x2 = 0, y1 = 0, y2 = 0] = z
        for (let n = 0; n < out.length; n++) {
          const x = out[n]!
          const y = a0 * x + a1 * x1 + a2 * x2 - b1 * y1 - b2 * y2
          x2 = x1
          x1 = x
          y2 = y1
          y1 = y
          out[n] = y
        }
        z.splice(0, 4, x1, x2, y1, y2)
      }
      return [out]
    },
    receive(inlet, message) {
      if (message[0] === 'clear') {
        for (const { z } of sections) z.fill(0)
        return
      }
      if (inlet !== 0 || !message.every(isNumber) || message.length % 5 !== 0 || message.length > 5 * most) {
        return refuse(context, inlet, message)
      }
      sections = Array.from({ length: message.length / 5 }, (_, i) => ({
        c: message.slice(5 * i, 5 * i + 5) as number[],
        z: sections[i]?.z ?? [0, 0, 0, 0],
      }))
    },
  })
}

/** avg~: mean of the magnitudes since it was asked last. */
const avg: MakeBox = context => {
  let [sum, count] = [0, 0]
  return signal(context, {
    isSink: true,
    process([input]) {
      if (!input) return []
      for (let n = 0; n < input.length; n++) sum += Math.abs(input[n]!)
      count += input.length
      return []
    },
    receive(inlet, message) {
      if (!isBang(message)) return refuse(context, inlet, message)
      const mean = count === 0 ? 0 : sum / count
      sum = count = 0
      context.out(0, [Math.fround(mean)])
    },
  })
}

const peakamp: MakeBox = context => {
  let peak = 0
  return signal(context, {
    isSink: true,
    process([input]) {
      for (let n = 0; input && n < input.length; n++) peak = Math.max(peak, Math.abs(input[n]!))
      return []
    },
    receive(inlet, message) {
      if (!isBang(message)) return refuse(context, inlet, message)
      const value = peak
      peak = 0
      context.out(0, [Math.fround(value)])
    },
  })
}

const snapshot: MakeBox = context => {
  let last = 0
  return signal(context, {
    isSink: true,
    process([input]) {
      last = input?.at(-1) ?? 0
      return []
    },
    receive(inlet, message) {
      if (!isBang(message)) return refuse(context, inlet, message)
      context.out(0, [last])
    },
  })
}

/** sfrecord~: as many inlets as channels; opened anew for every take. */
const sfrecord: MakeBox = context => {
  const count = Number(context.args[0] ?? 1)
  let path: string | null = null
  let type: SampleType = 'int16'
  let blocks: Float32Array[][] | null = null
  const close = (isFinished: boolean) => {
    if (!blocks || path === null) return
    const channels = Array.from({ length: count }, (_, channel) => joined(blocks!.map(block => block[channel]!)))
    writeFileSync(path, wavBytes({ sampleRate: context.max.live.sampleRate, channels }, type, isFinished))
    blocks = null
    path = null
  }
  return signal(context, {
    isSink: true,
    process(inputs) {
      blocks?.push(Array.from({ length: count }, (_, channel) => (inputs[channel] ?? silence).slice()))
      return [silence]
    },
    receive(inlet, message) {
      const [selector, ...rest] = message
      if (selector === 'open') {
        if (rest.length !== 1 || !isAbsolute(rest[0])) context.fail(`opens one absolute path, got "${rest}"`)
        close(true)
        path = String(rest[0])
        if (rest.length > 1) type = typeOf(context, rest[1])
      } else if (selector === 'samptype') type = typeOf(context, rest[0])
      else if (selector === 1) {
        if (path === null) context.fail('must be opened before it records')
        blocks = []
      } else if (selector === 0) close(true)
      else refuse(context, inlet, message)
    },
    free: () => close(false),
  })
}

const typeOf = (context: BoxContext, name: unknown): SampleType =>
  name === 'int16' || name === 'int24' || name === 'float32' ? name : context.fail(`writes no ${name} here`)

const isAbsolute = (path: unknown) => typeof path === 'string' && /^(\/|[A-Za-z]:\/|[A-Za-z ]+:\/)/.test(path)

const joined = (blocks: readonly Float32Array[]) => {
  const all = new Float32Array(blocks.length * vectorFrames)
  blocks.forEach((block, i) => {
    all.set(block, i * vectorFrames)
  })
  return all
}

interface SharedBuffer {
  channels: Float32Array[]
}

/** Buffers by name are global in Max, as are their contents. */
const bufferBox: MakeBox = context => {
  const [name, first, second, third] = context.args
  const numbers = [first, second, third].filter(isNumber)
  const seconds = (numbers[0] ?? 0) / 1000
  const shared: SharedBuffer = {
    channels: Array.from(
      { length: numbers[1] ?? 1 },
      () => new Float32Array(Math.round(seconds * context.max.live.sampleRate)),
    ),
  }
  context.max.buffers.set(String(name), shared.channels)
  let type: SampleType = 'int16'
  return {
    receive(inlet, message) {
      const [selector, path] = message
      if (selector === 'samptype') type = typeOf(context, path)
      else if (selector === 'sizeinsamps' && isNumber(path)) {
        const count = isNumber(message[2]) ? message[2] : shared.channels.length
        shared.channels = Array.from({ length: count }, () => new Float32Array(path))
        context.max.buffers.set(String(name), shared.channels)
        context.max.clock.after(1, 'low', () => context.out(1, bang))
      } else if (selector === 'clear') for (const channel of shared.channels) channel.fill(0)
      else if (selector === 'writewave' || selector === 'write') {
        if (!isAbsolute(path) || message.length !== 2) context.fail(`writes to one absolute path, got "${message}"`)
        writeFileSync(
          String(path),
          wavBytes({ sampleRate: context.max.live.sampleRate, channels: shared.channels }, type),
        )
        // In its own time: the file system is not asked from the scheduler.
        context.max.clock.after(20, 'low', () => context.out(1, bang))
      } else refuse(context, inlet, message)
    },
  }
}

/** record~: loops over its buffer; its outlet tells where, 0 to 1. */
const record: MakeBox = context => {
  const name = String(context.args[0])
  const isLooping = context.attributes.get('loop')?.[0] === 1
  let [isOn, at] = [false, 0]
  return signal(context, {
    isSink: true,
    process(inputs) {
      const channels = context.max.buffers.get(name) ?? context.fail(`there is no buffer~ ${name}`)
      const frames = channels[0]?.length ?? 0
      const place = new Float32Array(vectorFrames)
      for (let n = 0; n < vectorFrames; n++) {
        if (isOn && at < frames) {
          for (let i = 0; i < channels.length; i++) channels[i]![at] = inputs[i]?.[n] ?? 0
          at++
          if (at === frames && isLooping) at = 0
        }
        place[n] = frames === 0 ? 0 : at / frames
      }
      return [place]
    },
    receive(inlet, message) {
      const [first] = message
      if (inlet !== 0) refuse(context, inlet, message)
      else if (isNumber(first)) {
        // A start is at the beginning; where a loop went on after a stop is not told.
        if (first !== 0 && !isOn) at = 0
        isOn = first !== 0
      } else if (first !== 'loop' && first !== 'append') refuse(context, inlet, message)
    },
  })
}

/** sfplay~: one file from the disk; bangs at its end. */
const sfplay: MakeBox = context => {
  const count = Number(context.args.find(isNumber) ?? 1)
  const end = context.json.numoutlets - 1
  let sound: Sound | null = null
  let at: number | null = null
  return signal(context, {
    process() {
      const outs = Array.from({ length: count }, () => new Float32Array(vectorFrames))
      if (at === null || !sound) return outs
      const frames = sound.channels[0]?.length ?? 0
      for (let n = 0; n < vectorFrames && at < frames; n++, at++) {
        outs.forEach((out, i) => {
          out[n] = sound!.channels[i]?.[at!] ?? 0
        })
      }
      if (at >= frames) {
        at = null
        context.max.clock.after(0, 'high', () => context.out(end, bang))
      }
      return outs
    },
    receive(inlet, message) {
      const [selector, path] = message
      if (selector === 'open') {
        if (!isAbsolute(path)) context.fail(`opens an absolute path, got "${path}"`)
        at = null
        sound = readWavFile(String(path))
      } else if (selector === 1) at = sound ? 0 : null
      else if (selector === 0) at = null
      else if (selector === 'fclose') {
        at = null
        sound = null
      } else if (selector !== 'preload' && selector !== 'loop') refuse(context, inlet, message)
    },
  })
}

const pluginIn: MakeBox = context => signal(context, { process: (_, { left, right }) => [left, right] })

/** Where the signal leaves the device. */
const pluginOut: MakeBox = context =>
  signal(context, {
    isSink: true,
    process([left, right]) {
      context.device.plugOut(left ?? silence, right ?? silence)
      return [left ?? silence, right ?? silence]
    },
  })

const phasor: MakeBox = context => signal(context, { process: (_, { phase }) => [phase] })

/** mute~: switches the signals of the subpatcher it is connected to off (1) or on (0). */
const mute: MakeBox = context => ({
  receive(inlet, message) {
    const off = numberIn(context, message)
    const targets = context.patch.cordsFrom(context.json.id, 0)
    if (targets.length === 0) refuse(context, inlet, message)
    for (const { to } of targets) {
      const below = context.device.subpatches.get(context.patch.contexts.get(to)!)
      if (!below) return context.fail('mutes subpatchers only')
      context.device.mute(below, off !== 0)
    }
  },
})

const dspstate: MakeBox = context => ({
  receive(inlet, message) {
    if (!isBang(message)) refuse(context, inlet, message)
    context.out(3, [vectorFrames])
    context.out(2, [vectorFrames])
    context.out(1, [context.max.live.sampleRate])
    context.out(0, [1])
  },
  loadbang() {
    context.out(1, [context.max.live.sampleRate])
    context.out(0, [1])
  },
})

const clipSignal: MakeBox = context => {
  const [low = 0, high = 0] = context.args.map(Number)
  return signal(context, { process: ([input]) => [map(input ?? silence, x => Math.min(high, Math.max(low, x)))] })
}

/** live.meter~: shows a signal, or numbers that come in its stead. */
const meter: MakeBox = context => {
  const { device, json } = context
  let value = 0
  const attributes = new Map<string, Message>()
  if (json.varname) {
    device.face.set(json.varname, {
      name: json.varname,
      className: context.className,
      attributes,
      text: '',
      get value() {
        return value
      },
      get isHidden() {
        return attributes.get('hidden')?.[0] === 1
      },
      isActive: false,
      use: () => context.fail('the user cannot touch it'),
      drop: () => context.fail('takes no files'),
    })
  }
  return {
    receive(inlet, message) {
      const [first, ...rest] = message
      if (isNumber(first)) value = first
      else if (first === 'db' && isNumber(rest[0])) value = rest[0]
      else if (first === 'hidden' || first === 'active') attributes.set(first, rest)
      else refuse(context, inlet, message)
    },
  }
}

export const signalObjects: Readonly<Record<string, MakeBox>> = {
  'plugin~': pluginIn,
  'plugout~': pluginOut,
  'plugphasor~': phasor,
  '*~': arithmetic((a, b) => a * b),
  '+~': arithmetic((a, b) => a + b),
  '-~': arithmetic((a, b) => a - b),
  'sig~': sig,
  'line~': line,
  'biquad~': filter,
  'cascade~': filter,
  'clip~': clipSignal,
  'avg~': avg,
  'peakamp~': peakamp,
  'snapshot~': snapshot,
  'sfrecord~': sfrecord,
  'sfplay~': sfplay,
  'buffer~': bufferBox,
  'record~': record,
  'mute~': mute,
  'dspstate~': dspstate,
  'live.meter~': meter,
}
