import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { longestMessage, type ToPage } from '../../node/panel/messages.ts'
import { openPanelServer, type PanelServer } from '../../node/panel/server.ts'
import { StillSource } from './still-source.ts'

const page = '<!doctype html><style>b{}</style><script>1</script>'

let source: StillSource
let server: PanelServer
let url: URL
const pages: WebSocket[] = []
beforeEach(async () => {
  source = new StillSource()
  server = await openPanelServer({ source, page })
  url = new URL(server.url)
})
afterEach(async () => {
  for (const each of pages.splice(0)) each.terminate()
  await server.close()
})

interface Asked {
  readonly path?: string
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

function ask({ path = url.pathname, method = 'GET', headers = {}, body }: Asked = {}) {
  return new Promise<{ status: number; text: string; headers: Record<string, unknown> }>((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port: url.port, path, method, headers }, response => {
      let text = ''
      response.on('data', chunk => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode!, text, headers: response.headers }))
      response.on('error', reject)
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

/** A page's socket, or the status it was refused with. */
function open(headers: Record<string, string> = {}, path = `${url.pathname}socket`) {
  const socket = new WebSocket(`ws://${url.host}${path}`, { headers: { origin: `http://${url.host}`, ...headers } })
  pages.push(socket)
  const heard: ToPage[] = []
  socket.on('message', data => heard.push(JSON.parse(String(data)) as ToPage))
  const closed = new Promise<number>(resolve => socket.on('close', code => resolve(code)))
  return new Promise<{ socket: WebSocket; heard: ToPage[]; closed: Promise<number> } | number>(resolve => {
    socket.on('open', () => resolve({ socket, heard, closed }))
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode!))
    socket.on('error', () => {})
  })
}

async function opened(headers?: Record<string, string>) {
  const found = await open(headers)
  if (typeof found === 'number') throw new Error(`refused with ${found}`)
  return found
}

describe('the page', () => {
  test('is served with a policy that allows its own script and styles by hash, and nothing from elsewhere', async () => {
    const { status, text, headers } = await ask()
    expect(status).toBe(200)
    expect(text).toBe(page)
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    // printf 1 | openssl dgst -sha256 -binary | base64
    expect(policy).toContain("script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='")
    expect(policy).not.toContain('unsafe')
    expect(policy).toContain("frame-ancestors 'none'")
  })

  test('an excerpt is served by its number and side, and no other file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'uplift-panel-'))
    source.file = join(folder, 'before.wav')
    await writeFile(source.file, 'sound')
    expect(await ask({ path: `${url.pathname}excerpt/1/before` })).toMatchObject({ status: 200, text: 'sound' })
    for (const path of [
      'excerpt/2/before',
      'excerpt/1/x',
      'excerpt/1/before/..',
      '../../etc/passwd',
      '%2e%2e/x',
      '?',
    ]) {
      expect((await ask({ path: `${url.pathname}${path}` })).status, path).toBe(404)
    }
    await rm(folder, { recursive: true })
    expect((await ask({ path: `${url.pathname}excerpt/1/before` })).status).toBe(404)
  })
})

