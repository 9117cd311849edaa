import { visibleName } from '../layout/visible-name.ts'

/** A label for people from a name for machines, for fields whose schema has no title: `retention_days` gives `Retention days`. */
export function humanLabel(name: string): string {
  const words = name.split(/[_\s]+/).filter((word) => word !== '')
  const text = words.join(' ')
  return visibleName(text === '' ? name : text.charAt(0).toUpperCase() + text.slice(1))
}
