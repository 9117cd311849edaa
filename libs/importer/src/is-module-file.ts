import { isConfigurationFile } from '@groundplan/terraform-module'

/** True of what is read of a module's directory: configuration and the README. */
export function isModuleFile(path: string): boolean {
  return isConfigurationFile(path) || /(?:^|\/)readme\.md$/i.test(path)
}
