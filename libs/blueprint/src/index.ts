export { Blueprint, blueprintJsonSchema, isTerraformGrain, terraformGrains } from './blueprint.ts'
export type {
  BlueprintInput,
  BlueprintOutput,
  BlueprintRules,
  ForeignGrain,
  Grain,
  GrainSource,
  TerraformGrain,
} from './blueprint.ts'
export { displayName } from './interface/display-name.ts'
export { isRequiredInput, toLaunchForm } from './form/launch-form.ts'
export type { LaunchForm } from './form/launch-form.ts'
export { parseBlueprint } from './parse-blueprint.ts'
export type { ParsedBlueprint } from './parse-blueprint.ts'
export { printBlueprint, schemaPath } from './print-blueprint.ts'
export { fromBlueprintRules, toBlueprintRules } from './rules.ts'
export { validateBlueprint } from './validation/validate-blueprint.ts'
export type { ValidatedBlueprint } from './validation/validate-blueprint.ts'
export { describeInterface } from './interface/describe-interface.ts'
export type {
  InputDescription,
  InterfaceDescription,
  OutputDescription,
} from './interface/describe-interface.ts'
