/** Opens the panel: in the system's browser, or in a window of the device that floats above Live. */
import { hubInputs } from '../../device/protocol.ts'
import { type Box, type Outlet, Patch } from '../lib/patch.ts'

export interface PageOrders {
  /** <url>. */
  readonly browse: Outlet
  /** <url>. */
  readonly open: Outlet
  readonly close: Outlet
}

export function pages(patch: Patch, { browse, open, close }: PageOrders, toScript: Box): void {
  patch.group('Panel: in the browser, or in a window')
  patch.chain(browse, patch.message('; max launchbrowser $1'))
  const opening = patch.object('t b l')
  const control = patch.object('pcontrol')
  const window = patch.subpatch('uplift-panel', floatingWindow(), {
    patcher: { openinpresentation: 0, toolbarvisible: 0, enablehscroll: 0, enablevscroll: 0 },
  })
  patch.cord(open, opening.in(0))
  // The page first, then the window that shows it.
  patch.chain(opening.out(1), patch.object('prepend url'), window)
  patch.chain(opening.out(0), patch.message('open'), control, window)
  patch.chain(close, patch.message('close'), control)
  patch.chain(window, patch.object(`prepend ${hubInputs.window}`), toScript)
}

/** px. The window cannot be resized: what it shows would not follow. */
const size = { width: 1000, height: 680 }

/**
 * In the page, unless the user types or a button has the focus: the space bar is Live's, "space" tells the script. Written
 * without spaces, commas and semicolons, which Max would read as its own.
 */
const giveSpaceBack =
  "document.onkeydown=e=>e.code=='Space'&&!/INPUT|TEXTAREA|SELECT|BUTTON/.test(e.target.tagName)" +
  "&&!e.preventDefault()&&window.max.outlet('space')"

function floatingWindow(): Patch {
  // All but the page stands outside of what the window shows.
  const patch = new Patch(size.width + 100)
  patch.group('The page')
  const page = patch.ui('jweb', { patching: [0, 0, size.width, size.height], keys: { rendermode: 0 } })
  const inlet = patch.inlet(1, 'url <address>, open, close')
  const outlet = patch.outlet(1, 'space: the space bar was pressed')
  const event = patch.object('route onloadend space')
  patch.cord(inlet.out(0), page.in(0))
  patch.cord(page.out(0), event.in(0))
  patch.chain(event.out(0), patch.message(`executejavascript ${giveSpaceBack}`), page)
  patch.chain(event.out(1), patch.message('space'), outlet)

  patch.group('The window')
  const corners = `80 80 ${80 + size.width} ${80 + size.height}`
  patch.chain(
    patch.object('loadbang'),
    patch.message(`window flags float nogrow nozoom close title, window size ${corners}, window exec, title Uplift`),
    patch.object('thispatcher'),
  )
  return patch
}
