/** The model after choices, one by one in their order: a search asks again and again for what it has in common with its last question. */
import type { MixModel } from '../mix/model.ts'
import type { Choice } from './search.ts'

export function modelAfter(model: MixModel, choices: readonly Choice[]): MixModel {
  let after = model
  for (const choice of choices) after = oneMore(after, choice)
  return after
}

/** As long as both the model and the choice are held by somebody. */
const known = new WeakMap<MixModel, WeakMap<Choice, MixModel>>()

function oneMore(model: MixModel, choice: Choice): MixModel {
  let behind = known.get(model)
  if (!behind) known.set(model, (behind = new WeakMap()))
  let after = behind.get(choice)
  if (!after)
    behind.set(choice, (after = model.with([choice.candidate.move(choice.amount, choice.filter ?? undefined)])))
  return after
}
