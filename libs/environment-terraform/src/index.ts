export { TerraformGrainRunner } from './terraform-grain-runner.ts'
export { TerraformValueChecker } from './terraform-value-checker.ts'
export type { TerraformValueCheckerOptions } from './terraform-value-checker.ts'
export type { OpenedBackend, TerraformGrainOptions } from './terraform-grain-runner.ts'
