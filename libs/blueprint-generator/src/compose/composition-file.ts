/**
 * The composition file: parts and what a person has decided about them, as YAML. `groundplan blueprint compose --plan` writes
 * one with what it proposes, and `groundplan blueprint compose FILE` makes the blueprint of it.
 */
import { BlueprintInput } from '@groundplan/blueprint'
import { z } from 'zod'

const { default: json } = BlueprintInput.shape
const place = z.string().regex(/^[\w-]+\.[^.\s]+$/, 'Write it as grain.name')

const FileWire = z.strictObject({
  from: place.describe('Grain and output, e.g. `vpc.vpc_id`.'),
  to: place.describe('Grain and input, e.g. `rds.vpc_id`.'),
  as: z.literal('element').optional().describe('The output becomes the one element of a list.'),
  confidence: z.number().min(0).max(1).optional().describe('How sure the proposal is; only for people.'),
  reason: z.string().optional().describe('Why it is proposed; only for people.'),
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
    .describe('By grain: the folder of a module or the file of a blueprint, relative to this file.'),
  wires: z.array(FileWire).optional().describe("Which part's output goes to which input."),
  inputs: z
    .record(z.string(), z.strictObject({ for: z.array(place), field: BlueprintInput.optional() }))
    .optional()
    .describe('Fields of the form that fill several inputs, or that have another name than their input.'),
  constants: z
    .record(place, z.unknown().pipe(json.unwrap()))
    .optional()
    .describe('Values that are the same in every environment.'),
  'left-out': z.array(place).optional().describe('Inputs that are not on the form and keep their default.'),
  'depends-on': z
    .record(z.string(), z.array(z.string()))
    .optional()
    .describe('Grains that must be up first, beside those that wires lead from.'),
  alternatives: z
    .array(FileWire)
    .optional()
    .describe('Wires that are not made. Move one to `wires` to make it.'),
})
export type CompositionFile = z.infer<typeof CompositionFile>
