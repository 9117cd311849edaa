import { createElement, type ReactElement, type SVGProps } from 'react'

export interface IconProps extends Omit<SVGProps<SVGSVGElement>, 'stroke'> {
  /** Width and height in pixels. */
  readonly size?: number | string
  /** Width of the lines, on a grid of 24. */
  readonly stroke?: number | string
}

/** An outline icon on a grid of 24 × 24, in the colour of the text around it. */
export function createIcon(...paths: readonly string[]): (props: IconProps) => ReactElement {
  return function Icon({ size = 24, stroke = 2, ...rest }: IconProps) {
    const attributes = {
      ...{ viewBox: '0 0 24 24', width: size, height: size },
      ...{ fill: 'none', stroke: 'currentColor', strokeWidth: stroke },
      ...{ strokeLinecap: 'round', strokeLinejoin: 'round' },
      ...rest,
    } as const
    return createElement('svg', attributes, ...paths.map((d) => createElement('path', { d, key: d })))
  }
}
