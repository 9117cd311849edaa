/**
 * The overlay: what a team says about the blueprints that are generated for its modules, in `.groundplan/blueprint.yaml`.
 *
 * Terms: an *entry* is `defaults` or one glob under `modules`; a *setting* is one key of an entry. An overlay changes how an
 * input is presented, and narrows what it accepts; it never lets a value through that the module would refuse.
 */
import {
  BlueprintInput,
  BlueprintMetadata,
  fileJsonSchema,
  flatRules,
  ProviderConfiguration,
} from '@groundplan/blueprint'
import { z } from 'zod'

const { default: json } = BlueprintInput.shape

/** What an overlay says of one input. */
export const OverlayInput = BlueprintInput.pick({
  'display-name': true,
  description: true,
  unit: true,
  deprecated: true,
  default: true,
  'validation-description': true,
}).extend({
  ...flatRules,
  sensitive: z
    .literal(true)
    .optional()
    .describe('The value is a secret, even if the module does not mark it as sensitive.'),
  group: z.string().min(1).optional().describe('Section of the launch form that contains the field.'),
  hide: z.boolean().optional().describe('Whether to hide the field from the form; see `hide`.'),
  constant: json.describe('Fixed value, used instead of a form field; see `constants`.'),
})
export type OverlayInput = z.infer<typeof OverlayInput>

const settings = {
  labels: z.array(z.string().min(1)).optional().describe('Labels in the catalog, added to those generated.'),
  owners: z.array(z.string().min(1)).optional().describe('Owners of the blueprint. Overrides CODEOWNERS.'),
  icon: BlueprintMetadata.shape.icon,
  instructions: z
    .union([z.string(), z.strictObject({ text: z.string() })])
    .optional()
    .describe('Help for the person who launches the blueprint, in Markdown.'),
  hide: z
    .array(z.string())
    .optional()
    .describe('Inputs to hide from the form. The module gets their constant, or its own default.'),
  'display-names': z.record(z.string(), z.string()).optional().describe('Titles of fields, by input.'),
  inputs: z.record(z.string(), OverlayInput).optional().describe('Settings of inputs, by name.'),
  constants: z
    .record(z.string(), json)
    .optional()
    .describe("Fixed values of inputs, which are hidden from the form: `'{{ environmentName }}'`, `prod`."),
  providers: z
    .record(z.string(), ProviderConfiguration)
    .optional()
    .describe(
      'Provider settings by configuration, for modules that have it: `aws`, or `aws.replica` for an alias.',
    ),
}

export const OverlayDefaults = z.strictObject(settings)
export type OverlayDefaults = z.infer<typeof OverlayDefaults>

export const OverlayModule = z.strictObject({
  'display-name': z.string().min(1).optional().describe('Name of the blueprint in the catalog.'),
  description: z.string().min(1).optional().describe('What the blueprint is for.'),
  ...settings,
})
export type OverlayModule = z.infer<typeof OverlayModule>

/** Most entries under `modules`. */
export const mostEntries = 1000

/** A whole overlay, with the keys as they stand in the file. */
export const Overlay = z.strictObject({
  defaults: OverlayDefaults.optional().describe('Settings for every module.'),
  modules: z
    .record(z.string(), OverlayModule)
    .refine((entries) => Object.keys(entries).length <= mostEntries, `At most ${mostEntries} entries`)
    .optional()
    .describe('Settings for modules whose directory matches the glob. Later entries override earlier ones.'),
})
export type Overlay = z.infer<typeof Overlay>

/** The JSON Schema (draft-07) of overlays, for editors and other tools. */
export function overlayJsonSchema(): Record<string, unknown> {
  return fileJsonSchema(Overlay, 'Groundplan overlay')
}
