export { findTerraform } from './find-terraform.ts'
export type { TerraformProgram } from './find-terraform.ts'
export { validateModule } from './validate-module.ts'
export type { ModuleValidation, ValidateModuleOptions } from './validate-module.ts'
