import type { Blueprint } from '@groundplan/blueprint'
import type { JsonObject } from '@groundplan/terraform-type'
import type { Report } from '../report.ts'

/** Converts description and metadata. Torque does not support owners, so they go to the description. */
export function exportMetadata({ description, metadata }: Blueprint, report: Report): JsonObject {
  const { owners, ...rest } = metadata ?? {}
  if (owners !== undefined) {
    report.note(
      ['metadata', 'owners'],
      'in-description',
      'Torque does not support owners; they are added to the description.',
    )
  }
  const ownersLine = owners === undefined || owners.length === 0 ? undefined : `Owners: ${owners.join(', ')}`
  const texts = [description, ownersLine].filter((text) => text !== undefined)
  return {
    ...(texts.length === 0 ? {} : { description: texts.join('\n\n') }),
    ...(metadata === undefined ? {} : { metadata: { ...rest } as JsonObject }),
  }
}
