export { TerraformGrainRunner } from './terraform-grain-runner.ts'
export type { OpenedBackend, TerraformGrainOptions } from './terraform-grain-runner.ts'