describe('refused is', () => {
  test('another host name: a page elsewhere that has its name point to this computer', async () => {
    expect((await ask({ headers: { host: `evil.example:${url.port}` } })).status).toBe(403)
    expect(await open({ host: 'evil.example' })).toBe(403)
  })

  test('another origin', async () => {
    expect((await ask({ headers: { origin: 'http://evil.example' } })).status).toBe(403)
    expect((await ask({ headers: { origin: 'null' } })).status).toBe(403)
    expect(await open({ origin: 'http://evil.example' })).toBe(403)
  })

  test('a wrong token, a token of another run, and none', async () => {
    for (const path of ['/', '/socket', `${url.pathname.slice(0, -2)}/`, `/${'a'.repeat(32)}/`]) {
      expect((await ask({ path })).status, path).toBe(404)
    }
    expect(await open({}, `/${'a'.repeat(32)}/socket`)).toBe(404)
    const other = await openPanelServer({ source, page })
    expect(new URL(other.url).pathname).not.toBe(url.pathname)
    await other.close()
  })

  test('a socket at another place, or without an origin', async () => {
    expect(await open({}, `${url.pathname}other`)).toBe(404)
    const raw = connect(Number(url.port), '127.0.0.1')
    const key = 'dGhlIHNhbXBsZSBub25jZQ=='
    raw.write(
      `GET ${url.pathname}socket HTTP/1.1\r\nHost: ${url.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
    )
    const answer = await new Promise<string>(resolve => raw.once('data', data => resolve(String(data))))
    expect(answer).toMatch(/^HTTP\/1\.1 403/)
    raw.destroy()
  })

  test('any method but reading, and any body', async () => {
    expect((await ask({ method: 'POST' })).status).toBe(405)
    expect((await ask({ method: 'GET', headers: { 'content-length': '3' }, body: 'abc' })).status).toBe(413)
    expect((await ask({ method: 'GET', headers: { 'transfer-encoding': 'chunked' }, body: 'abc' })).status).toBe(413)
  })

  test('what is no message of the panel: the socket closes, and nothing was asked of the source', async () => {
    const wrong = [
      'x',
      '{}',
      '{"kind":"act","action":{"kind":"erase"}}',
      '{"kind":"act","action":{"kind":"choose","choice":{"strength":7}}}',
      '{"kind":"act","action":{"kind":"apply","fixes":[]}}',
      '{"kind":"look","isDeep":false,"more":1}',
      '{"kind":"act","action":{"kind":"amount","fix":"fix-1","factor":9}}',
      '{"kind":"act","action":{"kind":"vote","answer":"before"}}',
      '{"kind":"act","action":{"kind":"learn","folder":"","name":"mine"}}',
      '{"kind":"library","profile":7}',
      // A prototype is no field, wherever it stands.
      '{"__proto__":{"isTold":1},"kind":"look","isDeep":false}',
      '{"kind":"act","action":{"kind":"choose","choice":{"__proto__":{"isTold":1}}}}',
      '{"kind":"act","action":{"kind":"choose","choice":{"constructor":{"prototype":{"isTold":1}}}}}',
      '[{"kind":"look","isDeep":false}]',
      'null',
    ]
    for (const text of wrong) {
      const { socket, closed } = await opened()
      socket.send(text)
      expect(await closed, text).toBe(1007)
    }
    const { socket, closed } = await opened()
    socket.send('x'.repeat(longestMessage + 1))
    expect(await closed).toBe(1009)
    expect(source.asked).toEqual([])
    expect({}).not.toHaveProperty('isTold')
  })

  test('what is no text: bytes, and a message in too many pieces', async () => {
    const { socket, closed } = await opened()
    socket.send(Buffer.from('{"kind":"look","isDeep":false}'))
    expect(await closed).toBe(1007)
    const other = await opened()
    for (let sent = 0; sent <= longestMessage; sent += 4096) other.socket.send('x'.repeat(4096), { fin: false })
    expect(await other.closed).toBe(1009)
  })

  test('a body without end: it is cut off, not read', async () => {
    const raw = connect(Number(url.port), '127.0.0.1')
    const closed = new Promise(resolve => raw.once('close', resolve))
    raw.on('error', () => {})
    raw.write(`GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nTransfer-Encoding: chunked\r\n\r\n`)
    const sending = setInterval(() => raw.write(`400\r\n${'x'.repeat(1024)}\r\n`), 5)
    await closed
    clearInterval(sending)
  })

  test('a flood of messages, and a page too many', async () => {
    const { socket, closed } = await opened()
    for (let i = 0; i < 100; i++) socket.send('{"kind":"look","isDeep":false}')
    expect(await closed).toBe(1008)
    for (let i = 0; i < 16; i++) await opened()
    expect(await open()).toBe(503)
  })

  test('another network interface: it listens on loopback alone', async () => {
    expect(url.hostname).toBe('127.0.0.1')
    const outside = connect({ port: Number(url.port), host: '127.0.0.2' })
    const reached = await new Promise(resolve => {
      outside.once('connect', () => resolve(true))
      outside.once('error', () => resolve(false))
    })
    outside.destroy()
    expect(reached).toBe(false)
  })
})

describe('who keeps the server waiting', () => {
  /** Connects, says this, and never ends its side. */
  async function mute(said: string, to = url) {
    const raw = connect({ port: Number(to.port), host: '127.0.0.1', allowHalfOpen: true })
    raw.on('error', () => {})
    const closed = new Promise(resolve => raw.once('end', resolve))
    await new Promise(resolve => raw.once('connect', resolve))
    raw.write(said)
    raw.resume()
    return { raw, closed }
  }

  test('is cut off: half a request, and none at all', async () => {
    const other = await openPanelServer({ source, page, patience: { headersMs: 100, idleMs: 100 } })
    const to = new URL(other.url)
    for (const said of [`GET ${to.pathname} HTTP/1.1\r\nHost: `, '']) {
      const { raw, closed } = await mute(said, to)
      await closed
      raw.destroy()
    }
    await other.close()
  })

  test('takes nobody’s place: a hundred refused sockets that are left half open, and the next page is let in', async () => {
    const upgrade = `GET /socket HTTP/1.1\r\nHost: ${url.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`
    const left = []
    for (let i = 0; i < 100; i++) {
      const { raw, closed } = await mute(upgrade)
      left.push(raw)
      await closed
    }
    await opened()
    for (const raw of left) raw.destroy()
  })

  test('as a page that has fallen silent: its place is free again, and a page that answers keeps its own', async () => {
    const other = await openPanelServer({ source, page, patience: { pageMs: 60 } })
    const to = new URL(other.url)
    const join = (autoPong: boolean) => {
      const socket = new WebSocket(`ws://${to.host}${to.pathname}socket`, {
        headers: { origin: `http://${to.host}` },
        autoPong,
      })
      pages.push(socket)
      return { socket, closed: new Promise<number>(resolve => socket.on('close', resolve)) }
    }
    const [silent, alive] = [join(false), join(true)]
    expect(await silent.closed).toBe(1006)
    expect(alive.socket.readyState).toBe(WebSocket.OPEN)
    await other.close()
  })
})

