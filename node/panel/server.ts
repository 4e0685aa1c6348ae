/**
 * Serves the panel to pages on this computer, and nothing else to nobody else: loopback only, a token for each run in the
 * path, Host and Origin checked, no request with a body, no path but three.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { excerptSides } from '../app/panel/data.ts'
import type { PanelSource } from '../app/panel/source.ts'
import { AppError } from '../audio/app-error.ts'
import { longestMessage } from './messages.ts'
import { Pages } from './pages.ts'
import { policyOf } from './policy.ts'

export interface PanelServerOptions {
  readonly source: PanelSource
  /** The page's text: one file (scripts/panel-page.mjs). */
  readonly page: string
  /** 0 or absent: a free one. */
  readonly port?: number
  readonly log?: (message: string) => void
  /** For tests, which shall not wait as long. */
  readonly patience?: Partial<Patience>
}

/** Milliseconds until who keeps the server waiting is cut off: with the rest of a request's head, or with everything. */
interface Patience {
  readonly headersMs: number
  readonly idleMs: number
  /** A page that does not answer for so long is gone. */
  readonly pageMs: number
}
const usualPatience: Patience = { headersMs: 5_000, idleMs: 30_000, pageMs: 30_000 }

export interface PanelServer {
  /** With the token: whoever has it can use the panel. */
  readonly url: string
  close(): Promise<void>
}

/** Throws AppError PORT_TAKEN. */
export async function openPanelServer(options: PanelServerOptions): Promise<PanelServer> {
  const token = randomBytes(24).toString('base64url')
  const { headersMs, idleMs, pageMs } = { ...usualPatience, ...options.patience }
  const server = createServer({
    requestTimeout: 2 * headersMs,
    headersTimeout: headersMs,
    maxHeaderSize: 8 * 1024,
    // Node looks for requests that are late every half minute otherwise.
    connectionsCheckingInterval: headersMs / 2,
  })
  server.maxConnections = mostConnections
  // Who connects and says nothing at all is not late with a request. Sockets of pages are taken out of this by ws.
  server.timeout = idleMs
  await listen(server, options.port ?? 0)
  const { port } = server.address() as AddressInfo
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  const gate = { hosts, token }
  const pages = new Pages(options.source, { log: options.log ?? (() => {}), silentMs: pageMs })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: longestMessage, perMessageDeflate: false })
  server.on('request', (request, response) => {
    const refusal = refusalOf(request, gate)
    if (refusal) return refuse(response, refusal)
    void answer(request, response, gate, options).catch(() => response.destroy())
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A socket that breaks while it is being refused is no event.
    socket.on('error', () => {})
    const refusal = refusalOf(request, gate) ?? refusalOfSocket(request, gate, pages)
    // Ended alone, it would stay half open for as long as the other side likes, and be one of those that may be.
    if (refusal) {
      const words = `HTTP/1.1 ${refusal} Refused\r\nConnection: close\r\n\r\n`
      return void socket.end(words, () => socket.destroy())
    }
    sockets.handleUpgrade(request, socket, head, page => pages.add(page))
  })
  return {
    url: `http://${hosts[0]}/${token}/`,
    close: async () => {
      pages.close()
      sockets.close()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** Pages, their sockets and what they fetch. */
const mostConnections = 64
const mostPages = 16

interface Gate {
  readonly hosts: readonly string[]
  readonly token: string
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', cause =>
      reject(
        new AppError({
          code: 'PORT_TAKEN',
          message: `The panel cannot listen on port ${port}: ${cause.message}.`,
          action: 'Choose another --port, or leave it out for a free one.',
          cause,
        }),
      ),
    )
    server.listen({ host: '127.0.0.1', port, exclusive: true }, resolve)
  })
}

/** The status of a refusal; null: go on. A foreign Host is how a page elsewhere reaches in by a name of its own (rebinding). */
function refusalOf({ headers, method, url = '' }: IncomingMessage, { hosts, token }: Gate): number | null {
  if (!hosts.includes(headers.host ?? '')) return 403
  if (headers.origin !== undefined && !hosts.some(host => headers.origin === `http://${host}`)) return 403
  if (method !== 'GET' && method !== 'HEAD') return 405
  if (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0) return 413
  return isToken(url.split('/')[1] ?? '', token) ? null : 404
}

/** Browsers always name the origin of a socket; what does not is no page of ours. */
function refusalOfSocket({ headers, url }: IncomingMessage, { token }: Gate, pages: Pages): number | null {
  if (headers.origin === undefined) return 403
  if (url !== `/${token}/socket`) return 404
  return pages.count >= mostPages ? 503 : null
}

function isToken(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Also for what is refused: a browser shall guess nothing. */
const always = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...always, 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' })
  response.end('Refused.\n')
}

async function answer(
  { url, method, headers }: IncomingMessage,
  response: ServerResponse,
  { token }: Gate,
  { source, page }: PanelServerOptions,
): Promise<void> {
  const path = url!.slice(token.length + 1)
  if (path === '/') {
    const policy = policyOf(page, headers.host!)
    response.writeHead(200, {
      ...always,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
    })
    response.end(method === 'HEAD' ? undefined : page)
    return
  }
  const [, number, side] = /^\/excerpt\/(\d{1,9})\/([a-z0-9]+)$/.exec(path) ?? []
  const known = excerptSides.find(each => each === side)
  const file = number !== undefined && known ? source.excerpt(Number(number), known) : null
  const found = file === null ? null : await stat(file).catch(() => null)
  if (!file || !found) return refuse(response, 404)
  response.writeHead(200, { ...always, 'Content-Type': 'audio/wav', 'Content-Length': found.size })
  if (method === 'HEAD') return void response.end()
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response)
}
