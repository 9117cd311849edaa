import { useMediaQuery } from '@mantine/hooks'
import type { Tone } from '../words/environment-words.ts'
import { ToneIcon } from '../tone-badge.tsx'
import classes from './grain-graph.module.css'
import { layoutGraph, type GraphNode } from './layout-graph.ts'

export interface GrainGraphProps {
  readonly nodes: readonly (GraphNode & {
    /** How it is, in a word or two. */
    readonly label: string
    readonly tone: Tone
  })[]
}

/** Of nodes, and between them, in pixels. Two nodes stand side by side on a phone. */
const [height, gap, crossGap] = [58, 56, 16]
const widths = { wide: 172, narrow: 142 }

/** The parts of an environment, those that build on others behind them. The same as a list for screen readers. */
export function GrainGraph({ nodes }: GrainGraphProps) {
  const isNarrow = useMediaQuery('(max-width: 48em)')
  const width = isNarrow ? widths.narrow : widths.wide
  const layout = layoutGraph(nodes)
  const [along, across] = isNarrow ? [height + gap / 2, width + crossGap] : [width + gap, height + crossGap]
  const pointOf = ({ layer, place }: { readonly layer: number; readonly place: number }) =>
    isNarrow ? { x: place * across, y: layer * along } : { x: layer * along, y: place * across }
  const size = isNarrow
    ? { width: layout.places * across - crossGap, height: layout.layers * along - gap / 2 }
    : { width: layout.layers * along - gap, height: layout.places * across - crossGap }
  const facts = new Map(nodes.map((node) => [node.name, node]))
  return (
    <div className={classes.frame} tabIndex={0} role="region" aria-label="Parts and what they build on">
      <div className={classes.graph} style={size} aria-hidden>
        <svg className={classes.edges} width={size.width} height={size.height}>
          {layout.edges.map(({ from, to, through }) => (
            <path
              key={`${from.name} ${to.name}`}
              d={edgePath([from, ...through, to].map(pointOf), { width, isDown: isNarrow === true })}
            />
          ))}
        </svg>
        {layout.nodes.map((placed) => {
          const node = facts.get(placed.name)
          const { x, y } = pointOf(placed)
          return (
            <div
              key={placed.name}
              className={classes.node}
              data-tone={node?.tone}
              style={{ left: x, top: y, width, height }}
            >
              <strong title={placed.name}>{placed.name}</strong>
              <span>
                <ToneIcon tone={node?.tone ?? 'idle'} size={13} />
                {node?.label}
              </span>
            </div>
          )
        })}
      </div>
      <ul className="visually-hidden">
        {nodes.map(({ name, label, after }) => (
          <li key={name}>
            {name}: {label}
            {after.length > 0 && `, builds on ${after.join(', ')}`}
          </li>
        ))}
      </ul>
    </div>
  )
}

interface Point {
  readonly x: number
  readonly y: number
}

/** From the end of the first node to the beginning of the last one, past the places between them. */
function edgePath(
  points: readonly Point[],
  { width, isDown }: { readonly width: number; readonly isDown: boolean },
): string {
  const [first, ...rest] = points
  if (first === undefined) return ''
  let at = isDown
    ? { x: first.x + width / 2, y: first.y + height }
    : { x: first.x + width, y: first.y + height / 2 }
  const parts = [`M ${at.x} ${at.y}`]
  for (const { x, y } of rest) {
    const start = isDown ? { x: x + width / 2, y } : { x, y: y + height / 2 }
    const [first, second] = isDown
      ? [`${at.x} ${(at.y + start.y) / 2}`, `${start.x} ${(at.y + start.y) / 2}`]
      : [`${(at.x + start.x) / 2} ${at.y}`, `${(at.x + start.x) / 2} ${start.y}`]
    at = isDown ? { x: start.x, y: y + height } : { x: x + width, y: start.y }
    parts.push(`C ${first}, ${second}, ${start.x} ${start.y}`, `L ${at.x} ${at.y}`)
  }
  // The last part would lie under the node that it leads to.
  return parts.slice(0, -1).join(' ')
}
