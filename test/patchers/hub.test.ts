/** What the hub's patcher does by itself, whatever its script says or fails to say (test/max/max.ts: what that cannot prove). */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { attenuationMs, faceControls, hubOutlets, ringSeconds, sharedNames, tapOutlets } from '../../device/protocol.ts'
import { vectorFrames } from '../max/audio.ts'
import type { Device } from '../max/device.ts'
import { readWavFile } from '../max/wav.ts'
import { hear, load, noise, sampleRate, say } from './support/loaded.ts'

/** All of a ramp of 20 ms. */
const settle = (device: Device) => {
  for (const seed of [1, 2, 3, 4]) hear(device, noise(seed))
}

describe('what comes in goes out, to the bit', () => {
  test.each(['Uplift', 'Uplift Tap'] as const)('through %s, whose script never speaks', name => {
    const { device } = load(name)
    const [left, right] = [noise(1, 4), noise(2, 4)]
    expect(hear(device, left, right)).toEqual([left, right])
  })

  test('again after a live comparison, without a word from the script', () => {
    const { device, max } = load('Uplift')
    say(device, hubOutlets.audio, 'attenuate', -0.5)
    settle(device)
    const input = noise(5)
    expect(hear(device, input)[0]).toEqual(input.map(x => x / 2))
    max.clock.advance(attenuationMs + 1)
    settle(device)
    expect(hear(device, input)[0]).toEqual(input)
  })

  test('a live comparison never makes anything louder, nor inverts it', () => {
    const { device } = load('Uplift')
    for (const [order, gain] of [
      [0.7, 1],
      [-3, 0],
    ] as const) {
      say(device, hubOutlets.audio, 'attenuate', order)
      settle(device)
      const input = noise(6)
      expect(hear(device, input)[0]).toEqual(input.map(x => Math.abs(x) * 0 + x * gain))
    }
  })

  test('a second order of a comparison is held as long as the first', () => {
    const { device, max } = load('Uplift')
    say(device, hubOutlets.audio, 'attenuate', -0.5)
    max.clock.advance(attenuationMs - 1_000)
    say(device, hubOutlets.audio, 'attenuate', -0.25)
    max.clock.advance(2_000)
    settle(device)
    const input = noise(7)
    expect(hear(device, input)[0]).toEqual(input.map(x => 0.75 * x))
  })
})

describe('the script is told', () => {
  test('everything it needs before "loaded"', () => {
    const { heard } = load('Uplift')
    const words = heard()
    expect(words.at(-1)).toBe('loaded')
    expect(words).toEqual(
      expect.arrayContaining(['enabled 1', `audio rate ${sampleRate}`, 'stored', 'press strength 100', 'press mode 1']),
    )
  })

  test('every press', () => {
    const { device, heard, max } = load('Uplift')
    heard()
    const settings = ['strength', 'stage', 'part', 'mode', 'range', 'panel-in', 'compare']
    for (const control of faceControls) {
      say(device, hubOutlets.face, control, 'hidden', 0)
      device.use(control, settings.includes(control) ? 1 : undefined)
      max.clock.settle()
      expect(heard()).toEqual([`press ${control} 1`])
    }
  })

  test('what is dropped on the face, with its spaces', () => {
    const { device, heard, max } = load('Uplift')
    heard()
    device.see('drop').drop('/Users/me/My Export/')
    max.clock.settle()
    expect(heard()).toEqual(['dropped /Users/me/My Export/'])
  })

  test('what taps and other hubs say', () => {
    const { heard, max } = load('Uplift')
    heard()
    max.sendTo(sharedNames.fromTaps, ['hello', 7, 5, 1])
    max.sendTo(sharedNames.hubs, ['claim', 9])
    max.clock.settle()
    expect(heard()).toEqual(['tap hello 7 5 1', 'hubs claim 9'])
  })
})

describe('the ring buffer', () => {
  test('tells where it stopped, writes what was played, and tells when the file is there', () => {
    const { device, folder, heard, max } = load('Uplift')
    const file = join(folder, 'ring.wav')
    heard()
    say(device, hubOutlets.audio, 'ring-run', 1)
    const played = Array.from({ length: 10 }, (_, i) => noise(i))
    for (const vector of played)
      hear(
        device,
        vector,
        vector.map(x => -x),
      )
    say(device, hubOutlets.audio, 'ring-run', 0)
    const [, at] = heard()[0]!.match(/^audio ring-at (.*)$/)!
    // To within the vector in which it stops.
    const frames = Number(at) * ringSeconds * sampleRate
    expect(Math.abs(frames - 10 * vectorFrames)).toBeLessThanOrEqual(vectorFrames)
    hear(device, noise(99))
    say(device, hubOutlets.audio, 'ring-write', file)
    max.clock.advance(100)
    expect(heard()).toEqual(['audio ring-written'])
    const [left, right] = readWavFile(file)!.channels
    expect(left!.length).toBe(ringSeconds * sampleRate)
    // 32-bit float: nothing is rounded.
    expect(left!.slice(0, vectorFrames)).toEqual(played[0])
    expect(right!.slice(0, vectorFrames)).toEqual(played[0]!.map(x => -x))
    expect(left!.slice(10 * vectorFrames, 11 * vectorFrames).every(x => x === 0)).toBe(true)
  })
})

