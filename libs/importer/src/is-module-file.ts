import { isConfigurationFile, isValueFile } from '@groundplan/terraform-module'

/** True of what is read of a module's directory: configuration, the README and files with values. */
export function isModuleFile(path: string): boolean {
  return isConfigurationFile(path) || isValueFile(path) || /(?:^|\/)readme\.md$/i.test(path)
}
