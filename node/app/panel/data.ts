/** What the panel shows, piece by piece, as plain data: page, worker and hub know it alike. Types, and lists of words. */
import type { Category, SectionType } from '../../features/catalogue.ts'
import type { Role } from '../../mix/roles/role.ts'
import { stages } from '../../profile/stage.ts'
import type { ProvenFigures } from '../proven-figures.ts'

export const panelStages = ['auto', ...stages] as const
export const panelModes = ['passive', 'on-demand', 'assist'] as const
/** In blind listening x1 and x2 are before and after in an order that the page is not told. */
export const excerptSides = ['before', 'after', 'reference', 'x1', 'x2'] as const
export type ExcerptSide = (typeof excerptSides)[number]
/** null: not chosen yet. */
export const blindAnswers = ['X1', 'X2', 'none'] as const
export type BlindAnswer = (typeof blindAnswers)[number]

export type Tone = 'neutral' | 'good' | 'warning' | 'error'
export type Light = 'off' | 'good' | 'minor' | 'warning' | 'critical'

/** One sentence that is to be known about the figures: whose taste, what was not heard, what is out of date. */
export interface PanelRemark {
  readonly words: string
  readonly tone: 'neutral' | 'warning'
}

export interface PanelChoices {
  /** 0 to 1: scales every amount. */
  readonly strength: number
  readonly stage: (typeof panelStages)[number]
  /** What this is; null: a whole song. */
  readonly part: SectionType | null
  /** Categories that no fix is for. */
  readonly without: readonly Category[]
  /** Name of a profile; null: what the set was given, else the one learned last. */
  readonly profile: string | null
  /** "", or what of a learned profile is meant: "style:2", "nearest:8", "tracks:A,B" (styles.ts). */
  readonly target: string
  /** null: not in Live, where nothing happens unless it is pressed. */
  readonly mode: (typeof panelModes)[number] | null
}

export interface PanelFix {
  readonly id: string
  readonly title: string
  readonly track: string
  /** "Frequencies pile up", and why this kind of move helps. */
  readonly finding: string
  readonly why: string
  /** "27 % of the gap". */
  readonly effect: string
  /** "92 % sure". */
  readonly sure: string
  /** Where in the set, and what Live will show: "Track Volume: -6.0 dB → -8.4 dB". */
  readonly where: string
  readonly changes: readonly string[]
  /** "Mud in the drop: +4.1 dB → +1.2 dB". */
  readonly predicted: readonly string[]
  readonly limit: string
  /** What the user made of its amount: 1 as solved. null: a switch, which has none. */
  readonly factor: number | null
  readonly risk: string
  readonly byHand: string
  /** Other single moves for the same gap, best first: "Pad −2.0 dB (31 % of the gap)". */
  readonly alternatives: readonly string[]
  /** "You usually halve width fixes on pads."; "": nothing is known that matters. */
  readonly advice: string
  /** Of a kind that the user hardly ever takes: shown last, and not among "all". */
  readonly isQuiet: boolean
  /** by-hand: nothing that Uplift can write. */
  readonly state: 'offered' | 'applying' | 'applied' | 'by-hand'
}

export interface PanelProof extends ProvenFigures {
  readonly fixes: readonly string[]
}

export interface PanelExcerpts {
  readonly id: number
  /** Counts the presses of Hear, also of what was rendered before: one more, and it is to be played. */
  readonly asked: number
  readonly title: string
  readonly sides: readonly ExcerptSide[]
  /** Where in what was measured, seconds. */
  readonly startSeconds: number
  readonly endSeconds: number
  /** A blind trial on them; null: none. */
  readonly trial: PanelTrial | null
}

export interface PanelTrial {
  readonly id: string
  /** null: not voted yet. */
  readonly answer: BlindAnswer | null
  /** What X1 was, once the vote is cast. */
  readonly x1: 'before' | 'after' | null
  /** Votes so far, in words; "" before this one is cast. */
  readonly tally: string
}

/** A place to go back to. */
export interface PanelCheckpoint {
  readonly id: string
  readonly name: string
  readonly time: string
  /** Titles of what Uplift has put in since, newest first. */
  readonly since: readonly string[]
}

/** What plays in Live right now. */
export interface PanelLive {
  readonly isPlaying: boolean
  readonly section: string | null
  readonly line: string
  readonly tone: Tone
  /** What the guide proposes. */
  readonly suggestion: string | null
  /** Whose figures are of now, and whose are not: "Tap on Bass is stale". */
  readonly unheard: readonly string[]
}

