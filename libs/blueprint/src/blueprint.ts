// Over 300 lines: the whole format in one schema, key by key.
/**
 * The blueprint format, `spec_version: 2`: the shape of Quali Torque's spec 2 with typed inputs and constraints added. This schema
 * is the single definition: types, JSON Schema and checks derive from it.
 */
import { ExactNumber, type Json } from '@groundplan/terraform-type'
import { z } from 'zod'
import { blueprintHints } from './blueprint-hints.ts'
import { withEditorHints } from './editor-schema.ts'

/** Any constant; numbers keep all their digits. */
const json: z.ZodType<Json> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.instanceof(ExactNumber),
    z.boolean(),
    z.null(),
    z.array(json),
    z.record(z.string(), json),
  ]),
)

/** The rules without nested rules, as a zod shape. */
export const flatRules = {
  'not-null': z.literal(true).optional().describe('The value must not be null. Other rules accept null.'),
  'allowed-values': z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .min(1)
    .optional()
    .describe('Allowed values, shown as a choice.'),
  format: z
    .enum(['ip-range', 'ipv4-range'])
    .optional()
    .describe('`ip-range`: an address range in CIDR notation, e.g. 10.0.0.0/16; `ipv4-range`: of IPv4 only.'),
  pattern: z
    .string()
    .optional()
    .describe('ECMAScript regular expression that the text must match (not anchored).'),
  minimum: z.number().optional().describe('Minimum value.'),
  maximum: z.number().optional().describe('Maximum value.'),
  'exclusive-minimum': z.number().optional().describe('The number must be greater than this.'),
  'exclusive-maximum': z.number().optional().describe('The number must be less than this.'),
  'multiple-of': z
    .number()
    .positive()
    .optional()
    .describe('The number must be a multiple of this; use 1 for whole numbers.'),
  'min-length': z.int().min(0).optional().describe('Minimum length of the text, in characters.'),
  'max-length': z.int().min(0).optional().describe('Maximum length of the text, in characters.'),
  'min-items': z
    .int()
    .min(0)
    .optional()
    .describe('Minimum number of elements of a list or set, or entries of a map.'),
  'max-items': z.int().min(0).optional().describe('Maximum number of elements or entries.'),
  'unique-items': z.literal(true).optional().describe('Elements must be unique.'),
}

type FlatRules = z.infer<z.ZodObject<typeof flatRules>>

/** Rules on one value. */
export interface BlueprintRules extends FlatRules {
  keys?: BlueprintRules | undefined
  'all-of'?: BlueprintRuleSet[] | undefined
  'any-of'?: BlueprintRuleSet[] | undefined
  not?: BlueprintRuleSet[] | undefined
}

/** Rules on one value and its nested values. */
export interface BlueprintRuleSet extends BlueprintRules {
  constraints?: Record<string, BlueprintRules> | undefined
}

const ruleSets = z.lazy(() => z.array(BlueprintRuleSet).min(1))

const rules = {
  ...flatRules,
  keys: z
    .lazy(() => BlueprintRules)
    .optional()
    .describe('Rules for each key of a map.'),
  'all-of': ruleSets
    .optional()
    .describe('All of these must also hold. Use it to add a rule a second time, such as another pattern.'),
  'any-of': ruleSets.optional().describe('At least one of these must hold.'),
  not: ruleSets.optional().describe('None of these may hold.'),
}

const constraints = z
  .lazy(() => z.record(z.string(), BlueprintRules))
  .optional()
  .describe("Rules for nested values, by path: `'[*].port'`, `.name`.")

/** Names of all rules, in display order. */
export const ruleKeys = Object.keys(rules) as readonly (keyof BlueprintRules)[]

export const BlueprintRules: z.ZodType<BlueprintRules> = z.strictObject(rules)
const BlueprintRuleSet: z.ZodType<BlueprintRuleSet> = z.strictObject({ ...rules, constraints })

