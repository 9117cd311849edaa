import { shorten, type FileFormat } from '@groundplan/blueprint'
import { CompositionFile } from './composition-file.ts'

/** The schema of a composition file. */
export const compositionFormat: FileFormat<'shape'> = {
  schema: CompositionFile,
  name: 'a composition',
  reference: 'docs/composing.md',
  examples: {
    composition: 'composition: 1',
    name: 'name: web-shop',
    parts: 'parts: { vpc: { module: ./modules/vpc } }',
    from: 'from: vpc.vpc_id',
    to: 'to: rds.vpc_id',
    for: 'for: [rds.vpc_id]',
  },
  describe(issue, path, value) {
    const isKey = issue.code === 'invalid_key'
    if (!isKey && issue.code !== 'invalid_format') return undefined
    const found = isKey ? (path.at(-1) ?? '') : String(value)
    const place = (isKey ? path.slice(0, -1) : path).join('.')
    return {
      rule: 'shape',
      path,
      message: `Expected a grain and a name at ${shorten(place)}, found "${shorten(found)}".`,
      hint: 'Write it as `grain.name`, e.g. `vpc.vpc_id`.',
    }
  },
  substituteAt: () => undefined,
}
