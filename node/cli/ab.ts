/** `uplift ab`: hear the fixes before anything is applied, at equal loudness, with names or blind. */

import { join } from 'node:path'
import { isCancel, select } from '@clack/prompts'
import { dataFolder } from '../app/data-folder.ts'
import { UserTaste } from '../app/hub/taste.ts'
import { compareMeasured, type Measured, measureSession } from '../app/measure.ts'
import { Preferences, preferencesFile } from '../app/preferences.ts'
import { listeningOrder, type Preview, previewFixes, startTrial, writePreview, writeTrial } from '../app/preview.ts'
import { findProfile, usualProfile } from '../app/profiles.ts'
import { SetMemory, setMemoryFile } from '../app/set-memory.ts'
import { votedEvents } from '../app/voted-events.ts'
import { answersTo, type JudgedFix, type Question, type Trial, Votes } from '../app/votes.ts'
import { AppError } from '../audio/app-error.ts'
import { decodeAudioFile } from '../audio/decode.ts'
import type { Fix } from '../fixes/fix.ts'
import { plan } from '../fixes/plan.ts'
import { decideStage } from '../gap/stage.ts'
import { previewText, trialText, votesText } from './ab-text.ts'
import { openSession, type SessionOptions } from './open-session.ts'
import { numberOption, progress, sectionOption, stageOption, wrongUsage } from './options.ts'
import { printJson, printText } from './output.ts'

export interface AbOptions extends SessionOptions {
  readonly profile?: string
  readonly stage: string
  /** Numbers of fixes in the plan, "1,2"; all of them when absent. */
  readonly fix?: string
  /** Which section to hear. */
  readonly section?: string
  readonly bars: number
  /** A reference song to hear beside. */
  readonly reference?: string
  readonly out: string
  /** true: which is better? "which": which is which? */
  readonly blind?: boolean | string
  /** "3=X1": an answer to an earlier trial. */
  readonly vote?: string
  /** File of the votes; "votes.json" in `out` when absent. */
  readonly votes?: string
  readonly json?: boolean
}

export async function ab(options: AbOptions): Promise<void> {
  const { out, json } = options
  const question = questionOption(options.blind)
  if (question && options.reference !== undefined) wrongUsage('--reference and --blind exclude each other')
  const openVotes = () => Votes.open(options.votes ?? join(out, 'votes.json'))
  if (options.vote !== undefined) return castVote(await openVotes(), options.vote, json)
  const bars = numberOption('bars', options.bars, 1, 64)
  const section = sectionOption(options.section)
  const { step, done } = progress(json)
  const { measured, fixes } = await solve(options, step)
  const reference = options.reference === undefined ? undefined : await decodeAudioFile(options.reference)
  const order = listeningOrder(chosen(fixes, options.fix))
  const render = (number: number) => {
    step(`Rendering ${number} of ${order.length}`)
    return previewFixes(measured, order[number - 1]!, {
      bars,
      ...(section === undefined ? {} : { section }),
      ...(reference === undefined ? {} : { reference }),
    })
  }
  const output = { count: order.length, render, out, json, done }
  if (!question) return writeAll(output)
  const judge = await judging(measured, options)
  const judged = (number: number) => judge(order[number - 1]!)
  await listenBlind(question, { ...output, votes: await openVotes(), set: measured.set.name, judged })
}

/** The fixes in the terms in which taste is learned. The simulated set is nobody's music: it teaches nothing. */
async function judging(
  { set }: Measured,
  { sim, out }: AbOptions,
): Promise<(fixes: readonly Fix[]) => readonly JudgedFix[]> {
  if (sim) return () => []
  const taste = new UserTaste({ folder: dataFolder(), log: warn })
  await taste.open((await SetMemory.open(setMemoryFile(out))).of(set.name), set)
  return fixes => taste.subjects(fixes)
}

type Progress = ReturnType<typeof progress>

/** The plan for the session as it is; nothing of it is applied. */
async function solve(
  options: AbOptions,
  step: Progress['step'],
): Promise<{ readonly measured: Measured; readonly fixes: readonly Fix[] }> {
  const wanted = stageOption(options.stage)
  const profile = await findProfile(options.profile ?? (options.sim ? 'demo' : await usualProfile()))
  const { session } = await openSession(options, step)
  step('Measuring the mix')
  const measured = await measureSession(session)
  const stage = wanted === 'auto' ? decideStage(measured.analysis.rows, measured.set).stage : wanted
  step('Solving for the fixes')
  const { fixes } = plan({
    ...compareMeasured(measured, profile, stage),
    profileName: profile.name,
    insertable: session.capabilities.canInsert,
  })
  if (fixes.length === 0) {
    throw new AppError({
      code: 'NOTHING_TO_PREVIEW',
      message:
        'There is no fix to listen to: the mix is where the profile wants it, or nothing here can bring it there.',
      action: 'See "uplift fix --dry-run" for what was found and left alone.',
    })
  }
  return { measured, fixes }
}

