import { describe, expect, test } from 'vitest'
import { toAmxd } from '../../patchers/lib/amxd.ts'
import { toMaxpat } from '../../patchers/lib/maxpat.ts'
import { type Parameter, parametersMap, valueofKeys } from '../../patchers/lib/parameter.ts'
import { Patch } from '../../patchers/lib/patch.ts'
import { portsOf } from '../../patchers/lib/ports.ts'

const begun = () => {
  const patch = new Patch()
  patch.group('Test')
  return patch
}
const dial: Parameter = { long: 'Drive', short: 'Drive', type: 'int', range: [0, 100], visibility: 'automated' }
const options = { title: 'Test', description: 'A test.', width: 100 }

describe('ports', () => {
  // Facts, 2.4: counted in files that Max saved.
  test.each([
    ['route hello bye', 3, ['', '', '']],
    ['sel 1', 2, ['bang', '']],
    ['select 0 1 2', 4, ['bang', 'bang', 'bang', '']],
    ['t b l i f', 1, ['bang', '', 'int', 'float']],
    ['pack 0. 0. 0.', 3, ['']],
    ['sfrecord~ 3', 3, ['signal']],
    ['record~ ---ring 2 @loop 1', 4, ['signal']],
    ['sfplay~ 2', 2, ['signal', 'signal', 'bang']],
    ['live.thisdevice', 1, ['bang', 'int', 'int']],
    ['live.tab', 1, ['', '', 'float']],
    ['buffer~ ---ring 1000 2', 1, ['float', 'bang']],
  ])('of "%s" are %d inlets and the outlets %j', (text, inlets, outlets) => {
    expect(portsOf(text)).toEqual({ inlets, outlets })
  })

  test('of an object that Max does not have are an error', () => {
    expect(() => portsOf('rout hello')).toThrow('"rout" is not in max-objects.json')
  })
})

describe('a declaration that Max would drop in silence is an error', () => {
  test('a cord from an outlet, or to an inlet, that is not there', () => {
    const patch = begun()
    const route = patch.object('route a')
    expect(() => route.out(2)).toThrow('"route a" has 2 outlets, got outlet 2')
    expect(() => route.in(-1)).toThrow('inlet -1')
  })

  test('the same cord twice, and a signal into an object that takes none', () => {
    const patch = begun()
    const [input, output, route] = [patch.object('plugin~'), patch.object('plugout~'), patch.object('route a')]
    patch.cord(input.out(0), output.in(0))
    expect(() => patch.cord(input.out(0), output.in(0))).toThrow('connected twice')
    expect(() => patch.cord(input.out(0), route.in(0))).toThrow('must not get a signal')
  })

  test('a cord between two patchers', () => {
    const [outer, inner] = [begun(), begun()]
    expect(() => outer.cord(outer.object('loadbang').out(0), inner.message('1').in(0))).toThrow('same patcher')
  })

  test('two objects of one name, and a parameter without one', () => {
    const patch = begun()
    patch.ui('live.dial', { name: 'drive', parameter: dial })
    expect(() => patch.ui('live.dial', { name: 'drive' })).toThrow('share the name "drive"')
    expect(() => patch.ui('live.dial', { parameter: dial })).toThrow('parameter "Drive" must have a name')
  })

  test('two parameters of one long name, which sets know them by', () => {
    const patch = begun()
    for (const name of ['a', 'b']) patch.ui('live.dial', { name, parameter: dial })
    expect(() => toMaxpat(patch, options)).toThrow('share the long name "Drive"')
  })

  test('an empty range, an enum of one, and an initial value out of range', () => {
    expect(() => valueofKeys({ ...dial, range: [1, 1] }, 'live.dial')).toThrow('range must not be empty')
    expect(() => valueofKeys({ ...dial, initial: 101 }, 'live.dial')).toThrow('initial must be in 0 to 100')
    const choice: Parameter = { long: 'A', short: 'A', type: 'enum', items: ['x'], visibility: 'hidden' }
    expect(() => valueofKeys(choice, 'live.menu')).toThrow('two items at least')
  })
})

describe('the .maxpat', () => {
  test('lists a parameter inside a subpatcher by the path of its box', () => {
    const patch = begun()
    const inner = begun()
    inner.ui('live.dial', { name: 'drive', parameter: dial })
    patch.subpatch('inner', inner)
    const { patcher } = JSON.parse(toMaxpat(patch, options))
    expect(patcher.parameters['obj-2::obj-2']).toEqual(['Drive', 'Drive', 0])
  })

  test('keeps the ids of a group when another group grows', () => {
    const make = (extra: boolean) => {
      const patch = new Patch()
      patch.group('First')
      if (extra) patch.message('1')
      patch.group('Second')
      return patch.object('plugin~').id
    }
    expect(make(true)).toBe(make(false))
  })

  test('gives Push banks of eight with the automated parameters only', () => {
    const ten = Array.from({ length: 10 }, (_, i): [string, Parameter] => [
      `obj-${i}`,
      { ...dial, long: `P${i}`, visibility: i === 3 ? 'hidden' : 'automated' },
    ])
    const { parameterbanks } = parametersMap(ten) as unknown as {
      parameterbanks: Record<string, { parameters: string[] }>
    }
    expect(Object.values(parameterbanks).map(bank => bank.parameters)).toEqual([
      ['P0', 'P1', 'P2', 'P4', 'P5', 'P6', 'P7', 'P8'],
      ['P9', '-', '-', '-', '-', '-', '-', '-'],
    ])
  })
})

test('the container is three chunks, byte for byte as Max writes them', () => {
  expect(Buffer.from(toAmxd('{}\n', 'aaaa')).toString('latin1')).toBe(
    'ampf\x04\0\0\0aaaa' + 'meta\x04\0\0\0\x01\0\0\0' + 'ptch\x04\0\0\0{}\n\0',
  )
})
