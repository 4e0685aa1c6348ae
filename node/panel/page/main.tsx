/** The panel's page: one link to the server, one player, everything else follows from the state. */
import { render } from 'preact'
import { Link } from './link.ts'
import { Panel } from './panel.tsx'
import { Player } from './player.ts'

const place = document.getElementById('panel')
if (place) render(<Panel link={new Link()} player={new Player()} />, place)
