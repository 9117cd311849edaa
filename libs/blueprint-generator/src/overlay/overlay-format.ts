import type { FileFormat } from '@groundplan/blueprint'
import { Overlay } from './overlay.ts'

/** What an overlay looks like, for checks of its shape. */
export const overlayFormat: FileFormat<'shape'> = {
  schema: Overlay,
  name: 'an overlay',
  reference: 'docs/templates.md',
  examples: {},
  describe(issue, path) {
    if (issue.code !== 'custom') return undefined
    const hint = 'Use a glob that matches several modules.'
    return { rule: 'shape', path, message: `${path.join('.')}: ${issue.message}.`, hint }
  },
  substituteAt: () => undefined,
}
