import { visibleText } from '@groundplan/errors'

/** A name from someone's file as people read it: on one line, and with nothing in it that cannot be seen. */
export function visibleName(name: string): string {
  return visibleText(name, { lines: false })
}
