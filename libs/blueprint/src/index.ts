export {
  Blueprint,
  BlueprintInput,
  blueprintJsonSchema,
  BlueprintMetadata,
  BlueprintOutput,
  fileJsonSchema,
  flatRules,
  isTerraformGrain,
  ProviderConfiguration,
  terraformGrains,
} from './blueprint.ts'
export type { BlueprintRules, ForeignGrain, Grain, GrainSource, TerraformGrain } from './blueprint.ts'
export { normalizeProviderSource, parseProviderAddress, printProviderAddress } from './provider-address.ts'
export type { ProviderAddress } from './provider-address.ts'
export { displayName } from './interface/display-name.ts'
export { isRequiredInput, toLaunchForm } from './form/launch-form.ts'
export type { LaunchForm } from './form/launch-form.ts'
export { printAnyText, readAnyText } from './form/any-text.ts'
export type { AnyText } from './form/any-text.ts'
export { readFormValues } from './form/read-form-values.ts'
export { parseBlueprint } from './parse-blueprint.ts'
export type { ParsedBlueprint } from './parse-blueprint.ts'
export { printBlueprint, schemaPath } from './print-blueprint.ts'
export { fromBlueprintRules, toBlueprintRules } from './rules.ts'
export { hideProtoKeys, showProtoKey } from './proto-keys.ts'
export { findPatternProblem } from './validation/find-pattern-problem.ts'
export { limitFindings } from './validation/limit-findings.ts'
export { evaluate } from './expressions/evaluate.ts'
export type { Evaluated, ExpressionScope, GrainScope } from './expressions/evaluate.ts'
export type { ExpressionProblem } from './expressions/parse-expression.ts'
export { findReferences, reservedNames } from './expressions/references.ts'
export type { Reference, ReservedName } from './expressions/references.ts'
export { allFilters } from './expressions/filters.ts'
export { editDistance } from './edit-distance.ts'
export { didYouMean, findNearest } from './find-nearest.ts'
export type { Finding, Finding as BlueprintFinding } from './validation/finding.ts'
export { placeFindings, placeFindingsOf, positionIn, sortDiagnostics } from './validation/place-findings.ts'
export {
  error as errorRule,
  ruleGroups,
  validationRules,
  warning as warningRule,
} from './validation/rules.ts'
export { findKnownSecrets } from './validation/known-secrets.ts'
export type { FileFormat, ShapeFinding, ShapeRule } from './validation/shape/describe-issue.ts'
export { shorten } from './validation/shape/name-value.ts'
export { readShape, startsWith } from './validation/shape/read-shape.ts'
export { withEditorHints } from './editor-schema.ts'
export type { EditorHints } from './editor-schema.ts'
export type { RuleId, ValidationRule } from './validation/rules.ts'
export { validateBlueprint } from './validate-blueprint.ts'
export type { ValidatedBlueprint } from './validate-blueprint.ts'
export { describeInterface } from './describe-interface.ts'
export type {
  InputDescription,
  InterfaceDescription,
  OutputDescription,
  ProviderDescription,
} from './describe-interface.ts'
export { describeRules } from './interface/describe-rules.ts'
export { printYaml } from './yaml/print-yaml.ts'
export type { KeyComment } from './yaml/print-yaml.ts'
export { readYaml } from './yaml/read-yaml.ts'
export type { YamlText } from './yaml/read-yaml.ts'
export { printLaunchValues, valueFormats } from './values/print-launch-values.ts'
export type { LaunchValues, ValueFormat } from './values/launch-values.ts'
export { printPlainYaml } from './values/print-plain-yaml.ts'
export { printTfvars } from './values/print-tfvars.ts'
export { checkPresets, noPresets, presetInputs } from './presets/input-presets.ts'
export type { InputPresets, PresetProblem } from './presets/input-presets.ts'
export { applyChanges } from './changes/apply-changes.ts'
export { changeLevels, changeRules, underRule } from './changes/blueprint-change.ts'
export type { BlueprintChange, ChangeLevel, ChangeRule } from './changes/blueprint-change.ts'
export { interfaceOf } from './changes/blueprint-interface.ts'
export type { BlueprintInterface } from './changes/blueprint-interface.ts'
export { bumpVersion, versionBump } from './changes/bump-version.ts'
export type { VersionBump } from './changes/bump-version.ts'
export { diffWithCode, toBlueprintChange } from './changes/code-changes.ts'
export type { CodeChange, CodeComparisons, CodeStep } from './changes/code-changes.ts'
export { changelogLines, sortChanges } from './changes/changelog-lines.ts'
export { describeChange } from './changes/describe-change.ts'
export { isNewRequiredInput, summarizeChange } from './changes/summarize-change.ts'
export { diffBlueprints } from './changes/diff-blueprints.ts'
export { markdownQuote, plainQuote } from './changes/quote.ts'
export type { Quote } from './changes/quote.ts'
export { withoutSecrets } from './changes/without-secrets.ts'
export { mergeBlueprints } from './merge/merge-blueprints.ts'
export type { MergedBlueprint, MergeTexts } from './merge/merge-blueprints.ts'
export type { MergeConflict } from './merge/merge-conflict.ts'
export { takeGenerated } from './merge/take-generated.ts'
export type { ConflictPlace, TakenText } from './merge/take-generated.ts'