describe('the recorder', () => {
  test.each([
    ['Uplift', hubOutlets.audio],
    ['Uplift Tap', tapOutlets.audio],
  ] as const)('of %s writes left, right and phase, in float, between start and stop', (name, outlet) => {
    const { device, folder } = load(name)
    const file = join(folder, 'take.wav')
    say(device, outlet, 'record-open', file)
    hear(device, noise(1))
    say(device, outlet, 'record-start')
    const [left, right] = [noise(2, 3), noise(3, 3)]
    const phase = Float32Array.from(left, (_, n) => n / vectorFrames)
    hear(device, left, right, phase)
    say(device, outlet, 'record-stop')
    hear(device, noise(4))
    expect(readWavFile(file)!.channels).toEqual([left, right, phase])
  })
})

describe('the audition', () => {
  test('adds a file to the silence, ends by itself and says so', () => {
    const { device, folder, heard, max } = load('Uplift')
    heard()
    const file = join(folder, 'before.wav')
    const other = load('Uplift Tap')
    say(other.device, tapOutlets.audio, 'record-open', file)
    say(other.device, tapOutlets.audio, 'record-start')
    const sound = noise(8)
    hear(other.device, sound)
    say(other.device, tapOutlets.audio, 'record-stop')
    expect(existsSync(file)).toBe(true)

    say(device, hubOutlets.audio, 'audition-open', file)
    say(device, hubOutlets.audio, 'audition-play', 1)
    expect(hear(device, new Float32Array(vectorFrames))[0]).toEqual(sound)
    max.clock.advance(10)
    expect(heard()).toContain('audio audition-ended')
    expect(hear(device, new Float32Array(vectorFrames))[0]).toEqual(new Float32Array(vectorFrames))
  })
})

describe('the face', () => {
  test('shows texts, the score as a number, and progress', () => {
    const { device, max } = load('Uplift')
    say(device, hubOutlets.face, 'line', 'set', 'Capture: bar 12 of 24')
    say(device, hubOutlets.face, 'score', 73)
    say(device, hubOutlets.face, 'progress', 0.5)
    say(device, hubOutlets.face, 'fix-2-title', 'set', 'Cut 2.8 dB at 240 Hz')
    expect([device.text('line'), device.text('score'), device.text('fix-2-title')]).toEqual([
      'Capture: bar 12 of 24',
      '73',
      'Cut 2.8 dB at 240 Hz',
    ])
    expect(device.see('progress').value).toBe(0.5)
    expect(max.undoFlood).toEqual([])
  })

  test('a light has five colours, and marks that do without', () => {
    const { device } = load('Uplift')
    const seen = [0, 1, 2, 3, 4].map(level => {
      say(device, hubOutlets.face, 'light-low-end', level)
      return [device.see('light-low-end').attributes.get('bgfillcolor')?.join(' '), device.text('title-low-end')]
    })
    expect(new Set(seen.map(([color]) => color)).size).toBe(5)
    expect(seen.map(([, title]) => title)).toEqual(['Low end', 'Low end ✓', 'Low end ·', 'Low end !', 'Low end !!'])
  })

  test('hides and disables each control by name', () => {
    const { device } = load('Uplift')
    for (const control of faceControls) {
      say(device, hubOutlets.face, control, 'active', 0)
      expect([control, device.see(control).isActive]).toEqual([control, false])
      say(device, hubOutlets.face, control, 'hidden', 1)
      expect([control, device.see(control).isHidden]).toEqual([control, true])
    }
  })
})

describe('the panel', () => {
  test('opens in the browser, or in a window with its page', () => {
    const { device, max } = load('Uplift')
    const url = 'http://127.0.0.1:49152/#token'
    say(device, hubOutlets.audio, 'browse', url)
    expect(max.systemMessages).toEqual([['launchbrowser', url]])
    say(device, hubOutlets.audio, 'window-open', url)
    expect(max.pages).toEqual([['url', url]])
    expect([...max.windows.values()]).toEqual([true])
    say(device, hubOutlets.audio, 'window-close')
    expect([...max.windows.values()]).toEqual([false])
  })

  test('takes the space bar from the page as one word that Max leaves alone, and hands it to the script', () => {
    const { device, heard, max } = load('Uplift')
    heard()
    const page = [...device.patch.every()].find(({ context }) => context.className === 'jweb')!
    page.context.out(0, ['onloadend'])
    const [word, code, ...more] = max.pages.at(-1)!
    expect([word, more]).toEqual(['executejavascript', []])
    expect(String(code)).toMatch(/^document\.onkeydown=[^\s,;$]+$/)
    page.context.out(0, ['space'])
    max.clock.settle()
    expect(heard()).toEqual(['window space'])
  })
})
