import { environmentStateNames } from '@groundplan/environment'
import type { JsonObject } from '@groundplan/terraform-type'
import { z } from 'zod'
import { line, text } from '../input-schemas.ts'

/** Characters of all values together: they are kept with the environment. */
const mostCharacters = 200_000

export const Id = line(100).min(1)

const ById = z.object({ id: Id })

/** Values of inputs by name. */
const Values = z
  .record(line(200), z.json())
  .refine(
    (values) => JSON.stringify(values).length <= mostCharacters,
    `The values have more than ${mostCharacters} characters.`,
  ) as z.ZodType<JsonObject>

const time = z.iso.datetime().transform((given) => new Date(given))
const people = z.array(line(200).min(1)).max(100)
const Version = z.string().regex(/^\d{1,9}\.\d{1,9}\.\d{1,9}$/, 'Use three numbers, such as 1.2.0.')

/** What every request may have. */
const submitting = {
  /** True to see the plan before it is applied, and to confirm it. */
  confirm: z.boolean().optional(),
  reason: text(2000).optional(),
}
const running = {
  ...submitting,
  /** Values of ephemeral inputs, which are not stored. */
  ephemeral: Values.optional(),
}

export const CheckValues = z.object({
  blueprint: z.object({ name: line(100).min(1), version: Version.optional() }),
  inputs: Values,
})

export const Launch = z.object({
  ...submitting,
  name: line(100),
  blueprint: z.object({ name: line(100).min(1), version: Version.optional() }),
  inputs: Values.default({}),
  component: line(200).optional(),
  labels: z.array(line(200).min(1)).max(50).optional(),
  collaborators: people.optional(),
  /** ISO 8601. */
  endsAt: time.optional(),
})

const changing = {
  ...submitting,
  inputs: Values,
  /** True if inputs that are not given keep their values, as far as the version takes them; null takes a value away. */
  keepOthers: z.boolean().optional(),
}

export const LaunchDraft = ById.extend({ ...running, ...changing, inputs: Values.optional() })
export const Plain = ById.extend(running)
export const Update = ById.extend(changing)
/** The latest version if none is named. */
export const PreviewUpgrade = ById.extend({ version: Version.optional() })
export const Upgrade = ById.extend({ ...changing, version: Version })
/** Without a time it has no end. */
export const Extend = ById.extend({ reason: text(2000).optional(), endsAt: time.optional() })
export const Stop = ById.extend({ ...running, mode: z.enum(['destroy', 'power-off']) })
export const Restart = ById.extend({ ...running, grains: z.array(line(200)).max(200).optional() })
export const RunAction = ById.extend({
  ...running,
  grain: line(200).min(1),
  action: line(200).min(1),
  resource: line(1000).optional(),
})
export const Transfer = ById.extend({ reason: text(2000).optional(), owner: line(200).min(1) })
export const Rename = ById.extend({ reason: text(2000).optional(), name: line(100) })
export const Share = ById.extend({ reason: text(2000).optional(), collaborators: people })
export const Recover = z.object({ ...running, requestId: Id })
export const Answer = z.object({
  requestId: Id,
  answer: z.enum(['approve', 'reject']),
  /** Of the plan that was shown. */
  planHash: line(100).min(1),
  comment: text(2000).optional(),
  ephemeral: Values.optional(),
})
export const ListFilter = z.object({
  /** The whole name; several environments may have it. */
  name: line(100).optional(),
  /** True for those that the caller owns. */
  mine: z.boolean().optional(),
  states: z
    .array(z.enum(environmentStateNames as [string, ...string[]]))
    .max(20)
    .optional(),
  owner: line(200).optional(),
  blueprint: line(100).optional(),
  component: line(200).optional(),
  labels: z.array(line(200)).max(50).optional(),
  search: line(200).optional(),
})
