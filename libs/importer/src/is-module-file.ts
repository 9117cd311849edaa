import { isConfigurationFile, isReadme, isValueFile } from '@groundplan/terraform-module'

/** True for the files that are read from a module's directory: configuration, README and values. */
export function isModuleFile(path: string): boolean {
  return isConfigurationFile(path) || isValueFile(path) || isReadme(path)
}