/** One field of the launch form. Required unless it has a default or is `optional`. */
export const BlueprintInput = z.strictObject({
  'display-name': z
    .string()
    .optional()
    .describe("Title of the field. Defaults to the input's name in words."),
  type: z
    .string()
    .optional()
    .describe(
      'Terraform type expression, e.g. `string` or `list(object({ port = number }))`. Defaults to `string`.',
    ),
  description: z.string().optional().describe('Help text of the field.'),
  unit: z.string().optional().describe('Unit of a number, shown after it, e.g. `GiB` or `seconds`.'),
  deprecated: z.string().optional().describe('Why the field is deprecated, and what to use instead.'),
  default: json.optional().describe('Default value.'),
  optional: z.boolean().optional().describe('True if the field may be empty even though it has no default.'),
  sensitive: z
    .boolean()
    .optional()
    .describe('True if the value is a secret: masked in the interface and never logged.'),
  ephemeral: z
    .boolean()
    .optional()
    .describe('True if the value is never stored: every plan and apply asks for it again.'),
  ...rules,
  'validation-description': z.string().optional().describe('Message shown when the value is invalid.'),
  constraints,
})
export type BlueprintInput = z.infer<typeof BlueprintInput>

/** One value shown after deployment. */
export const BlueprintOutput = z.strictObject({
  value: z.string().describe("Expression, e.g. `'{{ .grains.db.outputs.endpoint }}'`."),
  description: z.string().optional().describe('What the value is for.'),
  kind: z.enum(['regular', 'link']).optional().describe('`link` shows the value as a link.'),
  quick: z.boolean().optional().describe('True if shown in the list of environments.'),
  sensitive: z.boolean().optional().describe('True if the value is a secret.'),
})
export type BlueprintOutput = z.infer<typeof BlueprintOutput>

/** Location of a grain's code. A commit is pinned; branches and tags are followed. */
export const GrainSource = z.strictObject({
  store: z.string().describe('Name of a connected repository.'),
  path: z.string().describe('Directory in the repository; `.` is the root.'),
  commit: z.string().optional().describe('Full commit ID.'),
  branch: z.string().optional().describe('Branch to follow.'),
  tag: z.string().optional().describe('Tag to use.'),
})
export type GrainSource = z.infer<typeof GrainSource>

/** One configuration of a provider, as a grain's module gets it. */
export const ProviderConfiguration = z.strictObject({
  source: z
    .string()
    .optional()
    .describe('Address of the provider, e.g. `hashicorp/aws`. Defaults to `hashicorp/` and its name.'),
  settings: z
    .record(z.string(), json)
    .optional()
    .describe(
      'Arguments and blocks of the provider, as fixed values or expressions. One whose expression is null is not set.',
    ),
  'from-space': z
    .array(z.string())
    .optional()
    .describe('Settings that the space must provide. It may provide others, too.'),
})
export type ProviderConfiguration = z.infer<typeof ProviderConfiguration>

export const GrainSpec = z.strictObject({
  source: GrainSource.describe('Location of the code.'),
  version: z.string().optional().describe('Version constraint on the tool, e.g. `>= 1.6`.'),
  inputs: z
    .array(z.record(z.string(), json))
    .optional()
    .describe("Values for the module's variables, each `name: value`."),
  outputs: z.array(z.string()).optional().describe('Outputs of the module that the blueprint uses.'),
  'env-vars': z
    .array(z.record(z.string(), json))
    .optional()
    .describe('Environment variables of the tool, each `NAME: value`.'),
  providers: z
    .record(z.string(), ProviderConfiguration)
    .optional()
    .describe('Provider configurations by name in the module: `aws`, or `aws.replica` for an alias.'),
  'auto-approve': z
    .boolean()
    .optional()
    .describe('False if a person must approve the plan before it is applied.'),
})

const dependsOn = z
  .string()
  .optional()
  .describe('Comma-separated names of the grains that must be deployed first.')

/** A Terraform module at a pinned revision: what Groundplan launches. */
export const TerraformGrain = z.strictObject({
  kind: z.enum(['terraform', 'opentofu']).describe('The tool that runs the grain.'),
  'depends-on': dependsOn,
  spec: GrainSpec.describe('What to run, and its inputs.'),
})
export type TerraformGrain = z.infer<typeof TerraformGrain>

/** Other tools that Torque runs. Read, kept and exported, but not launched. */
export const ForeignGrain = z.strictObject({
  kind: z
    .enum([
      ...(['terragrunt', 'helm', 'kubernetes', 'ansible', 'cloudformation'] as const),
      ...(['aws-cdk', 'argocd', 'shell', 'blueprint', 'cloudshell'] as const),
    ])
    .describe('A tool that Groundplan keeps and exports but does not run.'),
  'depends-on': dependsOn,
  spec: z.record(z.string(), json).describe("Settings of the tool, in Torque's format."),
})
export type ForeignGrain = z.infer<typeof ForeignGrain>

