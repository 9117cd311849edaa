import type { Diagnostic } from '@groundplan/errors'
import { isConfigurationFile } from '@groundplan/terraform-module'

/** How a pointer begins (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md); the second one is of before its release. */
const beginnings = ['version https://git-lfs.github.com/spec/', 'version https://hawser.github.com/spec/']

/** Pointers are shorter than that, in bytes. */
const maximumLength = 1024

/** True if git has only a pointer, and Git LFS the file. */
export function isLfsPointer(bytes: Uint8Array): boolean {
  if (bytes.length >= maximumLength) return false
  const text = new TextDecoder().decode(bytes)
  return beginnings.some((beginning) => text.startsWith(beginning)) && /^oid sha256:[0-9a-f]{64}$/m.test(text)
}

/** Without its configuration, a module cannot be read; a README is not worth more than a note. */
export function describeLfsPointer(file: string): Diagnostic {
  const severity = isConfigurationFile(file) ? 'error' : 'note'
  const message = `${file} is stored in Git LFS, which Groundplan does not read.`
  const hint = 'Commit it to git itself: `git lfs untrack` its path, then `git add --renormalize` it.'
  return { severity, rule: 'git-lfs', file, message, hint }
}