/** A track as the session view has it: groups before their tracks, returns and Main last. */
export interface PanelTrack {
  readonly path: string
  readonly name: string
  readonly kind: 'audio' | 'midi' | 'group' | 'return' | 'master'
  /** Groups around it. */
  readonly depth: number
  /** null: Main has none. */
  readonly role: Role | null
  /** 0 to 1; 1: the user said so. */
  readonly confidence: number
  readonly because: string
  /** 0 to 1, of the mix's loudness; null: not heard by itself. */
  readonly share: number | null
  readonly isLocked: boolean
  /** Live's texts of fader and pan; "" where they are not known. */
  readonly volume: string
  readonly pan: string
  readonly isMuted: boolean
  readonly devices: readonly { readonly name: string; readonly isOn: boolean }[]
  /** What the offered fixes would set, in Live's display units. `fix`: its id. */
  readonly changes: readonly PanelChange[]
}

export interface PanelChange {
  readonly fix: string
  /** null: the mixer. */
  readonly device: string | null
  readonly parameter: string
  readonly from: string
  readonly to: string
}

/** What a track alone would draw into the spectrum plots: a path per section. */
export interface PanelContribution {
  readonly track: string
  readonly paths: Readonly<Record<string, string>>
}

/** An exported file, and which track it was taken for. */
export interface PanelFile {
  readonly name: string
  /** null: it is no track's, and is not used. */
  readonly trackName: string | null
  /** told: by the user. certain, likely, unsure: by its name. none: no track is called like it. */
  readonly confidence: 'told' | 'certain' | 'likely' | 'unsure' | 'none'
  /** What speaks for or against it. */
  readonly note: string | null
}

/** Markup is made by report/markup.ts alone, where every name is escaped. */
export interface PanelView {
  readonly revision: number
  readonly isDeep: boolean
  readonly plots: readonly { readonly id: string; readonly name: string; readonly markup: string }[]
  /** Where the timeline's plot begins and ends: for a playhead. null: nothing is drawn. */
  readonly timeline: {
    readonly seconds: number
    readonly left: number
    readonly right: number
    readonly top: number
    readonly bottom: number
  } | null
  readonly contributions: readonly PanelContribution[]
  readonly tracks: readonly PanelTrack[]
  /** Of Live's export. Empty where no files were read. */
  readonly files: readonly PanelFile[]
  /** Why these files could not be measured, and what to do; "" where they could. */
  readonly unread: string
  /** Why each fix: a sentence with its figures, by the fix's id. */
  readonly reasons: Readonly<Record<string, string>>
  /** Sentences about the material and what was left alone. */
  readonly notes: readonly string[]
  /** Newest first. */
  readonly receipts: readonly PanelReceipt[]
}

export interface PanelReceipt {
  readonly time: string
  readonly applied: readonly string[]
  readonly scoreBefore: number
  readonly scoreAfter: number
}

export interface PanelLibrary {
  readonly profiles: readonly PanelProfile[]
  /** Of the profile that was asked for, when it was learned here; null otherwise. */
  readonly learned: PanelLearned | null
}

export interface PanelProfile {
  readonly name: string
  readonly kind: 'shipped' | 'learned'
  /** "24 references", or what a shipped one is. */
  readonly about: string
  readonly isTarget: boolean
}

export interface PanelLearned {
  readonly name: string
  readonly folders: readonly string[]
  readonly references: readonly PanelReference[]
  /** One: the references do not fall apart into several. */
  readonly styles: readonly {
    readonly name: string
    readonly size: number
    /** The member in the middle. */
    readonly exemplar: string
  }[]
  /** Nearest first; null: nothing is measured that could be compared. */
  readonly neighbours:
    | readonly {
        readonly title: string
        readonly similarity: number
        readonly closeness: string
      }[]
    | null
  /** Why there are no neighbours; "" where there are. */
  readonly neighboursWhy: string
  /** Is it any good? Sentences. */
  readonly validation: readonly string[]
  readonly failures: readonly { readonly file: string; readonly why: string }[]
}

export interface PanelReference {
  readonly title: string
  /** "138.0 BPM, A minor". */
  readonly about: string
  readonly teaches: boolean
  /** What is the matter with it. */
  readonly findings: readonly string[]
}