/** One deployable unit. */
export const Grain = z.discriminatedUnion('kind', [TerraformGrain, ForeignGrain])
export type Grain = z.infer<typeof Grain>

/** True for grains that Groundplan launches. */
export function isTerraformGrain(grain: Grain): grain is TerraformGrain {
  return grain.kind === 'terraform' || grain.kind === 'opentofu'
}

const BlueprintLabel = z.union([
  z.string(),
  z.strictObject({
    key: z.string().describe('Name of the label.'),
    value: z.string().optional().describe('Value of the label.'),
  }),
])

export const BlueprintMetadata = z.strictObject({
  'display-name': z.string().optional().describe('Name in the catalog.'),
  icon: z
    .strictObject({ path: z.string().describe('Path of the file in the repository.') })
    .optional()
    .describe('SVG file in the repository.'),
  owners: z
    .array(z.string())
    .optional()
    .describe('Owners of the blueprint, e.g. `@platform/databases`; from CODEOWNERS.'),
  'blueprint-labels': z.array(BlueprintLabel).optional().describe('Labels in the catalog, for filtering.'),
})

const LaunchFormSection = z.strictObject({
  name: z.string().describe('Heading of the section.'),
  description: z.string().optional().describe('Introduction to the fields of the section.'),
  default_open: z.boolean().optional().describe('False if the section is initially collapsed.'),
  inputs: z
    .array(z.strictObject({ name: z.string().describe('Name of an input.') }))
    .describe('Inputs of the section, in order.'),
})

/** Layout of the launch form. Inputs without a section come first. */
export const BlueprintCustomization = z.strictObject({
  'launch-form': z
    .strictObject({ sections: z.array(LaunchFormSection).optional().describe('Sections of the form.') })
    .optional()
    .describe('Layout of the launch form.'),
})

const EnvironmentLabel = z.union([
  z.string(),
  z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
])

/** A complete blueprint, with the keys of the file. */
export const Blueprint = z.strictObject({
  spec_version: z.literal(2).describe('Version of the file format.'),
  description: z.string().optional().describe('What the blueprint is for, shown in the catalog.'),
  metadata: BlueprintMetadata.optional().describe('How the catalog presents the blueprint.'),
  instructions: z
    .strictObject({ text: z.string().describe('Markdown.') })
    .optional()
    .describe('Help for the person who launches the blueprint.'),
  inputs: z
    .record(z.string(), BlueprintInput.nullable())
    .optional()
    .describe('Fields of the launch form, in order.'),
  outputs: z.record(z.string(), BlueprintOutput).optional().describe('Values shown after deployment.'),
  labels: z
    .array(EnvironmentLabel)
    .optional()
    .describe('Labels of the environment, each `key: value`; values may be expressions.'),
  grains: z.record(z.string(), Grain).describe('Deployable units.'),
  customization: BlueprintCustomization.optional().describe('Layout of the launch form.'),
})
export type Blueprint = z.infer<typeof Blueprint>

/** The grains that Groundplan launches, with their names. */
export function terraformGrains({ grains }: Blueprint): readonly (readonly [name: string, TerraformGrain])[] {
  return Object.entries(grains).flatMap(([name, grain]) =>
    isTerraformGrain(grain) ? [[name, grain] as const] : [],
  )
}

/** The JSON Schema (draft-07) of blueprint files, for editors and other tools. */
export function blueprintJsonSchema(): Record<string, unknown> {
  return withEditorHints(fileJsonSchema(Blueprint, 'Groundplan blueprint'), blueprintHints)
}

/** The JSON Schema (draft-07) of a kind of file. */
export function fileJsonSchema(kind: z.ZodType, title: string): Record<string, unknown> {
  const schema = z.toJSONSchema(kind, {
    target: 'draft-7',
    io: 'input',
    // In a file, numbers with many digits are ordinary numbers.
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      const { anyOf } = jsonSchema
      if (anyOf !== undefined) jsonSchema.anyOf = anyOf.filter((option) => Object.keys(option).length > 0)
    },
  })
  return { ...schema, title }
}
