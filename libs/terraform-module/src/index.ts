export { isRequired } from './module.ts'
export type {
  ModuleCall,
  Output,
  Readme,
  RequiredProvider,
  Resource,
  TerraformModule,
  Validation,
  Variable,
} from './module.ts'
export { readModule } from './read-module.ts'
export type { ReadModuleOptions } from './read-module.ts'
export { isConfigurationFile } from './select-files.ts'
export type { SourceFile } from './source-file.ts'
