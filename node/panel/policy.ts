/** What the page may do: run its own script, use its own styles, talk to this server. Both are known by their hashes. */
import { createHash } from 'node:crypto'

/** The content security policy of a page whose script and style are inside it. `host`: "127.0.0.1:4711". */
export function policyOf(page: string, host: string): string {
  return [
    "default-src 'none'",
    `script-src ${hashesOf(page, 'script')}`,
    `style-src ${hashesOf(page, 'style')}`,
    // 'self' does not stand for sockets in older browsers.
    `connect-src 'self' ws://${host}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function hashesOf(page: string, element: 'script' | 'style'): string {
  const found = [...page.matchAll(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, 'g'))]
  if (found.length === 0) return "'none'"
  return found.map(([, text]) => `'sha256-${createHash('sha256').update(text!).digest('base64')}'`).join(' ')
}
