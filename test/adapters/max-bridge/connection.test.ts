import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { encodeLetter, heartbeatMs, protocolVersion, wire as selectors, silenceMs } from '../../../device/protocol.ts'
import { Connection, type ConnectionState } from '../../../node/adapters/max-bridge/connection.ts'

type Receive = (...atoms: readonly unknown[]) => void

function connect() {
  const receivers = new Map<string, Receive>()
  const sent: (readonly [string, ...number[]])[] = []
  const logged: string[] = []
  const states: ConnectionState[] = []
  const connection = new Connection(
    {
      send: (selector, ...numbers) => void sent.push([selector, ...numbers]),
      on: (selector, receive) => void receivers.set(selector, receive),
    },
    message => logged.push(message),
  )
  connection.listen({ state: state => states.push(state) })
  connection.start()
  const hear = (selector: string, ...atoms: readonly unknown[]) => receivers.get(selector)!(...atoms)
  const letter = (value: unknown) => {
    for (const message of encodeLetter(value as never, 1)) hear(selectors.letter, ...message)
  }
  return { connection, sent, logged, states, hear, letter }
}

describe('the connection', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('greets until it is greeted', () => {
    const { sent, states, hear } = connect()
    expect(sent).toEqual([['hello', protocolVersion, 1]])
    vi.advanceTimersByTime(3 * heartbeatMs)
    expect(sent.length).toBe(4)
    hear('hello', protocolVersion, 0)
    expect(states).toEqual(['ready'])
    vi.advanceTimersByTime(heartbeatMs)
    expect(sent.at(-1)).toEqual(['beat', 0])
  })

  test('greeted first, it answers, and both know each other', () => {
    const { sent, states, hear } = connect()
    hear('hello', protocolVersion, 1)
    expect(sent.at(-1)).toEqual(['hello', protocolVersion, 0])
    expect(states).toEqual(['ready'])
  })

  test('another version is told apart, answered, and never spoken to', async () => {
    const { connection, sent, states, hear } = connect()
    hear('hello', protocolVersion + 1, 1)
    expect(sent.at(-1)).toEqual(['hello', protocolVersion, 0])
    expect(states).toEqual(['other-version'])
    await expect(connection.request('taps', {})).rejects.toMatchObject({ reason: 'lost' })
  })

  test('after silence what waits is lost, and it greets again until it is answered', async () => {
    const { connection, sent, states, hear } = connect()
    hear('hello', protocolVersion, 0)
    const asked = connection.request('snapshot', {})
    asked.catch(() => {})
    vi.advanceTimersByTime(silenceMs + heartbeatMs)
    await expect(asked).rejects.toMatchObject({ reason: 'lost' })
    expect(states).toEqual(['ready', 'silent'])
    expect(sent.at(-1)).toEqual(['hello', protocolVersion, 1])
    hear('hello', protocolVersion, 0)
    expect(states).toEqual(['ready', 'silent', 'ready'])
  })

  test('heartbeats alone keep it', () => {
    const { states, hear } = connect()
    hear('hello', protocolVersion, 0)
    for (let i = 0; i < 20; i++) {
      vi.advanceTimersByTime(heartbeatMs)
      hear('beat', i)
    }
    expect(states).toEqual(['ready'])
  })

  test('a question that nobody answers ends after its time, and its late answer is passed over', async () => {
    const { connection, letter, hear } = connect()
    hear('hello', protocolVersion, 0)
    const beat = setInterval(() => hear('beat', 0), heartbeatMs)
    const asked = connection.request('taps', {})
    asked.catch(() => {})
    vi.advanceTimersByTime(5_000)
    await expect(asked).rejects.toMatchObject({ reason: 'time-out' })
    letter({ kind: 'reply', id: 1, result: [] })
    const again = connection.request('taps', {})
    letter({ kind: 'reply', id: 2, result: [] })
    expect(await again).toEqual([])
    clearInterval(beat)
  })

  test('what cannot be read is logged and dropped, whatever it is', async () => {
    const { connection, logged, letter, hear } = connect()
    hear('hello', protocolVersion, 0)
    const bad: (() => void)[] = [
      () => hear('letter', 7, 0, 1, 0x7b7b7b),
      () => hear('letter', 'seven'),
      () => hear('letter', 8, Number.NaN),
      () => letter({ kind: 'reply', id: 'one' }),
      () => letter({ kind: 'request', id: 1, op: 'snapshot', args: {} }),
      () => letter({ kind: 'event', event: 'constructor', data: null }),
      () => letter({ kind: 'event', event: 'press', data: { control: 'self-destruct', value: 1 } }),
      () => letter(null),
      () => hear('meter', 5, 1, 2),
    ]
    for (const [i, say] of bad.entries()) {
      expect(say, `case ${i}`).not.toThrow()
      expect(logged.length, `case ${i}`).toBe(i + 1)
    }
    const asked = connection.request('taps', {})
    letter({ kind: 'reply', id: 1, result: [] })
    expect(await asked).toEqual([])
  })
})