describe('several pages', () => {
  test('each gets the state when it comes and after a change; a view is made once for all', async () => {
    const [one, two] = [await opened(), await opened()]
    await vi.waitFor(() => expect([one.heard.length, two.heard.length]).toEqual([1, 1]))
    source.show({ title: 'Another', view: 1 })
    await vi.waitFor(() => expect(two.heard.at(-1)).toMatchObject({ kind: 'state', state: { title: 'Another' } }))
    for (const { socket } of [one, two]) socket.send('{"kind":"look","isDeep":false}')
    await vi.waitFor(() => expect(one.heard.at(-1)).toMatchObject({ kind: 'view', view: { revision: 1 } }))
    await vi.waitFor(() => expect(two.heard.at(-1)).toMatchObject({ kind: 'view' }))
    expect(source.looks).toBe(1)
    one.socket.terminate()
    const three = await opened()
    await vi.waitFor(() => expect(three.heard[0]).toMatchObject({ state: { title: 'Another' } }))
  })

  test('where Live plays is told apart from the state, and that it stopped', async () => {
    const { heard } = await opened()
    await vi.waitFor(() => expect(heard).toHaveLength(1))
    source.playhead.show({ seconds: 12.5, endSeconds: 60 })
    source.playhead.show(null)
    await vi.waitFor(() => expect(heard).toHaveLength(3))
    expect(heard.slice(1)).toEqual([
      { kind: 'playhead', playhead: { seconds: 12.5, endSeconds: 60 } },
      { kind: 'playhead', playhead: null },
    ])
  })

  test('a press while something is going on is refused with words; Cancel is not', async () => {
    source.show({ activity: { words: 'Measuring', progress: null, canCancel: true } })
    const { socket, heard } = await opened()
    socket.send('{"kind":"act","action":{"kind":"analyze"}}')
    await vi.waitFor(() => expect(heard).toContainEqual({ kind: 'refused', why: 'Please wait: Measuring.' }))
    socket.send('{"kind":"act","action":{"kind":"cancel"}}')
    await vi.waitFor(() => expect(source.asked).toEqual([{ kind: 'cancel' }]))
  })
})
