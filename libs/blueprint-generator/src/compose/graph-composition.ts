import type { CompositionPlan } from './composition-plan.ts'

/** The grains and the wires between them, as a Mermaid flowchart. */
export function graphComposition({ parts, wires, dependsOn }: CompositionPlan): string {
  const ids = new Map(parts.map(({ grain }, index) => [grain, `g${index}`]))
  const idOf = (grain: string) => ids.get(grain) ?? ''
  const arrows = new Map<string, string[]>()
  for (const { from, to } of wires) {
    const arrow = `${idOf(from.grain)} %% ${idOf(to.grain)}`
    const names = from.output === to.input ? from.output : `${from.output} → ${to.input}`
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), names])
  }
  return [
    'flowchart LR',
    ...parts.map(({ grain }) => `  ${idOf(grain)}["${grain}"]`),
    ...[...arrows].map(([arrow, names]) => {
      const [from = '', to = ''] = arrow.split(' %% ')
      return `  ${from} -- "${names.map(escape).join('<br/>')}" --> ${to}`
    }),
    ...dependsOn.map(({ grain, on }) => `  ${idOf(on)} -.-> ${idOf(grain)}`),
    '',
  ].join('\n')
}

/** Mermaid writes quotes inside of quotes as HTML does. */
function escape(text: string): string {
  return text.replace(/["<>&#]/g, (character) => `#${character.charCodeAt(0)};`)
}
