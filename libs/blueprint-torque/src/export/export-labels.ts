import type { Blueprint } from '@groundplan/blueprint'
import type { Json, JsonObject } from '@groundplan/terraform-type'
import { mapTexts } from '../expressions/map-texts.ts'
import { quote, type Report } from '../report.ts'
import type { TorqueNames } from './torque-names.ts'

/** Texts that are labels by themselves, and keys of labels. */
const legalLabel = /^{?[a-zA-Z0-9-_.@#\s]+}?$/

/** Converts the labels of the environment, without those that Torque's schema rejects. */
export function exportLabels({ labels }: Blueprint, names: TorqueNames, report: Report): JsonObject {
  if (labels === undefined) return {}
  const tell = (index: number, label: string) => {
    const message = `Skipped label ${quote(label)}: Torque labels may only contain letters, digits, spaces and -_.@#.`
    report.warn(['labels', String(index)], 'left-out', message)
  }
  const exported = labels.flatMap((label, index): Json[] => {
    if (typeof label === 'string') {
      if (legalLabel.test(label)) return [label]
      tell(index, label)
      return []
    }
    const entries = Object.entries(label).filter(([key]) => {
      const isLegal = legalLabel.test(key)
      if (!isLegal) tell(index, key)
      return isLegal
    })
    return [mapTexts(Object.fromEntries(entries), names.inText)]
  })
  return { labels: exported }
}
