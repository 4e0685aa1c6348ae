/** Entry for Node for Max: the only import of max-api. The process lives as long as node.script does. */
import Max from 'max-api'
import type { Wire } from './adapters/max-bridge/wire.ts'
import { openConfiguredSurface } from './app/configured-surface.ts'
import { dataFolder } from './app/data-folder.ts'
import { Hub } from './app/hub/hub.ts'
import { readPage } from './panel/page-file.ts'
import { openPanelServer, type PanelServer } from './panel/server.ts'

/** Every line stays in Max's console, and every new text in its memory. */
const mostLines = 50
let lines = 0

function log(message: string): void {
  if (lines++ >= mostLines) return
  const last = lines === mostLines ? ' (further messages are not shown)' : ''
  void Promise.resolve(Max.post(`Uplift: ${message}${last}`, Max.POST_LEVELS.ERROR)).catch(() => {})
}

const wire: Wire = {
  send: (selector, ...numbers) => {
    // Rejects while Max is closing: then nobody listens.
    void Promise.resolve(Max.outlet(selector, ...numbers)).catch(() => {})
  },
  on: (selector, receive) => Max.addHandler(selector, receive),
}

/** Opened with the first press, and kept until the end: pages may come back. */
let panel: Promise<PanelServer> | null = null
async function openPanel(): Promise<string> {
  panel ??= readPage().then(page => openPanelServer({ source: hub.panel, page, log }))
  const opening = panel
  return opening.then(
    ({ url }) => url,
    error => {
      if (panel === opening) panel = null
      throw error
    },
  )
}

const hub: Hub = new Hub({ wire, folder: dataFolder(), log, openPanel })
const surface = openConfiguredSurface({ source: hub.panel, log })

// In Max an uncaught fault would end the process, and with it the device's brain.
process.on('uncaughtException', error => hub.mishap(error))
process.on('unhandledRejection', reason => hub.mishap(reason))

let isClosing = false
function close(): void {
  if (isClosing) return
  isClosing = true
  // Max does not wait long; what matters is on disk already.
  void panel?.then(server => server.close()).catch(() => {})
  void surface.then(open => open?.close()).catch(() => {})
  void hub.close().finally(() => process.exit(0))
}
process.on('SIGTERM', close)
process.on('SIGINT', close)
process.on('disconnect', close)

hub.start()
