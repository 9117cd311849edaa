/**
 * The composition file: parts and what a person has decided about them, as YAML. `groundplan blueprint compose --plan` writes
 * one with what it proposes, and `groundplan blueprint compose FILE` makes the blueprint of it.
 */
import { BlueprintInput, BlueprintOutput, ProviderConfiguration } from '@groundplan/blueprint'
import { z } from 'zod'

const { default: json } = BlueprintInput.shape
const place = z.string().regex(/^[\w-]+\.[^.\s]+$/, 'Write it as grain.name')

const FileWire = z.strictObject({
  from: place.describe('Grain and output, e.g. `vpc.vpc_id`.'),
  to: place.describe('Grain and input, e.g. `rds.vpc_id`.'),
  as: z.literal('element').optional().describe('Wraps the output in a list with one element.'),
  confidence: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Confidence of the suggestion. For information only.'),
  reason: z.string().optional().describe('Why it is suggested. For information only.'),
})

export const CompositionFile = z.strictObject({
  composition: z.literal(1).describe('Version of the file format.'),
  name: z.string().describe("The blueprint's name."),
  description: z.string().optional().describe("The blueprint's description."),
  parts: z
    .record(
      z.string(),
      z.union([z.strictObject({ module: z.string() }), z.strictObject({ blueprint: z.string() })]),
    )
    .describe('Maps each grain to a module folder or a blueprint file, relative to this file.'),
  wires: z.array(FileWire).optional().describe('Connections from outputs to inputs.'),
  inputs: z
    .record(z.string(), z.strictObject({ for: z.array(place), field: BlueprintInput.optional() }))
    .optional()
    .describe('Form fields that set several inputs, or that are named differently from their input.'),
  constants: z
    .record(place, z.unknown().pipe(json.unwrap()))
    .optional()
    .describe('Values that are the same in every environment.'),
  expressions: z
    .record(place, z.unknown().pipe(json.unwrap()))
    .optional()
    .describe('Values with expressions, by input, e.g. `app-{{ .inputs.name }}`.'),
  outputs: z
    .record(z.string(), BlueprintOutput)
    .optional()
    .describe("The blueprint's outputs. If absent, all outputs of all parts."),
  'env-vars': z
    .record(z.string(), z.record(z.string(), z.string()))
    .optional()
    .describe('Environment variables by grain; values may contain expressions.'),
  providers: z
    .record(z.string(), z.record(z.string(), ProviderConfiguration))
    .optional()
    .describe(
      'Provider configurations by grain and by name, e.g. `aws` or `aws.replica`, as in a blueprint.',
    ),
  version: z
    .string()
    .optional()
    .describe('Version constraint on the tool of every grain, in addition to those of the modules.'),
  'left-out': z.array(place).optional().describe('Inputs that are not in the form and keep their defaults.'),
  'depends-on': z
    .record(z.string(), z.array(z.string()))
    .optional()
    .describe('Dependencies between grains in addition to those from wires.'),
  alternatives: z
    .array(FileWire)
    .optional()
    .describe('Wires that are not used. Move one to `wires` to use it.'),
})
export type CompositionFile = z.infer<typeof CompositionFile>
