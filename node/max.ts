/** Entry for Node for Max: the only import of max-api. The process lives as long as node.script does. */
import Max from 'max-api'
import type { Wire } from './adapters/max-bridge/wire.ts'
import { dataFolder } from './app/data-folder.ts'
import { Hub } from './app/hub/hub.ts'

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

const hub = new Hub({ wire, folder: dataFolder(), log })

// In Max an uncaught fault would end the process, and with it the device's brain.
process.on('uncaughtException', error => hub.mishap(error))
process.on('unhandledRejection', reason => hub.mishap(reason))

let isClosing = false
function close(): void {
  if (isClosing) return
  isClosing = true
  // Max does not wait long; what matters is on disk already.
  void hub.close().finally(() => process.exit(0))
}
process.on('SIGTERM', close)
process.on('SIGINT', close)
process.on('disconnect', close)

hub.start()