function chosen(fixes: readonly Fix[], numbers: string | undefined): readonly Fix[] {
  if (numbers === undefined) return fixes
  return numbers.split(',').map(text => {
    const fix = fixes[Number(text) - 1]
    return fix ?? wrongUsage(`--fix must name fixes from 1 to ${fixes.length}, got "${text.trim()}"`)
  })
}

function questionOption(blind: AbOptions['blind']): Question | null {
  if (blind === undefined || blind === false) return null
  if (blind === true || blind === 'preference') return 'preference'
  return blind === 'which' ? 'which' : wrongUsage(`--blind must be preference or which, got "${blind}"`)
}

interface Output extends Pick<Progress, 'done'> {
  readonly count: number
  /** One at a time, from 1: each holds its audio. */
  readonly render: (number: number) => Preview
  readonly out: string
  readonly json: boolean | undefined
}

async function writeAll({ count, render, out, json, done }: Output): Promise<void> {
  const documents: unknown[] = []
  for (let number = 1; number <= count; number++) {
    const preview = render(number)
    const files = await writePreview(out, preview, number)
    done()
    if (!json) printText(previewText(preview, files))
    documents.push(documentOf(preview, files))
  }
  if (json) printJson({ uplift: 1, command: 'ab', previews: documents })
}

/** The audio stays out of it. */
function documentOf({ title, fixes, excerpt, pair }: Preview, files: Awaited<ReturnType<typeof writePreview>>) {
  const level = (heard: Preview['pair']['before'] | null) =>
    heard && { loudness: heard.loudness, attenuation: heard.attenuation }
  return {
    title,
    fixes: fixes.map(({ id, kind, trackName, title: own }) => ({ id, kind, track: trackName, title: own })),
    excerpt,
    files,
    before: level(pair.before),
    after: level(pair.after),
    reference: level(pair.reference),
    levelDifference: pair.levelDifference,
    approximate: pair.approximate,
    notes: pair.notes,
    leftOut: pair.leftOut.map(({ move, reason }) => ({ track: move.node, reason })),
  }
}

interface Listening extends Output {
  readonly votes: Votes
  readonly set: string
  /** Of the preview of this number. */
  readonly judged: (number: number) => readonly JudgedFix[]
}

async function listenBlind(
  question: Question,
  { count, render, votes, set, judged, out, json, done }: Listening,
): Promise<void> {
  const documents: unknown[] = []
  const canAsk = !json && process.stdin.isTTY === true && process.stdout.isTTY === true
  for (let number = 1; number <= count; number++) {
    const preview = render(number)
    const started = await startTrial(votes, set, preview, { question, judged: judged(number) })
    const files = await writeTrial(out, started)
    done()
    if (!json) printText(trialText(started.trial, preview, files))
    if (canAsk && !(await ask(votes, started.trial))) return
    // What X is stays in the votes.
    documents.push({ trial: started.trial.id, question, titles: started.trial.titles, files })
  }
  if (json) printJson({ uplift: 1, command: 'ab', trials: documents })
  else printText(canAsk ? votesText(votes) : 'Answer with --vote <trial>=<answer>, such as --vote 1=X2.')
}

/** false: the listener has had enough. */
async function ask(votes: Votes, { id, question }: Trial): Promise<boolean> {
  const none = question === 'preference' ? 'No preference' : 'I cannot tell'
  const answer = await select({
    message: question === 'preference' ? 'Which do you prefer?' : 'What is X?',
    options: answersTo(question).map(value => ({ value, label: value === 'none' ? none : value })),
  })
  if (isCancel(answer)) return false
  await teach(await votes.vote(id, answer))
  return true
}

/** The vote counts as one in the panel does. It is cast already: what stands in the way of learning is said, and no more. */
async function teach(trial: Trial): Promise<void> {
  const events = votedEvents(trial)
  if (events.length === 0) return
  try {
    await (await Preferences.open(preferencesFile(dataFolder()))).add(events)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    warn(`What you like is not learned from this vote: ${error.message}`)
  }
}

const warn = (words: string) => void process.stderr.write(`${words}\n`)

async function castVote(votes: Votes, text: string, json: boolean | undefined): Promise<void> {
  const [id, answer] = text.split('=')
  if (!id || !answer) wrongUsage(`--vote must be <trial>=<answer>, such as 3=X1, got "${text}"`)
  const trial = await votes.vote(id, answer)
  await teach(trial)
  if (json) return void printJson({ uplift: 1, command: 'ab', vote: trial })
  printText(votesText(votes))
}
