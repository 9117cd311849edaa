import { fileJsonSchema } from '@groundplan/blueprint'
import type { Json } from '@groundplan/terraform-type'
import { z } from 'zod'

const text = (longest: number) => z.string().min(1).max(longest)

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
)

const values = z.record(z.string(), json)

const Credential = z.strictObject({
  name: text(63).describe('Lower-case letters, digits and single dashes.'),
  kind: z
    .enum(['web-identity', 'assumed-role'])
    .describe(
      '`web-identity` exchanges a token of the server; with `assumed-role`, its own AWS identity takes the role.',
    ),
  'role-arn': text(700).describe('Role that runs take.'),
  audience: text(300)
    .optional()
    .describe('Audience of the token, of `web-identity` only. Defaults to `sts.amazonaws.com`.'),
  region: text(50).optional().describe('Region whose STS is asked.'),
})

const Member = z.strictObject({
  kind: z.enum(['person', 'group']).describe('What the name is of.'),
  name: text(256).describe('Username, or name of a group, as the identity provider sends it.'),
  role: text(63).describe('Name of a role.'),
})

const PublishedBlueprint = z.strictObject({
  name: text(100).describe('Name in the catalog.'),
  defaults: values.optional().describe('Values that the launch form begins with, by input.'),
  hidden: values
    .optional()
    .describe('Values that inputs always have, without a field in the form, by input.'),
})

const duration = z
  .string()
  .regex(/^[1-9]\d{0,5}[mhdw]$/, 'Use minutes, hours, days or weeks: 90m, 8h, 3d, 1w.')
const environments = z.int().min(1).max(100_000)

const Limits = z.strictObject({
  environments: environments.optional().describe('How many environments there can be at once.'),
  'environments-per-person': environments
    .optional()
    .describe('How many environments one person can own at once.'),
  'default-duration': duration
    .optional()
    .describe('How long an environment runs if its launch names no end: `90m`, `8h`, `3d`, `1w`.'),
  'max-duration': duration.optional().describe('How long an environment can run.'),
})

/** `spaces/<name>.yaml` in the blueprint repository: one space. A part that is absent is left to people. */
export const SpaceFile = z.strictObject({
  version: z.literal(1).describe('Version of this format.'),
  title: text(100).describe('Name for people.'),
  description: z.string().max(2000).optional().describe('What the space is for.'),
  members: z.array(Member).max(2000).optional().describe('All members of the space, each with one role.'),
  limits: Limits.optional().describe('All limits of the space; what is left out has none.'),
  pool: z
    .string()
    .min(1)
    .max(63)
    .nullable()
    .optional()
    .describe('Pool of workers that perform the runs of the space; `null` for those of the default pool.'),
  credentials: z
    .array(Credential)
    .max(100)
    .optional()
    .describe('All cloud credentials of the space but static keys, which are secret and are set by hand.'),
  blueprints: z
    .array(PublishedBlueprint)
    .max(10_000)
    .optional()
    .describe('All blueprints that the space sees.'),
})
export type SpaceFile = z.infer<typeof SpaceFile>

/** The format as JSON Schema (draft-07), for editors and other tools. */
export function spaceJsonSchema(): Record<string, unknown> {
  return { ...fileJsonSchema(SpaceFile, 'Groundplan space'), $id: 'urn:groundplan:space:v1' }
}
