import { readFormValues, toLaunchForm, type Blueprint } from '@groundplan/blueprint'
import type { TerraformType } from '@groundplan/terraform-type'
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
  const canFill = (field: Field) => host.renderer !== 'scaffolder' || isPlainField(field.type)
  const rounds = [
    fields.map(leave),
    ...Array.from({ length: times }, () =>
      fields.map((field) => (canFill(field) ? drawMeaning(random, field) : leave(field))),
    ),
    ...refusals(random, fields, canFill),
  ]
  const faults = new Set<string>()
  for (const round of rounds) for (const fault of await attempt(host, blueprint, round)) faults.add(fault)
  return { attempts: rounds.length, meanings: rounds.flat().length, faults: [...faults] }
}

/** One field is given what it must refuse, and the others what they take. */
function refusals(
  random: Random,
  fields: readonly Field[],
  canFill: (field: Field) => boolean,
): readonly (readonly Meaning[])[] {
  const refused = fields.filter(canFill).flatMap((field) => drawRefusal(random, field) ?? [])
  if (refused.length === 0) return []
  const one = random.pick(refused)
  const others = fields
    .filter(({ name }) => name !== one.name)
    .map((field) => (canFill(field) ? drawMeaning(random, field) : leave(field)))
  return [[one, ...others]]
}

/** Not a list or a map, whose buttons each theme has in a place of its own. */
function isPlainField(type: TerraformType): boolean {
  if (type.kind === 'object') return type.attributes.every((attribute) => isPlainField(attribute.type))
  return ['any', 'bool', 'number', 'string'].includes(type.kind)
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
  return faults.map(
    (fault) => `${host.renderer === 'scaffolder' ? 'Scaffolder' : `RJSF ${host.renderer}`}: ${fault}`,
  )
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
