import { readFormValues, toLaunchForm, type Blueprint } from '@groundplan/blueprint'
import type { Random } from '@groundplan/testing'
import type { Attempt, FormHost } from './form-host.ts'
import { drawMeaning, drawRefusal, fieldsOf, leave, type Field, type Meaning } from './meanings.ts'

export interface FormTrial {
  readonly attempts: number
  readonly meanings: number
  readonly faults: readonly string[]
}

/** Uses the form as people do, again and again, and compares what it sends with what they mean. */
export async function tryForm(
  host: FormHost,
  blueprint: Blueprint,
  { random, times }: { readonly random: Random; readonly times: number },
): Promise<FormTrial> {
  const fields = fieldsOf(blueprint.inputs ?? {})
  const rounds = [
    fields.map(leave),
    ...Array.from({ length: times }, () => fields.map((field) => drawMeaning(random, field))),
    ...refusals(random, fields),
  ]
  const faults = new Set<string>()
  for (const round of rounds) for (const fault of await attempt(host, blueprint, round)) faults.add(fault)
  return { attempts: rounds.length, meanings: rounds.flat().length, faults: [...faults] }
}

/** One field is given what it must refuse, and the others what they take. */
function refusals(random: Random, fields: readonly Field[]): readonly (readonly Meaning[])[] {
  const refused = fields.flatMap((field) => drawRefusal(random, field) ?? [])
  if (refused.length === 0) return []
  const one = random.pick(refused)
  const others = fields.filter(({ name }) => name !== one.name).map((field) => drawMeaning(random, field))
  return [[one, ...others]]
}

async function attempt(
  host: FormHost,
  blueprint: Blueprint,
  meanings: readonly Meaning[],
): Promise<readonly string[]> {
  const form = toLaunchForm(blueprint)
  const actions = meanings.flatMap((meaning) => meaning.actions)
  const found = await host.attempt(
    form,
    actions,
    meanings.map(({ id }) => id),
  )
  const faults = [
    ...found.problems,
    ...(found.sent.values === undefined
      ? judgeRefusal(found, meanings)
      : judgeValues(readFormValues(form, found.sent.values), found, meanings)),
  ]
  return faults.map((fault) => `RJSF ${host.version}: ${fault}`)
}

function judgeValues(
  values: ReturnType<typeof readFormValues>,
  { views }: Attempt,
  meanings: readonly Meaning[],
): readonly string[] {
  return meanings.flatMap((meaning) => {
    if (meaning.refusal === 'must')
      return [`${meaning.name} (${meaning.kind}) is sent though it must be refused`]
    const fault = meaning.findFault(values[meaning.name], views[meaning.id]?.words ?? '')
    return fault === undefined ? [] : [`${meaning.name} (${meaning.kind}) ${fault}`]
  })
}

/** Only what may be refused is, and what must be says why in the author's words. */
function judgeRefusal({ sent, views }: Attempt, meanings: readonly Meaning[]): readonly string[] {
  const named = new Set(sent.errors.map(fieldOfError))
  return meanings.flatMap((meaning) => {
    if (!named.has(meaning.name))
      return meaning.refusal === 'must' ? [`${meaning.name} (${meaning.kind}) is not refused`] : []
    if (meaning.refusal === false) {
      const errors = sent.errors.filter((error) => fieldOfError(error) === meaning.name).slice(0, 2)
      return [`${meaning.name} (${meaning.kind}) is refused: ${errors.join('; ')}`]
    }
    if (meaning.kind !== 'refuse') return []
    const fault = meaning.findFault(undefined, views[meaning.id]?.words ?? '')
    return fault === undefined ? [] : [`${meaning.name} (${meaning.kind}) ${fault}`]
  })
}

function fieldOfError(error: string): string {
  return (
    /^(?:\.?([^.[\s]+)|\['([^']*)'\])/
      .exec(error)
      ?.slice(1)
      .find((name) => name !== undefined) ?? ''
  )
}
