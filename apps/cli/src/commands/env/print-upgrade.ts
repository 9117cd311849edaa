import type { ApiClient } from '@groundplan/api-client'
import { stringifyJson } from '@groundplan/terraform-type'
import type { Terminal } from '../../terminal/terminal.ts'

/** What an upgrade would mean, as the API says it. */
export type UpgradeView = Awaited<ReturnType<ApiClient['environments']['previewUpgrade']['query']>>

const colors = { breaking: 'red', feature: 'green', fix: 'cyan' } as const

/** The changes of the blueprint, breaking ones first, and what becomes of each value. */
export function printUpgrade({ from, to, changes, inputs }: UpgradeView, { style }: Terminal): string {
  const { values, secrets, dropped, missing, invalid } = inputs
  const listed = changes.map(({ level, text }) => {
    const color = (colors as Readonly<Record<string, 'red' | 'green' | 'cyan' | undefined>>)[level]
    return `  ${color === undefined ? level : style(color, level)}: ${text}`
  })
  const lines = [
    ...Object.entries(values).map(([name, value]) => `  keeps ${name} = ${stringifyJson(value)}`),
    ...secrets.map((name) => `  keeps ${name} = (secret)`),
    ...dropped.map((name) => `  drops ${name}, which the new version does not have`),
    ...invalid.map(({ input, message }) => `  needs another value of ${input}: ${message}`),
    ...missing.map((name) => `  needs a value of ${name}`),
  ]
  return [
    style('bold', `${from.name} ${from.version} → ${to.version}`),
    ...(listed.length === 0 ? ['No changes of the interface.'] : ['Changes:', ...listed]),
    ...(lines.length === 0 ? [] : ['Values:', ...lines]),
  ].join('\n')
}
