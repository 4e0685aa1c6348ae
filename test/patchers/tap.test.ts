/** What the tap's patcher does by itself, whatever its script says or fails to say (test/max/max.ts: what that cannot prove). */
import { describe, expect, test } from 'vitest'
import { meterBands, sharedNames, tapFilters, tapMeters, tapOutlets } from '../../device/protocol.ts'
import type { Message } from '../max/atoms.ts'
import { vectorFrames } from '../max/audio.ts'
import type { Device } from '../max/device.ts'
import { hear, load, noise, sampleRate, say } from './support/loaded.ts'

describe('the script is told', () => {
  test('everything it needs before "loaded"', () => {
    const { heard } = load('Uplift Tap')
    const words = heard()
    expect(words.at(-1)).toBe('loaded')
    expect(words).toEqual(expect.arrayContaining(['enabled 1', `rate ${sampleRate}`, 'stored']))
    expect(words.find(each => /^device [1-9]\d*$/.test(each))).toBeDefined()
  })

  test.each(['silent', 'bang', 'zero'] as const)(
    'that nothing is remembered, when a pattr that never held anything is %s',
    emptyPattr => {
      const { heard } = load('Uplift Tap', { habits: { emptyPattr } })
      expect(heard().filter(words => words.startsWith('stored'))).toEqual(['stored'])
    },
  )

  test('the key that the set remembers, once, and not what it has just said itself', () => {
    const first = load('Uplift Tap')
    first.heard()
    say(first.device, tapOutlets.store, 4711)
    expect(first.heard()).toEqual([])
    const second = load('Uplift Tap', {}, first.device.stored)
    expect(second.heard().filter(words => words.startsWith('stored'))).toEqual(['stored 4711'])
  })
})

describe('the meters', () => {
  const through = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0]
  const listening = () => {
    const tap = load('Uplift Tap')
    for (const filter of tapFilters) say(tap.device, tapOutlets.audio, 'coefficients', filter, ...through)
    tap.heard()
    return tap
  }
  const play = (device: Device, ms: number, left: Float32Array, right: Float32Array) => {
    for (let at = 0; at < ms; at += 50) {
      device.max.clock.advance(50)
      hear(device, left, right)
    }
  }
  const reports = (posts: readonly string[]) =>
    posts.map(words => {
      const [word, ...numbers] = words.split(' ')
      expect(word).toBe('meters')
      return Object.fromEntries(tapMeters.map((name, i) => [name, Number(numbers[i])]))
    })

  test('say nothing, and do nothing, until somebody listens', () => {
    const { device, heard } = listening()
    play(device, 2_000, noise(1), noise(2))
    expect(heard()).toEqual([])
    const meters = [...device.subpatches.values()].find(patch => patch.path.endsWith('meters'))!
    expect(device.isMuted(meters)).toBe(true)
    say(device, tapOutlets.audio, 'meters', 1)
    expect(device.isMuted(meters)).toBe(false)
    play(device, 1_000, noise(1), noise(2))
    expect(heard().length).toBeGreaterThan(0)
    say(device, tapOutlets.audio, 'meters', 0)
    heard()
    play(device, 1_000, noise(1), noise(2))
    expect(heard()).toEqual([])
    expect(device.isMuted(meters)).toBe(true)
  })

  test('report means of squares, peaks and the product of the sides, each in its place', () => {
    const { device, heard } = listening()
    say(device, tapOutlets.audio, 'meters', 1)
    const left = new Float32Array(vectorFrames).fill(0.5)
    const right = new Float32Array(vectorFrames).fill(-0.25)
    play(device, 1_300, left, right)
    const all = reports(heard())
    expect(all.length).toBeGreaterThan(1)
    // The middle is (0.5 − 0.25)/2; powers have the precision of a 32-bit float.
    const middle = 0.125 ** 2
    for (const report of all) {
      const expected = { kPower: 0.3125, peakLeft: 0.5, peakRight: 0.25, ll: 0.25, rr: 0.0625, lr: -0.125 }
      for (const [name, value] of Object.entries(expected)) expect(report[name]).toBeCloseTo(value, 6)
      for (const band of meterBands) expect(report[`band ${band}`]).toBeCloseTo(middle, 6)
    }
  })

  test('each filter gets its own coefficients', () => {
    const { device, heard } = listening()
    // The first section passes n + 1 times its input, the second half of that.
    for (const [n, filter] of tapFilters.entries()) {
      say(device, tapOutlets.audio, 'coefficients', filter, n + 1, 0, 0, 0, 0, 0.5, 0, 0, 0, 0)
    }
    say(device, tapOutlets.audio, 'meters', 1)
    const one = new Float32Array(vectorFrames).fill(1)
    play(device, 700, one, one)
    const report = reports(heard()).at(-1)!
    expect(report['kPower']).toBeCloseTo(2 * 0.25, 6)
    for (const [n, band] of meterBands.entries()) {
      expect(report[`band ${band}`]).toBeCloseTo((0.5 * (n + 2)) ** 2, 5)
    }
  })

  test('begin anew after a pause: nothing that was heard before it is reported, nor what filters still ring with', () => {
    const { device, heard } = listening()
    say(device, tapOutlets.audio, 'coefficients', 'sub', 1, 0, 0, -0.99, 0, 1, 0, 0, 0, 0)
    const loud = new Float32Array(vectorFrames).fill(1)
    const silent = new Float32Array(vectorFrames)
    say(device, tapOutlets.audio, 'meters', 1)
    play(device, 1_100, loud, loud)
    say(device, tapOutlets.audio, 'meters', 0)
    heard()
    say(device, tapOutlets.audio, 'meters', 1)
    play(device, 1_100, silent, silent)
    const all = reports(heard())
    expect(all.length).toBeGreaterThan(0)
    // The filter rings from 100 and loses a hundredth with each sample of the three vectors before the first report that counts.
    const left = (100 * 0.99 ** (3 * vectorFrames)) ** 2
    for (const { ll, peakLeft, 'band sub': sub } of all) expect([ll, peakLeft, sub! < left]).toEqual([0, 0, true])
  })

  test('begin anew after a pause that came at once', () => {
    const { device, heard } = listening()
    say(device, tapOutlets.audio, 'meters', 1)
    play(device, 100, noise(1), noise(1))
    say(device, tapOutlets.audio, 'meters', 0)
    play(device, 1_000, noise(1), noise(1))
    say(device, tapOutlets.audio, 'meters', 1)
    expect(heard()).toEqual([])
  })
})

test('a tap that is taken out says goodbye with its key, though its script is gone by then', () => {
  const { device, max } = load('Uplift Tap')
  const heard: Message[] = []
  max.receiver(sharedNames.fromTaps, message => heard.push(message))
  say(device, tapOutlets.store, 4711)
  max.remove(device)
  expect(heard).toEqual([['bye', 4711]])
})

test('a tap without a key goes in silence', () => {
  const { device, max } = load('Uplift Tap', { habits: { emptyPattr: 'zero' } })
  const heard: Message[] = []
  max.receiver(sharedNames.fromTaps, message => heard.push(message))
  max.remove(device)
  expect(heard).toEqual([])
})

test('the face shows its track, its state and a level', () => {
  const { device } = load('Uplift Tap')
  say(device, tapOutlets.face, 'track', 'set', 'Rolling bass')
  say(device, tapOutlets.face, 'level', -12)
  expect([device.text('track'), device.see('level').value]).toEqual(['Rolling bass', -12])
})
