import type { Json, JsonObject, JsonSchema } from '@groundplan/terraform-type'

/** What the account already has, as whoever fills in the form would look it up. */
export interface AccountFacts {
  readonly vpc: string
  readonly subnets: readonly string[]
  readonly securityGroup: string
  /** Name of an IAM role. */
  readonly role: string
  /** Name of an IAM user. */
  readonly user: string
}

export interface FormFiller {
  /** What an example of the module shows. */
  readonly example: JsonObject
  /** A name for what is created, different for each environment: lower-case letters, digits and dashes. */
  readonly name: string
  readonly account: AccountFacts
}

/**
 * The values that somebody sends who takes what an example shows and the form offers: every default, the first choice, and for what is
 * required without one a value by its name and type. What is called `name` is filled in although it may be left empty.
 */
export function fillForm(schema: JsonSchema, filler: FormFiller): JsonObject {
  const required = schema.required ?? []
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
      const isNamed =
        name === 'name' &&
        takes(field, 'string') &&
        !hasValue(field.default) &&
        !hasValue(filler.example['name_prefix'])
      const shown = isNamed ? undefined : (filler.example[name] ?? field.default)
      if (shown !== undefined && shown !== null) return [[name, shown] as const]
      return required.includes(name) || isNamed ? [[name, typeValue(name, field, filler)] as const] : []
    }),
  )
}

function hasValue(value: unknown): boolean {
  return value !== undefined && value !== null
}

function typeValue(name: string, schema: JsonSchema, filler: FormFiller): Json {
  const [choice] = (schema.enum ?? []).filter((each) => each !== null)
  if (choice !== undefined) return choice
  if (hasValue(schema.default)) return schema.default as Json
  const alternative = schema.anyOf?.findLast(({ type }) => type !== 'null')
  if (alternative !== undefined && schema.type === undefined) return typeValue(name, alternative, filler)
  if (takes(schema, 'string')) return typeText(name, schema, filler)
  if (takes(schema, 'boolean')) return false
  if (takes(schema, 'number') || takes(schema, 'integer')) return typeNumber(name, schema)
  if (takes(schema, 'array')) return typeList(name, schema, filler)
  if (takes(schema, 'object')) return typeObject(schema, filler)
  return filler.name
}

function takes({ type }: JsonSchema, wanted: string): boolean {
  return typeof type === 'object' ? (type as readonly string[]).includes(wanted) : type === wanted
}

function typeNumber(name: string, { minimum, maximum }: JsonSchema): number {
  if (/port/.test(name)) return 443
  return minimum ?? Math.min(1, maximum ?? 1)
}

function typeList(name: string, schema: JsonSchema, filler: FormFiller): Json {
  const { items } = schema
  const item = Array.isArray(items) ? (items as readonly JsonSchema[])[0] : (items as JsonSchema | undefined)
  if (item?.type === 'string' && /subnet_ids?$|subnets$/.test(name)) return filler.account.subnets
  return [typeValue(name.replace(/s$/, ''), item ?? { type: 'string' }, filler)]
}

function typeObject(schema: JsonSchema, filler: FormFiller): Json {
  const required = schema.required ?? []
  return Object.fromEntries(
    Object.entries(schema.properties ?? {})
      .filter(([name]) => required.includes(name))
      .map(([name, inner]) => [name, typeValue(name, inner, filler)] as const),
  )
}

type Write = (filler: FormFiller) => string

/** By what the name of an input says, the most telling first. */
const texts: readonly (readonly [RegExp, Write])[] = [
  [/(?:^|_)vpc(?:_id)?$/, ({ account }) => account.vpc],
  [/subnet(?:_id)?$/, ({ account }) => account.subnets[0] ?? ''],
  [/security_group(?:_id)?$/, ({ account }) => account.securityGroup],
  [/(?:^|_)role(?:_id|_name)?$/, ({ account }) => account.role],
  [/(?:^|_)user(?:_name)?$/, ({ account }) => account.user],
  [/arn$/, ({ name }) => `arn:aws:iam::123456789012:role/${name}`],
  [/policy|json/, () => policy],
  [/region$/, () => 'eu-west-1'],
  [/(?:^|_)azs?$|availability_zone/, () => 'eu-west-1a'],
  [/cidr/, () => '10.0.0.0/16'],
  [/e?mail/, () => 'ops@example.com'],
  [/domain|zone|host/, ({ name }) => `${name}.example.com`],
  [/url|endpoint/, ({ name }) => `https://${name}.example.com`],
  [/path$/, () => '/'],
  [/dir$|directory$|folder$/, () => '.'],
  [/password|secret|token/, () => 'Correct-horse-7-battery'],
  [/stage|^env(?:ironment)?$/, () => 'test'],
  [/account_id/, () => '123456789012'],
]

const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }],
})

function typeText(name: string, { minLength = 0 }: JsonSchema, filler: FormFiller): string {
  const written = texts.find(([form]) => form.test(name))?.[1](filler) ?? filler.name
  return written.padEnd(minLength, 'x')
}
